"""Section 7, `signals`: a series for each, point by point. Signals, never probabilities."""

from collections.abc import Mapping
from itertools import combinations
from statistics import median
from typing import Any

from .happened import Happened, happened_by, of_type, order
from .irregular_access import replacements
from .membership import certainly_belongs, joins_and_leaves
from .times import BEGINNING, DAY, END, HOUR, read_instant, show_instant
from .visibility import Event, Record, occurrence, visible

Value = int | float | None


def points(seen: list[Record], as_of: int, step: int) -> list[int]:
    """The instants of the series."""
    # > "Start: the least `earliest` that is bounded (else least bounded latest, else none: no
    # points) of events visible at r with earliest <= as_of."
    times = [occurrence(event) for event, _ in seen]
    begun = [when for when in times if when.earliest <= as_of]
    bounds = [when.earliest for when in begun if when.earliest != BEGINNING]
    bounds = bounds or [when.latest for when in begun if when.latest != END]
    if not bounds:
        return []
    # > "Points: every UTC midnight (or full hour) strictly after the start and before as_of, then
    # as_of itself."
    next_one = (min(bounds) // step + 1) * step
    return [*range(next_one, as_of, step), as_of]


def by_thing(happened: list[Happened], kind: str, event_type: str) -> dict[Any, Happened]:
    """The first event of the type for each (tester, slug)."""
    # > "A thing (feedback, concern) is keyed by (tester, slug), as in the roster. Where a thing was
    # made or answered several times, the first counts."
    found: dict[Any, Happened] = {}
    for each in sorted(of_type(happened, event_type), key=order):
        found.setdefault((each.data["tester"], each.data[kind]), each)
    return found


def in_days(microseconds: float) -> float:
    """As it is shown."""
    # > "Days: microseconds / 86 400 000 000, rounded to 2 decimals"
    return round(microseconds / DAY, 2)


def open_things(happened: list[Happened], kind: str, made: str, t: int) -> tuple[int, Value]:
    """How many feedbacks or concerns are not answered, and the age of the oldest in days."""
    # > "feedback_open: feedback given, not answered. feedback_oldest_days: the greatest age of an
    # open one; null if none."   > '"age" at t of an event: t - latest'
    answered = by_thing(happened, kind, f"{kind}-answered")
    given = by_thing(happened, kind, made)
    ages = [t - each.when.latest for thing, each in given.items() if thing not in answered]
    return len(ages), in_days(max(ages)) if ages else None


def answer_days_median(happened: list[Happened]) -> Value:
    """How long answers took."""
    # > "median over answered-and-given feedback of max(0, answered.latest - given.latest) in days;
    # null if none"
    answered = by_thing(happened, "feedback", "feedback-answered")
    given = by_thing(happened, "feedback", "feedback-given")
    waits = [
        max(0, answered[thing].when.latest - each.when.latest)
        for thing, each in given.items()
        if thing in answered
    ]
    return in_days(median(waits)) if waits else None


def never_answered_share(happened: list[Happened]) -> Value:
    """Who spoke and never heard back."""
    # > "of the testers who gave feedback, the share of whom none was answered; null if nobody gave
    # any"   > "shares rounded to 4"
    given = by_thing(happened, "feedback", "feedback-given")
    answered = by_thing(happened, "feedback", "feedback-answered")
    testers = {tester for tester, _ in given}
    heard = {thing[0] for thing in given if thing in answered}
    return round(len(testers - heard) / len(testers), 4) if testers else None


def slugs(happened: list[Happened], *kinds: str) -> set[str]:
    """The commitments of these events."""
    return {each.data["commitment"] for each in of_type(happened, *kinds)}


def commitments_overdue(happened: list[Happened], t: int) -> int:
    """How many are."""
    # > "distinct slugs made with some due_at < t, neither kept nor broken"
    due = [
        each
        for each in of_type(happened, "commitment-made")
        if "due_at" in each.data and read_instant(each.data["due_at"]) < t
    ]
    settled = slugs(happened, "commitment-kept", "commitment-broken")
    return len(slugs(due, "commitment-made") - settled)


def rewards_unpaid(happened: list[Happened]) -> int:
    """How many rewards were agreed and not paid."""
    # > "sum over testers of max(0, rewards agreed - rewards paid) (events)"
    agreed = [each.data["tester"] for each in of_type(happened, "reward-agreed")]
    paid = [each.data["tester"] for each in of_type(happened, "reward-paid")]
    return sum(max(0, agreed.count(tester) - paid.count(tester)) for tester in set(agreed))


def terms_changed_since_signing(happened: list[Happened]) -> int:
    """How many testers are bound by replaced terms only."""
    # > "testers who signed (nda-signed) something and all of whose signed terms are replaced (as in
    # outdated-terms, certain)"
    signed: dict[str, set[str]] = {}
    for each in of_type(happened, "nda-signed"):
        signed.setdefault(each.data["tester"], set()).add(each.data["terms"])
    return len(
        [
            tester
            for tester, all_terms in signed.items()
            if all(replacements("certain", terms, happened) for terms in all_terms)
        ]
    )


def tester_contacts_30d(happened: list[Happened], seen: list[Record], t: int) -> int:
    """How many pairs of testers may speak with each other."""
    # > "unordered pairs of different `tester:` parties that stand together in a contact-observed
    # with t - 30 days < latest <= t, or both certainly belong (membership at t) to a common group"
    together = [
        set(each.data["parties"])
        for each in of_type(happened, "contact-observed")
        if each.when.latest > t - 30 * DAY
    ]
    joined = [event["data"] for event, _ in seen if event["type"] == "group-joined"]
    for group in {data["group"] for data in joined}:
        parties = {data["party"] for data in joined if data["group"] == group}
        members = {
            party
            for party in parties
            if certainly_belongs(*joins_and_leaves(seen, group, party), t)
        }
        together.append(members)
    pairs: set[tuple[str, str]] = set()
    for parties in together:
        testers = sorted(party for party in parties if party.startswith("tester:"))
        pairs |= set(combinations(testers, 2))
    return len(pairs)


def signals_at(seen: list[Record], t: int) -> dict[str, Value]:
    """Every signal at one point, of what is visible there."""
    # > "Only events certain by t count."
    happened = [each for each in happened_by(seen, t) if each.certainty == "certain"]
    feedback_open, feedback_oldest = open_things(happened, "feedback", "feedback-given", t)
    concerns_open, concern_oldest = open_things(happened, "concern", "concern-raised", t)
    return {
        "feedback_open": feedback_open,
        "feedback_oldest_days": feedback_oldest,
        "answer_days_median": answer_days_median(happened),
        "testers_never_answered_share": never_answered_share(happened),
        "concerns_open": concerns_open,
        "concern_oldest_days": concern_oldest,
        "commitments_broken": len(slugs(happened, "commitment-broken")),
        "commitments_overdue": commitments_overdue(happened, t),
        "rewards_unpaid": rewards_unpaid(happened),
        "terms_changed_since_signing": terms_changed_since_signing(happened),
        "tester_contacts_30d": tester_contacts_30d(happened, seen, t),
    }


def recorded_by(recorded_at: Mapping[int, int], t: int, as_recorded: int) -> int:
    """The position at which a point without hindsight is computed."""
    # > "as_recorded = the last position recorded at or before t, but not beyond r"
    by_then = [
        position
        for position, instant in recorded_at.items()
        if instant <= t and position <= as_recorded
    ]
    return max(by_then, default=0)


def signals(
    history: list[Event],
    programme: str,
    as_of: str,
    as_recorded: int,
    recorded_at: Mapping[int, str],
    step: str = "day",
    hindsight: bool = False,
    limit: int = 2000,
) -> dict[str, Any]:
    """The first points and their values; `recorded_at` is by position."""
    instants = {position: read_instant(text) for position, text in recorded_at.items()}
    at_head = visible(history, programme, as_recorded)
    length = {"day": DAY, "hour": HOUR}[step]
    shown = points(at_head, read_instant(as_of), length)[:limit]
    seen_at: dict[int, list[Record]] = {}
    values = []
    for t in shown:
        # > "with hindsight at (as_of t, r)"
        position = as_recorded if hindsight else recorded_by(instants, t, as_recorded)
        if position not in seen_at:
            seen_at[position] = visible(history, programme, position)
        values.append(signals_at(seen_at[position], t))
    names = list(signals_at([], 0))
    return {
        "points": [show_instant(t) for t in shown],
        "signals": {name: [each[name] for each in values] for name in names},
    }
