"""Cursors: where a list goes on, within the bounds that it began with."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.errors import Malformed
from domain.instant import Instant
from domain.occurrence import FIRST, LAST
from service.api.strict_json import NotJson, parse
from service.rendering import to_json

Place = tuple[Any, ...]
"""Whole numbers, or names of parties and items: what a list is ordered by."""

_LENGTH_LIMIT: Final = 500
_NAME: Final = re.compile(r"[a-z0-9._:-]{1,100}")


@dataclass(frozen=True, slots=True)
class Cursor:
    """The bounds of a list as resolved, and the place after which it goes on."""

    as_of: Instant | None
    position: int
    place: Place


def digest_of(path: str, question: Mapping[str, Any]) -> str:
    """What tells one question from another, whatever its bounds and the size of its pages."""
    asked = [path, sorted((name, each) for name, each in question.items() if each is not None)]
    return hashlib.sha256(to_json(asked)).hexdigest()[:16]


def write_cursor(cursor: Cursor, digest: str) -> str:
    """The cursor as text. It holds no personal data."""
    content = to_json([digest, cursor.as_of, cursor.position, *cursor.place])
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def read_cursor(text: str, digest: str, places: int, *, named: bool = False) -> Cursor:
    """Read a cursor of this question, whose place has so many parts; `named`: that are names.

    Raises `Malformed` for what is no cursor, and for the cursor of another question.
    """
    match _decoded(text):
        case [str(given), as_of, position, *place] if (
            _is_instant(as_of)
            and _are_whole(position)
            and position >= 0
            and (_are_names(*place) if named else _are_whole(*place))
        ):
            if given != digest or len(place) != places:
                raise Malformed("is the cursor of another question; ask that one, or none")
            return Cursor(as_of, position, tuple(place))
        case _:
            raise Malformed("is no cursor of this service")


def _decoded(text: str) -> Any:
    padded = text + "=" * (-len(text) % 4)
    try:
        return parse(base64.b64decode(padded[:_LENGTH_LIMIT], altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, NotJson):
        return None


def _is_instant(given: Any) -> bool:
    return given is None or (_are_whole(given) and FIRST <= given <= LAST)


def _are_names(*given: Any) -> bool:
    return all(type(each) is str and _NAME.fullmatch(each) for each in given)


def _are_whole(*given: Any) -> bool:
    return all(type(each) is int and -(2**63) <= each < 2**63 for each in given)
