"""The catalogue: the name of each type in the contract, and its class.

Names are contracts. A class may be renamed freely; a name here never changes, and another shape
is another version (`feedback-given.v2`) with an upcast and a golden file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from domain.events import incident, knowledge, ledger, programme, tester
from domain.events.ledger import LedgerFact, OrdinaryFact

Fact = OrdinaryFact | LedgerFact
"""Everything that can be said: the closed union of the catalogue's classes."""

TYPE_VERSION: Final = 1
"""The version of every type today."""

CHAPTERS: Final[Mapping[str, Mapping[str, type[Any]]]] = {
    "Programme": {
        "programme-opened": programme.ProgrammeOpened,
        "commitment-made": programme.CommitmentMade,
        "commitment-kept": programme.CommitmentKept,
        "commitment-broken": programme.CommitmentBroken,
        "terms-published": programme.TermsPublished,
        "item-registered": programme.ItemRegistered,
        "programme-suspended": programme.ProgrammeSuspended,
        "programme-resumed": programme.ProgrammeResumed,
        "programme-closed": programme.ProgrammeClosed,
    },
    "Tester": {
        "tester-invited": tester.TesterInvited,
        "invitation-accepted": tester.InvitationAccepted,
        "invitation-declined": tester.InvitationDeclined,
        "tester-left": tester.TesterLeft,
        "nda-signed": tester.NdaSigned,
        "nda-released": tester.NdaReleased,
        "access-granted": tester.AccessGranted,
        "access-cut": tester.AccessCut,
        "feedback-given": tester.FeedbackGiven,
        "feedback-acknowledged": tester.FeedbackAcknowledged,
        "feedback-answered": tester.FeedbackAnswered,
        "concern-raised": tester.ConcernRaised,
        "concern-escalated": tester.ConcernEscalated,
        "concern-answered": tester.ConcernAnswered,
        "reward-agreed": tester.RewardAgreed,
        "reward-paid": tester.RewardPaid,
        "credit-given": tester.CreditGiven,
    },
    "Knowledge": {
        "item-disclosed": knowledge.ItemDisclosed,
        "knowledge-requested": knowledge.KnowledgeRequested,
        "item-published": knowledge.ItemPublished,
        "item-leaked": knowledge.ItemLeaked,
        "group-joined": knowledge.GroupJoined,
        "group-left": knowledge.GroupLeft,
        "affiliation-began": knowledge.AffiliationBegan,
        "affiliation-ended": knowledge.AffiliationEnded,
        "party-identified": knowledge.PartyIdentified,
        "contact-observed": knowledge.ContactObserved,
    },
    "Incident": {
        "incident-opened": incident.IncidentOpened,
        "leak-detected": incident.LeakDetected,
        "leak-contained": incident.LeakContained,
        "open-letter-published": incident.OpenLetterPublished,
        "letter-signed": incident.LetterSigned,
        "statement-issued": incident.StatementIssued,
        "finding-recorded": incident.FindingRecorded,
        "action-agreed": incident.ActionAgreed,
        "incident-closed": incident.IncidentClosed,
    },
    "Ledger": {
        "event-retracted": ledger.EventRetracted,
        "event-corrected": ledger.EventCorrected,
        "event-disputed": ledger.EventDisputed,
        "dispute-settled": ledger.DisputeSettled,
    },
}

CATALOGUE: Final[Mapping[str, type[Any]]] = {
    name: kind for chapter in CHAPTERS.values() for name, kind in chapter.items()
}
"""Every type by its name."""

LEDGER_TYPES: Final = frozenset(CHAPTERS["Ledger"])
"""The types that are about another event."""

_NAMES: Final = {kind: name for name, kind in CATALOGUE.items()}


def type_name(fact: Fact) -> str:
    """The contract's name of a fact's type."""
    return _NAMES[type(fact)]
