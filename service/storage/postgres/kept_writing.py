"""Writing to the kept views in PostgreSQL: what nobody reads before the end waits for it."""

from __future__ import annotations

from collections.abc import Iterable

from service.storage.postgres.connections import Cursor

Value = str | int | None
"""What stands in the columns of kept views."""


class PostgresWriting:
    """An open transaction on the tables of the kept views."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._waiting: list[tuple[str, list[str]]] = []

    def _write(self, statement: str, rows: Iterable[tuple[Value, ...]]) -> None:
        """Have a statement, which takes an array for every column, wait for the end."""
        columns = columns_of(rows)
        if columns:
            self._waiting.append((statement, columns))

    def _write_all(self) -> None:
        """Write what waits."""
        for statement, columns in self._waiting:
            self._cursor.execute(statement, columns)
        self._waiting.clear()


def columns_of(rows: Iterable[tuple[Value, ...]]) -> list[str]:
    """An array for every column, as `unnest` takes them; none of no rows.

    Written here, because the driver looks at each element several times: that was a third of what
    projecting took.
    """
    return [f"{{{','.join(map(_element, column))}}}" for column in zip(*rows, strict=True)]


def _element(value: Value) -> str:
    """A value as it stands in the text of an array."""
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(int(value))
