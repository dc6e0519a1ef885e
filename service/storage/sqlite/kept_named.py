"""Statements about the tables of kept views, wherever these stand."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from service.storage.sqlite.kept.table import about


class SQLiteNamed:
    """An open transaction on the tables of the kept views."""

    def __init__(self, cursor: sqlite3.Cursor, names: Mapping[str, str] | None = None) -> None:
        """`names`: those of the tables, where they are not the views'."""
        self._cursor = cursor
        self._names = names or {}

    def _meant(self, statement: str, name: str) -> str:
        """A statement about the table of a view, as it is about the table that is meant."""
        return about(statement, name, self._names[name]) if name in self._names else statement
