"""A CSV file as events: which column says what, and each row as the event that it is.

A field is named by its path in an event: `occurred_at`, `data.tester`, `evidence.url`.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from typing import Any, BinaryIO, Final

import click

LONGEST_CELL: Final = 2 << 20
"""Characters of a cell; no event is that long."""
LONGEST_LINE: Final = 4 << 20
LEFT_OUT: Final = "-"
"""The field of a column that says nothing of the event."""
_OF_THE_LEDGER: Final = frozenset(
    {"position", "stream", "version", "earliest", "latest"}
    | {"recorded_at", "recorded_by", "restored_at", "restored_by"}
)
"""Columns of our own export that say where an event stood, and not what it says."""
_EVIDENCE: Final = ("evidence.url", "evidence.sha256", "evidence.note")

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is to be read."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """The field of a column that is not named for it; `-`: of none."""
    constants: Mapping[str, str] = field(default_factory=dict)
    """Fields that are the same in each row."""
    delimiter: str = ","
    separator: str = ";"
    """What stands between the elements of a list."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table; the header is row 1. Either its event, or what is wrong with it."""

    number: int
    event: Document | None = None
    wrong: str = ""


class Unreadable(click.ClickException):
    """A table of which nothing can be read."""


class Table:
    """A table that is read once, row by row. Raises `Unreadable` for a header that is not clear."""

    def __init__(self, file: BinaryIO, layout: Layout) -> None:
        csv.field_size_limit(LONGEST_CELL)
        self._layout = layout
        self.size = 0
        """How many bytes were read so far."""
        self._lines = self._decoded(file)
        self._rows = csv.reader(self._lines, delimiter=layout.delimiter, strict=True)
        self._header = self._read_header()
        self._fields = self._fields_of(self._header)
        self._named = {
            **{name: f"--set {name}" for name in layout.constants},
            **{name: f"column '{self._header[at]}'" for at, name in self._fields.items()},
        }

    def rows(self) -> Iterator[Row]:
        """Each row but those that are empty."""
        number = 1
        while True:
            number += 1
            try:
                cells = next(self._rows, None)
            except (csv.Error, _NotUtf8) as error:
                yield Row(number, wrong=_sentence(error))
                continue
            if cells is None:
                return
            if any(cells):
                yield self._row(number, cells)

    def place(self, pointer: str) -> str:
        """Where in a row it is that a pointer leads to in its event."""
        wanted = path = pointer.strip("/").replace("/", ".")
        while path and path not in self._named:
            path = path.rpartition(".")[0]
        if not path and pointer.startswith("/evidence"):
            path = next((each for each in _EVIDENCE if each in self._named), "")
        return self._named.get(path) or (f"no column, {wanted}" if wanted else "the row")

    # --- the header --------------------------------------------------------------------------

    def _read_header(self) -> list[str]:
        try:
            header = next(self._rows, None)
        except (csv.Error, _NotUtf8) as error:
            raise Unreadable(f"Row 1, which names the columns: {_sentence(error)}") from error
        if header is None or not any(header):
            raise Unreadable("The file has no first row that names its columns.")
        twice = [name for name, times in Counter(header).items() if times > 1 and name]
        if twice:
            raise Unreadable(f"Row 1 names two columns '{twice[0]}'.")
        if "" in header:
            raise Unreadable(f"Row 1 has no name for column {header.index('') + 1}.")
        return header

    def _fields_of(self, header: Sequence[str]) -> dict[int, str]:
        """Which column says which field."""
        wanting = [name for name in self._layout.columns if name not in header]
        if wanting:
            raise Unreadable(f"There is no column '{wanting[0]}'; there are: {', '.join(header)}.")
        ours = _is_our_export(header)
        fields: dict[int, str] = {}
        for at, column in enumerate(header):
            name = self._layout.columns.get(column)
            if name is None:
                name = LEFT_OUT if ours and column in _OF_THE_LEDGER else column
                if name != LEFT_OUT and not is_field(name):
                    raise Unreadable(self._unknown(column, header))
            if name != LEFT_OUT:
                fields[at] = name
        self._refuse_said_twice([*fields.values(), *self._layout.constants])
        return fields

    def _unknown(self, column: str, header: Sequence[str]) -> str:
        if len(header) == 1 and self._layout.delimiter not in column:
            found = next((each for each in ";\t|" if each in column), None)
            if found:
                return (
                    "Row 1 is one column. What parts the columns is given with --delimiter: "
                    f"{'tab' if found == chr(9) else repr(found)}?"
                )
        near = get_close_matches(column.lower(), all_fields(), n=1, cutoff=0.7)
        meant = near[0] if near else "FIELD"
        return (
            f"The column '{column}' is named for no field, as type, occurred_at or data.tester "
            f"are: say which it is with --map '{column}={meant}', or leave it out with "
            f"--map '{column}=-'."
        )

    def _refuse_said_twice(self, names: Sequence[str]) -> None:
        twice = [name for name, times in Counter(names).items() if times > 1]
        within = [each for each in names if each.partition(".")[0] in names and "." in each]
        for name in twice:
            raise Unreadable(f"Two columns, or a column and --set, say {name}.")
        for name in within:
            raise Unreadable(f"Both {name.partition('.')[0]} and {name} are said.")

    # --- the rows ----------------------------------------------------------------------------

    def _row(self, number: int, cells: Sequence[str]) -> Row:
        if len(cells) != len(self._header):
            wrong = f"it has {len(cells)} cells, and row 1 names {len(self._header)} columns."
            return Row(number, wrong=wrong)
        said = dict(self._layout.constants)
        said |= {name: cells[at] for at, name in self._fields.items() if cells[at]}
        event: Document = {}
        for name, text in said.items():
            try:
                _put(event, name, self._value(name, text, said.get("type")))
            except ValueError as error:
                return Row(number, wrong=f"{self.place('/' + name.replace('.', '/'))}: {error}")
        return Row(number, event)

    def _value(self, name: str, text: str, type_: str | None) -> Any:
        """What a cell means. Raises `ValueError` where it has to be JSON and is not."""
        if name in ("data", "evidence", "data.data"):
            return _json(text)
        kind = "whole" if name == "expected_version" else _kind(type_, name)
        if kind == "list":
            return [each for part in text.split(self._layout.separator) if (each := part.strip())]
        if kind == "whole" and text.isascii() and text.isdigit() and len(text) < 20:
            return int(text)
        return text

    def _decoded(self, file: BinaryIO) -> Iterator[str]:
        """The lines as text. Raises `_NotUtf8` at one that is none, and goes on after it."""
        return _Lines(self, file)


