"""What was recorded late, and what speaks of things that are not there."""

from __future__ import annotations

from domain.irregularities.codes import Code, Irregularity
from domain.irregularities.records import Record, recorded_late, unknown_reference
from domain.occurrence import Certainty
from domain.references import references
from tests.builders import AN_EVENT
from tests.domain.recorded import an_act, an_id, history

from .story import ANA, DAY, LATER, Act, Verdict, at, verdict

# --- late ----------------------------------------------------------------------------------


def of_the_record(act: Act, recorded_at: str, as_of: str = LATER) -> Irregularity | None:
    (event,) = (each.event for each in history(act))
    record = Record(
        type=event.type,
        tester=getattr(event.fact, "tester", None),
        recorded_at=at(recorded_at),
        via=event.id,
        position=7,
        earliest=event.occurred.earliest,
        latest=event.occurred.latest,
    )
    return recorded_late(record, at(as_of))


def test_an_event_was_recorded_late() -> None:
    left = an_act("tester-left", DAY)
    assert of_the_record(left, "2024-03-12T09:30:00Z") == Irregularity(
        code=Code.RECORDED_LATE,
        certainty=Certainty.CERTAIN,
        tester=ANA,
        events=(an_id(1),),
        detail="What happened on 10 March 2024 (tester-left of tester:ana) was recorded only on"
        " 12 March 2024 at 09:30 UTC.",
        since=an_id(1),
        position=7,
    )


def test_an_event_of_no_tester_was_recorded_late() -> None:
    found = of_the_record(an_act("incident-opened", DAY), "2024-03-12T09:30:00Z")
    assert found is not None
    assert found.tester is None
    assert found.detail.startswith("What happened on 10 March 2024 (incident-opened) was recorded")


def test_it_is_late_a_day_after_it_had_ended() -> None:
    noon = an_act("tester-left", "2024-03-10T12:00:00Z")
    assert of_the_record(noon, "2024-03-11T12:00:00Z") is None
    assert of_the_record(noon, "2024-03-11T12:00:00.000001Z") is not None
    assert of_the_record(an_act("tester-left", DAY), "2024-03-11T23:59:59.999999Z") is None
    assert of_the_record(an_act("tester-left", "2024-03-10/.."), "2029-01-01T00:00:00Z") is None


def test_it_is_late_as_certainly_as_it_happened() -> None:
    left = an_act("tester-left", DAY)
    recorded_at = "2024-04-01T00:00:00Z"
    assert of_the_record(left, recorded_at, "2024-03-09T23:59:59Z") is None
    perhaps = of_the_record(left, recorded_at, "2024-03-10T12:00:00Z")
    assert verdict(perhaps) == ("possible", [1])


# --- unknown references --------------------------------------------------------------------


def of_the_reference(*acts: Act, as_of: str = LATER) -> Irregularity | None:
    """What the first of these acts refers to, and none of them makes."""
    referring, *others = [references(each.event, each.position) for each in history(*acts)]
    made = [one for each in (referring, *others) for one in each if one.makes]
    makers = {each.name: [one for one in made if one.name == each.name] for each in made}
    found = {
        name: [each for each in many if each.earliest <= at(as_of)] for name, many in makers.items()
    }
    return unknown_reference(referring, found, at(as_of))


def unknown(*acts: Act, as_of: str = LATER) -> Verdict:
    return verdict(of_the_reference(*acts, as_of=as_of))


ANSWERED = an_act("feedback-answered", DAY, feedback="one")


def test_an_event_refers_to_what_no_event_makes() -> None:
    assert of_the_reference(ANSWERED) == Irregularity(
        code=Code.UNKNOWN_REFERENCE,
        certainty=Certainty.CERTAIN,
        tester=ANA,
        events=(an_id(1),),
        detail="What happened on 10 March 2024 (feedback-answered of tester:ana) refers to"
        " feedback:one, and no record says how that came about.",
        since=an_id(1),
        position=1,
    )


def test_all_things_that_are_unknown_are_named_in_order() -> None:
    detected = an_act("leak-detected", DAY, incident="one", leak=AN_EVENT, items=["concern:two"])
    found = of_the_reference(detected)
    assert found is not None
    assert found.tester is None
    assert found.detail == (
        "What happened on 10 March 2024 (leak-detected) refers to concern:two, incident:one and the"
        f" leak event:{AN_EVENT}, and no record says how these came about."
    )
    known = (an_act("incident-opened", incident="one"), an_act("concern-raised", concern="two"))
    of_the_leak = of_the_reference(detected, *known)
    assert of_the_leak is not None
    assert f"refers to the leak event:{AN_EVENT}, and" in of_the_leak.detail


def test_what_makes_it_may_come_later() -> None:
    acts = (ANSWERED, an_act("feedback-given", "2024-05-01", feedback="one"))
    assert unknown(*acts) is None
    assert unknown(*acts, as_of="2024-04-30T00:00:00Z") == ("certain", [1])
    assert unknown(*acts, as_of="2024-05-01T12:00:00Z") == ("possible", [1])


def test_what_certainly_nobody_makes_goes_before_what_perhaps_somebody_made() -> None:
    told = an_act("item-disclosed", DAY, items=["letter:a", "letter:b"])
    maybe = an_act("open-letter-published", "2024-05-01/..", letter="a")
    found = of_the_reference(told, maybe)
    assert found is not None
    assert (verdict(found), "letter:a" in found.detail) == (("certain", [1]), False)


def test_of_several_makers_one_that_is_certain_is_enough() -> None:
    maybe = an_act("feedback-given", "2024-05-01/..", feedback="one")
    surely = an_act("feedback-given", "2024-05-01", feedback="one")
    assert unknown(ANSWERED, maybe) == ("possible", [1])
    assert unknown(ANSWERED, maybe, surely) is None


def test_a_reference_is_unknown_as_certainly_as_it_was_made() -> None:
    assert unknown(ANSWERED, as_of="2024-03-09T23:59:59Z") is None
    assert unknown(ANSWERED, as_of="2024-03-10T12:00:00Z") == ("possible", [1])


def test_what_refers_to_nothing_refers_to_nothing_unknown() -> None:
    assert unknown(an_act("tester-left", DAY)) is None
    assert unknown(an_act("feedback-given", DAY, feedback="one")) is None
