"""Fixtures that many rooms share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.databases import Database, SQLiteFile, postgres_server
from tests.given import AService

settings.register_profile(
    "ci", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", settings.get_profile("ci"), max_examples=1500)
settings.load_profile("ci")


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A new database of each kind in turn: the same tests on both."""
    with a_database(request.param, tmp_path) as made:
        yield made


def a_database(kind: str, folder: Path) -> AbstractContextManager[Database]:
    """A new database of a kind."""
    if kind == "postgres":
        return postgres_server().ledger()
    return nullcontext(SQLiteFile(folder / "ledger.db"))


@pytest.fixture
def ledger(database: Database) -> Iterator[AService]:
    """A service over a new database."""
    with AService(database) as service:
        yield service
