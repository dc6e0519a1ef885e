"""Events: to record them, and to read them back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from io import BytesIO
from typing import Any, Final

from flask import Response, request
from werkzeug.exceptions import NotFound

from domain.errors import Fault, Invalid, Malformed
from domain.names import EventId, parse_event_id
from service.api import answers, described
from service.api.asking import asking
from service.api.bodies import lines_of, media_type_of_body, whole_body
from service.api.cloudevents import (
    CLOUDEVENT,
    CLOUDEVENTS,
    from_binary,
    is_binary,
    read_cloudevent,
)
from service.api.gate import accept, requires
from service.api.importing import Import
from service.api.parameters import EventsQuestion, PostQuestion, RecordedQuestion
from service.api.queries import Blueprint
from service.api.reads import in_headers, lists, reads
from service.api.receipts import answer_batch, answer_one
from service.api.recording import Form, Recording, as_posted
from service.api.refusals import InvalidParameters, ParameterFault
from service.api.schemas.cloudevent import IN_BINARY_MODE
from service.api.strict_json import parse
from service.api.wiring import caller, parts
from service.rendering import JSON, NDJSON

blueprint: Final = Blueprint(
    "events", __name__, url_prefix="/v1/events", description="What was recorded, and recording it."
)

_POSTED: Final = (JSON, NDJSON, CLOUDEVENT, CLOUDEVENTS)
_NOTHING_NEW: Final = "All of it was recorded already; or an import, line by line."


@blueprint.route("", methods=["POST"])
@requires("recorder")
@described.problems(
    *("forbidden", "not-for-programme", "id-taken", "version-conflict", "not-visible"),
    *("no-open-dispute", "ledger-event", "clock-behind", *described.OF_BODIES),
)
@in_headers(*IN_BINARY_MODE)
@blueprint.arguments(PostQuestion(), location="query")
@blueprint.response(
    201,
    answers.RECORDED,
    content_type=JSON,
    description="Recorded, durably.",
    headers=answers.LOCATION,
)
@blueprint.alt_response(
    200, schema=answers.RECORDED, content_type=JSON, success=True, description=_NOTHING_NEW
)
@blueprint.alt_response(
    200, schema=answers.IMPORTED, content_type=NDJSON, success=True, description=_NOTHING_NEW
)
@blueprint.doc(requestBody=described.POSTED)
def post(question: dict[str, Any]) -> Response:
    """Record an event, a batch of events, or a stream of them

    An event is recorded once: posted again it is answered with 200 and where it stands. A batch
    is recorded as a whole or not at all. Of an import every good line is kept. A CloudEvent and
    an event are the same if they say the same; with a header `ce-…` a body of JSON is the `data`
    of a CloudEvent in binary mode.
    """
    media_type = media_type_of_body(*_POSTED)
    if media_type == NDJSON:
        accept(NDJSON)
        return _import(question)
    if question["dry_run"] == "true":
        raise InvalidParameters(ParameterFault("dry_run", f"is for {NDJSON}"))
    accept(JSON)
    document = parse(whole_body())
    if media_type == JSON:
        return _record(document)
    recording = _recording(read_cloudevent)
    if media_type == CLOUDEVENT:
        return answer_one(recording.one(document))
    if not isinstance(document, list):
        raise Invalid(Fault("", "must be a list of CloudEvents"))
    return answer_batch(recording.batch(document))


def _recording(form: Form) -> Recording:
    return Recording(parts().ledger, parts().clock, caller(), form)


def _record(document: object) -> Response:
    """Record what a body of JSON says: by its headers a CloudEvent's data, a batch, or an event."""
    if is_binary(request.environ):
        event = from_binary(request.headers, document)
        return answer_one(_recording(read_cloudevent).one(event))
    _refuse_cloudevents(document)
    recording = _recording(as_posted)
    if isinstance(document, list):
        return answer_batch(recording.batch(document))
    return answer_one(recording.one(document))


def _refuse_cloudevents(document: object) -> None:
    """Say of what looks like CloudEvents how these are sent."""
    batch = isinstance(document, list)
    first = document[0] if isinstance(document, list) and document else document
    if isinstance(first, dict) and "specversion" in first:
        kind = CLOUDEVENTS if batch else CLOUDEVENT
        pointer = "/0/specversion" if batch else "/specversion"
        raise Invalid(Fault(pointer, f"looks like a CloudEvent: send it as {kind}"))


def _import(question: Mapping[str, str]) -> Response:
    """Record a stream of events while it is read, and answer while it is recorded."""
    answer_all, dry_run = question["answers"] == "all", question["dry_run"] == "true"
    recording = _recording(as_posted)
    stream, length = request.stream, request.content_length
    if dry_run:  # its memory is bounded by what it may hold
        recording = replace(recording, ledger=parts().ledger.rehearsal())
        stream, length = BytesIO(whole_body()), None
    incoming = Import(recording.read, recording.each, answer_all=answer_all, dry_run=dry_run)
    answer = incoming.answers(lines_of(stream, length))
    return Response(answer, status=HTTPStatus.OK, content_type=NDJSON)


@blueprint.route("")
@described.problems()
@blueprint.arguments(EventsQuestion(), location="query")
@lists(answers.EVENTS)
def listed(question: dict[str, Any]) -> Response:
    """List recorded events by position, each as it stood at `as_recorded`"""
    with asking(question, timed=False) as asked:
        wanted = {name: question.get(name) for name in _WANTED}
        after = asked.place[0] if asked.place else question["after"]
        found = asked.questions.events(
            **wanted,
            after=after,
            limit=asked.limit + 1,
            position=asked.bounds.position,
            within=caller().programmes,
        )
        page = found[: asked.limit]
        place = (page[-1]["position"],) if len(found) > asked.limit else None
        return asked.recorded_list(answers.EVENTS, page, place)


_WANTED: Final = ("programme", "stream", "type", "party", "item")


@blueprint.route("/<event_id>", parameters=[described.EVENT_ID])
@described.problems("not-found")
@blueprint.arguments(RecordedQuestion(), location="query")
@reads(answers.ONE_EVENT)
def one(question: dict[str, Any], event_id: str) -> Response:
    """One recorded event as it stood at `as_recorded`"""
    wanted = _event_id(event_id)
    with asking(question, timed=False) as asked:
        event = asked.questions.event(wanted, asked.bounds.position)
        if event is None or not caller().sees(event["programme"]):
            raise NotFound(f"There is no event {wanted}.")
        return asked.recorded(event)


def _event_id(text: str) -> EventId:
    try:
        return parse_event_id(text)
    except Malformed:
        raise NotFound("There is no such event: its id is no UUID.") from None
