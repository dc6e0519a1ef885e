"""The query plans of a question: its statements as they are asked, explained by the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from unittest.mock import patch

from service.bootstrap import Service
from service.storage.postgres.lookups import PostgresReading
from tests.bench.asked import Asking, Scope

Explained = Iterator[tuple[str, str]]


def explained(kind: str, service: Service, asking: Asking, scope: Scope) -> Explained:
    """Each statement that the question asks, once, with its plan."""
    return (_by_sqlite if kind == "sqlite" else _by_postgres)(service, asking, scope)


def _by_sqlite(service: Service, asking: Asking, scope: Scope) -> Explained:
    """With their parameters in place, as SQLite tells them."""
    statements: dict[str, str] = {}
    with service.views.reading() as asked:
        connection = asked._rows.cursor.connection
        connection.set_trace_callback(lambda text: statements.setdefault(_shape(text), text))
        asking(asked, scope)
        connection.set_trace_callback(None)
    path = service.storage.path
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        for text in statements.values():
            found = connection.execute(f"EXPLAIN QUERY PLAN {text}").fetchall()
            depth = {0: 0}
            lines = []
            for own, parent, _, said in found:
                depth[own] = depth.get(parent, 0) + 1
                lines.append(f"    {'  ' * depth[own]}{said}")
            yield text.strip()[:1500], "\n".join(lines)


def _shape(text: str) -> str:
    return "".join(each for each in text if not each.isdigit())


def _by_postgres(service: Service, asking: Asking, scope: Scope) -> Explained:
    """With what it really read."""
    statements: dict[str, Any] = {}
    ask = PostgresReading.ask

    def noting(self: PostgresReading, statement: str, parameters: Any = None) -> Any:
        statements.setdefault(statement, parameters)
        return ask(self, statement, parameters)

    with service.views.reading() as asked:
        with patch.object(PostgresReading, "ask", noting):
            asking(asked, scope)
        for text, parameters in statements.items():
            plan = asked._rows.cursor.execute(
                f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {text}", parameters
            )
            yield text.strip(), "\n".join(f"    {row['QUERY PLAN']}" for row in plan.fetchall())
