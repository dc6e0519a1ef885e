"""A question with its bounds resolved, and its answer: whole, by pages, and unchanging."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote, urlencode

from flask import Response, request
from werkzeug.exceptions import NotFound

from domain.errors import Malformed, Refusal
from domain.instant import BEGINNING, Instant
from domain.names import Party, Programme, Tester, parse_programme
from service.api.answers import Listing
from service.api.cursors import Cursor, Place, digest_of, read_cursor, write_cursor
from service.api.noting import note
from service.api.parameters import PAGE, AsRecorded
from service.api.queries import read_query
from service.api.refusals import InvalidParameters, NotHereYet, ParameterFault
from service.api.replica import as_far_as_known
from service.api.representing import represent, represented
from service.api.schemas.forms import FORMS
from service.api.wiring import caller, parts
from service.views.asking import Head, Questions
from service.views.bounds import Bounds

Beside = Callable[[Sequence[Any]], Mapping[str, Any]]
_NOT_ASKED = ("as_of", "as_recorded", "limit", "cursor")
"""The parameters that are no part of what is asked."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question asked of a consistent reading, within its bounds."""

    questions: Questions
    bounds: Bounds
    fixed: bool
    """Whether the bounds were given: the answer is then the same for ever."""
    limit: int
    place: Place | None
    digest: str

    def whole(self, answer: Mapping[str, Any]) -> Response:
        """Answer all at once."""
        return self._response({**self.bounds.answer(), **answer})

    def written(self, body: bytes, headers: Mapping[str, str]) -> Response:
        """Answer all at once with what was written elsewhere."""
        return represented(body, headers, fixed=self.fixed)

    def then(self, given: AsRecorded) -> Bounds:
        """The bounds of what was recorded by an earlier `then`, about the same `as_of`.

        Raises `InvalidParameters` if it is not earlier than what the question is bounded by.
        """
        upto = _upto(self.questions, self.questions.head(), given, parts().clock(), "then")
        if upto.position > self.bounds.position:
            detail = f"lies after as_recorded, {self.bounds.position}"
            raise InvalidParameters(ParameterFault("then", detail))
        return Bounds(self.bounds.as_of, upto.position, upto.recorded_at)

    def page(
        self, listing: Listing, entries: Sequence[Any], beside: Beside | None = None, **about: Any
    ) -> Response:
        """Answer a page of a list that is here as a whole.

        `beside` gives what else is answered, of what stands on the page.
        """
        start = self.place[0] if self.place else 0
        end = start + self.limit
        place = (end,) if end < len(entries) else None
        return self.listed(listing, entries[start:end], place, beside, **about)

    def listed(
        self,
        listing: Listing,
        entries: Sequence[Any],
        place: Place | None,
        beside: Beside | None = None,
        **about: Any,
    ) -> Response:
        """Answer a page of a list, with the place after which it goes on (None: it ends)."""
        more = {} if beside is None else beside(entries)
        return self.told(listing, {**about, listing.name: entries, **more}, place)

    def told(self, listing: Listing, answer: Mapping[str, Any], place: Place | None) -> Response:
        """Answer a page of whatever goes on after a place (None: it ends)."""
        cursor = self._cursor(self.bounds.as_of, place)
        return self._response({**self.bounds.answer(), **answer, "next": cursor}, listing)

    def recorded(self, answer: Mapping[str, Any]) -> Response:
        """Answer all at once what knows no `as_of`."""
        return self._response({**self.bounds.recorded(), **answer})

    def recorded_list(
        self, listing: Listing, entries: Sequence[Any], place: Place | None
    ) -> Response:
        """Answer a page of a list that knows no `as_of`."""
        answer = {**self.bounds.recorded(), listing.name: entries}
        return self._response({**answer, "next": self._cursor(None, place)}, listing)

    def _cursor(self, as_of: Instant | None, place: Place | None) -> str | None:
        if place is None:
            return None
        return write_cursor(Cursor(as_of, self.bounds.position, place), self.digest)

    def _response(self, answer: Mapping[str, Any], listing: Listing | None = None) -> Response:
        response = represent(answer, listing, fixed=self.fixed)
        if answer.get("next"):
            response.headers["Link"] = link_to(answer["next"])
        return response


