"""What the queries of comparisons may hold: a table of many answers, and a difference of two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from marshmallow import ValidationError, fields, validates_schema

from domain.errors import Malformed
from domain.names import Item, Recipient
from service.api.parameters import BoundsQuestion, Count, ListQuestion, PageQuestion, flag, recorded
from service.api.schemas.fields import field_for
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
