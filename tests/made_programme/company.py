"""Who is in touch with whom, and what goes round: contacts, builds, questions, rumours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from domain.instant import DAY, Instant
from tests.made_programme.course import Plan
from tests.made_programme.pen import Pen
from tests.made_programme.people import COHORTS, ORG, Person


def meeting(plan: Plan, pen: Pen, people: Sequence[Person], day: Instant) -> None:
    """Testers of a day who were seen with one another, mostly of the same cohort."""
    here = [person for person in people if person.takes_part(day)]
    by_cohort = defaultdict(list)
    for person in here:
        by_cohort[person.cohort].append(person)
    for _ in range(int(pen.chance.expovariate(1 / (0.5 + len(here) * 0.016)))):
        if len(here) < 2:
            return
        one = pen.chance.choice(here)
        near = by_cohort[one.cohort] if pen.chance.random() < 0.7 else here
        other = pen.chance.choice(near)
        if other is not one:
            _meet(pen, Instant(day + pen.chance.randrange(DAY)), [one, other], "forum")


def gathering(plan: Plan, pen: Pen, people: Sequence[Person]) -> None:
    """Some have a pastime in common, in every course: a group that means nothing."""
    begins = plan.at(pen.chance.uniform(0.4, 0.8))
    for person in people:
        if person.takes_part(begins) and pen.chance.random() < 0.12:
            joined = {"group": "group:film-night", "party": person.party}
            pen.write("group-joined", pen.soon(begins, 6), joined)


def circle(plan: Plan, pen: Pen, people: Sequence[Person], letter: Instant) -> list[Person]:
    """Those who are left without answers find one another; it is found out after the letter."""
    sore = sorted(people, key=lambda each: (-each.unanswered, each.party))
    inside = [each for each in sore if each.takes_part(letter)][: max(2, plan.testers // 12)]
    for number, person in enumerate(inside):
        share = 0.72 + 0.18 * number / len(inside)
        at = pen.soon(plan.at(share), 3)
        if at >= letter:
            continue
        found_out = Instant(letter + pen.chance.randrange(2 * DAY, 30 * DAY))
        joined = {"group": "group:circle", "party": person.party}
        pen.write("group-joined", at, joined, recorded=found_out)
        for _ in range(3):
            other = pen.chance.choice(inside)
            met = Instant(at + int(pen.chance.random() * (letter - at)))
            if other is not person:
                seen = met if pen.chance.random() < 0.25 else found_out
                _meet(pen, met, [person, other], "elsewhere", max(seen, Instant(met + 1)))
    return inside


def telling(plan: Plan, pen: Pen, people: Sequence[Person]) -> None:
    """Builds are disclosed to the cohorts; some ask for the price; rumours go round."""
    groups = [f"group:cohort-{each + 1}" for each in range(COHORTS)]
    for number in range(1, int(plan.months * 2)):
        at = plan.at(0.08 + 0.85 * number / (plan.months * 2))
        item = f"item:build-{number}"
        build = {"item": item, "title": f"Build {number}", "confidentiality": "confidential"}
        pen.write("item-registered", at, {**build, "by": ORG}, plainly=True)
        told = {"items": [item], "by": "staff:lena", "to": groups, "under": "nda-1"}
        pen.write("item-disclosed", pen.soon(at, 0.5), told)
        for person in pen.chance.sample(people, min(3, len(people))):
            asked = {"item": "item:price", "by": person.party, "of": person.contact}
            pen.write("knowledge-requested", pen.soon(at, 4), asked)
        one, other = pen.chance.sample(people, 2)
        rumour = {"items": ["item:launch"], "by": one.party, "to": [other.party]}
        pen.write("item-disclosed", pen.soon(at, 6), {**rumour, "extent": "rumour"})


def _meet(
    pen: Pen, at: Instant, who: Sequence[Person], channel: str, recorded: Instant | None = None
) -> None:
    parties = [each.party for each in who]
    pen.write("contact-observed", at, {"parties": parties, "channel": channel}, recorded=recorded)
