"""Every hand-worked case of the contract, asked of the service over HTTP and of the oracle."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cases import ALL, Case, mismatches
from tests.databases import KINDS, a_database
from tests.given import AService
from tests.oracle.knowledge import what, who
from tests.oracle.path import how

ORACLE = {"who": who, "what": what, "how": how}
PLACES = {case.name: number for number, case in enumerate(ALL)}


@pytest.fixture(scope="module", params=KINDS)
def shared(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AService]:
    with (
        a_database(request.param, tmp_path_factory.mktemp("cases")) as database,
        AService(database) as service,
    ):
        yield service


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_the_service_answers_as_worked_by_hand(case: Case, shared: AService) -> None:
    number = PLACES[case.name]
    own = case.copied(number)
    receipts = shared.recorded(*own.events)
    before = receipts[0]["position"] - 1
    for ask in own.asks:
        recorded = len(own.events) if ask.as_recorded is None else ask.as_recorded
        body = shared.ask(
            f"/v1/programmes/case-{number}/knowledge/{ask.question}",
            **ask.params,
            as_of=ask.as_of,
            as_recorded=before + recorded,
        )
        assert mismatches(body, ask) == []


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_the_oracle_answers_as_worked_by_hand(case: Case) -> None:
    number = PLACES[case.name]
    own = case.copied(number)
    for ask in own.asks:
        recorded = len(own.events) if ask.as_recorded is None else ask.as_recorded
        asked = ORACLE[ask.question]
        params = {**ask.params}
        if "events" in params:
            params["events"] = params["events"] in (True, "true")
        body = asked(own.events, f"case-{number}", **params, as_of=ask.as_of, as_recorded=recorded)
        assert mismatches(body, ask) == []
