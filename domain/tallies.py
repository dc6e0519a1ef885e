"""What is counted of a tester: at an instant, and as steps that lead there from nothing.

Feedback and concerns are counted by their slugs, rewards by events. A thing counts from the first
`latest` on of the events that say so of it, so that each count is a sum of steps, each with its
instant: of these, and not of the events themselves, sums are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final, NamedTuple

from domain.instant import END, Instant

FEEDBACK: Final = ("feedback-given", "feedback-acknowledged", "feedback-answered")
CONCERN: Final = ("concern-raised", "concern-answered")
REWARDS: Final = {"reward-agreed": "rewards_agreed", "reward-paid": "rewards_paid"}

SIDE: Final = 8
"""Of how many blocks of steps a larger one is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What had certainly happened: feedback and concerns by their slugs, rewards by events."""

    feedback_given: int
    feedback_acknowledged: int
    feedback_answered: int
    feedback_open: int
    concerns_open: int
    rewards_agreed: int
    rewards_paid: int


_NAMES: Final = tuple(each.name for each in fields(Counts))
WIDTH: Final = len(_NAMES)
"""How many counts there are."""

Steps = Counter[tuple[Instant, str]]
"""By how much a count grows (or shrinks) at an instant, by instant and name of the count."""


class Sums(NamedTuple):
    """Every count, in the order of `Counts`, from an instant on; or what it grows by then."""

    since: Instant
    counts: tuple[int, ...]


class Block(NamedTuple):
    """The steps `number * SIDE**level + 1` to `(number + 1) * SIDE**level` of a tester."""

    level: int
    number: int

    @property
    def steps(self) -> range:
        """The numbers of its steps, which begin with 1."""
        side = SIDE**self.level
        return range(self.number * side + 1, (self.number + 1) * side + 1)


def counts(happened: Iterable[tuple[str, str | None]]) -> Counts:
    """Count what had certainly happened: types, with slugs where the type has one."""
    slugs: dict[str, set[str | None]] = {name: set() for name in (*FEEDBACK, *CONCERN)}
    rewards: Counter[str] = Counter()
    for type_name, slug in happened:
        if type_name in slugs:
            slugs[type_name].add(slug)
        else:
            rewards[type_name] += 1
    given, acknowledged, answered = (slugs[name] for name in FEEDBACK)
    return Counts(
        feedback_given=len(given),
        feedback_acknowledged=len(acknowledged),
        feedback_answered=len(answered),
        feedback_open=len(given - answered),
        concerns_open=len(slugs["concern-raised"] - slugs["concern-answered"]),
        rewards_agreed=rewards["reward-agreed"],
        rewards_paid=rewards["reward-paid"],
    )


def counts_of(sums: Iterable[Sequence[int]]) -> Counts:
    """The counts that these sums come to together."""
    total = [sum(each) for each in zip(*sums, strict=True)] or [0] * WIDTH
    return Counts(**dict(zip(_NAMES, total, strict=True)))


def steps_of_feedback(firsts: Mapping[str, Instant]) -> Steps:
    """What one feedback adds; `firsts`: for each type that speaks of it, the least `latest`."""
    given, acknowledged, answered = (firsts.get(name, END) for name in FEEDBACK)
    steps = {
        (given, "feedback_given"): 1,
        (acknowledged, "feedback_acknowledged"): 1,
        (answered, "feedback_answered"): 1,
    }
    if given < answered:
        steps |= {(given, "feedback_open"): 1, (answered, "feedback_open"): -1}
    return _bounded(steps)


def steps_of_concern(firsts: Mapping[str, Instant]) -> Steps:
    """What one concern adds; `firsts` as for feedback."""
    raised, answered = (firsts.get(name, END) for name in CONCERN)
    if raised >= answered:
        return Steps()
    return _bounded({(raised, "concerns_open"): 1, (answered, "concerns_open"): -1})


def steps_of_reward(type_name: str, latest: Instant) -> Steps:
    """What one reward that was agreed or paid adds."""
    return _bounded({(latest, REWARDS[type_name]): 1})


def _bounded(steps: Mapping[tuple[Instant, str], int]) -> Steps:
    """Without what never comes."""
    return Steps({each: by for each, by in steps.items() if each[0] != END})


def by_instant(steps: Steps) -> list[Sums]:
    """What the counts grow by at each instant at which any of them does, in order."""
    instants = sorted({instant for instant, _ in steps})
    found = (Sums(each, tuple(steps[each, name] for name in _NAMES)) for each in instants)
    return [each for each in found if any(each.counts)]


def running(steps: Iterable[Sums]) -> list[Sums]:
    """What steps come to from each of their instants on, in order of time."""
    sums: dict[Instant, tuple[int, ...]] = {}
    total = (0,) * WIDTH
    for since, grown in sorted(steps):
        total = tuple(one + other for one, other in zip(total, grown, strict=True))
        sums[since] = total
    return [Sums(*each) for each in sums.items()]


def blocks_upto(last: int, level: int = 0) -> Iterator[Block]:
    """The largest blocks that are the steps up to a number: of each level fewer than `SIDE`.

    `last` counts blocks of `level`, by default steps.
    """
    if last:
        yield from blocks_upto(last // SIDE, level + 1)
        yield from (Block(level, each) for each in range(last - last % SIDE, last))


def completed_by(number: int) -> Iterator[Block]:
    """The blocks of more than one step that a step is the last of."""
    level = 1
    while number % SIDE**level == 0:
        yield Block(level, number // SIDE**level - 1)
        level += 1
