"""When it went wrong: the leak, the letter, the statements, what was found and agreed."""

from __future__ import annotations

from dataclasses import dataclass

from domain.events.fields import Deadline, ShortText, Text
from domain.names import EventId, Item, Party, Recipient, Slug


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentOpened:
    incident: Slug
    title: Text
    by: Party | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeakDetected:
    incident: Slug
    by: Party
    leak: EventId | None = None
    items: tuple[Item, ...]
    channel: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeakContained:
    incident: Slug
    by: Party | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLetterPublished:
    letter: Slug
    title: Text
    by: Party
    url: ShortText | None = None
    signatories: tuple[Party, ...] | None = None
    addressed_to: tuple[Party, ...] | None = None
    reveals: tuple[Item, ...] | None = None
    demands: tuple[Text, ...] | None = None
    text: Text | None = None
    channel: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSigned:
    letter: Slug
    signatory: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementIssued:
    statement: Slug
    by: Party
    to: tuple[Recipient, ...]
    text: Text
    items: tuple[Item, ...] | None = None
    channel: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRecorded:
    incident: Slug
    text: Text
    about: tuple[EventId, ...] | None = None
    by: Party | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionAgreed:
    incident: Slug
    action: Text
    owner: Party
    due_at: Deadline | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentClosed:
    incident: Slug
    by: Party | None = None


IncidentFact = (
    IncidentOpened
    | LeakDetected
    | LeakContained
    | OpenLetterPublished
    | LetterSigned
    | StatementIssued
    | FindingRecorded
    | ActionAgreed
    | IncidentClosed
)
