"""The content of an event: the bytes that are kept for ever, and the event in them again.

Canonical JSON (RFC 8785), so that equal events have equal bytes.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, Final, NamedTuple

from domain.errors import TooLarge
from domain.events.catalogue import TYPE_VERSION, type_name
from domain.events.encoding import data_of, fact_of
from domain.events.envelope import Event, Evidence
from domain.events.fields import UNCHANGED
from domain.events.ledger import EventCorrected
from domain.occurrence import reread_occurrence

SMALL = 2048
"""Up to this many bytes of content an event is kept in memory once it was decoded."""
CONTENT_LIMIT = 256 * 1024
"""The largest event, in bytes of its content as canonical JSON."""
_CANONICAL: Final = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
)
"""RFC 8785 of what content is made of: names in ASCII, texts, whole numbers up to 2^53, no others.
Fractions and other names it would write, or sort, in another way."""


class Encoded(NamedTuple):
    """An event as it is stored, before it has a place."""

    topic: str
    state: bytes


def encode(event: Event) -> Encoded:
    """An event's stored name and content. Raises `TooLarge` beyond 256 KiB."""
    state = _CANONICAL.encode(content_of(event)).encode()
    if len(state) > CONTENT_LIMIT:
        raise TooLarge(f"An event is at most {CONTENT_LIMIT // 1024} KiB as canonical JSON.")
    return Encoded(f"{event.type}.v{TYPE_VERSION}", state)


def decode(topic: str, state: bytes) -> Event:
    """The event of a stored name and content; never refuses what was once recorded."""
    return _remembered(topic, bytes(state)) if len(state) <= SMALL else _decode(topic, state)


def _decode(topic: str, state: bytes) -> Event:
    name, _, _version = topic.rpartition(".v")
    return event_from(name, json.loads(state))


_remembered = lru_cache(maxsize=8192)(_decode)
"""A case is read again for everything that is said about it; most events are small."""


def content_of(event: Event) -> dict[str, Any]:
    """The content of an event: what makes it equal to another."""
    content: dict[str, Any] = {
        "id": event.id,
        "programme": event.programme,
        "occurred_at": event.occurred.text,
        "grade": event.grade,
        "data": data_of(event.fact),
    }
    if event.zone is not None:
        content["zone"] = event.zone
    if event.source is not None:
        content["source"] = event.source
    if event.source_id is not None:
        content["source_id"] = event.source_id
    if event.asserted_by is not None:
        content["asserted_by"] = event.asserted_by
    if event.reported is not None:
        content["reported_at"] = event.reported.text
    if event.evidence:
        content["evidence"] = [evidence_of(each) for each in event.evidence]
    if isinstance(event.fact, EventCorrected) and event.fact.data is not UNCHANGED:
        content["corrected_type"] = f"{type_name(event.fact.data)}.v{TYPE_VERSION}"
    return content


def evidence_of(evidence: Evidence) -> dict[str, str]:
    """A piece of evidence, with those of its parts that are given."""
    parts = {"url": evidence.url, "sha256": evidence.sha256, "note": evidence.note}
    return {name: part for name, part in parts.items() if part is not None}


def event_from(name: str, content: dict[str, Any]) -> Event:
    """The event of the type `name` with this content."""
    zone = content.get("zone")
    corrected, _, _version = content.get("corrected_type", "").rpartition(".v")
    reported = content.get("reported_at")
    return Event(
        id=content["id"],
        programme=content["programme"],
        occurred=reread_occurrence(content["occurred_at"], zone),
        fact=fact_of(name, content["data"], corrected or None),
        zone=zone,
        source=content.get("source"),
        source_id=content.get("source_id"),
        asserted_by=content.get("asserted_by"),
        reported=None if reported is None else reread_occurrence(reported, zone),
        grade=content["grade"],
        evidence=tuple(Evidence(**each) for each in content.get("evidence", ())),
    )
