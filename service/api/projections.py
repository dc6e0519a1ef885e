"""The kept views: what they reflect, and rebuilding them while the service runs."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from flask import Response

from domain.errors import Malformed
from domain.instant import format_instant
from service.api import answers, described
from service.api.gate import requires
from service.api.parameters import NothingQuestion
from service.api.queries import Blueprint
from service.api.schemas.catalogue import Strict
from service.api.schemas.fields import Formed
from service.api.wiring import parts
from service.projections.kept import KEPT
from service.projections.replay import Replay
from service.rendering import JSON, to_json

blueprint: Final = Blueprint(
    "projections", __name__, url_prefix="/v1/projections", description="The views that are kept."
)

CANCEL_SECONDS: Final = 10.0
"""How long a client that cancels waits at most for the replay to end."""


def _names(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    if not set(names) <= set(KEPT):
        raise Malformed(f"names views among {', '.join(KEPT)}, with commas between")
    return names


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
    """What the views reflect, and how far the last replay is or what became of it

    `replay` is null if there never was any. Its `outcome` is `running`, `done`, `cancelled` or
    `failed`; but for `done`, the views are as they were.
    """
    return _told(HTTPStatus.OK)


@blueprint.route("/replay", methods=["POST"])
@requires("admin", unbound=True)
@described.problems("forbidden", "replay-running")
@blueprint.arguments(ReplayQuestion(), location="query")
@blueprint.response(202, answers.PROJECTIONS, content_type=JSON, headers=answers.LOCATION)
def replay(question: dict[str, Any]) -> Response:
    """Begin to rebuild views beside the live ones, to be swapped in at once when they are done

    Asks for no body. The answer shows the replay that was begun: `GET /v1/projections` tells what
    becomes of it, by its id. A second one at the same time is refused (409).
    """
    parts().replays.start(question["projections"])
    answer = _told(HTTPStatus.ACCEPTED)
    answer.headers["Location"] = "/v1/projections"
    return answer


@blueprint.route("/replay", methods=["DELETE"])
@requires("admin", unbound=True)
@described.problems("forbidden")
@blueprint.arguments(NothingQuestion(), location="query")
@blueprint.response(200, answers.PROJECTIONS, content_type=JSON)
def cancel(_question: dict[str, Any]) -> Response:
    """Cancel the replay that runs, in whichever process, if one does; the old views serve on

    Answers when it has ended. Where `outcome` is still `running` after some seconds, it was asked
    to stop, and will at its next step; where it is `done`, it was too late.
    """
    parts().replays.cancel(CANCEL_SECONDS)
    return _told(HTTPStatus.OK)


def _told(status: HTTPStatus) -> Response:
    lag = parts().views.lag()
    told = {
        "head": lag["head"],
        "projections": [
            {"name": name, "position": position, "behind": lag["head"] - position}
            for name, position in lag["projections"].items()
        ],
        "replay": _replay_answer(parts().replays.latest()),
    }
    return Response(to_json(told), status=status, content_type=JSON)


def _replay_answer(replay: Replay | None) -> dict[str, Any] | None:
    if replay is None:
        return None
    now = parts().clock()
    left = replay.seconds_left(now)
    return {
        "id": replay.id,
        "projections": replay.names,
        "outcome": replay.outcome,
        "reason": replay.reason,
        "started_at": format_instant(replay.started_at),
        "ended_at": None if replay.ended_at is None else format_instant(replay.ended_at),
        "done": replay.done,
        "of": replay.of,
        "events_per_second": round(replay.rate(now), 1),
        "seconds_left": None if left is None else round(left, 1),
    }
