"""What each tester's story adds to the series: feedback, concerns, rewards, terms signed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.names import Slug, Tester
from domain.signals.answering import Answering
from domain.signals.counts import Tally
from domain.signals.points import Fact, Points
from domain.signals.stretches import Stretch, united, without


@dataclass(frozen=True, slots=True, kw_only=True)
class DeedFact(Fact):
    """A deed of a tester's; `slug`: the feedback, concern or terms that it speaks of."""

    tester: Tester
    type: str
    slug: Slug | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsFact(Fact):
    """That terms were published which replace others."""

    replaced: Slug


class Testers:
    """The sums over all testers."""

    def __init__(self, points: Points) -> None:
        self._points = points
        self._replaced: dict[Slug, list[Stretch]] = {}
        self.feedback = Answering(points)
        self.concerns = Answering(points)
        self.giving = Tally(len(points))
        self.never_answered = Tally(len(points))
        self.rewards_unpaid = Tally(len(points))
        self.under_replaced_terms = Tally(len(points))

    def read_terms(self, facts: Iterable[TermsFact]) -> None:
        """Where which terms are replaced; to be known before the testers are read."""
        counted: dict[Slug, list[Stretch]] = defaultdict(list)
        for each in facts:
            stretch = self._points.counting(each)
            if stretch is not None:
                counted[each.replaced].append(stretch)
        self._replaced = {slug: united(stretches) for slug, stretches in counted.items()}

    def read(self, facts: Iterable[DeedFact]) -> None:
        """Add what one tester did and was done by."""
        by_type: dict[str, list[DeedFact]] = defaultdict(list)
        for each in facts:
            by_type[each.type].append(each)
        self._read_feedback(by_type["feedback-given"], by_type["feedback-answered"])
        raised, answered = by_type["concern-raised"], by_type["concern-answered"]
        for given, answers in _by_slug(raised, answered):
            self.concerns.read(given, answers)
        self._read_rewards(by_type["reward-agreed"], by_type["reward-paid"])
        self._read_signed(by_type["nda-signed"])

    def _read_feedback(self, given: Sequence[DeedFact], answered: Sequence[DeedFact]) -> None:
        things = [self.feedback.read(*each) for each in _by_slug(given, answered)]
        gave = united(stretch for thing in things for stretch in thing.given)
        heard = united(stretch for thing in things for stretch in thing.answered)
        self.giving.add(gave)
        self.never_answered.add(without(gave, heard))

    def _read_rewards(self, agreed: Sequence[DeedFact], paid: Sequence[DeedFact]) -> None:
        changes: dict[int, int] = defaultdict(int)
        for facts, by in ((agreed, 1), (paid, -1)):
            for stretch in self._counting(facts):
                changes[stretch.begin] += by
                changes[stretch.end] -= by
        owed = 0
        for begin, end in pairwise(sorted(changes)):
            owed += changes[begin]
            if owed > 0:
                self.rewards_unpaid.add([Stretch(begin, end)], owed)

    def _read_signed(self, signed: Sequence[DeedFact]) -> None:
        by_terms: dict[Slug | None, list[DeedFact]] = defaultdict(list)
        for each in signed:
            by_terms[each.slug].append(each)
        under: list[Stretch] = []
        in_force: list[Stretch] = []
        for terms, facts in by_terms.items():
            stretches = united(self._counting(facts))
            under += stretches
            in_force += without(stretches, self._replaced.get(terms, ()) if terms else ())
        self.under_replaced_terms.add(without(united(under), united(in_force)))

    def _counting(self, facts: Iterable[Fact]) -> list[Stretch]:
        counted = (self._points.counting(each) for each in facts)
        return [each for each in counted if each is not None]


def _by_slug(
    given: Iterable[DeedFact], answered: Iterable[DeedFact]
) -> Iterable[tuple[Sequence[DeedFact], Sequence[DeedFact]]]:
    """What gave and what answered each thing that was given."""
    givings: Mapping[Slug | None, list[DeedFact]] = defaultdict(list)
    answers: Mapping[Slug | None, list[DeedFact]] = defaultdict(list)
    for each in given:
        givings[each.slug].append(each)
    for each in answered:
        answers[each.slug].append(each)
    return [(facts, answers[slug]) for slug, facts in givings.items()]
