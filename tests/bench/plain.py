"""What somebody would write instead: the same Flask, one INSERT and COMMIT per request."""

from __future__ import annotations

import os
import sqlite3
import threading

from flask import Flask, Response, request

CREATE = """
CREATE TABLE IF NOT EXISTS event (
    position INTEGER PRIMARY KEY, stream TEXT NOT NULL, type TEXT NOT NULL, body BLOB NOT NULL
)
"""
INSERT = """
INSERT INTO event (stream, type, body) VALUES (?, ?, ?)
"""


class SQLiteTable:
    """A table in a SQLite file: a connection a thread, WAL, synced at every commit."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._local = threading.local()
        self._connection().execute(CREATE)

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._local, "connection"):
            connection = sqlite3.connect(self._path, isolation_level=None, timeout=30)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            self._local.connection = connection
        return self._local.connection  # type: ignore[no-any-return]

    def insert(self, stream: str, kind: str, body: bytes) -> int:
        cursor = self._connection().execute(INSERT, (stream, kind, body))
        return cursor.lastrowid or 0


class PostgresTable:
    """A table in PostgreSQL: a connection a thread, synced at every commit."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._local = threading.local()
        with self._connection().transaction():  # two workers must not make it at once
            self._connection().execute("SELECT pg_advisory_xact_lock(1)")
            self._connection().execute("""
                CREATE TABLE IF NOT EXISTS plain_event (
                    position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                    stream TEXT NOT NULL, type TEXT NOT NULL, body BYTEA NOT NULL
                )
            """)

    def _connection(self):  # type: ignore[no-untyped-def]
        import psycopg

        if not hasattr(self._local, "connection"):
            self._local.connection = psycopg.connect(self._url, autocommit=True)
        return self._local.connection

    def insert(self, stream: str, kind: str, body: bytes) -> int:
        found = self._connection().execute(
            """
            INSERT INTO plain_event (stream, type, body) VALUES (%s, %s, %s) RETURNING position
            """,
            (stream, kind, body),
        )
        return int(found.fetchone()[0])


def application() -> Flask:
    """The application over the database that PLAIN_DATABASE names; none: it echoes."""
    database = os.environ.get("PLAIN_DATABASE", "")
    table: SQLiteTable | PostgresTable | None = None
    if database.startswith("sqlite:///"):
        table = SQLiteTable(database.removeprefix("sqlite:///"))
    elif database:
        table = PostgresTable(database)
    app = Flask("plain")

    @app.post("/v1/events")
    def post() -> tuple[dict[str, int], int] | Response:
        body = request.get_data()
        event = request.get_json()
        if table is None:
            return Response(body, status=201, content_type="application/json")
        return {"position": table.insert(event["programme"], event["type"], body)}, 201

    @app.get("/readyz")
    def ready() -> str:
        return "ready"

    return app
