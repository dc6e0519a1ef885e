"""What a contact is."""

from __future__ import annotations

from domain.contacts import Contact, contact
from domain.events.envelope import Event
from domain.events.knowledge import ContactObserved
from domain.events.programme import ProgrammeClosed
from domain.names import EventId, Party, Programme
from domain.occurrence import parse_occurrence

DAY = parse_occurrence("2024-11-26")
ANA, BEN, CARL = Party("tester:ana"), Party("tester:ben"), Party("staff:carl")
ID = EventId("00000000-0000-4000-8000-000000000001")


def an_observation(*parties: Party) -> Event:
    seen = ContactObserved(parties=parties)
    return Event(id=ID, programme=Programme("p"), occurred=DAY, fact=seen)


def test_a_contact_is_of_all_who_were_observed_over_all_its_bounds() -> None:
    observed = an_observation(BEN, CARL, ANA)
    assert contact(observed, 7) == Contact((CARL, ANA, BEN), ID, 7, DAY.earliest, DAY.latest)


def test_who_is_named_twice_is_there_once() -> None:
    met = contact(an_observation(BEN, ANA, BEN), 7)
    assert met is not None
    assert met.parties == (ANA, BEN)


def test_nobody_is_in_contact_with_themselves() -> None:
    assert contact(an_observation(ANA, ANA), 7) is None


def test_no_other_event_is_a_contact() -> None:
    closed = Event(id=ID, programme=Programme("p"), occurred=DAY, fact=ProgrammeClosed())
    assert contact(closed, 7) is None
