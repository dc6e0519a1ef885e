"""The marshmallow fields at the door. Each takes exactly one type of JSON: nothing is coerced."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final, Literal, get_args, get_origin

from marshmallow import ValidationError, fields, validate

from domain.errors import Malformed
from domain.events.fields import LIST_LIMIT, SIZE_LIMIT, Size, parse_text
from domain.instant import parse_instant, parse_zone
from domain.occurrence import parse_occurrence
from service.api.schemas.forms import FORMS

Field = fields.Field[Any]
Metadata = Mapping[str, Any]

LONGEST_WORD: Final = 40
"""As far a word is compared with those that are known; they all are shorter."""

ZONE: Final[Metadata] = {
    "description": "The offset from UTC whose days the dates are; UTC without it.",
    "examples": ["+01:00"],
    "pattern": "^[+-]([01][0-9]|2[0-3]):[0-5][0-9]$",
}
OCCURRENCE: Final[Metadata] = {
    "description": "An RFC 3339 instant, a date (2024, 2024-11, 2024-11-26, each perhaps with ~ or"
    " ?), or an interval A/B of these with .. for an open end.",
    "examples": ["2024-11-20T10:00:00+01:00", "2024-11-26", "2024-11-26/.."],
}
INSTANT: Final[Metadata] = {
    "description": "An RFC 3339 instant with an offset.",
    "examples": ["2024-11-26T17:01:00Z"],
    "format": "date-time",
}


def _words(invalid: str, **more: str) -> dict[str, str | list[Any] | dict[Any, Any]]:
    """How a field refuses what is missing, null, or of another JSON type."""
    return {"required": "is required", "null": "must not be null", "invalid": invalid, **more}


class Formed(fields.String):
    """Text in a form of the domain: a field ends in what `parse` makes of it."""

    default_error_messages = _words("must be text")

    def __init__(self, parse: Callable[[str], Any], **options: Any) -> None:
        super().__init__(**options)
        self.parse = parse

    def _deserialize(self, value: Any, attr: Any, data: Any, **more: Any) -> Any:
        text = super()._deserialize(value, attr, data, **more)
        return _refusing(self.parse, text)


class Occurred(fields.String):
    """When something happened, its dates being days of the `zone` beside it."""

    default_error_messages = _words("must be text")

    def _deserialize(self, value: Any, attr: Any, data: Any, **more: Any) -> Any:
        text = _refusing(parse_text, super()._deserialize(value, attr, data, **more))
        return _refusing(parse_occurrence, text, _readable_zone(data.get("zone")))


class OneOf(validate.OneOf):
    """Refuses other words: with the one that was perhaps meant, else with all that there are."""

    def _format_error(self, value: Any) -> str:
        near = get_close_matches(value[:LONGEST_WORD], self.choices, n=1)
        return f"is unknown; did you mean {near[0]}?" if near else super()._format_error(value)


class Choice(fields.String):
    """One of a few words."""

    default_error_messages = _words("must be text")

    def __init__(self, words: Sequence[str], **options: Any) -> None:
        super().__init__(validate=OneOf(words, error="must be one of {choices}"), **options)


class Whole(fields.Integer):
    """A whole number: neither a boolean, nor a float, nor a text."""

    default_error_messages = _words("must be a whole number")

    def __init__(self, least: int, most: int, **options: Any) -> None:
        between = validate.Range(least, most, error="must be {min} to {max}")
        super().__init__(validate=between, **options)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        if type(value) is not int:
            raise self.make_error("invalid")
        return value


class ListOf(fields.List[Any]):
    """A list. Its length is looked at before its elements."""

    default_error_messages = _words(
        "must be a list",
        short="must have at least {at_least}",
        long="must have at most {at_most:,}",
    )

    def __init__(
        self,
        inner: Field,
        *,
        at_least: int = 1,
        at_most: int = LIST_LIMIT,
        metadata: Metadata | None = None,
        **options: Any,
    ) -> None:
        limits = {"minItems": at_least, "maxItems": at_most}
        super().__init__(inner, metadata={**(metadata or {}), **limits}, **options)
        self.at_least = at_least
        self.at_most = at_most

    def _deserialize(self, value: Any, attr: Any, data: Any, **more: Any) -> Any:
        if not isinstance(value, list):
            raise self.make_error("invalid")
        if len(value) < self.at_least:
            raise self.make_error("short", at_least=self.at_least)
        if len(value) > self.at_most:
            raise self.make_error("long", at_most=self.at_most)
        return super()._deserialize(value, attr, data, **more)


class AnyObject(fields.Dict):
    """An object, to be read by a schema that is known later."""

    default_error_messages = _words("must be an object")


def field_for(kind: Any, *, metadata: Metadata | None = None, **options: Any) -> Field:
    """The field of an annotation: a kind of name or text, a size, some words, or a list of one."""
    told = dict(metadata or {})
    if get_origin(kind) is Literal:
        return Choice(get_args(kind), metadata=told, **options)
    if get_origin(kind) is tuple:
        return ListOf(field_for(get_args(kind)[0]), metadata=told, **options)
    if kind is Size:
        return Whole(1, SIZE_LIMIT, metadata={"description": "How many people.", **told}, **options)
    form = FORMS[kind]
    return Formed(form.parse, metadata={**form.described, **told}, **options)


def zone_field(**options: Any) -> Field:
    """An offset from UTC; it stays the text that it is."""
    return Formed(_zone, metadata=ZONE, **options)


def instant_field(description: str) -> Field:
    """An instant, and what it is of."""
    return Formed(parse_instant, metadata={**INSTANT, "description": description})


def _zone(text: str) -> str:
    parse_zone(text)
    return text


def _readable_zone(zone: object) -> str | None:
    """The zone, or None where it is missing or refused in its own place."""
    try:
        return _zone(zone) if isinstance(zone, str) else None
    except Malformed:
        return None


def _refusing(parse: Callable[..., Any], *arguments: Any) -> Any:
    try:
        return parse(*arguments)
    except Malformed as malformed:
        raise ValidationError(malformed.detail) from malformed
