"""The signals by name: each method is one, and its docstring is its definition."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final

from domain.instant import DAY
from domain.signals.answering import Answering
from domain.signals.contacts import ContactFact, Contacts, MoveFact, is_tester
from domain.signals.points import Points
from domain.signals.promises import PromiseFact, Promises
from domain.signals.testers import DeedFact, TermsFact, Testers

Values = Sequence[int | float | None]


class Series:
    """Every signal at every point. Facts may come as they are read; each is looked at once.

    Only what had certainly happened by a point counts there. What was given, answered, made or
    signed several times counts from the first time on.
    """

    def __init__(
        self,
        points: Points,
        *,
        terms: Iterable[TermsFact],
        deeds: Iterable[DeedFact],
        promises: Iterable[PromiseFact],
        contacts: Iterable[ContactFact],
        moves: Iterable[MoveFact],
    ) -> None:
        """`deeds` come tester by tester, `promises` by commitment, `moves` by group and party."""
        self._points = points
        self._testers = Testers(points)
        self._promises = Promises(points)
        self._contacts = Contacts(points)
        self._testers.read_terms(terms)
        for _, of_tester in groupby(deeds, key=lambda each: each.tester):
            self._testers.read(of_tester)
        for _, of_commitment in groupby(promises, key=lambda each: each.commitment):
            self._promises.read(of_commitment)
        self._contacts.read_contacts(contacts)
        for (_, party), of_both in groupby(moves, key=lambda each: (each.group, each.party)):
            if is_tester(party):
                self._contacts.read_moves(list(of_both))

    def feedback_open(self) -> Values:
        """How much feedback was given and not answered. An acknowledgement is no answer."""
        return self._testers.feedback.open.values()

    def feedback_oldest_days(self) -> Values:
        """The age in days of the oldest feedback that is not answered; null if there is none."""
        return self._oldest_days(self._testers.feedback)

    def answer_days_median(self) -> Values:
        """The median of the days in which feedback was answered, of all that was; null if none."""
        medians = self._testers.feedback.delays.values()
        return [None if median is None else _days(median) for median in medians]

    def testers_never_answered_share(self) -> Values:
        """Of the testers who gave feedback, the share (0 to 1) of whom none was ever answered;
        null if nobody gave any."""
        giving, never = self._testers.giving.values(), self._testers.never_answered.values()
        return [
            round(part / whole, 4) if whole else None
            for part, whole in zip(never, giving, strict=True)
        ]

    def concerns_open(self) -> Values:
        """How many concerns were raised and not answered."""
        return self._testers.concerns.open.values()

    def concern_oldest_days(self) -> Values:
        """The age in days of the oldest concern that is not answered; null if there is none."""
        return self._oldest_days(self._testers.concerns)

    def commitments_broken(self) -> Values:
        """How many commitments are recorded as broken."""
        return self._promises.broken.values()

    def commitments_overdue(self) -> Values:
        """How many commitments are past their deadline, neither kept nor broken."""
        return self._promises.overdue.values()

    def rewards_unpaid(self) -> Values:
        """How many more rewards were agreed than paid, tester by tester, whatever the amounts."""
        return self._testers.rewards_unpaid.values()

    def terms_changed_since_signing(self) -> Values:
        """How many testers signed terms all of which others have replaced."""
        return self._testers.under_replaced_terms.values()

    def tester_contacts_30d(self) -> Values:
        """How many pairs of testers were in contact in the last 30 days, or certainly belong to a
        group in common."""
        return self._contacts.pairs()

    def _oldest_days(self, things: Answering) -> Values:
        return [
            None if oldest is None else _days(instant - oldest)
            for instant, oldest in zip(self._points.instants, things.oldest.values(), strict=True)
        ]


def _days(duration: float) -> float:
    return round(duration / DAY, 2)


SIGNALS: Final[Mapping[str, Callable[[Series], Values]]] = {
    signal.__name__: signal
    for signal in (
        Series.feedback_open,
        Series.feedback_oldest_days,
        Series.answer_days_median,
        Series.testers_never_answered_share,
        Series.concerns_open,
        Series.concern_oldest_days,
        Series.commitments_broken,
        Series.commitments_overdue,
        Series.rewards_unpaid,
        Series.terms_changed_since_signing,
        Series.tester_contacts_30d,
    )
}
"""Every signal, in the order in which answers have them."""


def definition(signal: str) -> str:
    """What a signal is: the same words as in the code and in the OpenAPI document."""
    return " ".join((inspect.getdoc(SIGNALS[signal]) or "").split())
