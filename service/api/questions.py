"""What the queries of comparisons may hold: of many answers, of two, of one event after another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from marshmallow import ValidationError, fields, validates_schema

from domain.errors import Malformed
from domain.names import Item, Recipient
from service.api.parameters import (
    BoundsQuestion,
    Count,
    ListQuestion,
    PageQuestion,
    flag,
    recorded,
)
from service.api.schemas.fields import Choice, field_for
from service.api.schemas.forms import FORMS

CELLS: Final = 1_000
CELL_LIMIT: Final = 10_000
NAMES_LIMIT: Final = 1_000


class Names(fields.Field[list[Any]]):
    """Names of one kind with commas between them; each counts once."""

    def __init__(self, kind: Any, description: str) -> None:
        form = FORMS[kind]
        example = ",".join(form.described["examples"])
        super().__init__(metadata={"description": description, "examples": [example]})
        self._parse = form.parse

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> list[Any]:
        given = value.split(",")
        if len(given) > NAMES_LIMIT:
            raise ValidationError(f"must have at most {NAMES_LIMIT:,} names")
        try:
            return list(dict.fromkeys(self._parse(each) for each in given))
        except Malformed as malformed:
            raise ValidationError(malformed.detail) from malformed


class MatrixQuestion(BoundsQuestion, PageQuestion):
    """Who knew what?"""

    limit = Count(
        1,
        CELL_LIMIT,
        load_default=CELLS,
        metadata={"description": "How many cells a page has at most.", "default": CELLS},
    )
    parties = Names(Recipient, "Only these parties, with commas between them; without it, all.")
    items = Names(Item, "Only these items, with commas between them; without it, all.")
    events = flag("Whether `event:` items have cells too, where no `items` are given.")


class DiffQuestion(ListQuestion):
    """What changed in who knew what?"""

    item = field_for(Item, metadata={"description": "What changed in who knew this item."})
    party = field_for(Recipient, metadata={"description": "What changed in what it knew."})
    then = recorded(
        "What the ledger held before: a position, or an RFC 3339 instant; not after `as_recorded`.",
        required=True,
    )
    events = flag("With `party`: whether `event:` items are compared too.")

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def _is_about_one(self, _loaded: Any, given: Mapping[str, Any], **_: Any) -> None:
        if "item" in given and "party" in given:
            raise ValidationError("give an item or a party, not both", "party")
        if "item" not in given and "party" not in given:
            raise ValidationError("give an item or a party", "item")


class ReplayQuestion(ListQuestion):
    """What did each event change?"""

    by = Choice(
        ("recorded", "occurred"),
        load_default="recorded",
        metadata={
            "description": "In which order events come: as they were recorded, or as they occurred,"
            " by what is recorded of them now.",
            "default": "recorded",
        },
    )
    start = recorded(
        "Only events from then on: recorded at or after a position or an instant; by `occurred`,"
        " what can have happened from an instant on.",
        name="from",
    )
    end = recorded(
        "Only events up to then: recorded up to a position or an instant; by `occurred`, what can"
        " have happened by an instant.",
        name="to",
    )

    @validates_schema
    def _goes_forward(self, question: Any, **_: Any) -> None:
        given = {name: question[name] for name in ("start", "end") if name in question}
        for name, bound in given.items():
            if question["by"] == "occurred" and bound.instant is None:
                shown = "from" if name == "start" else "to"
                raise ValidationError("must be an instant, by `occurred`", shown)
        if len(given) == 2:
            start, end = given["start"], given["end"]
            positions = start.position is not None and end.position is not None
            instants = start.instant is not None and end.instant is not None
            if (positions and end.position < start.position) or (
                instants and end.instant < start.instant
            ):
                raise ValidationError("lies before `from`", "to")
