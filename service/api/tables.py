"""Lists as tables: CSV (RFC 4180) in UTF-8, its columns named by their path, with dots.

A column stands for each value that an entry can have, by its schema, so that every page of a list
has the same. What is null, or not there, is empty; what has no columns of its own (a list, the data
of an event) is JSON.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from service.api.answers import COMPONENTS, Listing, Schema
from service.rendering import printable

_COMPONENT: Final = "#/components/schemas/"
_FORMULA: Final = re.compile(r"[=@\t\r\n]|[+-](?![0-9.:]*\Z)")
"""How texts begin that a spreadsheet would compute, and so run what somebody posted (OWASP, CSV
injection): but for numbers and offsets. An apostrophe before them says that they are text."""

Path = tuple[str, ...]


def table(listing: Listing, answer: Mapping[str, Any]) -> bytes:
    """A line of names, then a line for each row of the list."""
    written = io.StringIO(newline="")
    lines = csv.writer(written)
    paths = columns(listing)
    lines.writerow(".".join(path) for path in paths)
    lines.writerows([_cell(row, path) for path in paths] for row in listing.rows_of(answer))
    return printable(written.getvalue()).encode()


@cache
def columns(listing: Listing) -> tuple[Path, ...]:
    """The paths of the values of an entry."""
    return tuple(dict.fromkeys(_paths(listing.row, ())))


def _paths(schema: Schema, path: Path) -> Iterator[Path]:
    if "$ref" in schema:
        yield from _paths(COMPONENTS[schema["$ref"].removeprefix(_COMPONENT)], path)
    elif parts := [each for key in ("allOf", "oneOf") for each in schema.get(key, ())]:
        for part in parts:
            if part != {"type": "null"}:
                yield from _paths(part, path)
    elif schema.get("properties"):
        for name, inner in schema["properties"].items():
            yield from _paths(inner, (*path, name))
    else:
        yield path


def _cell(row: Any, path: Path) -> Any:
    for name in path:
        row = row.get(name) if isinstance(row, Mapping) else None
    match row:
        case bool() | dict() | list():
            return json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        case str() if _FORMULA.match(row):
            return f"'{row}"
        case _:
            return row
