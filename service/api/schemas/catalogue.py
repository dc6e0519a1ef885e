"""A schema for the `data` of every type, derived from the annotations of its dataclass."""

from __future__ import annotations

from dataclasses import MISSING, Field as Attribute, fields as attributes
from functools import cache
from types import NoneType
from typing import Any, ClassVar, Final, Literal, cast, get_args, get_origin, get_type_hints

from marshmallow import Schema, ValidationError, validates_schema

from domain.events.catalogue import CATALOGUE
from domain.events.fields import UNCHANGED, Unchanged, is_personal, parse_text, stored_name
from domain.events.knowledge import ContactObserved
from domain.events.ledger import EventCorrected
from service.api.schemas.fields import (
    OCCURRENCE,
    AnyObject,
    Field,
    Formed,
    field_for,
    zone_field,
)

_ABSENT: Final = frozenset({NoneType, Unchanged})

_MEANINGS: Final = {
    "about": "The events that it is about.",
    "addressed_to": "Whom it addresses.",
    "confidentiality": "Who may know of it.",
    "demands": "What it demands, each in a text.",
    "extent": "How much of it; `full` if it is not said.",
    "grade": "How good the account is, after all.",
    "items": "The items that it is about.",
    "kind": "What kind of terms.",
    "outcome": "`upheld`: the event is not visible from then on; `dismissed`: it stays.",
    "parties": "Who was in contact: all of them, with each other.",
    "reveals": "The items that it makes public.",
    "signatories": "Who signed it.",
    "to": "Who was told, or whom it was said to.",
}
"""What lists and choices are of, which have no form that says it."""

UNKNOWN_FIELD: Final = "unknown field"


class Strict(Schema):
    """An object of known fields. It loads into plain, normalised JSON in the order of the class."""

    error_messages = {  # noqa: RUF012  (declared so by marshmallow)
        "type": "must be an object",
        "unknown": UNKNOWN_FIELD,
    }
    needs_one_of: ClassVar[tuple[str, ...]] = ()
    """Of these fields at least one has to be given."""

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def _has_one(self, _loaded: Any, original: Any, **_: Any) -> None:
        if not self.needs_one_of or not isinstance(original, dict):
            return
        if not any(name in original for name in self.needs_one_of):
            raise ValidationError(f"needs at least one of {', '.join(self.needs_one_of)}")


def schema_of(
    kind: type[Any], name: str, needs_one_of: tuple[str, ...] = (), **given: Field
) -> Strict:
    """The schema of a dataclass, called `name` in the OpenAPI document.

    Fields that are `given` are taken as they are, the others made from their annotations.
    """
    hints = get_type_hints(kind)
    members: dict[str, Field] = {
        stored_name(each): given.get(each.name) or _field(kind, each, hints[each.name])
        for each in attributes(kind)
    }
    schema = cast("type[Strict]", Strict.from_dict(members, name=name))
    schema.needs_one_of = needs_one_of
    return schema()


@cache
def data_schema(type_name: str) -> Strict:
    """The schema of the `data` of a type, such as `FeedbackGivenData`.

    That of a correction takes any object as new data: what it must be like depends on the event
    that is corrected, whose type's own schema reads it.
    """
    kind = CATALOGUE[type_name]
    name = f"{kind.__name__}Data"
    if kind is not EventCorrected:
        return schema_of(kind, name)
    return schema_of(
        kind,
        name,
        needs_one_of=("occurred_at", "zone", "data", "source", "grade", "asserted_by"),
        # Read by the ledger, in the zone that the event has by then.
        occurred_at=Formed(parse_text, metadata=OCCURRENCE),
        zone=zone_field(allow_none=True),
        data=AnyObject(metadata={"description": "Whole new data of the event's type."}),
    )


def _field(kind: type[Any], attribute: Attribute[Any], annotation: Any) -> Field:
    meant, nullable = _meant(annotation)
    options: dict[str, Any] = {"required": attribute.default is MISSING}
    if nullable and attribute.default is UNCHANGED:
        options["allow_none"] = True  # a correction removes what it names null
    if kind is ContactObserved and attribute.name == "parties":
        options["at_least"] = 2
    metadata: dict[str, Any] = {"x-personal": True} if is_personal(attribute) else {}
    if get_origin(meant) in (Literal, tuple) and attribute.name in _MEANINGS:
        metadata["description"] = _MEANINGS[attribute.name]
    return field_for(meant, metadata=metadata, **options)


def _meant(annotation: Any) -> tuple[Any, bool]:
    """What a field holds where it is given, and whether None is among its values."""
    if get_origin(annotation) in (None, Literal, tuple):
        return annotation, False
    alternatives = get_args(annotation)
    (meant,) = (each for each in alternatives if each not in _ABSENT)
    return meant, NoneType in alternatives
