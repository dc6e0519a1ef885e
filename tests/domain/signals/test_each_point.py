"""The sweep, held to looking at each point by itself, on facts drawn at random."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from hypothesis import given, settings, strategies as st

from domain.instant import DAY, Instant
from domain.membership import membership
from domain.occurrence import Occurrence
from domain.signals.contacts import ContactFact, MoveFact
from domain.signals.points import Fact, Points
from domain.signals.promises import PromiseFact
from domain.signals.series import SIGNALS, Series
from domain.signals.testers import DeedFact, TermsFact

TESTERS = ("tester:ana", "tester:ben", "tester:cai", "tester:dan")
STEP = 6 * DAY
POINTS = 12
STILL = 2**63 - 1


class Facts(NamedTuple):
    """What is known of a programme."""

    deeds: list[DeedFact]
    terms: list[TermsFact]
    promises: list[PromiseFact]
    contacts: list[ContactFact]
    moves: list[MoveFact]


held = st.fixed_dictionaries(
    {
        "latest": st.integers(-2, 2 * POINTS).map(lambda half: half * STEP // 2),
        "since": st.integers(1, 9),
        "until": st.one_of(st.just(STILL), st.integers(2, 10)),
    }
)
slug = st.sampled_from(("one", "two"))
tester = st.sampled_from(TESTERS)


def some(kind: Any, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    """Some facts of a kind."""
    drawn = st.builds(lambda when, said: kind(**when, **said), held, st.fixed_dictionaries(fields))
    return st.lists(drawn, max_size=14)


def deeds(*types: str) -> st.SearchStrategy[list[Any]]:
    return some(DeedFact, type=st.sampled_from(types), slug=slug, tester=tester)


def moves() -> st.SearchStrategy[list[Any]]:
    return some(
        MoveFact,
        group=st.sampled_from(("group:alpha", "group:beta")),
        party=st.sampled_from((*TESTERS, "staff:kim")),
        joined=st.booleans(),
        earliest=st.just(0),
    ).flatmap(lambda found: st.tuples(*(_uncertain(each) for each in found)).map(list))


def _uncertain(move: MoveFact) -> st.SearchStrategy[MoveFact]:
    return st.sampled_from((0, 0, 1, 3)).map(
        lambda half: MoveFact(
            group=move.group,
            party=move.party,
            joined=move.joined,
            earliest=Instant(move.latest - half * STEP // 2),
            latest=move.latest,
            since=move.since,
            until=move.until,
        )
    )


some_facts = st.builds(
    Facts,
    deeds=st.one_of(
        deeds("feedback-given", "feedback-answered"),
        deeds("concern-raised", "concern-answered"),
        deeds("reward-agreed", "reward-paid", "nda-signed"),
    ),
    terms=some(TermsFact, replaced=slug),
    promises=some(
        PromiseFact,
        commitment=slug,
        type=st.sampled_from(("commitment-made", "commitment-kept", "commitment-broken")),
        due_at=st.one_of(st.none(), st.integers(0, 2 * POINTS).map(lambda half: half * STEP // 2)),
    ),
    contacts=some(
        ContactFact,
        parties=st.lists(st.sampled_from((*TESTERS, "staff:kim")), min_size=2, max_size=4),
    ),
    moves=moves(),
)
some_positions = st.lists(st.integers(0, 10), min_size=POINTS, max_size=POINTS).map(sorted)


@settings(max_examples=200)
@given(some_facts, some_positions)
def test_every_signal_is_at_each_point_what_the_facts_there_say(
    facts: Facts, positions: list[int]
) -> None:
    instants = [Instant(number * STEP) for number in range(POINTS)]
    series = Series(
        Points(instants, positions),
        deeds=sorted(facts.deeds, key=lambda each: each.tester),
        terms=facts.terms,
        promises=sorted(facts.promises, key=lambda each: each.commitment),
        contacts=facts.contacts,
        moves=sorted(facts.moves, key=lambda each: (each.group, each.party)),
    )
    found = {name: list(signal(series)) for name, signal in SIGNALS.items()}
    expected = [at(facts, t, p) for t, p in zip(instants, positions, strict=True)]
    assert found == {name: [each[name] for each in expected] for name in SIGNALS}


# --- one point -----------------------------------------------------------------------------


def at(facts: Facts, t: int, position: int) -> dict[str, Any]:
    """Every signal at one point, of what counts there."""

    def counting(found: Iterable[Any]) -> list[Any]:
        return [each for each in held_at(found, position) if each.latest <= t]

    done, promised = counting(facts.deeds), counting(facts.promises)
    feedback, concerns = Given(done, "feedback-given"), Given(done, "concern-raised")
    waits = [max(0, answered - given) for given, answered in feedback.answered.values()]
    spoke, heard = {who for who, _ in feedback.given}, {who for who, _ in feedback.answered}
    due = [each for each in promised if each.due_at is not None and each.due_at < t]
    broken, kept = named(promised, "commitment-broken"), named(promised, "commitment-kept")
    return {
        "feedback_open": len(feedback.open),
        "feedback_oldest_days": days(t - min(feedback.open)) if feedback.open else None,
        "answer_days_median": days(statistics.median(waits)) if waits else None,
        "testers_never_answered_share": (
            round(len(spoke - heard) / len(spoke), 4) if spoke else None
        ),
        "concerns_open": len(concerns.open),
        "concern_oldest_days": days(t - min(concerns.open)) if concerns.open else None,
        "commitments_broken": len(broken),
        "commitments_overdue": len(named(due, "commitment-made") - broken - kept),
        "rewards_unpaid": sum(max(0, owed(done, who)) for who in TESTERS),
        "terms_changed_since_signing": bound(
            done, {each.replaced for each in counting(facts.terms)}
        ),
        "tester_contacts_30d": len(in_touch(facts, counting(facts.contacts), t, position)),
    }


def held_at(found: Iterable[Fact], position: int) -> list[Any]:
    return [each for each in found if each.since <= position < each.until]


def days(duration: float) -> float:
    return round(duration / DAY, 2)


class Given:
    """What was given, by tester and name: when first, and when first answered."""

    def __init__(self, done: Sequence[DeedFact], given: str) -> None:
        self.given: dict[Any, int] = {}
        answers: dict[Any, int] = {}
        kind = given.partition("-")[0]
        for each in sorted(done, key=lambda each: each.latest):
            thing = each.tester, each.slug
            if each.type == given:
                self.given.setdefault(thing, each.latest)
            elif each.type == f"{kind}-answered":
                answers.setdefault(thing, each.latest)
        self.answered = {
            thing: (when, answers[thing]) for thing, when in self.given.items() if thing in answers
        }
        self.open = [when for thing, when in self.given.items() if thing not in answers]


def named(promised: Sequence[PromiseFact], type_: str) -> set[str]:
    return {each.commitment for each in promised if each.type == type_}


def owed(done: Sequence[DeedFact], who: str) -> int:
    types = [each.type for each in done if each.tester == who]
    return types.count("reward-agreed") - types.count("reward-paid")


def bound(done: Sequence[DeedFact], replaced: set[Any]) -> int:
    """How many signed only terms that are replaced."""
    signed = {
        who: {each.slug for each in done if (each.tester, each.type) == (who, "nda-signed")}
        for who in TESTERS
    }
    return sum(bool(terms) and terms <= replaced for terms in signed.values())


def in_touch(
    facts: Facts, met: Sequence[ContactFact], t: int, position: int
) -> set[tuple[str, ...]]:
    together = [set(each.parties) for each in met if each.latest > t - 30 * DAY]
    moved = held_at(facts.moves, position)
    for group in {each.group for each in moved}:
        parties = {each.party for each in moved if each.group == group}
        together.append({each for each in parties if belongs(moved, group, each, t)})
    return {pair for circle in together for pair in combinations(sorted(circle & set(TESTERS)), 2)}


def belongs(moved: Sequence[MoveFact], group: str, party: str, t: int) -> bool:
    own = [each for each in moved if (each.group, each.party) == (group, party)]
    joins, leaves = (
        [Occurrence("", each.earliest, each.latest) for each in own if each.joined is joined]
        for joined in (True, False)
    )
    return any(span.start <= t < span.end for span in membership(joins, leaves).certain)
