"""Following: events as they are recorded, as a stream that does not end by itself."""

from __future__ import annotations

from typing import Any, Final

from flask import Response, request

from domain.errors import Malformed
from service.api import answers, described
from service.api.gate import offers, still_known
from service.api.line import Line
from service.api.parameters import FollowQuestion, parse_position
from service.api.queries import Blueprint
from service.api.reads import in_headers
from service.api.refusals import InvalidParameters, ParameterFault, TooManyStreams
from service.api.streaming import STUCK_SECONDS, TICK_SECONDS, Pages, Streaming, Terms
from service.api.wiring import caller, parts
from service.rendering import EVENT_STREAM
from service.views.following import Page, Wanted

blueprint: Final = Blueprint(
    "follow", __name__, url_prefix="/v1/events/stream", description="Events as they are recorded."
)

LAST: Final = "Last-Event-ID"
_HEADERS: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@blueprint.route("")
@described.problems("too-many-streams")
@in_headers(described.LAST_EVENT_ID)
@blueprint.arguments(FollowQuestion(), location="query")
@blueprint.response(200, answers.EVENT_STREAM, content_type=EVENT_STREAM)
@offers(EVENT_STREAM)
def stream(question: dict[str, Any]) -> Response:
    """Follow what is recorded, by position, as server-sent events

    Each event as `GET /v1/events/{event_id}` answers it at its own position, with its position as
    `id` and its type as `event`. `caught-up` says that all there is was told. That and a comment
    every ten seconds carry, as `id` too, the position up to which nothing more comes: whoever
    resumes there (`Last-Event-ID`, else `after`) misses nothing. A stream ends when its client
    goes, or takes nothing in for ten seconds; when its token expires or is revoked; when the
    service stops. A client that only shuts down its writing side is told on. Half as many may
    follow as a process has threads; beyond, it is 503 with `Retry-After`, and who comes again may
    meet another process that has room.
    """
    wanted = _wanted(question)
    after = _after(question)
    follower = parts().feed.join()
    if follower is None:
        raise TooManyStreams("As many follow already as this process lets.")
    if request.method == "HEAD":
        follower.leave()
        return Response(iter(()), headers=_HEADERS, content_type=EVENT_STREAM)
    streaming = Streaming(Terms(follower, _pages(), wanted, still_known()), after, _line())
    response = Response(streaming.pieces(), headers=_HEADERS, content_type=EVENT_STREAM)
    response.call_on_close(follower.leave)
    return response


def _wanted(question: dict[str, Any]) -> Wanted:
    """What is asked for, of what the caller may see."""
    seen = caller().programmes
    named = None if "programme" not in question else frozenset({question["programme"]})
    if seen is not None:
        named = seen if named is None else seen & named
    return Wanted(named, question.get("type"))


def _after(question: dict[str, Any]) -> int:
    name, after = "after", question["after"]
    if LAST in request.headers:
        name = LAST
        try:
            after = parse_position(request.headers[LAST])
        except Malformed as malformed:
            raise _not_valid(LAST, malformed.detail) from None
    head = parts().views.recorded_head()
    if after > head:
        raise _not_valid(name, f"lies beyond the head, {head}")
    return int(after)


def _not_valid(name: str, why: str) -> InvalidParameters:
    what = "header" if name == LAST else "query"
    return InvalidParameters(ParameterFault(name, why), detail=f"The {what} is not valid.")


def _pages() -> Pages:
    views = parts().views

    def read(wanted: Wanted, after: int, limit: int) -> Page | None:
        return views.followed(wanted, after, limit, TICK_SECONDS)

    return read


def _line() -> Line | None:
    """The connection, where the server tells: gunicorn does."""
    connection = request.environ.get("gunicorn.socket")
    return None if connection is None else Line(connection, STUCK_SECONDS)
