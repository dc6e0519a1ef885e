"""What belongs to knowledge and testers beyond who, what, how and the roster, against the oracle.

On random histories in which parties belong to organisations and groups, are identified as others,
and are promised something.
"""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings, strategies as st

from tests.given import AService, a_new_ledger
from tests.histories import Event, Question, histories, questions
from tests.history_words import PEOPLE, POOLS, RELATIONS, TESTERS
from tests.oracle.diff import diff
from tests.oracle.identities import same_as
from tests.oracle.knowledge import what, who
from tests.oracle.matrix import matrix
from tests.oracle.path import how
from tests.oracle.tester import one_tester
from tests.test_agreement import accepted

ORACLE = {"who": who, "what": what, "how": how}
SMALL = 3
"""A page that most answers do not fit on."""


class Asking:
    """A question with its bounds, asked of the service."""

    def __init__(self, service: AService, history: list[Event], question: Question) -> None:
        self.service = service
        self.history = history
        self.programme = question.programme
        self.about = question.question
        self.params = dict(question.params)
        self.bounds = {
            "as_of": question.as_of,
            "as_recorded": min(question.as_recorded, len(history)),
        }

    def ask(self, route: str, **params: Any) -> dict[str, Any]:
        given = {
            name: str(each).lower() if isinstance(each, bool) else each
            for name, each in params.items()
        }
        path = f"/v1/programmes/{self.programme}/{route}"
        return self.service.ask(path, **{"limit": 1000} | self.bounds | given)

    def pages(self, route: str, **params: Any) -> list[dict[str, Any]]:
        """All pages, each a small one."""
        pages = [self.ask(route, limit=SMALL, **params)]
        while pages[-1]["next"]:
            pages.append(self.ask(route, limit=SMALL, cursor=pages[-1]["next"], **params))
        return pages


def agree_on_imputation(asking: Asking, org: str | None) -> None:
    """Who, what and how, with what is imputed; and who in the answer was identified as whom.

    Of the party that is asked about, unless an `org` is to be.
    """
    params = asking.params
    if org is not None and "party" in params:
        params = {**params, "party": org}
    found = asking.ask(f"knowledge/{asking.about}", imputed=True, **params)
    expected = ORACLE[asking.about](
        asking.history, asking.programme, imputed=True, **params, **asking.bounds
    )
    assert {name: found[name] for name in expected} == expected
    assert found["same_as"] == same_as(asking.history, asking.programme, expected, **asking.bounds)


def agree_on_matrix(asking: Asking, data: st.DataObject) -> None:
    """The table is the oracle's, whole and by pages, whatever is asked for."""
    whole = matrix(asking.history, asking.programme, **asking.bounds, events=True)
    wanted: dict[str, Any] = {"events": data.draw(st.booleans())}
    for name in ("parties", "items"):
        if whole[name] and data.draw(st.booleans()):
            wanted[name] = data.draw(st.lists(st.sampled_from(whole[name]), min_size=1, max_size=4))
    expected = matrix(asking.history, asking.programme, **asking.bounds, **wanted)
    listed = {name: ",".join(each) for name, each in wanted.items() if name != "events"}
    found = asking.ask("knowledge/matrix", events=wanted["events"], **listed)
    assert {name: found[name] for name in expected} == expected
    assert found["same_as"] == same_as(asking.history, asking.programme, found, **asking.bounds)
    pages = asking.pages("knowledge/matrix", events=wanted["events"], **listed)
    assert [cell for page in pages for cell in page["cells"]] == found["cells"]


def agree_on_diff(asking: Asking, then: int) -> None:
    """What changed, and because of what, is the oracle's; whole and by pages."""
    about = {name: asking.params[name] for name in ("item", "party") if name in asking.params}
    if len(about) == 2:
        del about["item" if then % 2 else "party"]
    if "party" in about:
        about["events"] = asking.params.get("events", False)
    expected = diff(
        asking.history,
        asking.programme,
        **about,
        **asking.bounds,
        then=min(then, asking.bounds["as_recorded"]),
    )
    given = {**about, "then": min(then, asking.bounds["as_recorded"])}
    found = asking.ask("knowledge/diff", **given)
    assert {name: found[name] for name in expected} == expected
    pages = asking.pages("knowledge/diff", **given)
    assert {kind: [each for page in pages for each in page[kind]] for kind in expected} == expected


def agree_on_tester(asking: Asking, tester: str) -> None:
    """A tester's facets, commitments and events are the oracle's."""
    expected = one_tester(asking.history, asking.programme, tester, **asking.bounds)
    path = f"/v1/programmes/{asking.programme}/testers/{tester}"
    if expected is None:
        assert asking.service.get(path).status_code == 404
        return
    found = asking.ask(f"testers/{tester}")
    del found["access"]["items"]  # of which the oracle is silent
    events = [(each["id"], each["certainty"]) for each in found["events"]]
    assert {**{name: found[name] for name in expected}, "events": events} == expected
    pages = asking.pages(f"testers/{tester}")
    assert [each for page in pages for each in page["events"]] == found["events"]
    assert all(page["commitments"] == found["commitments"] for page in pages)


def agree(service: AService, offered: list[Event], data: st.DataObject) -> None:
    """All of it agrees, at a few bounds."""
    history = accepted(service, offered)
    for _ in range(4):
        asking = Asking(service, history, data.draw(questions(history)))
        if not any(event["programme"] == asking.programme for event in history):
            continue
        agree_on_imputation(asking, data.draw(st.sampled_from((None, *POOLS["org"]))))
        agree_on_matrix(asking, data)
        agree_on_diff(asking, data.draw(st.integers(0, len(history))))
        agree_on_tester(asking, data.draw(st.sampled_from((*_testers(history), TESTERS[0]))))


def _testers(history: list[Event]) -> list[str]:
    return [each["data"]["tester"] for each in history if "tester" in each["data"]]


@given(histories(max_events=25, words=RELATIONS), st.data())
def test_relations_are_as_a_plain_reading_of_the_definitions_says(
    offered: list[Event], data: st.DataObject
) -> None:
    with a_new_ledger() as service:
        agree(service, offered, data)


@settings(max_examples=30)
@given(histories(max_events=60, words=PEOPLE), st.data())
def test_imputation_is_as_a_plain_reading_of_the_definitions_says(
    offered: list[Event], data: st.DataObject
) -> None:
    with a_new_ledger() as service:
        history = accepted(service, offered)
        for _ in range(8):
            asking = Asking(service, history, data.draw(questions(history)))
            if any(event["programme"] == asking.programme for event in history):
                agree_on_imputation(asking, data.draw(st.sampled_from((None, *POOLS["org"]))))


@settings(max_examples=8)
@given(histories(max_events=25, words=RELATIONS), st.data())
def test_postgresql_relates_alike(offered: list[Event], data: st.DataObject) -> None:
    with a_new_ledger("postgres") as service:
        agree(service, offered, data)
        assert service.service.verify()[1] == []