class _NotUtf8(Exception):
    """A line that is not UTF-8."""


class _Lines:
    """Lines of text that can be read on after a line that is none."""

    def __init__(self, table: Table, file: BinaryIO) -> None:
        self._table = table
        self._file = file
        self._first = True

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._file.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        self._table.size += len(line)
        first, self._first = self._first, False
        if first and line.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise Unreadable("The file is in UTF-16. Save it as CSV in UTF-8.")
        try:
            return line.decode("utf-8-sig" if first else "utf-8")
        except UnicodeDecodeError as error:
            raise _NotUtf8(
                f"it is not UTF-8 (the byte {line[error.start]:#04x} in it): "
                "save the file as CSV in UTF-8."
            ) from None


def _sentence(error: Exception) -> str:
    """What the reader of a table says, in other words."""
    said = str(error)
    if isinstance(error, _NotUtf8):
        return said
    if "unexpected end of data" in said:
        return "a quote is opened in it, and the file ends before it is closed."
    if "expected after" in said:
        return "something stands behind a closing quote; a quote within quotes is written twice."
    if "field larger than" in said:
        return f"a cell is longer than {LONGEST_CELL:,} characters; is a quote not closed?"
    if "new-line" in said:
        return "a carriage return stands in it without quotes: save the file with other line ends."
    return f"it is no row of a CSV file: {said}."


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("must be JSON.") from None


def _put(event: Document, name: str, value: Any) -> None:
    if name in _EVIDENCE:
        pieces = event.setdefault("evidence", [{}])
        pieces[0][name.removeprefix("evidence.")] = value
        return
    *outer, last = name.split(".")
    for each in outer:
        event = event.setdefault(each, {})
    event[last] = value


def _is_our_export(header: Iterable[str]) -> bool:
    from service.moving.tables import COLUMNS

    return tuple(header) == COLUMNS


@cache
def _schemas() -> dict[str, Mapping[str, Any]]:
    """The fields of the `data` of every type."""
    from domain.events.catalogue import CATALOGUE
    from service.api.schemas.catalogue import data_schema

    return {name: data_schema(name).fields for name in CATALOGUE}


@cache
def all_fields() -> tuple[str, ...]:
    """Every path that a column may be named for."""
    from service.api.schemas.event import EventSchema

    inner = dict.fromkeys(f"data.{each}" for fields in _schemas().values() for each in fields)
    return (*EventSchema().fields, *_EVIDENCE, *inner)


def is_field(name: str) -> bool:
    """Whether an event of some type has this field."""
    return name in all_fields()


@cache
def _kind(type_: str | None, name: str) -> str:
    """Whether a field of a type is a list, or a whole number; else it is text."""
    from service.api.schemas.fields import ListOf, Whole

    found = _schemas().get(type_ or "", {}).get(name.removeprefix("data."))
    if isinstance(found, ListOf):
        return "list"
    return "whole" if isinstance(found, Whole) else "text"