@contextmanager
def asking(
    question: Mapping[str, Any],
    *,
    programme: str | None = None,
    places: int = 1,
    named: bool = False,
    timed: bool = True,
) -> Iterator[Asked]:
    """Ask a question (of a programme) as the query puts it.

    `places`: of how many parts its places are; `named`: names, not numbers. `timed`: whether it
    knows `as_of`.
    Raises `NotFound` for an unknown programme, and for one that the caller is not to see;
    `InvalidParameters` for bounds that lie beyond. On a replica: `NotHereYet` for these, and
    `MisdirectedRequest` without bounds, or of what is not there, since it may be by now.
    """
    now = parts().clock()
    wanted = {name: each for name, each in question.items() if name not in _NOT_ASKED}
    digest = digest_of(request.path, wanted)
    cursor = _cursor_of(question, digest, places, named=named, timed=timed)
    given = ("as_of", "as_recorded") if timed else ("as_recorded",)
    fixed = cursor is not None or all(name in question for name in given)
    with as_far_as_known(fixed=fixed), parts().views.reading() as questions:
        if programme is not None and not (
            caller().sees(programme) and questions.has_programme(programme)
        ):
            raise NotFound(f"There is no programme {programme}.")
        bounds = _bounds(questions, question, cursor, now)
        yield Asked(
            questions,
            bounds,
            fixed=fixed,
            limit=question.get("limit", PAGE),
            place=None if cursor is None else cursor.place,
            digest=digest,
        )
    note(bounds)  # it is answered; what was refused never comes here


def programme_named(text: str) -> Programme:
    """The programme of a path. `NotFound` for what can be none."""
    try:
        return parse_programme(text)
    except Malformed:
        raise NotFound("There is no such programme.") from None


def tester_named(text: str) -> Party:
    """The tester of a path, a whole party. `NotFound` for what can be none."""
    try:
        return cast(Party, FORMS[Tester].parse(text))
    except Malformed:
        raise NotFound("There is no such tester.") from None


def _cursor_of(
    question: Mapping[str, Any], digest: str, places: int, *, named: bool, timed: bool
) -> Cursor | None:
    if "cursor" not in question:
        return None
    try:
        cursor = read_cursor(question["cursor"], digest, places, named=named)
    except Malformed as malformed:
        raise InvalidParameters(ParameterFault("cursor", malformed.detail)) from malformed
    if (cursor.as_of is not None) is not timed or (
        places == 1 and not named and cursor.place[0] < 0
    ):
        raise InvalidParameters(ParameterFault("cursor", "is no cursor of this service"))
    return cursor


def _bounds(
    questions: Questions, question: Mapping[str, Any], cursor: Cursor | None, now: Instant
) -> Bounds:
    head = questions.head()
    if cursor is not None:
        if cursor.position > head.position or (cursor.as_of or now) > now:
            raise _beyond("cursor", "is no cursor of this ledger", head)
        as_of, upto = cursor.as_of, questions.head_of(cursor.position)
    else:
        as_of = _as_of(question, now)
        upto = _upto(questions, head, question.get("as_recorded"), now)
    return Bounds(now if as_of is None else as_of, upto.position, upto.recorded_at)


def _as_of(question: Mapping[str, Any], now: Instant) -> Instant:
    as_of = cast(Instant, question.get("as_of", now))
    if as_of > now:
        raise InvalidParameters(ParameterFault("as_of", "lies in the future"))
    return as_of


def _upto(
    questions: Questions,
    head: Head,
    given: AsRecorded | None,
    now: Instant,
    name: str = "as_recorded",
) -> Head:
    """The last position of an `as_recorded`, or of another parameter like it."""
    if given is None:
        return head
    if given.position is not None:
        if given.position > head.position:
            raise _beyond(name, f"lies beyond the head, {head.position}", head)
        return questions.head_of(given.position)
    assert given.instant is not None  # it is one or the other
    # The clock may have been set back a little since the last event was recorded. A replica goes by
    # what it has: what comes may have been recorded before now, but not before its head.
    known = BEGINNING if parts().replica else now
    if given.instant > max(known, head.recorded_at or known):
        raise _beyond(name, "lies in the future", head)
    return questions.head_at(given.instant)


def _beyond(name: str, detail: str, head: Head) -> Refusal:
    """The refusal of a bound that lies beyond the head, which on a replica may only be late."""
    if not parts().replica:
        return InvalidParameters(ParameterFault(name, detail))
    return NotHereYet(
        f"{name}: this is a replica, which has what was recorded by position {head.position} so"
        " far. Ask again later, or the primary."
    )


def link_to(cursor: str) -> str:
    """The `Link` header to the next page of the list that is asked for."""
    query = {**read_query(request.query_string), "cursor": cursor}
    return f'<{quote(request.root_path + request.path)}?{urlencode(query)}>; rel="next"'
