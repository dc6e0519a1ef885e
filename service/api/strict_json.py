"""JSON as RFC 8259 and I-JSON (RFC 7493) have it, read so that no input can hurt.

Lone surrogates pass here (they can be written in ASCII); the text rules of the schemas refuse
them, and `printable` keeps them out of what is answered.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any, Final

from domain.errors import Refusal
from service.rendering import printable

DEPTH_LIMIT: Final = 64
NUMBER_LIMIT: Final = 100
"""Characters of a number: far beyond any field's range, far below what is slow to convert."""

# A string, closed or not, or a bracket. Possessive, so that it never goes back.
_STRING_OR_BRACKET = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{}]', re.DOTALL)


class NotJson(Refusal):
    """The bytes are not JSON."""

    code = "not-json"


class DuplicateKey(NotJson):
    """An object names a key twice; readers would disagree about its value."""

    code = "duplicate-key"


class BeyondLimits(NotJson):
    """Nested too deep, or a number that is too long or too large."""

    code = "json-limits"


def parse(body: bytes) -> object:
    """Read one JSON value, in UTF-8 and without a byte order mark.

    Raises `NotJson`: for anything else, for a duplicate key (`DuplicateKey`), and for nesting
    deeper than 64 or a number that no double holds (`BeyondLimits`). Takes linear time.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotJson(f"The body is not UTF-8 at byte {error.start}.") from None
    if text.startswith("\ufeff"):
        raise NotJson("The body begins with a byte order mark.")
    _refuse_depth(text)
    try:
        value: object = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise NotJson(f"The body is not JSON: {error.msg} ({_place(error)}).") from None
    return value


def _place(error: json.JSONDecodeError) -> str:
    """Where it is no JSON. A line of an import has its own number, that of its place there."""
    column = f"column {error.colno}"
    return f"line {error.lineno}, {column}" if "\n" in error.doc.rstrip() else column


def _refuse_depth(text: str) -> None:
    if text.count("[") + text.count("{") <= DEPTH_LIMIT:
        return
    depth = 0
    for found in _STRING_OR_BRACKET.finditer(text):
        token = found[0]
        if token in "[{":
            depth += 1
            if depth > DEPTH_LIMIT:
                raise BeyondLimits(f"The body is nested deeper than {DEPTH_LIMIT}.")
        elif token in "]}":
            depth -= 1


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            raise DuplicateKey(f"The key {printable(key)[:100]!r} stands twice in one object.")
        seen.add(key)
    raise AssertionError("fewer members than pairs, and no key twice")


def _integer(text: str) -> int:
    return int(_short(text))


def _float(text: str) -> float:
    number = float(_short(text))
    if math.isinf(number):
        raise BeyondLimits("The body holds a number that no double can hold.")
    return number


def _short(number: str) -> str:
    if len(number) > NUMBER_LIMIT:
        raise BeyondLimits(f"The body holds a number of more than {NUMBER_LIMIT} characters.")
    return number


def _constant(name: str) -> float:
    raise NotJson(f"The body is not JSON: {name} is no number of JSON's.")


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=_integer,
    parse_float=_float,
    parse_constant=_constant,
)
