"""Section 7, `roster`: every tester's facets and counts."""

from typing import Any, NamedTuple

from .times import Occurrence, certainty, read_instant, three_part
from .visibility import Event, Record, occurrence, visible

Facet = dict[str, Any]

# > "membership (`invited`,`accepted`,`declined`,`left`), nda (`none`,`signed`,`released`; which
# terms), access (`none`,`granted`,`cut`; a suspended programme cuts all until it is resumed)"
MEMBERSHIP = {
    "tester-invited": "invited",
    "invitation-accepted": "accepted",
    "invitation-declined": "declined",
    "tester-left": "left",
}
NDA = {"nda-signed": "signed", "nda-released": "released"}
ACCESS = {"access-granted": "granted", "access-cut": "cut"}
PROGRAMME = {"programme-suspended": "suspended", "programme-resumed": "resumed"}


class Change(NamedTuple):
    """Something that changed a facet; the greatest is the latest."""

    # > "(by latest, earliest, position)"
    latest: int
    earliest: int
    position: int
    state: str
    event: Event
    when: Occurrence


def changes(records: list[Record], states: dict[str, str], wanted: str, t: int) -> list[Change]:
    """The changes that are `certain`, or those that are `possible`, at t; the latest last."""
    found = []
    for event, position in records:
        when = occurrence(event)
        if event["type"] in states and certainty(when, t) == wanted:
            state = states[event["type"]]
            found.append(Change(when.latest, when.earliest, position, state, event, when))
    return sorted(found, key=lambda each: (each.latest, each.earliest, each.position))


def facet(certain: list[Change], possible: list[Change], initial: str | None) -> Facet:
    """A facet by its changes alone."""
    # > "The facet is the latest certain change by as_of …; a later possible one is shown as
    # `possibly`" (What is only possible ends after as_of, and what is certain before: it is
    # always later.)
    shown: Facet = {"state": initial, "since": None, "via": None, "certainty": None}
    if certain:
        shown = since(certain[-1], certain[-1].state)
    shown["possibly"] = possible[-1].state if possible else None
    return shown


def since(change: Change, state: str) -> Facet:
    """The state that a certain change brought."""
    # > "each with `since` (three-part), `via` and `certainty`"
    return {
        "state": state,
        "since": three_part(change.when),
        "via": change.event["id"],
        "certainty": "certain",
    }


def nda_facet(records: list[Record], t: int) -> Facet:
    """The nda facet, with "which terms"."""
    certain = changes(records, NDA, "certain", t)
    shown = facet(certain, changes(records, NDA, "possible", t), "none")
    shown["terms"] = certain[-1].event["data"]["terms"] if certain else None
    return shown


def access_facet(records: list[Record], all_records: list[Record], t: int) -> Facet:
    """The access facet: the tester's own changes, under those of the whole programme."""
    own = changes(records, ACCESS, "certain", t)
    own_possible = changes(records, ACCESS, "possible", t)
    shown = facet(own, own_possible, "none")
    # > "a suspended programme cuts all until it is resumed"
    programme = changes(all_records, PROGRAMME, "certain", t)
    suspended = bool(programme) and programme[-1].state == "suspended"
    granted = shown["state"] == "granted"
    if suspended and granted:
        shown = {**since(programme[-1], "cut"), "possibly": shown["possibly"]}
    # While the programme is suspended, a possible grant would be cut at once.
    if suspended and shown["possibly"] == "granted":
        shown["possibly"] = "cut"
    # The latest possible change of the programme counts where it would change this facet, and where
    # it is later than the tester's own latest possible change.
    programme_possible = changes(all_records, PROGRAMME, "possible", t)
    if programme_possible and granted:
        latest = programme_possible[-1]
        later_than_own = not own_possible or latest[:3] > own_possible[-1][:3]
        if later_than_own and latest.state == "suspended" and not suspended:
            shown["possibly"] = "cut"
        if later_than_own and latest.state == "resumed" and suspended:
            shown["possibly"] = "granted"
    return shown


def slugs(records: list[Record], kind: str, field: str, t: int) -> set[str]:
    """The distinct slugs in a field of the certain events of one type."""
    return {
        event["data"][field]
        for event, _ in records
        if event["type"] == kind and certainty(occurrence(event), t) == "certain"
    }


def number(records: list[Record], kind: str, t: int) -> int:
    """How many events of one type are certain."""
    return len(
        [
            event
            for event, _ in records
            if event["type"] == kind and certainty(occurrence(event), t) == "certain"
        ]
    )


def counts(records: list[Record], t: int) -> dict[str, int]:
    """What is certain by as_of."""
    # > "counts: feedback given, acknowledged, answered, open; concerns open; rewards agreed, paid"
    given = slugs(records, "feedback-given", "feedback", t)
    acknowledged = slugs(records, "feedback-acknowledged", "feedback", t)
    answered = slugs(records, "feedback-answered", "feedback", t)
    raised = slugs(records, "concern-raised", "concern", t)
    concerns_answered = slugs(records, "concern-answered", "concern", t)
    return {
        "feedback_given": len(given),
        "feedback_acknowledged": len(acknowledged),
        "feedback_answered": len(answered),
        "feedback_open": len(given - answered),
        "concerns_open": len(raised - concerns_answered),
        "rewards_agreed": number(records, "reward-agreed", t),
        "rewards_paid": number(records, "reward-paid", t),
    }


def roster_of(records: list[Record], t: int) -> dict[str, dict[str, Any]]:
    """Every party that is the `tester` of an event that happened by t, sorted."""
    testers = {
        event["data"]["tester"]
        for event, _ in records
        if "tester" in event["data"] and certainty(occurrence(event), t) is not None
    }
    return {tester: entry(tester, records, t) for tester in sorted(testers)}


def entry(tester: str, records: list[Record], t: int) -> dict[str, Any]:
    """One tester's facets and counts; those of before anything, if nothing happened by t."""
    own = [each for each in records if each[0]["data"].get("tester") == tester]
    return {
        "membership": facet(
            changes(own, MEMBERSHIP, "certain", t),
            changes(own, MEMBERSHIP, "possible", t),
            None,
        ),
        "nda": nda_facet(own, t),
        "access": access_facet(own, records, t),
        "counts": counts(own, t),
    }


def roster(
    history: list[Event], programme: str, as_of: str, as_recorded: int
) -> dict[str, dict[str, Any]]:
    """The roster at the bounds."""
    return roster_of(visible(history, programme, as_recorded), read_instant(as_of))
