"""What is promised and owed: commitments, rewards, and terms that change."""

from __future__ import annotations

from collections.abc import Sequence

from domain.instant import DAY, Instant, format_instant
from tests.made_programme.course import Plan
from tests.made_programme.pen import HOUR, Pen
from tests.made_programme.people import COHORTS, ORG, STAFF, Person

TERMS = (
    ("nda-2", "nda", "nda-1", 0.42),
    ("participation-2", "participation", "participation-1", 0.55),
    ("content-2", "content-approval", "content-1", 0.68),
    ("nda-3", "nda", "nda-2", 0.74),
)
"""Terms, their kind, what they replace, and after what share of the programme."""


def opening(plan: Plan, pen: Pen) -> None:
    """The programme, its first terms, and what it is about."""
    at = plan.start
    pen.write("programme-opened", at, {"org": ORG, "title": "Helio, closed beta"}, plainly=True)
    for kind, terms in (("nda", "nda-1"), ("participation", "participation-1")):
        data = {"terms": terms, "kind": kind, "by": ORG}
        pen.write("terms-published", Instant(at + HOUR), data, plainly=True)
    for item, confidentiality in (("helio-app", "confidential"), ("price", "confidential")):
        data = {"item": f"item:{item}", "title": item, "confidentiality": confidentiality}
        pen.write("item-registered", Instant(at + HOUR), {**data, "by": ORG}, plainly=True)
    launch = {"item": "item:launch", "title": "The launch", "confidentiality": "embargoed"}
    until = {"embargo_until": format_instant(Instant(plan.at(1) + 60 * DAY))}
    pen.write("item-registered", Instant(at + HOUR), {**launch, **until, "by": ORG}, plainly=True)


def changing(plan: Plan, pen: Pen, people: Sequence[Person]) -> None:
    """Terms are replaced; whoever is still willing signs the new ones."""
    for terms, kind, replaces, share in TERMS:
        at = plan.at(share)
        data = {"terms": terms, "kind": kind, "replaces": replaces, "by": ORG}
        pen.write("terms-published", at, data, plainly=True)
        for person in people:
            willing = 0.35 + 0.55 * plan.care(at)
            if kind == "nda" and person.takes_part(at) and pen.chance.random() < willing:
                signed = {"tester": person.party, "terms": terms}
                pen.write("nda-signed", pen.soon(at, 9), signed)


def promising(plan: Plan, pen: Pen) -> None:
    """Every few days something is promised, to a cohort or to all."""
    at, number = pen.soon(plan.at(0.05), 3), 0
    while plan.share(at) < 0.95:
        number += 1
        slug, due = f"promise-{number}", Instant(at + pen.chance.randrange(7 * DAY, 30 * DAY))
        groups = [f"group:cohort-{each + 1}" for each in range(COHORTS)]
        to = groups if pen.chance.random() < 0.2 else [pen.chance.choice(groups)]
        data = {"commitment": slug, "by": pen.chance.choice(STAFF), "to": to}
        more = {"text": "It will be in the next build.", "due_at": format_instant(due)}
        pen.write("commitment-made", at, {**data, **more})
        _keep(plan, pen, slug, due)
        at = pen.soon(at, 2.5)


def _keep(plan: Plan, pen: Pen, slug: str, due: Instant) -> None:
    """Kept, or broken and said so, or passed over in silence."""
    fate, care = pen.chance.random(), plan.care(due)
    if plan.share(due) > 0.98:
        return
    if fate < 0.96 * care**0.4:
        kept = Instant(due + int(pen.chance.gauss(-2, 2) * DAY))
        pen.write("commitment-kept", kept, {"commitment": slug})
    elif fate < 0.5 + 0.48 * care**0.4:
        pen.write("commitment-broken", pen.soon(due, 4), {"commitment": slug})


def rewarding(plan: Plan, pen: Pen, people: Sequence[Person]) -> None:
    """Rewards are agreed for every third thing that was answered, and mostly paid."""
    for person in people:
        for at in person.owed:
            data = {"tester": person.party, "amount": "40.00", "currency": "EUR", "by": ORG}
            pen.write("reward-agreed", at, data)
            care = plan.care(at)
            paid = pen.soon(at, 8 / care)
            if pen.chance.random() < 0.97 * care**0.5 and plan.share(paid) < 1:
                pen.write("reward-paid", paid, data)
