"""How it ends: an open letter, a leak, the cut of access, and a statement."""

from __future__ import annotations

from collections.abc import Sequence

from domain.instant import DAY, Instant, format_instant
from tests.made_programme.course import Plan
from tests.made_programme.pen import HOUR, Pen
from tests.made_programme.people import ORG, Person


def publishing(plan: Plan, pen: Pen, inside: Sequence[Person], at: Instant) -> None:
    """The letter and what follows on it, hour by hour and day by day."""
    signed = [each.party for each in inside]
    letter = {
        "letter": "we-tested-for-nothing",
        "title": "We tested for nothing",
        "by": "group:circle",
        "signatories": signed[: max(1, len(signed) // 2)],
        "addressed_to": [ORG],
        "reveals": ["item:launch"],
        "demands": ["answers", "payment"],
    }
    pen.write("open-letter-published", at, letter, plainly=True)
    for each in signed[len(signed) // 2 :]:
        more = {"letter": letter["letter"], "signatory": each}
        pen.write("letter-signed", pen.soon(at, 1), more)
    leaked = Instant(at + HOUR)
    leak = {"items": ["item:helio-app"], "by": signed[0], "to": ["public"], "channel": "a post"}
    seen = Instant(leaked + HOUR)
    leak_id = pen.write("item-leaked", leaked, leak, recorded=seen, plainly=True)
    _answering(pen, signed, at, leak_id)


def _answering(pen: Pen, signed: Sequence[str], at: Instant, leak: str) -> None:
    """The incident, as the organisation goes about it."""
    incident = {"incident": "letter"}

    def after(hours: float) -> Instant:
        return Instant(at + int(hours * HOUR))

    opened = {**incident, "title": "A letter and a leak", "by": ORG}
    pen.write("incident-opened", after(4), opened, plainly=True)
    detected = {**incident, "by": "staff:kim", "leak": leak, "items": ["item:helio-app"]}
    pen.write("leak-detected", after(5), detected, recorded=after(6), plainly=True)
    for each in signed:
        cut = {"tester": each, "by": ORG, "reason": "signed the letter"}
        pen.write("access-cut", pen.soon(after(6), 0.1), cut)
    pen.write("programme-suspended", after(8), {"by": ORG, "reason": "the leak"}, plainly=True)
    pen.write("leak-contained", after(20), {**incident, "by": ORG}, plainly=True)
    said = {"statement": "on-the-letter", "by": ORG, "to": ["public"], "text": "We regret it."}
    pen.write("statement-issued", after(26), said, plainly=True)
    news = {"items": ["item:launch"], "by": "press:daily", "extent": "partial"}
    pen.write("item-published", after(30), news, plainly=True)
    finding = {**incident, "text": "They had asked for months.", "by": "staff:legal"}
    pen.write("finding-recorded", after(9 * 24), finding, plainly=True)
    due = format_instant(after(60 * 24))
    action = {**incident, "action": "pay what is owed", "owner": ORG, "due_at": due}
    pen.write("action-agreed", after(10 * 24), action, plainly=True)
    pen.write("programme-resumed", Instant(at + 12 * DAY), {"by": ORG}, plainly=True)
