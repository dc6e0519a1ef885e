"""A tester's way through the programme: invited, bound, let in, heard, rewarded, cut off."""

from __future__ import annotations

from dataclasses import dataclass

from domain.events.fields import Amount, Currency, Sha256, Size, Text, personal
from domain.names import Item, Party, Recipient, Slug, Tester


@dataclass(frozen=True, slots=True, kw_only=True)
class TesterInvited:
    tester: Tester
    by: Party
    role: Text | None = None
    name: Text | None = personal(optional=True)
    email: Text | None = personal(optional=True)
    channel: Text | None = None
    size: Size | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationAccepted:
    tester: Tester
    reason: Text | None = personal(optional=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationDeclined:
    tester: Tester
    reason: Text | None = personal(optional=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class TesterLeft:
    tester: Tester
    reason: Text | None = personal(optional=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class NdaSigned:
    tester: Tester
    terms: Slug
    sha256: Sha256 | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NdaReleased:
    tester: Tester
    terms: Slug
    sha256: Sha256 | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessGranted:
    tester: Tester
    items: tuple[Item, ...] | None = None
    by: Party | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessCut:
    tester: Tester
    by: Party | None = None
    reason: Text | None = None
    items: tuple[Item, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackGiven:
    tester: Tester
    feedback: Slug
    text: Text = personal()
    to: tuple[Recipient, ...]
    about: Item | None = None
    channel: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackAcknowledged:
    tester: Tester
    feedback: Slug
    by: Party
    text: Text | None = personal(optional=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackAnswered:
    tester: Tester
    feedback: Slug
    by: Party
    text: Text | None = personal(optional=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernRaised:
    tester: Tester
    concern: Slug
    text: Text = personal()
    to: tuple[Recipient, ...]
    channel: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernEscalated:
    tester: Tester
    concern: Slug
    by: Party
    to: tuple[Recipient, ...]
    channel: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernAnswered:
    tester: Tester
    concern: Slug
    by: Party
    text: Text | None = personal(optional=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardAgreed:
    tester: Tester
    amount: Amount
    currency: Currency
    for_: Text | None = None
    by: Party | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardPaid:
    tester: Tester
    amount: Amount
    currency: Currency
    for_: Text | None = None
    by: Party | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditGiven:
    tester: Tester
    by: Party
    for_: Text


TesterFact = (
    TesterInvited
    | InvitationAccepted
    | InvitationDeclined
    | TesterLeft
    | NdaSigned
    | NdaReleased
    | AccessGranted
    | AccessCut
    | FeedbackGiven
    | FeedbackAcknowledged
    | FeedbackAnswered
    | ConcernRaised
    | ConcernEscalated
    | ConcernAnswered
    | RewardAgreed
    | RewardPaid
    | CreditGiven
)
