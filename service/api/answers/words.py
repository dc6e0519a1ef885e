"""What schemas are made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from service.api.answers.meanings import MEANINGS

Schema = dict[str, Any]

TEXT: Final[Schema] = {"type": "string"}
TEXT_OR_NULL: Final[Schema] = {"type": ["string", "null"]}
NUMBER: Final[Schema] = {"type": "integer", "minimum": 0}
FLAG: Final[Schema] = {"type": "boolean"}
INSTANT: Final[Schema] = {"type": "string", "format": "date-time"}
INSTANT_OR_NULL: Final[Schema] = {"type": ["string", "null"], "format": "date-time"}
EVENT_ID: Final[Schema] = {"type": "string", "format": "uuid"}


def ref(name: str) -> Schema:
    """A reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def object_(**properties: Schema) -> Schema:
    """An object that has all of these members."""
    return {**optional(**properties), "required": list(properties)}


def optional(**properties: Schema) -> Schema:
    """An object that may have these members."""
    said = {name: _with_meaning(name, each) for name, each in properties.items()}
    return {"type": "object", "properties": said}


def means(meaning: str, schema: Schema) -> Schema:
    """This, and what it means in its place, in a sentence."""
    return {**schema, "description": meaning}


def _with_meaning(name: str, schema: Mapping[str, Any]) -> Schema:
    """What a member is, and means: what it says itself, or what its name always means."""
    told = {"description": MEANINGS[name]} if name in MEANINGS else {}
    return {**told, **schema}


def both(*schemas: Schema) -> Schema:
    """What is described by all of these."""
    return {"allOf": list(schemas)}


def list_of(of: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": of}


def or_null(schema: Schema) -> Schema:
    """This, or null."""
    return {"oneOf": [schema, {"type": "null"}]}


def one_of(*words: str | None) -> Schema:
    """One of a few words."""
    return {"enum": list(words)}


CERTAINTY: Final = one_of("certain", "possible")
EVENT_IDS: Final = list_of(EVENT_ID)
NEXT: Final = object_(next=TEXT_OR_NULL)


def page(bounds: str | None, **members: Schema) -> Schema:
    """A page of a list, within `Bounds` or `Recorded`, if it has any."""
    return both(*([] if bounds is None else [ref(bounds)]), object_(**members), NEXT)
