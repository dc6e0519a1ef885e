"""The review of an incident over HTTP: the same for ever, without what was not known yet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from service.moving.exporting import exported
from tests.an_incident import (
    BOUNDS,
    CUT,
    DETECTED,
    FINDING,
    FOUND_LATER,
    INCIDENT,
    LEAK,
    PROGRAMME,
    REVIEW,
    STATEMENT,
    an_incident,
    told,
)
from tests.builders import a_minimal_event
from tests.given import AService, a_new_ledger, an_id

PICTURES = {"pictures": "true"}
FORMS = ("application/json", "text/markdown", "text/html")


@pytest.fixture(scope="module")
def recorded() -> Iterator[AService]:
    """A ledger in which the incident is recorded, to be read."""
    with a_new_ledger() as ledger:
        yield told(ledger)


@pytest.fixture
def telling() -> Iterator[AService]:
    """Another one, to go on telling."""
    with a_new_ledger() as ledger:
        yield told(ledger)


def asked(ledger: AService, form: str, **bounds: Any) -> bytes:
    headers = {"Accept": form}
    answer = ledger.send("GET", REVIEW, query_string={**BOUNDS, **bounds}, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.content_type.startswith(form)
    return answer.get_data()


def review(ledger: AService, **bounds: Any) -> dict[str, Any]:
    return ledger.ask(REVIEW, **{**BOUNDS, **bounds})


def knowing(found: Iterable[dict[str, Any]], item: str = "item:engine") -> set[str]:
    return {party for each in found if each["item"] == item for party in each["parties"]}


def at(found: dict[str, Any], position: int) -> dict[str, Any]:
    """The decision that was taken in an event."""
    return next(each for each in found["decisions"] if an_id(position) in each["events"])


def test_is_made_again_byte_for_byte_after_more_was_recorded_and_after_a_replay(
    ledger: AService,
) -> None:
    told(ledger)
    before = [asked(ledger, form) for form in FORMS]
    ledger.recorded(
        a_minimal_event("event-retracted", programme=PROGRAMME, data={"event": an_id(CUT)}),
        a_minimal_event(
            "item-leaked",
            programme=PROGRAMME,
            occurred_at="2025-05-31",
            data={"items": ["item:engine"], "by": "staff:lena", "to": ["public"]},
        ),
        a_minimal_event("incident-closed", programme=PROGRAMME, data={"incident": INCIDENT}),
        a_minimal_event("incident-opened", programme="other", data={"incident": INCIDENT}),
    )
    assert [asked(ledger, form) for form in FORMS] == before
    assert review(ledger, as_recorded=17)["decisions"] != review(ledger)["decisions"]
    ledger.service.replays.run()
    assert [asked(ledger, form) for form in FORMS] == before


def test_names_the_position_and_the_digest_of_the_exported_lines_that_it_rests_on(
    ledger: AService,
) -> None:
    told(ledger)
    ledger.recorded(a_minimal_event("programme-opened", programme="other"))
    store = ledger.service.storage.store
    _, *lines, _ = exported(store, "jsonl", PROGRAMME)
    for position in (14, 9):
        found = review(ledger, as_recorded=position)
        assert found["as_recorded"]["position"] == position
        assert found["evidence"] == {
            "events": position,
            "sha256": hashlib.sha256(b"".join(lines[:position])).hexdigest(),
        }


def test_nothing_that_was_recorded_later_leaks_into_it(recorded: AService) -> None:
    with a_new_ledger() as earlier:
        told(earlier, an_incident()[:STATEMENT])
        as_it_was = review(earlier, as_recorded=STATEMENT)
    later = review(recorded, as_recorded=STATEMENT)
    assert later.pop("evidence")["events"] == as_it_was.pop("evidence")["events"]
    assert later == as_it_was


def test_nothing_that_happened_later_leaks_into_it(recorded: AService) -> None:
    found = review(recorded, as_of="2025-06-01T11:30:00Z")
    assert [
        each["type"]
        for each in found["cited"]
        if each["occurred_at"]["earliest"] > "2025-06-01T11:30:00Z"
    ] == ["event-disputed"]  # that goes by position alone
    assert found["findings"] == found["actions"] == []
    assert [each["step"] for each in found["summary"]["steps"]] == ["leaked", "detected", "opened"]


def test_who_knew_at_a_decision_is_told_as_it_was_on_record_then(recorded: AService) -> None:
    cut = at(review(recorded), CUT)
    assert cut["on_record_by"]["position"] == DETECTED
    assert knowing(cut["on_record"]) == {"org:acme", "press:daily", "staff:lena", "tester:ana"}
    assert knowing(cut["only_later"]) == {"org:foe"}
    assert knowing(at(review(recorded, as_recorded=CUT), CUT)["only_later"]) == set()


def test_who_may_have_learned_it_only_while_it_was_decided_knew_it_perhaps(
    telling: AService,
) -> None:
    data = {"items": ["item:engine"], "by": "tester:ana", "to": ["staff:omar"]}
    some_day = a_minimal_event(
        "item-disclosed", programme=PROGRAMME, occurred_at="2025-06-01", data=data
    )
    telling.recorded(some_day)
    later = at(review(telling, as_recorded=15), CUT)["only_later"]
    perhaps = [each for each in later if "staff:omar" in each["parties"]]
    assert [each["certainty"] for each in perhaps] == ["possible"]


def test_a_finding_is_hindsight_if_it_rests_on_what_was_not_recorded_by_then(
    telling: AService,
) -> None:
    (finding,) = review(telling)["findings"]
    assert finding == {
        "finding": an_id(FINDING),
        "about": [an_id(FOUND_LATER)],
        "hindsight": True,
        "perhaps_hindsight": False,
        "because": [an_id(FOUND_LATER)],
    }
    in_time = {"incident": INCIDENT, "text": "seen", "about": [an_id(LEAK)]}
    telling.recorded(
        a_minimal_event(
            "finding-recorded", programme=PROGRAMME, occurred_at="2025-06-02", data=in_time
        )
    )
    found = review(telling, as_recorded=15)["findings"]
    assert [each["hindsight"] for each in found] == [True, False]


def test_a_finding_is_hindsight_if_what_it_rests_on_was_corrected_only_later(
    telling: AService,
) -> None:
    found = {"incident": INCIDENT, "text": "seen", "about": [an_id(LEAK)]}
    at_noon = a_minimal_event(
        "finding-recorded", programme=PROGRAMME, occurred_at="2025-06-02T12:00:00Z", data=found
    )
    telling.recorded(at_noon)
    corrected = {"event": an_id(LEAK), "reason": "misread", "grade": "claimed"}
    telling.recorded(a_minimal_event("event-corrected", programme=PROGRAMME, data=corrected))
    before, after = (review(telling, as_recorded=at)["findings"][1] for at in (15, 16))
    assert (before["hindsight"], before["because"]) == (False, [])
    assert (after["hindsight"], after["because"]) == (True, [an_id(LEAK)])


@pytest.mark.parametrize(
    ("occurred_at", "certain", "perhaps"),
    [
        ("2025-06-10T08:59:59Z", True, False),  # recorded on 10 June at 9
        ("2025-06-10T09:00:00Z", False, False),
        ("2025-06-10", False, True),
        ("2025-06-09T23:30:00-10:00", False, False),
        ("2025-06-10T10:30:00+02:00", True, False),
        ("../2025-06-09", True, False),
        ("2025-06-01/..", False, True),
    ],
)
def test_the_clocks_of_a_finding_and_of_what_it_rests_on_are_compared(
    telling: AService, occurred_at: str, certain: bool, perhaps: bool
) -> None:
    found = {"incident": INCIDENT, "text": "seen", "about": [an_id(FOUND_LATER)]}
    telling.recorded(
        a_minimal_event(
            "finding-recorded",
            id=an_id(15),
            programme=PROGRAMME,
            occurred_at=occurred_at,
            data=found,
        )
    )
    findings = review(telling, as_recorded=15)["findings"]
    (finding,) = [each for each in findings if each["finding"] == an_id(15)]
    assert (finding["hindsight"], finding["perhaps_hindsight"]) == (certain, perhaps)


def test_a_finding_still_names_what_it_rests_on_if_that_was_retracted(telling: AService) -> None:
    withdrawn = {"event": an_id(FOUND_LATER), "reason": "misread"}
    telling.recorded(a_minimal_event("event-retracted", programme=PROGRAMME, data=withdrawn))
    (finding,) = review(telling, as_recorded=15)["findings"]
    assert finding["about"] == [an_id(FOUND_LATER)]
    assert b"retracted by \\#15" in asked(telling, "text/markdown", as_recorded=15)


def test_what_was_retracted_or_refuted_is_told_with_what_says_so(telling: AService) -> None:
    telling.recorded(
        a_minimal_event(
            "event-retracted",
            id=an_id(15),
            programme=PROGRAMME,
            data={"event": an_id(STATEMENT), "reason": "never said"},
        ),
        a_minimal_event(
            "dispute-settled",
            id=an_id(16),
            programme=PROGRAMME,
            data={"event": an_id(LEAK), "outcome": "upheld", "reason": "not ana"},
        ),
        a_minimal_event(
            "event-retracted", programme=PROGRAMME, data={"event": an_id(5), "reason": "not of it"}
        ),
    )
    found = review(telling, as_recorded=17)
    assert found["withdrawn"] == [
        {"event": an_id(LEAK), "because": [an_id(16)]},
        {"event": an_id(STATEMENT), "because": [an_id(15)]},
    ]
    assert [each["state"] for each in found["disputes"]["told"]] == ["upheld"]
    assert review(telling)["withdrawn"] == []
    told_ = asked(telling, "text/markdown", as_recorded=17).decode()
    assert "On record since 1 Jun 2025 13:05 UTC; retracted on" in told_
    assert ": never said. (\\#10, \\#15)" in told_


def test_what_is_known_only_later_names_the_events_that_made_it_known(telling: AService) -> None:
    (later,) = at(review(telling), CUT)["only_later"]
    assert (later["parties"], later["because"]) == (["org:foe"], [an_id(FOUND_LATER)])
    retracted = {"event": an_id(DETECTED), "reason": "not lena"}
    telling.recorded(
        a_minimal_event("event-retracted", id=an_id(15), programme=PROGRAMME, data=retracted)
    )
    cut = at(review(telling, as_recorded=15), CUT)
    assert all(each["because"] == [] for each in cut["on_record"])
    (gone,) = cut["withdrawn"]
    assert gone["parties"] == ["staff:lena"]
    assert gone["because"] == [an_id(15)]


def test_who_is_only_claimed_to_have_known_stands_apart_from_who_is_reported_to(
    telling: AService,
) -> None:
    data = {"items": ["item:engine"], "by": "staff:lena", "to": ["staff:omar"]}
    told_at_ten = "2025-06-01T10:50:00Z"
    claimed = a_minimal_event(
        "item-disclosed",
        id=an_id(15),
        programme=PROGRAMME,
        occurred_at=told_at_ten,
        grade="claimed",
        data=data,
    )
    disputed = {"event": an_id(15), "by": "staff:omar", "grounds": "not me"}
    telling.recorded(claimed, a_minimal_event("event-disputed", programme=PROGRAMME, data=disputed))
    later = at(review(telling, as_recorded=16), CUT)["only_later"]
    assert {tuple(each["parties"]): (each["grade"], each["disputed"]) for each in later} == {
        ("org:foe",): ("reported", False),
        ("staff:lena", "staff:omar"): ("claimed", True),
    }
    written = asked(telling, "text/markdown", as_recorded=16)
    assert b"staff:omar: in full, item:engine (claimed, disputed)" in written


def test_how_many_decisions_and_items_are_left_out_is_told(telling: AService) -> None:
    said = {"by": "org:acme", "to": ["public"], "text": "again"}
    telling.recorded(
        *(
            a_minimal_event(
                "statement-issued",
                programme=PROGRAMME,
                occurred_at="2025-06-03",
                data={**said, "statement": f"s{number}"},
            )
            for number in range(20)
        ),
        a_minimal_event(
            "item-leaked",
            programme=PROGRAMME,
            occurred_at="2025-06-03",
            data={
                "items": [f"item:i{number}" for number in range(45)],
                "by": "tester:ana",
                "to": ["press:daily"],
            },
        ),
    )
    found = review(telling, as_recorded=35)
    assert len(found["decisions"]) == 20
    assert found["left_out"] == {"decisions": 3, "items": 36, "arrivals": 34, "tellings": 6}


def test_every_promise_is_told_also_those_that_were_kept(telling: AService) -> None:
    for slug, end in (("a", "commitment-kept"), ("b", "commitment-broken"), ("c", None)):
        made = {"commitment": slug, "by": "org:acme", "to": ["public"], "text": slug}
        telling.recorded(a_minimal_event("commitment-made", programme=PROGRAMME, data=made))
        if end:
            telling.recorded(a_minimal_event(end, programme=PROGRAMME, data={"commitment": slug}))
    found = review(telling, as_of="2025-12-01T00:00:00Z", as_recorded=19)["promises"]
    assert {each["commitment"]: each["state"] for each in found["told"]} == {
        "a": "kept",
        "b": "broken",
        "c": "open",
        "pay-soon": "overdue",
    }


def test_the_first_answer_to_any_concern_is_told(telling: AService) -> None:
    assert review(telling)["answering"]["first_answer"] is None
    assert b"No concern is recorded as answered." not in asked(telling, "text/markdown")
    answered = {"tester": "tester:ben", "concern": "noise", "by": "staff:lena"}
    telling.recorded(
        a_minimal_event(
            "concern-answered",
            id=an_id(15),
            programme=PROGRAMME,
            occurred_at="2025-04-03T09:00:00Z",
            data=answered,
        )
    )
    assert review(telling, as_recorded=15)["answering"]["first_answer"] == an_id(15)
    written = asked(telling, "text/markdown", as_recorded=15)
    assert b"The first answer to any concern: staff:lena answered concern:noise" in written


def test_signals_of_a_programme_of_many_years_are_those_around_the_incident(
    telling: AService,
) -> None:
    telling.recorded(
        a_minimal_event("programme-opened", programme=PROGRAMME, occurred_at="2001-01-01")
    )
    signals = review(telling, as_recorded=15)["signals"]
    assert len(signals["points"]) == 2000
    assert signals["points"][-1] == BOUNDS["as_of"]


def test_what_was_learned_only_later_stands_apart(telling: AService) -> None:
    later = review(telling)["learned_later"]
    assert later["event"] == an_id(7)
    assert later["events"] == [an_id(FOUND_LATER), an_id(DETECTED)]
    corrected = {"event": an_id(LEAK), "reason": "misread", "grade": "claimed"}
    telling.recorded(a_minimal_event("event-corrected", programme=PROGRAMME, data=corrected))
    (thought,) = review(telling, as_recorded=15)["learned_later"]["second_thoughts"]
    assert thought["of"] == an_id(LEAK)


def test_the_leak_is_followed_hop_by_hop(recorded: AService) -> None:
    (arrival,) = review(recorded)["arrivals"]
    paths = {each["party"]: [hop["party"] for hop in each["path"]] for each in arrival["paths"]}
    assert paths["org:foe"] == ["org:acme", "tester:ana", "press:daily", "org:foe"]


def test_the_first_warning_waits_until_it_is_answered(telling: AService) -> None:
    waiting = review(telling)["answering"]["behind"]
    assert waiting["answer"] is None
    assert waiting["seconds"]["least"] == 90 * 86400 + 15 * 3600
    answered = {"tester": "tester:ana", "concern": "pay", "by": "staff:lena"}
    telling.recorded(
        a_minimal_event(
            "concern-answered",
            programme=PROGRAMME,
            occurred_at="2025-04-03T09:00:00Z",
            data=answered,
        )
    )
    waited = review(telling, as_recorded=15)["answering"]["behind"]
    assert waited["seconds"] == {"least": 2 * 86400, "most": 2 * 86400}


def test_promises_disputes_and_actions_are_told(recorded: AService) -> None:
    found = review(recorded)
    assert [each["state"] for each in found["promises"]["told"]] == ["overdue"]
    assert found["disputes"]["told"] == [
        {"event": an_id(LEAK), "state": "open", "against": [an_id(14)], "settled": []}
    ]
    assert [each["action"] for each in found["actions"]] == ["pay"]


def test_signals_are_as_they_were_seen_then(recorded: AService) -> None:
    signals = review(recorded)["signals"]
    values = dict(zip(signals["points"], signals["signals"]["concerns_open"], strict=True))
    assert values["2025-04-01T00:00:00Z"] == 0
    assert values["2025-04-02T00:00:00Z"] == 1
    assert [each["event"] for each in signals["marks"]] == [an_id(LEAK)]


def test_every_event_that_anything_rests_on_is_cited_once_with_its_position(
    recorded: AService,
) -> None:
    found = review(recorded)
    cited = [(each["position"], each["id"]) for each in found["cited"]]
    assert cited == sorted({(number, an_id(number)) for number, _ in cited})
    assert {an_id(number) for number in range(2, 15)} <= {each for _, each in cited}


def test_within_bounds_it_has_an_etag_in_each_form(recorded: AService) -> None:
    tags = set()
    for form in FORMS:
        headers = {"Accept": form}
        answer = recorded.send("GET", REVIEW, query_string=BOUNDS, headers=headers)
        tags.add(answer.headers["ETag"])
        known = {**headers, "If-None-Match": answer.headers["ETag"]}
        again = recorded.send("GET", REVIEW, query_string=BOUNDS, headers=known)
        assert again.status_code == 304
    assert len(tags) == len(FORMS)


@pytest.mark.parametrize("form", FORMS)
def test_who_read_it_is_noted_with_its_bounds(telling: AService, form: str) -> None:
    asked(telling, form)
    (read,) = telling.send("GET", "/v1/access-log", role="admin").get_json()["reads"]
    assert read["question"] == "/v1/programmes/{programme}/incidents/{incident}/review"
    assert read["parameters"] == {"programme": PROGRAMME, "incident": INCIDENT}
    assert read["as_recorded"]["position"] == BOUNDS["as_recorded"]


def test_html_may_load_and_run_nothing(recorded: AService) -> None:
    answer = recorded.send("GET", REVIEW, headers={"Accept": "text/html"})
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert policy.endswith("sandbox")


def test_only_markdown_is_another_with_pictures(recorded: AService) -> None:
    for form in FORMS:
        with_them = asked(recorded, form, **PICTURES)
        assert (with_them != asked(recorded, form)) == (form == "text/markdown")


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [
        (REVIEW.replace(INCIDENT, "another"), "*/*", 404),
        (REVIEW.replace(INCIDENT, "No%20Slug"), "*/*", 404),
        (REVIEW.replace(PROGRAMME, "gamma"), "*/*", 404),
        (REVIEW, "application/pdf", 406),
        (f"{REVIEW}?limit=3", "*/*", 422),
        (f"{REVIEW}?pictures=yes", "text/markdown", 422),
        (f"{REVIEW}?as_recorded=99", "text/html", 422),
    ],
)
def test_what_is_not_there_is_a_problem(
    recorded: AService, path: str, accept: str, status: int
) -> None:
    answer = recorded.send("GET", path, headers={"Accept": accept})
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"


def test_before_anything_of_it_was_recorded_it_is_empty(recorded: AService) -> None:
    for position in (0, 5):
        found = review(recorded, as_recorded=position)
        assert found["chronology"] == found["decisions"] == []
        for form in FORMS:
            asked(recorded, form, as_recorded=position)


def test_incidents_are_listed_with_their_first_steps(recorded: AService) -> None:
    answer = recorded.ask(f"/v1/programmes/{PROGRAMME}/incidents", **BOUNDS)
    (incident,) = answer["incidents"]
    assert incident["incident"] == INCIDENT
    assert incident["title"] == "The engine leaked"
    assert incident["detected"]["via"] == an_id(DETECTED)
    assert incident["closed"] is None
    assert (incident["findings"], incident["actions"]) == (1, 1)
