"""Which events are visible at a position, and with which content."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, strategies as st

from domain.errors import LedgerEventsAreRetracted, NoOpenDispute, NotVisible, Refusal
from domain.events.encoding import fact_of
from domain.events.envelope import Event, Recorded
from domain.events.ledger import LedgerFact
from domain.history import Case, Reading, read_case, refuse_unless_sayable
from domain.instant import bound_text
from domain.names import EventId
from tests.builders import a_minimal_event, an_event
from tests.histories import Event as Posted, histories
from tests.oracle import times, visibility as oracle

from .recorded import (
    an_act,
    an_id,
    at_position,
    corrected,
    disputed,
    history,
    read,
    recorded,
    retracted,
    settled,
)

TOLD = an_act("item-disclosed", items=["item:sora"], by="staff:kim", to=["tester:ana"])


def reading(case: list[Recorded], of: int = 1, at: int | None = None) -> Reading:
    """How the event at the position `of` reads at the position `at`, by default at the end."""
    return read_case(case, len(case) if at is None else at)[an_id(of)]


def refuse(fact: LedgerFact, case: list[Recorded]) -> None:
    refuse_unless_sayable(fact, read_case(case, case[-1].position)[fact.event])


def content(case: list[Recorded], of: int = 1, at: int | None = None) -> Event:
    effective = reading(case, of, at).effective
    assert effective is not None
    return effective


def visible(case: list[Recorded]) -> str:
    """For each event of the case a 1 if it is visible, after each step."""
    return " ".join(
        "".join(str(int(reading(case, of, at).effective is not None)) for of in range(1, at + 1))
        for at in range(1, len(case) + 1)
    )


def bounds(event: Event) -> tuple[str | None, str | None]:
    return bound_text(event.occurred.earliest), bound_text(event.occurred.latest)


# --- retractions ---------------------------------------------------------------------------


def test_an_event_that_nothing_is_said_about_reads_as_it_is() -> None:
    case = history(an_event("feedback-given"))
    assert reading(case) == Reading(record=case[0], effective=case[0].event)


def test_a_retracted_event_is_not_visible() -> None:
    case = history(TOLD, retracted(1))
    assert visible(case) == "1 01"
    assert reading(case).retracted_by == (an_id(2),)
    assert reading(case).record == case[0]


def test_before_it_was_retracted_it_was_visible() -> None:
    case = history(TOLD, retracted(1))
    assert reading(case, at=1) == Reading(record=case[0], effective=case[0].event)


def test_what_was_not_recorded_yet_is_not_there_at_all() -> None:
    case = history(TOLD, retracted(1), retracted(2))
    assert set(read_case(case, 2)) == {an_id(1), an_id(2)}
    assert read_case(case, 0) == {}


def test_retracting_a_retraction_restores() -> None:
    case = history(TOLD, retracted(1), retracted(2))
    assert visible(case) == "1 01 101"
    assert reading(case).retracted_by == ()
    assert reading(case, of=2).retracted_by == (an_id(3),)


def test_retracting_the_retraction_of_a_retraction_retracts_again() -> None:
    case = history(TOLD, retracted(1), retracted(2), retracted(3))
    assert visible(case) == "1 01 101 0101"


def test_one_visible_retraction_is_enough() -> None:
    case = history(TOLD, retracted(1), retracted(2), retracted(1), retracted(3), retracted(4))
    # The first retraction counts again from step 5 on: retracting the second undoes nothing.
    assert visible(case) == "1 01 101 0011 01011 010011"
    assert reading(case, at=5).retracted_by == (an_id(2), an_id(4))
    assert reading(case).retracted_by == (an_id(2),)


# --- disputes and settlements --------------------------------------------------------------


def test_a_dispute_is_shown_while_it_is_open_and_hides_nothing() -> None:
    case = history(TOLD, disputed(1))
    assert visible(case) == "1 11"
    assert reading(case).disputed
    assert reading(case).disputed_by == (an_id(2),)


def test_an_event_whose_dispute_is_upheld_is_not_visible() -> None:
    case = history(TOLD, disputed(1), settled(1, "upheld"))
    assert visible(case) == "1 11 011"
    assert not reading(case).disputed
    assert reading(case).disputed_by == (an_id(2),)
    assert reading(case).retracted_by == ()


def test_a_dismissed_dispute_is_closed_but_still_named() -> None:
    case = history(TOLD, disputed(1), settled(1, "dismissed"))
    assert visible(case) == "1 11 111"
    assert not reading(case).disputed
    assert reading(case).disputed_by == (an_id(2),)


def test_one_settlement_closes_every_dispute_then_open() -> None:
    case = history(TOLD, disputed(1), disputed(1), settled(1, "dismissed"))
    assert [reading(case, at=at).disputed for at in (2, 3, 4)] == [True, True, False]


def test_every_dispute_then_open_is_upheld_and_has_to_be_retracted() -> None:
    both = (disputed(1), disputed(1), settled(1, "upheld"))
    assert visible(history(TOLD, *both, retracted(2), retracted(3))).endswith(" 00111 100111")


def test_a_later_dispute_is_open_again() -> None:
    case = history(TOLD, disputed(1), settled(1, "dismissed"), disputed(1))
    assert reading(case).disputed
    assert reading(case).disputed_by == (an_id(2), an_id(4))


def test_a_dispute_that_was_dismissed_is_not_upheld_by_a_later_settlement() -> None:
    case = history(TOLD, disputed(1), settled(1, "dismissed"), settled(1, "upheld"))
    assert visible(case).endswith(" 1111")


def test_a_dispute_that_was_upheld_is_not_undone_by_a_later_settlement() -> None:
    steps = (disputed(1), settled(1, "upheld"), disputed(1), settled(1, "dismissed"))
    assert visible(history(TOLD, *steps)).endswith(" 01111")


def test_retracting_an_upheld_dispute_undoes_it() -> None:
    case = history(TOLD, disputed(1), settled(1, "upheld"), retracted(2))
    assert visible(case) == "1 11 011 1011"
    assert reading(case).disputed_by == ()
    assert not reading(case).disputed


def test_retracting_the_settlement_opens_the_dispute_again() -> None:
    case = history(TOLD, disputed(1), settled(1, "upheld"), retracted(3))
    assert visible(case) == "1 11 011 1101"
    assert reading(case).disputed


def test_the_next_visible_settlement_closes_where_the_first_is_retracted() -> None:
    case = history(TOLD, disputed(1), settled(1, "dismissed"), settled(1, "upheld"), retracted(3))
    assert visible(case).endswith(" 1111 01011")


def test_a_settlement_before_any_dispute_settles_nothing() -> None:
    case = history(TOLD, settled(1, "upheld"), disputed(1))
    assert visible(case) == "1 11 111"
    assert reading(case).disputed


def test_an_open_dispute_goes_with_its_retraction() -> None:
    case = history(TOLD, disputed(1), retracted(2))
    assert not reading(case).disputed
    assert reading(case).disputed_by == ()


# --- corrections ---------------------------------------------------------------------------

FULL = an_event("feedback-given", occurred_at="2024-11-20", reported_at="2024-11-26")


def test_a_correction_replaces_only_what_it_names() -> None:
    new = an_event("feedback-given", data={"to": ["org:openai"]})["data"]
    changes: dict[str, dict[str, Any]] = {
        "occurred": {"occurred_at": "2024-11-21"},
        "fact": {"data": new},
        "source": {"source": "a letter"},
        "grade": {"grade": "rumour"},
        "asserted_by": {"asserted_by": "org:openai"},
    }
    for field, change in changes.items():
        before, after = (content(history(FULL, corrected(1, **change)), at=at) for at in (1, 2))
        differing = {
            name
            for name in Event.__dataclass_fields__
            if getattr(before, name) != getattr(after, name)
        }
        assert differing == {field}


def test_a_corrected_event_says_what_the_correction_says() -> None:
    new = {"items": ["item:model"], "to": ["tester:ben"]}
    changes = {"data": new, "source": "a letter", "grade": "rumour", "asserted_by": "org:openai"}
    corrected_event = content(history(TOLD, corrected(1, occurred_at="2024-11", **changes)))
    assert corrected_event.fact == fact_of("item-disclosed", new)
    assert corrected_event.source == "a letter"
    assert corrected_event.grade == "rumour"
    assert corrected_event.asserted_by == "org:openai"
    assert corrected_event.occurred.text == "2024-11"
    assert bounds(corrected_event) == ("2024-11-01T00:00:00Z", "2024-11-30T23:59:59.999999Z")


def test_corrections_are_applied_in_order_of_position_each_to_its_fields() -> None:
    case = history(
        TOLD,
        corrected(1, occurred_at="2024-11-21", grade="claimed"),
        corrected(1, occurred_at="2024-11-19", source="a letter"),
        corrected(1, grade="primary"),
    )
    last = content(case)
    assert (last.occurred.text, last.grade, last.source) == ("2024-11-19", "primary", "a letter")
    between = content(case, at=3)
    assert (between.occurred.text, between.grade) == ("2024-11-19", "claimed")
    assert reading(case).corrected_by == (an_id(2), an_id(3), an_id(4))


def test_a_retracted_correction_is_not_applied_nor_named() -> None:
    case = history(TOLD, corrected(1, grade="claimed"), corrected(1, grade="rumour"), retracted(3))
    assert content(case).grade == "claimed"
    assert reading(case).corrected_by == (an_id(2),)


def test_a_correction_counts_again_when_its_retraction_is_retracted() -> None:
    case = history(TOLD, corrected(1, grade="claimed"), retracted(2), retracted(3))
    assert content(case).grade == "claimed"


def test_a_correction_that_counts_again_counts_in_its_place() -> None:
    case = history(
        TOLD,
        corrected(1, grade="claimed"),
        corrected(1, grade="rumour"),
        retracted(2),
        retracted(4),
    )
    assert content(case).grade == "rumour"
    assert reading(case).corrected_by == (an_id(2), an_id(3))


def test_null_removes_source_and_word() -> None:
    case = history(FULL, corrected(1, source=None, asserted_by=None))
    assert content(case, at=1).source is not None
    assert content(case, at=1).asserted_by is not None
    assert content(case).source is None
    assert content(case).asserted_by is None


def test_what_was_removed_can_be_said_again() -> None:
    case = history(FULL, corrected(1, source=None), corrected(1, source="a letter"))
    assert content(case).source == "a letter"


def test_a_corrected_zone_moves_the_day_of_what_happened_and_of_its_report() -> None:
    case = history(FULL, corrected(1, zone="-05:00"))
    assert FULL["zone"] == "+01:00"
    assert bounds(content(case, at=1)) == ("2024-11-19T23:00:00Z", "2024-11-20T22:59:59.999999Z")
    after = content(case)
    assert bounds(after) == ("2024-11-20T05:00:00Z", "2024-11-21T04:59:59.999999Z")
    assert after.zone == "-05:00"
    assert after.reported is not None
    assert after.reported.text == "2024-11-26"
    assert bound_text(after.reported.earliest) == "2024-11-26T05:00:00Z"


def test_a_zone_that_is_removed_makes_it_a_day_of_utc() -> None:
    after = content(history(FULL, corrected(1, zone=None)))
    assert after.zone is None
    assert bounds(after) == ("2024-11-20T00:00:00Z", "2024-11-20T23:59:59.999999Z")


def test_a_corrected_zone_does_not_move_an_instant() -> None:
    event = an_event("feedback-given", occurred_at="2024-11-20T10:00:00Z")
    after = content(history(event, corrected(1, zone="-05:00")))
    assert bounds(after) == ("2024-11-20T10:00:00Z", "2024-11-20T10:00:00Z")


def test_a_corrected_day_is_read_in_the_zone_of_the_event_whichever_came_first() -> None:
    day, zone = corrected(1, occurred_at="2024-11-21"), corrected(1, zone="-05:00")
    assert bounds(content(history(FULL, day))) == (
        "2024-11-20T23:00:00Z",
        "2024-11-21T22:59:59.999999Z",
    )
    both = ("2024-11-21T05:00:00Z", "2024-11-22T04:59:59.999999Z")
    assert bounds(content(history(FULL, day, zone))) == both
    assert bounds(content(history(FULL, zone, day))) == both


def test_the_zone_of_the_correction_itself_says_nothing() -> None:
    day = {**corrected(1, occurred_at="2024-11-21"), "zone": "+12:00"}
    assert bounds(content(history(TOLD, day)))[0] == "2024-11-21T00:00:00Z"


def test_a_zone_that_would_turn_the_time_round_or_out_of_the_years_is_no_reason_to_refuse() -> None:
    turned = an_act("programme-closed", "2024-11-26/2024-11-26T00:30:00Z")
    assert bounds(content(history(turned, corrected(1, zone="-01:00")))) == (
        "2024-11-26T00:30:00Z",
        "2024-11-26T01:00:00Z",
    )
    first = an_act("programme-closed", "0001")
    earliest, _ = bounds(content(history(first, corrected(1, zone="+01:00"))))
    assert earliest == "0001-01-01T00:00:00Z"


def test_an_event_comes_back_with_its_corrections() -> None:
    case = history(TOLD, corrected(1, grade="claimed"), retracted(1), retracted(3))
    assert reading(case, at=3).effective is None
    assert reading(case, at=3).corrected_by == (an_id(2),)
    assert content(case).grade == "claimed"


def test_what_is_said_about_one_event_does_not_touch_another() -> None:
    case = history(TOLD, corrected(1, grade="claimed"), disputed(1), retracted(2))
    assert not reading(case, of=2).disputed
    assert reading(case, of=2).corrected_by == ()
    assert reading(case, of=3).retracted_by == ()
    assert visible(case).endswith(" 1011")


def test_when_somebody_corrected_does_not_matter() -> None:
    late = {**corrected(1, grade="claimed"), "occurred_at": "2024-12-31"}
    early = {**corrected(1, grade="rumour"), "occurred_at": "2024-01-01"}
    assert content(history(TOLD, late, early)).grade == "rumour"


# --- what may be said at this moment -------------------------------------------------------


def refusal_of(saying: dict[str, Any], *case: dict[str, Any]) -> type[Refusal] | None:
    """The refusal of a Ledger event at the end of a case; None: it may be said."""
    fact: Any = read({**saying, "id": "new"}).fact
    try:
        refuse(fact, history(*case))
    except Refusal as refusal:
        return type(refusal)
    return None


EACH_SAYING = [retracted(1), corrected(1, grade="claimed"), disputed(1)]


@pytest.mark.parametrize("saying", EACH_SAYING, ids=lambda each: each["type"])
def test_a_visible_event_can_be_retracted_corrected_and_disputed(saying: dict[str, Any]) -> None:
    assert refusal_of(saying, TOLD) is None
    assert refusal_of(saying, TOLD, retracted(1), retracted(2)) is None
    assert refusal_of(saying, TOLD, disputed(1)) is None
    assert refusal_of(saying, TOLD, disputed(1), settled(1, "dismissed")) is None


@pytest.mark.parametrize(
    "saying", [*EACH_SAYING, settled(1, "upheld")], ids=lambda each: each["type"]
)
def test_nothing_can_be_said_about_an_event_that_is_not_visible(saying: dict[str, Any]) -> None:
    assert refusal_of(saying, TOLD, retracted(1)) is NotVisible
    assert refusal_of(saying, TOLD, disputed(1), retracted(1)) is NotVisible
    assert refusal_of(saying, TOLD, disputed(1), settled(1, "upheld")) is NotVisible


@pytest.mark.parametrize("outcome", ["upheld", "dismissed"])
def test_only_an_open_dispute_can_be_settled(outcome: str) -> None:
    settlement = settled(1, outcome)
    assert refusal_of(settlement, TOLD, disputed(1)) is None
    assert refusal_of(settlement, TOLD) is NoOpenDispute
    assert refusal_of(settlement, TOLD, disputed(1), retracted(2)) is NoOpenDispute
    closed = (TOLD, disputed(1), settled(1, "dismissed"))
    assert refusal_of(settlement, *closed) is NoOpenDispute
    assert refusal_of(settlement, *closed, disputed(1)) is None
    assert refusal_of(settlement, *closed, retracted(3)) is None


@pytest.mark.parametrize(
    "said",
    [retracted(1), corrected(1, grade="claimed"), disputed(1)],
    ids=lambda each: each["type"],
)
def test_a_ledger_event_can_be_retracted_but_neither_corrected_nor_disputed(
    said: dict[str, Any],
) -> None:
    assert refusal_of(retracted(2), TOLD, said) is None
    assert refusal_of(corrected(2, grade="claimed"), TOLD, said) is LedgerEventsAreRetracted
    assert refusal_of(disputed(2), TOLD, said) is LedgerEventsAreRetracted
    assert refusal_of(settled(2, "upheld"), TOLD, said) is NoOpenDispute
    assert refusal_of(disputed(2), TOLD, said, retracted(2)) is NotVisible


@pytest.mark.parametrize(
    ("saying", "case"),
    [
        (disputed(1), [TOLD, retracted(1)]),
        (disputed(2), [TOLD, disputed(1)]),
        (settled(1, "upheld"), [TOLD]),
    ],
    ids=["not visible", "of the ledger", "no dispute"],
)
def test_a_refusal_says_which_event_it_is_about(
    saying: dict[str, Any], case: list[dict[str, Any]]
) -> None:
    fact: Any = read({**saying, "id": "new"}).fact
    with pytest.raises(Refusal) as refused:
        refuse(fact, history(*case))
    assert fact.event in refused.value.detail


def test_what_counts_is_how_it_stands_at_the_end_of_its_case() -> None:
    assert refusal_of(disputed(1), TOLD, retracted(1)) is NotVisible
    assert refusal_of(disputed(1), TOLD, retracted(1), retracted(2)) is None


def test_a_case_of_which_nothing_was_told_stands_at_no_position() -> None:
    assert Case().position == 0


def test_positions_may_have_gaps_where_other_events_stand() -> None:
    told, retraction = history(TOLD, retracted(1))
    case = [at_position(70, told.event), at_position(900, retraction.event)]
    assert reading(case, at=899).effective is not None
    assert reading(case, at=900).effective is None
    with pytest.raises(NotVisible):
        refuse(read({**disputed(1), "id": "new"}).fact, case)  # type: ignore[arg-type]


# --- as the oracle reads -------------------------------------------------------------------


def acceptable(posted: list[Posted]) -> list[Posted]:
    """The history without what the ledger would refuse, and what would be about that."""
    kept: list[Posted] = []
    for each in posted:
        about = each["data"].get("event")
        if about is not None:
            case = case_of(kept, about)
            if not case or about == each["id"]:
                continue
            try:
                types = {event["id"]: event["type"] for event in kept}
                fact: Any = read(each, types[about] if "data" in each["data"] else None).fact
                refuse(fact, recorded(case))
            except Refusal:
                continue
        kept.append(each)
    return kept


def root_of(posted: list[Posted], event_id: str) -> str:
    about = {each["id"]: each["data"].get("event") for each in posted}
    while about.get(event_id):
        event_id = about[event_id]
    return event_id


def case_of(posted: list[Posted], event_id: str) -> list[Posted]:
    root = root_of(posted, event_id)
    return [each for each in posted if root_of(posted, each["id"]) == root]


@given(histories(max_events=16).map(acceptable), st.data())
def test_every_event_of_a_history_reads_as_the_oracle_reads_it(
    posted: list[Posted], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(posted)))
    records = recorded(posted)
    types = {each["id"]: each["type"] for each in posted}
    expected: dict[str, Posted] = {}
    disputed_now: set[str] = set()
    for programme in {each["programme"] for each in posted}:
        expected |= {event["id"]: event for event, _ in oracle.visible(posted, programme, at)}
        seen = oracle.seen_as_posted(oracle.recorded(posted, programme, at))
        disputed_now |= {each["id"] for each in posted if oracle.has_open_dispute(seen, each["id"])}
    for root in {root_of(posted, each["id"]) for each in posted}:
        case = [each for each in records if root_of(posted, each.event.id) == root]
        for event_id, read_as in read_case(case, at).items():
            assert read_as.disputed == (event_id in disputed_now)
            assert (read_as.effective is None) == (event_id not in expected)
            if read_as.effective is not None:
                assert as_the_oracle_says(read_as.effective, expected[event_id], types)
            assert read_as.record.position <= at


@given(histories(max_events=20).map(acceptable))
def test_each_event_more_changes_what_reading_all_of_its_case_anew_changes(
    posted: list[Posted],
) -> None:
    records = recorded(posted)
    for root in {root_of(posted, each["id"]) for each in posted}:
        case = Case()
        told: list[Recorded] = []
        for record in records:
            if root_of(posted, record.event.id) != root:
                continue
            before = read_case(told, record.position)
            told.append(record)
            after = read_case(told, record.position)
            changed = [
                (before.get(event_id), reading)
                for event_id, reading in after.items()
                if before.get(event_id) != reading
            ]
            assert case.add(record) == changed
            assert case.readings() == after
            assert (case.root, case.position) == (told[0].event, record.position)


def as_the_oracle_says(event: Event, posted: Posted, types: dict[str, str]) -> bool:
    when = oracle.occurrence(posted)
    corrected_type = types[posted["data"]["event"]] if "data" in posted["data"] else None
    return (
        event.fact == read(posted, corrected_type).fact
        and bounds(event) == (times.show_instant(when.earliest), times.show_instant(when.latest))
        and (event.occurred.text, event.zone) == (posted["occurred_at"], posted.get("zone"))
        and (event.source, event.asserted_by) == (posted.get("source"), posted.get("asserted_by"))
        and event.grade == posted["grade"]
    )


def test_about_says_which_event_a_ledger_event_is_about() -> None:
    told, retraction = history(TOLD, retracted(1))
    assert told.event.about is None
    assert retraction.event.about == EventId(an_id(1))
    assert (told.event.type, retraction.event.type) == ("item-disclosed", "event-retracted")


def test_an_event_says_no_more_than_it_must() -> None:
    event = read({**a_minimal_event("programme-closed"), "id": an_id(1)})
    assert (event.grade, event.evidence) == ("reported", ())
    assert (event.zone, event.source, event.asserted_by, event.reported) == (None,) * 4
