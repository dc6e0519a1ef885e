"""The kept views: what they reflect, and rebuilding them while the service runs."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from flask import Response

from domain.errors import Malformed
from domain.instant import format_instant
from service.api import answers, described
from service.api.gate import requires
from service.api.queries import Blueprint
from service.api.rendering import JSON, to_json
from service.api.schemas.catalogue import Strict
from service.api.schemas.fields import Formed
from service.api.wiring import parts
from service.projections.kept import KEPT
from service.projections.replaying import Replay

blueprint: Final = Blueprint(
    "projections", __name__, url_prefix="/v1/projections", description="The views that are kept."
)


def _names(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    if not set(names) <= set(KEPT):
        raise Malformed(f"names views among {', '.join(KEPT)}, with commas between")
    return names


class NothingQuestion(Strict):
    """A question that needs no parameters."""


class ReplayQuestion(Strict):
    """Which views are rebuilt?"""

    projections = Formed(
        _names,
        load_default=(),
        metadata={
            "description": "The views to rebuild, with commas between; by default all.",
            "examples": ["learnings,requests"],
        },
    )


@blueprint.route("")
@described.problems()
@blueprint.arguments(NothingQuestion(), location="query")
@blueprint.response(200, answers.PROJECTIONS, content_type=JSON)
def listed(_question: dict[str, Any]) -> Response:
    """What the views reflect, and how far the replay is that runs"""
    return _told(HTTPStatus.OK)


@blueprint.route("/replay", methods=["POST"])
@requires("admin")
@described.problems(403, 409)
@blueprint.arguments(ReplayQuestion(), location="query")
@blueprint.response(202, answers.PROJECTIONS, content_type=JSON)
def replay(question: dict[str, Any]) -> Response:
    """Begin to rebuild views beside the live ones, to be swapped in at once when they are done

    Asks for no body. A second replay at the same time is refused (409).
    """
    parts().replays.start(question["projections"])
    answer = _told(HTTPStatus.ACCEPTED)
    answer.headers["Location"] = "/v1/projections"
    return answer


@blueprint.route("/replay", methods=["DELETE"])
@requires("admin")
@described.problems(403)
@blueprint.arguments(NothingQuestion(), location="query")
@blueprint.response(200, answers.PROJECTIONS, content_type=JSON)
def cancel(_question: dict[str, Any]) -> Response:
    """Cancel the replay that this process runs, if it does; the old views serve on"""
    parts().replays.cancel()
    return _told(HTTPStatus.OK)


def _told(status: HTTPStatus) -> Response:
    lag = parts().views.lag()
    told = {
        "head": lag["head"],
        "projections": [
            {"name": name, "position": position, "behind": lag["head"] - position}
            for name, position in lag["projections"].items()
        ],
        "replay": _replay_answer(parts().replays.running()),
    }
    return Response(to_json(told), status=status, content_type=JSON)


def _replay_answer(running: Replay | None) -> dict[str, Any] | None:
    if running is None:
        return None
    now = parts().clock()
    left = running.seconds_left(now)
    return {
        "started_at": format_instant(running.started_at),
        "done": running.done,
        "of": running.of,
        "events_per_second": round(running.rate(now), 1),
        "seconds_left": None if left is None else round(left, 1),
    }
