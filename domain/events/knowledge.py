"""Who told whom what, who asked, who belonged to whom, who was seen with whom."""

from __future__ import annotations

from dataclasses import dataclass

from domain.events.fields import Extent, ShortText, Text
from domain.names import Group, Item, Member, Org, Party, Recipient, Slug


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDisclosed:
    items: tuple[Item, ...]
    by: Party | None = None
    to: tuple[Recipient, ...]
    extent: Extent | None = None
    channel: Text | None = None
    under: Slug | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeRequested:
    item: Item
    by: Party
    of: Party
    channel: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPublished:
    items: tuple[Item, ...]
    by: Party | None = None
    where: ShortText | None = None
    extent: Extent | None = None
    channel: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLeaked:
    items: tuple[Item, ...]
    by: Party | None = None
    to: tuple[Recipient, ...]
    where: ShortText | None = None
    channel: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupJoined:
    group: Group
    party: Member


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLeft:
    group: Group
    party: Member


@dataclass(frozen=True, slots=True, kw_only=True)
class AffiliationBegan:
    party: Party
    org: Org


@dataclass(frozen=True, slots=True, kw_only=True)
class AffiliationEnded:
    party: Party
    org: Org


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyIdentified:
    party: Party
    same_as: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactObserved:
    parties: tuple[Party, ...]
    channel: Text | None = None


KnowledgeFact = (
    ItemDisclosed
    | KnowledgeRequested
    | ItemPublished
    | ItemLeaked
    | GroupJoined
    | GroupLeft
    | AffiliationBegan
    | AffiliationEnded
    | PartyIdentified
    | ContactObserved
)
