"""The names of the ledger: programmes, parties, items, slugs, event ids; and their forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NewType
from uuid import NAMESPACE_URL, UUID, uuid5

from domain.errors import Malformed

Programme = NewType("Programme", str)
EventId = NewType("EventId", str)
"""A UUID in lower case."""
Slug = NewType("Slug", str)
"""A bare pseudonym, such as `ana` or `v2.nda`."""
Item = NewType("Item", str)
"""What can be known: `item:sora`, `letter:dear-overlords`, `event:<uuid>`, …"""
Party = NewType("Party", str)
"""Who can know: `tester:ana`, `org:acme`, `group:beta`, …; never `public`."""
Recipient = NewType("Recipient", Party)
"""A party, or `public`."""
Tester = NewType("Tester", Party)
"""A `tester:`, or a `group:` for people who are only known as one."""
Group = NewType("Group", Party)
Org = NewType("Org", Party)
Member = NewType("Member", Party)
"""A party that can join a group: neither a group (they do not nest) nor `public`."""

PUBLIC = Party("public")

PARTY_KINDS = ("tester", "staff", "org", "press", "group", "system")
SLUG_KINDS = (
    "item",
    "feedback",
    "concern",
    "letter",
    "commitment",
    "terms",
    "incident",
    "statement",
)

_PARTIES = tuple(f"{kind}:" for kind in PARTY_KINDS)
_PROGRAMME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def parse_programme(text: str) -> Programme:
    """`[a-z0-9][a-z0-9-]{0,62}`."""
    if not _PROGRAMME.fullmatch(text):
        raise Malformed("a programme is named by [a-z0-9][a-z0-9-]{0,62}")
    return Programme(text)


def parse_event_id(text: str) -> EventId:
    """A UUID in its hyphenated form; lower-cased."""
    if not _UUID.fullmatch(text):
        raise Malformed("not a UUID")
    return EventId(str(UUID(text)))


def id_in_source(source: str, source_id: str) -> EventId:
    """The id of an event that has one in its source which is no UUID: the same for the same two.

    UUIDv5 of `source_id`, in the namespace that is the UUIDv5 of `source` as a URL (RFC 9562).
    """
    return EventId(str(uuid5(uuid5(NAMESPACE_URL, source), source_id)))


def parse_slug(text: str) -> Slug:
    """`[a-z0-9][a-z0-9._-]{0,63}`."""
    if not _SLUG.fullmatch(text):
        raise Malformed("a slug is [a-z0-9][a-z0-9._-]{0,63}, without its kind")
    return Slug(text)


def parse_item(text: str) -> Item:
    """An item with its kind: `item:…`, `feedback:…`, …, or `event:<uuid>` (lower-cased)."""
    kind, colon, slug = text.partition(":")
    if colon and kind == "event":
        return Item(f"event:{parse_event_id(slug)}")
    if kind not in SLUG_KINDS or not _SLUG.fullmatch(slug):
        kinds = ", ".join(f"{each}:" for each in SLUG_KINDS)
        raise Malformed(f"an item is one of {kinds} with a slug, or event: with a UUID")
    return Item(text)


def _party_of(*kinds: str, public: bool = False) -> Callable[[str], Any]:
    def parse(text: str) -> Any:
        kind, _, slug = text.partition(":")
        if text == PUBLIC:
            if not public:
                raise Malformed("public can only stand in `to`")
        elif kind not in kinds or not _SLUG.fullmatch(slug):
            named = ", ".join(f"{each}:" for each in kinds)
            also = " or public" if public else ""
            raise Malformed(f"a party here is one of {named} with a slug{also}")
        return text

    return parse


parse_party: Callable[[str], Party] = _party_of(*PARTY_KINDS)
parse_knower: Callable[[str], Party] = _party_of(*PARTY_KINDS, public=True)

PARSERS: Mapping[Any, Callable[[str], str]] = {
    Programme: parse_programme,
    EventId: parse_event_id,
    Slug: parse_slug,
    Item: parse_item,
    Party: parse_party,
    Recipient: parse_knower,
    Tester: _party_of("tester", "group"),
    Group: _party_of("group"),
    Org: _party_of("org"),
    Member: _party_of(*(kind for kind in PARTY_KINDS if kind != "group")),
}
"""How each kind of name is read from text; every reader raises `Malformed`."""


def item_of(kind: str, slug: Slug | EventId) -> Item:
    """The item that a bare slug (or event id) stands for."""
    return Item(f"{kind}:{slug}")


def is_event(item: str) -> bool:
    """Whether this is an `event:`."""
    return item.startswith("event:")


def is_org(party: str) -> bool:
    """Whether this is an `org:`."""
    return party.startswith("org:")


def is_party(name: str) -> bool:
    """Whether this is a party or `public`, and not an item."""
    return name == PUBLIC or name.startswith(_PARTIES)


def is_group(party: str) -> bool:
    """Whether this is a `group:`."""
    return party.startswith("group:")
