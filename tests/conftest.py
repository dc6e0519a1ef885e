"""Fixtures that many rooms share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.databases import KINDS, Database, a_database
from tests.given import AService

settings.register_profile(
    "ci", max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", settings.get_profile("ci"), max_examples=1500)
settings.register_profile(  # each mutant meets the same examples, and none is shrunk
    "mutation",
    settings.get_profile("ci"),
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile("ci")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A mutant meets the quick tests first: most of them notice it."""
    if config.getoption("--hypothesis-profile") == "mutation":
        items.sort(key=lambda each: getattr(each.obj, "is_hypothesis_test", False))


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A new database of each kind in turn: the same tests on both."""
    with a_database(request.param, tmp_path) as made:
        yield made


@pytest.fixture
def ledger(database: Database) -> Iterator[AService]:
    """A service over a new database."""
    with AService(database) as service:
        yield service
