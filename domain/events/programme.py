"""The programme itself: what it is for, what it promised, on what terms, about which items."""

from __future__ import annotations

from dataclasses import dataclass

from domain.events.fields import Confidentiality, Deadline, Sha256, TermsKind, Text
from domain.names import Item, Org, Party, Recipient, Slug


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeOpened:
    org: Org
    title: Text
    purpose: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentMade:
    commitment: Slug
    by: Party
    to: tuple[Recipient, ...]
    text: Text
    due_at: Deadline | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentKept:
    commitment: Slug
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentBroken:
    commitment: Slug
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsPublished:
    terms: Slug
    kind: TermsKind
    by: Party | None = None
    summary: Text | None = None
    sha256: Sha256 | None = None
    replaces: Slug | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRegistered:
    item: Item
    title: Text
    confidentiality: Confidentiality
    embargo_until: Deadline | None = None
    by: Party | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeSuspended:
    by: Party | None = None
    reason: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeResumed:
    by: Party | None = None
    reason: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeClosed:
    by: Party | None = None
    reason: Text | None = None


ProgrammeFact = (
    ProgrammeOpened
    | CommitmentMade
    | CommitmentKept
    | CommitmentBroken
    | TermsPublished
    | ItemRegistered
    | ProgrammeSuspended
    | ProgrammeResumed
    | ProgrammeClosed
)
