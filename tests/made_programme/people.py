"""Who takes part: testers in cohorts, each invited, bound to terms, and given access."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from domain.instant import DAY, Instant
from tests.made_programme.course import Plan
from tests.made_programme.pen import HOUR, Pen

ORG: Final = "org:helio"
STAFF: Final = tuple(f"staff:{name}" for name in ("lena", "omar", "kim", "ines", "paul", "ruth"))
COHORTS: Final = 6


@dataclass
class Person:
    """One tester, and what it went through."""

    party: str
    cohort: str
    contact: str
    """The one of the staff who looks after it."""
    since: Instant
    """From when on it takes part."""
    keen: float
    """How much feedback it gives in a week."""
    until: Instant | None = None
    given: int = 0
    unanswered: int = 0
    """How much of what it said lately was left without an answer."""
    owed: list[Instant] = field(default_factory=list)

    def takes_part(self, at: Instant) -> bool:
        """Whether it does at an instant."""
        return self.since <= at and (self.until is None or at < self.until)


def recruited(plan: Plan, pen: Pen) -> list[Person]:
    """Invite everybody, wave by wave; those who took part."""
    people = []
    for number in range(plan.testers):
        wave = number * COHORTS // plan.testers
        invited = pen.soon(plan.at(0.02 + wave * 0.05), 2)
        person = Person(
            party=f"tester:t{number:03}",
            cohort=f"group:cohort-{wave + 1}",
            contact=STAFF[number % len(STAFF)],
            since=pen.soon(invited, 2),
            keen=pen.chance.paretovariate(2.2) * 0.17,
        )
        data = {"tester": person.party, "by": person.contact, "name": f"Made Person {number}"}
        pen.write("tester-invited", invited, {**data, "email": f"t{number:03}@example.org"})
        if pen.chance.random() < 0.08:
            pen.write("invitation-declined", person.since, {"tester": person.party})
            continue
        _admit(pen, person)
        people.append(person)
    return people


def _admit(pen: Pen, person: Person) -> None:
    """Accepted, signed, given access, and in its cohort; some sign only after they have access."""
    tester = {"tester": person.party}
    granted = Instant(person.since + pen.chance.randrange(2 * HOUR, DAY))
    late = pen.chance.random() < 0.03
    signed = pen.soon(granted, 5) if late else Instant((person.since + granted) // 2)
    pen.write("invitation-accepted", person.since, tester)
    pen.write("nda-signed", signed, {**tester, "terms": "nda-1"})
    pen.write(
        "access-granted", granted, {**tester, "items": ["item:helio-app"], "by": person.contact}
    )
    pen.write("group-joined", granted, {"group": person.cohort, "party": person.party})


def leaving(plan: Plan, pen: Pen, people: list[Person], day: Instant) -> None:
    """Now and then somebody leaves, the sooner the less it is answered."""
    for person in people:
        if not person.takes_part(day) or day < person.since + 14 * DAY:
            continue
        if pen.chance.random() < (0.0003 + 0.0004 * min(person.unanswered, 5)) * 9 / plan.months:
            person.until = Instant(day + pen.chance.randrange(DAY))
            pen.write("tester-left", person.until, {"tester": person.party})
            pen.write("group-left", person.until, {"group": person.cohort, "party": person.party})
