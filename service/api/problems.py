"""Problem documents (RFC 9457) for whatever is refused or fails.

`type` is the reference `/problems/<code>`. It identifies the kind of problem and stays what it
is, as `code` does; `title` and `detail` are for people and may change.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final, NamedTuple

from flask import Flask, Response
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from domain.errors import (
    ClockBehind,
    IdTaken,
    Invalid,
    LedgerEventsAreRetracted,
    Malformed,
    NoOpenDispute,
    NotVisible,
    Refusal,
    TooLarge,
    VersionConflict,
)
from service.api.refusals import (
    InvalidParameters,
    NotForProgramme,
    NotHereYet,
    TooManyStreams,
    UnfinishedLine,
)
from service.api.strict_json import BeyondLimits, DuplicateKey, NotJson
from service.errors import ReplayRunning, StoreUnavailable
from service.ledger import RefusedInBatch
from service.rendering import PROBLEM_JSON, to_json

log = logging.getLogger("testigo.api")


class Kind(NamedTuple):
    """How a refusal is answered."""

    status: int
    title: str


KINDS: Final[Mapping[type[Refusal], Kind]] = {
    NotJson: Kind(400, "Not JSON"),
    DuplicateKey: Kind(400, "A key stands twice"),
    BeyondLimits: Kind(400, "JSON beyond the limits"),
    UnfinishedLine: Kind(400, "A line without a line end"),
    NotForProgramme: Kind(403, "Not for this programme"),
    IdTaken: Kind(409, "The id belongs to another event"),
    VersionConflict: Kind(409, "The stream is at another version"),
    NotVisible: Kind(409, "The event is not visible"),
    NoOpenDispute: Kind(409, "No dispute is open"),
    LedgerEventsAreRetracted: Kind(409, "An event about another event can only be retracted"),
    TooLarge: Kind(413, "Too large"),
    Malformed: Kind(422, "Not of the form it should have"),
    Invalid: Kind(422, "The event is not valid"),
    InvalidParameters: Kind(422, "The query is not valid"),
    RefusedInBatch: Kind(422, "An event of the batch was refused"),
    ClockBehind: Kind(503, "The clock is behind"),
    NotHereYet: Kind(503, "Not here yet"),
    TooManyStreams: Kind(503, "Too many streams"),
}
"""The one table of how each refusal is answered. A test finds the refusal that is missing."""

RETRY_SECONDS: Final = 5

_DETAILS: Final = {
    404: "There is nothing at this address; /docs says what there is.",
    405: "This method is not for this address; `Allow` says which are.",
    500: "Something went wrong here; it was logged.",
}
"""Our words for what HTTP's own say at length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What went wrong, as it is told."""

    status: int
    code: str
    title: str
    detail: str
    errors: tuple[Mapping[str, str], ...] = ()
    index: int | None = None
    headers: tuple[tuple[str, str], ...] = field(default=())

    def document(self) -> dict[str, Any]:
        """The problem document."""
        document: dict[str, Any] = {
            "type": f"/problems/{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
        }
        if self.index is not None:
            document["index"] = self.index
        if self.errors:
            document["errors"] = list(self.errors)
        return document

    def response(self) -> Response:
        """The answer that tells it."""
        return Response(
            to_json(self.document()),
            status=self.status,
            headers=list(self.headers),
            content_type=PROBLEM_JSON,
        )


def problem_of(refusal: Refusal) -> Problem:
    """The problem that a refusal is."""
    if isinstance(refusal, RefusedInBatch):
        return _in_batch(problem_of(refusal.refusal), refusal.index)
    kind = next(KINDS[each] for each in type(refusal).__mro__ if each in KINDS)
    errors = _errors(refusal)
    return Problem(
        status=kind.status,
        code=refusal.code,
        title=refusal.detail.rstrip(".") if errors else kind.title,
        detail=_first(errors) if errors else refusal.detail,
        errors=errors,
        headers=_retry_later() if kind.status == 503 else (),
    )


def register_problems(app: Flask) -> None:
    """Answer with a problem document what is refused, or cannot be done now."""
    app.register_error_handler(Refusal, lambda refusal: problem_of(refusal).response())
    app.register_error_handler(StoreUnavailable, _unavailable)
    app.register_error_handler(ReplayRunning, _running)


def http_problem(error: HTTPException) -> Response:
    """The problem that HTTP itself has a name for; also what nobody foresaw (500)."""
    status = error.code or 500
    detail = error.description or error.name
    if error.description == type(error).description:
        detail = _DETAILS.get(status, detail)
    code = named(error)
    headers = [each for each in error.get_headers() if each[0].lower() != "content-type"]
    if isinstance(error, MethodNotAllowed):
        headers = [("Allow", allowed(error))]
    return Problem(
        status=status, code=code, title=error.name, detail=detail, headers=tuple(headers)
    ).response()


def named(error: HTTPException | type[HTTPException]) -> str:
    """The code of what HTTP itself has a name for."""
    name = error.name if isinstance(error, HTTPException) else error().name
    return name.lower().replace(" ", "-")


def allowed(error: MethodNotAllowed) -> str:
    """The methods that an address knows, as `Allow` says them: OPTIONS is one of every address."""
    return ", ".join(sorted({*(error.valid_methods or ()), "OPTIONS"}))


def _unavailable(error: StoreUnavailable) -> Response:
    log.warning("the store is unavailable: %s", error)
    return Problem(
        status=503,
        code="unavailable",
        title="The store is unavailable",
        detail="The store cannot answer now. Try again; post again with the same id, since what was"
        " posted may have been kept.",
        headers=_retry_later(),
    ).response()


def _running(error: ReplayRunning) -> Response:
    return Problem(
        status=409,
        code="replay-running",
        title="A replay is running already",
        detail=f"{error} GET /v1/projections says how far it is.",
    ).response()


def _in_batch(problem: Problem, index: int) -> Problem:
    """The problem of one event of a batch: its pointers lead into the whole body."""
    errors = tuple({**each, "pointer": f"/{index}{each['pointer']}"} for each in problem.errors)
    detail = _first(errors) if errors else problem.detail
    return replace(problem, index=index, errors=errors, detail=detail)


def _errors(refusal: Refusal) -> tuple[Mapping[str, str], ...]:
    if isinstance(refusal, Invalid | InvalidParameters):
        return tuple(asdict(each) for each in refusal.faults)
    return ()


def _first(errors: Sequence[Mapping[str, str]]) -> str:
    """The first of these in a sentence, and how many more there are."""
    where = errors[0].get("parameter") or errors[0].get("pointer")
    more = f" (and {len(errors) - 1} more, in `errors`)" if len(errors) > 1 else ""
    said = f"{f'{where}:' if where else 'It'} {errors[0]['detail']}{more}"
    return said if said.endswith(("?", ".")) else f"{said}."


def _retry_later() -> tuple[tuple[str, str], ...]:
    return (("Retry-After", str(RETRY_SECONDS)),)
