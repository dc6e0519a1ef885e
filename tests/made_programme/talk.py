"""What testers say, and what they hear: feedback, concerns, answers, and the silence after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.instant import DAY, Instant
from tests.made_programme.course import Plan
from tests.made_programme.pen import HOUR, Pen
from tests.made_programme.people import Person

QUIET: Final = 6
"""After so much without an answer somebody says hardly anything more."""


def talking(plan: Plan, pen: Pen, people: Sequence[Person], day: Instant) -> None:
    """A day of it."""
    for person in people:
        if not person.takes_part(day):
            continue
        hope = max(0.08, 1 - person.unanswered / QUIET)
        if pen.chance.random() < person.keen / 7 * hope:
            _feedback(plan, pen, person, _of_day(pen, day))
        if pen.chance.random() < 0.0006 + 0.0025 * min(person.unanswered, 5):
            _concern(plan, pen, person, _of_day(pen, day))


def _feedback(plan: Plan, pen: Pen, person: Person, at: Instant) -> None:
    person.given += 1
    slug = f"{person.party[7:]}-{person.given}"
    named = {"tester": person.party, "feedback": slug}
    about = {"about": "item:helio-app"} if pen.chance.random() < 0.4 else {}
    text = {"text": f"The {person.given}. thing that could be better.", "to": [person.contact]}
    pen.write("feedback-given", at, {**named, **text, **about})
    if pen.chance.random() < 0.6:
        heard = pen.soon(at, 0.4)
        pen.write("feedback-acknowledged", heard, {**named, "by": person.contact})
    care = plan.care(at)
    answered = _answered(plan, pen, at, care)
    if answered is None:
        person.unanswered += 1
        return
    person.unanswered = max(0, person.unanswered - 1)
    pen.write("feedback-answered", answered, {**named, "by": person.contact})
    if person.given % 3 == 0:
        person.owed.append(answered)


def _concern(plan: Plan, pen: Pen, person: Person, at: Instant) -> None:
    slug = f"{person.party[7:]}-{plan.share(at) * 1000:.0f}"
    named = {"tester": person.party, "concern": slug}
    told = {"text": "We are not heard, and not paid.", "to": [person.contact]}
    pen.write("concern-raised", at, {**named, **told})
    if pen.chance.random() < 0.3:
        up = {**named, "by": person.contact, "to": ["staff:head"]}
        pen.write("concern-escalated", pen.soon(at, 2), up)
    answered = _answered(plan, pen, at, plan.care(at))
    if answered is None:
        person.unanswered += 1
    else:
        pen.write("concern-answered", answered, {**named, "by": person.contact})


def _answered(plan: Plan, pen: Pen, at: Instant, care: float) -> Instant | None:
    """When it is answered: the less care, the later and the more rarely; None: never."""
    if pen.chance.random() > 0.97 * care**0.6:
        return None
    days = pen.chance.lognormvariate(0.4, 0.7) / care
    answered = Instant(at + int(days * DAY))
    return answered if plan.share(answered) < 1 else None


def _of_day(pen: Pen, day: Instant) -> Instant:
    """An hour at which people are awake."""
    return Instant(day + pen.chance.randrange(7 * HOUR, 23 * HOUR))
