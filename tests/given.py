"""Scenes for tests: a service over a real database, a clock that is told the time."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from werkzeug.test import TestResponse

from domain.events.envelope import Principal
from domain.instant import Instant, parse_instant
from domain.names import EventId
from service.access import Caller, Role
from service.bootstrap import Service, open_service
from tests.databases import Database, SQLiteFile, a_database
from tests.described import is_described

NOW = parse_instant("2026-01-15T12:00:00Z")

RECORDER = Principal(name="rita", principal="0190c1de-0000-7000-8000-000000000001")


def a_caller(role: Role = "recorder") -> Caller:
    """Somebody with a role."""
    return Caller(RECORDER, role)


@dataclass
class AClock:
    """A clock that shows what it is told to, and goes on by a millisecond at every look."""

    now: Instant = NOW
    step: int = 1000

    def __call__(self) -> Instant:
        self.now = Instant(self.now + self.step)
        return self.now


@dataclass
class AService:
    """A service over a database, asked as a client would ask, without a socket between."""

    where: Database | Path
    """A database; a path: the SQLite file there."""
    clock: AClock = field(default_factory=AClock)
    role: Role = "recorder"
    waiting_most: int = 48
    replica: str | None = None
    """The standby of the database that it answers from, where it is a replica."""
    database: Database = field(init=False)
    service: Service = field(init=False)

    def __post_init__(self) -> None:
        self.database = SQLiteFile(self.where) if isinstance(self.where, Path) else self.where
        self.service = open_service(
            self.database.url,
            replica=self.replica,
            clock=self.clock,
            waiting_most=self.waiting_most,
        )

    def __enter__(self) -> AService:
        return self

    def __exit__(self, *_: object) -> None:
        self.service.close()

    def post(self, body: Any, role: Role | None = None, **more: Any) -> TestResponse:
        """Post an event, or a list of them."""
        return self.send("POST", "/v1/events", role=role, json=body, **more)

    def post_lines(self, *lines: Any, query: str = "") -> list[dict[str, Any]]:
        """Post events as NDJSON; the answer's lines."""
        body = "".join(
            (line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines
        )
        answer = self.send(
            "POST", f"/v1/events{query}", data=body, content_type="application/x-ndjson"
        )
        assert answer.status_code == 200, answer.text
        return [json.loads(line) for line in answer.text.splitlines()]

    def recorded(self, *events: dict[str, Any]) -> list[dict[str, Any]]:
        """Post events one by one; their receipts. Each must be accepted."""
        receipts = []
        for event in events:
            answer = self.post(event)
            assert answer.status_code in (200, 201), (answer.text, event)
            receipts.append(answer.get_json())
        return receipts

    def ask(self, path: str, **params: Any) -> dict[str, Any]:
        """Ask a question that must be answered."""
        answer = self.get(path, **params)
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.get_json()
        return body

    def get(self, path: str, **params: Any) -> TestResponse:
        """Ask anything."""
        return self.send("GET", path, query_string=params)

    def send(self, method: str, path: str, role: Role | None = None, **more: Any) -> TestResponse:
        """Send a request as somebody with a role."""
        overrides = {"testigo.caller": a_caller(role or self.role)}
        answer = self.service.app.test_client().open(
            path, method=method, environ_overrides=overrides, **more
        )
        is_described(self.service.app, answer)
        return answer

    def spoil(self, *statements: str) -> None:
        """Close it, and change what is stored behind its back."""
        self.service.close()
        for statement in statements:
            self.database.execute(statement)

    def reopened(self) -> AService:
        """The same database, closed and opened again."""
        self.service.close()
        return AService(self.database, self.clock, self.role)


@contextmanager
def a_new_ledger(kind: str = "sqlite") -> Iterator[AService]:
    """A service over a database of its own, for as long as it is looked at."""
    with (
        tempfile.TemporaryDirectory() as folder,
        a_database(kind, Path(folder)) as database,
        AService(database) as service,
    ):
        yield service


def an_id(number: int) -> EventId:
    """A readable event id."""
    return EventId(f"00000000-0000-4000-8000-{number:012d}")
