"""What a query may hold: nothing unknown, nothing twice, everything in its form."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from marshmallow import ValidationError, fields, validates_schema

from domain.errors import Malformed
from domain.events.catalogue import CATALOGUE
from domain.instant import Instant, parse_instant
from domain.irregularities.codes import Code
from domain.names import Item, Programme, Recipient, Tester, parse_programme
from service.access import parse_caller
from service.api.schemas.catalogue import Strict
from service.api.schemas.fields import INSTANT, Choice, Formed, field_for
from service.api.schemas.forms import FORMS

PAGE: Final = 100
PAGE_LIMIT: Final = 1_000
POINTS: Final = 2_000
"""How many points of a series a page has at most, and unless fewer are asked for."""
_POSITION = re.compile(r"[0-9]+")
_DATED = re.compile(r"[0-9]{4}-")
_STREAM: Final = (
    f"{FORMS[Programme].described['pattern'].removesuffix('$')}"
    f"(/{FORMS[Tester].described['pattern'].removeprefix('^').removesuffix('$')})?$"
)
_LARGEST: Final = 2**63 - 1
"""No ledger is longer, and no database counts further."""


class AsRecorded(NamedTuple):
    """The bound of what was recorded as it was given: a position, or an instant."""

    position: int | None = None
    instant: Instant | None = None


class Count(fields.Integer):
    """A whole number in a range, written in digits alone."""

    def __init__(self, least: int, most: int, **options: Any) -> None:
        told = {**options.pop("metadata", {}), "minimum": least, "maximum": most}
        super().__init__(metadata=told, **options)
        self.least = least
        self.most = most

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int:
        digits = len(value) <= len(str(self.most)) and _POSITION.fullmatch(value)
        if not digits or not self.least <= int(value) <= self.most:
            raise ValidationError(f"must be a whole number, {self.least} to {self.most}")
        return int(value)


def _instant(text: str) -> Instant:
    try:
        return parse_instant(text)
    except Malformed as malformed:
        if _is_instant(text.replace(" ", "+")):
            raise Malformed("a + has to be written %2B in a query") from malformed
        raise


def _is_instant(text: str) -> bool:
    try:
        parse_instant(text)
    except Malformed:
        return False
    return True


def _as_recorded(text: str) -> AsRecorded:
    if _POSITION.fullmatch(text):
        return AsRecorded(position=int(text[:30]))  # beyond any head, and quick to read
    if not _DATED.match(text):
        raise Malformed("neither a position nor an RFC 3339 instant, such as 2024-11-26T17:01:00Z")
    return AsRecorded(instant=_instant(text))


def _stream(text: str) -> str:
    programme, slash, tester = text.partition("/")
    parse_programme(programme)
    if slash:
        FORMS[Tester].parse(tester)
    return text


def recorded(description: str, *, required: bool = False, name: str | None = None) -> Formed:
    """A bound of what was recorded: an `AsRecorded`; `name`: in the query."""
    told = {"description": description, "examples": ["1234", "2024-11-26T17:01:00Z"]}
    return Formed(_as_recorded, required=required, metadata=told, data_key=name)


class NothingQuestion(Strict):
    """A question that needs no parameters."""


class RecordedQuestion(Strict):
    """A question about what was recorded by some time."""

    as_recorded = recorded(
        "What the ledger held: a position, or an RFC 3339 instant (the last position recorded by"
        " then). By default its head."
    )


class BoundsQuestion(RecordedQuestion):
    """A question about what had happened by an instant, as recorded by some time."""

    as_of = Formed(
        _instant,
        metadata={**INSTANT, "description": "What had happened by this instant; by default now."},
    )


class ReviewQuestion(BoundsQuestion):
    """A question about an incident, and whether its Markdown has pictures in it."""

    pictures = Choice(
        ("true", "false"),
        load_default="false",
        metadata={
            "description": "Of Markdown: whether it has the pictures, too, as images that hold"
            " their SVG; HTML always has them, JSON never.",
            "default": "false",
        },
    )


class PageQuestion(Strict):
    """A question whose answer is a list, told in pages."""

    limit = Count(
        1,
        PAGE_LIMIT,
        load_default=PAGE,
        metadata={"description": "How many entries a page has at most.", "default": PAGE},
    )
    cursor = fields.String(
        metadata={
            "description": "`next` of the page before; its bounds stay whatever else is given."
        }
    )


class ListQuestion(BoundsQuestion, PageQuestion):
    """A question for a list within both bounds."""


def flag(description: str) -> Choice:
    """`true` or `false`, by default the latter."""
    told = {"description": description, "default": "false"}
    return Choice(("true", "false"), load_default="false", metadata=told)


class ImputingQuestion(ListQuestion):
    """A question of knowledge, to which what is imputed to organisations may belong."""

    imputed = flag(
        "Whether an organisation also learned what its people learned of their own while they"
        " were its people: with basis `imputed`, from them, never more certain than that they"
        " belonged to it."
    )


class WhoQuestion(ImputingQuestion):
    """Who knew an item?"""

    item = field_for(Item, required=True)


class ReachQuestion(ListQuestion):
    """Who could have come to know an item?"""

    item = field_for(Item, required=True)


class WhatQuestion(ImputingQuestion):
    """What did a party know?"""

    party = field_for(Recipient, required=True)
    events = flag("Whether `event:` items are listed too.")


class HowQuestion(ImputingQuestion):
    """How did an item come to a party?"""

    party = field_for(Recipient, required=True)
    item = field_for(Item, required=True)


_TYPE: Final = {"description": "Only events of this type."}
_PARTY: Final = {"description": "Only events that name this party."}


class TimelineQuestion(ListQuestion):
    """What happened when?"""

    start = Formed(
        _instant,
        data_key="from",
        metadata={**INSTANT, "description": "Only what can have happened from then on."},
    )
    end = Formed(
        _instant,
        data_key="to",
        metadata={**INSTANT, "description": "Only what can have happened by then."},
    )
    type = Choice(tuple(CATALOGUE), metadata=_TYPE)
    party = field_for(Recipient, metadata=_PARTY)

    @validates_schema
    def _goes_forward(self, question: Any, **_: Any) -> None:
        if "start" in question and "end" in question and question["end"] < question["start"]:
            raise ValidationError("lies before `from`", "to")


class SignalsQuestion(ListQuestion):
    """What could have been seen coming?"""

    limit = Count(
        1,
        POINTS,
        load_default=POINTS,
        metadata={"description": "How many points a page has at most.", "default": POINTS},
    )
    step = Choice(
        ("day", "hour"),
        load_default="day",
        metadata={"description": "How far two points lie apart.", "default": "day"},
    )
    hindsight = Choice(
        ("true", "false"),
        load_default="false",
        metadata={
            "description": "Whether every point is computed from all that was recorded by"
            " `as_recorded`, and not only from what had been recorded by that point.",
            "default": "false",
        },
    )


class IrregularitiesQuestion(ListQuestion):
    """What was irregular?"""

    code = Choice(tuple(Code), metadata={"description": "Only irregularities of this code."})
    tester = field_for(Tester, metadata={"description": "Only irregularities of this tester."})


class EventsQuestion(RecordedQuestion, PageQuestion):
    """Which events were recorded?"""

    programme = field_for(Programme, metadata={"description": "Only events of this programme."})
    stream = Formed(
        _stream,
        metadata={
            "description": "Only events of this stream.",
            "pattern": _STREAM,
            "examples": ["sora-early-access/tester:ana"],
        },
    )
    type = Choice(tuple(CATALOGUE), metadata=_TYPE)
    party = field_for(Recipient, metadata=_PARTY)
    item = field_for(Item, metadata={"description": "Only events that speak of this item."})
    after = Count(
        0,
        _LARGEST,
        load_default=0,
        metadata={"description": "Only events after this position.", "default": 0},
    )


class FollowQuestion(Strict):
    """Which events are to be told, as they are recorded?"""

    programme = field_for(Programme, metadata={"description": "Only events of this programme."})
    type = Choice(tuple(CATALOGUE), metadata=_TYPE)
    after = Count(
        0,
        _LARGEST,
        load_default=0,
        metadata={
            "description": "Only events after this position, which must not lie beyond the head;"
            " the header `Last-Event-ID` goes before it.",
            "default": 0,
        },
    )


def parse_position(text: str) -> int:
    """A position, in digits alone. Raises `Malformed`."""
    if not _POSITION.fullmatch(text) or len(text) > len(str(_LARGEST)) or int(text) > _LARGEST:
        raise Malformed(f"must be a position, 0 to {_LARGEST}")
    return int(text)


class AccessLogQuestion(PageQuestion):
    """Who asked who knew?"""

    since = Formed(
        _instant, metadata={**INSTANT, "description": "Only what was asked from then on."}
    )
    until = Formed(_instant, metadata={**INSTANT, "description": "Only what was asked before."})
    caller = Formed(
        parse_caller,
        metadata={
            "description": "Only what was asked by this principal, or by who has this name.",
            "examples": ["ci"],
        },
    )


class PostQuestion(Strict):
    """How an import is answered."""

    answers = Choice(
        ("refused", "all"),
        load_default="refused",
        metadata={
            "description": "For application/x-ndjson: which lines are answered. With `all`, read"
            " the answer while you send.",
            "default": "refused",
        },
    )
    dry_run = Choice(
        ("true", "false"),
        load_default="false",
        metadata={
            "description": "For application/x-ndjson of up to 8 MiB: with `true` nothing is"
            " recorded, and the answer says what would be, as the ledger stands now; the positions"
            " and times in it are no promise, and what others record meanwhile is not foreseen.",
            "default": "false",
        },
    )
