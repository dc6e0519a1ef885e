"""Events as CloudEvents 1.0 in the JSON event format, one a line.

What the specification has no attribute for is in extensions, which are named in lower-case
letters and digits and hold no objects: `evidence` is JSON in a text, and so is a `citation` that
an attribute could not hold as it is. Posted again, it is the same event (`service.api.cloudevents`
reads it); where it stands in its ledger is told to other readers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from domain.events.encoding import data_of
from domain.events.envelope import Event, Restored
from domain.instant import format_instant
from domain.occurrence import Occurrence
from service.content import decode, evidence_of
from service.event_store import Row

_URI_PART: Final = r"(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})"
_URI: Final = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*:{_URI_PART}+(?:#{_URI_PART}*)?")
_NO_TEXT: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
"""Characters that the specification's texts may not have, of those below U+10000."""


def cloudevents(rows: Iterator[Row]) -> Iterator[bytes]:
    """A line for each row."""
    for row in rows:
        said = json.dumps(cloudevent(row), ensure_ascii=False, separators=(",", ":"))
        yield said.encode() + b"\n"


def cloudevent(row: Row) -> dict[str, Any]:
    """A row as a CloudEvent, without the attributes that it has no value for."""
    stored, declared = row
    event = decode(stored.topic, stored.state)
    occurred = event.occurred.text
    at_once = _is_instant(event.occurred)
    attributes = {
        "specversion": "1.0",
        "id": event.id,
        "type": event.type,
        **_source(event),
        "subject": stored.originator_id,
        "time": occurred if at_once else None,
        "datacontenttype": "application/json",
        "programme": event.programme,
        "occurred": None if at_once else occurred,
        "zone": event.zone,
        "sourceid": event.source_id and _attribute(event.source_id),
        "grade": event.grade,
        "assertedby": event.asserted_by,
        "reportedat": event.reported and event.reported.text,
        "evidence": _evidence(event),
        "position": declared.position,
        "recordedat": format_instant(declared.recorded_at),
        "recordedby": _text(declared.recorded_by.name),
        **_restored(declared.restored),
        "data": data_of(event.fact),
    }
    return {name: said for name, said in attributes.items() if said is not None}


def _is_instant(occurred: Occurrence) -> bool:
    return "/" not in occurred.text and occurred.earliest == occurred.latest


def _source(event: Event) -> dict[str, str]:
    """`source` must be a URI reference; one that is a citation stands beside it."""
    if event.source is not None and _URI.fullmatch(event.source):
        return {"source": event.source}
    ours = {"source": source_of(event.programme)}
    return ours if event.source is None else {**ours, "citation": _attribute(event.source)}


def source_of(programme: str) -> str:
    """The `source` of what has none of its own that is an address."""
    return f"/v1/programmes/{programme}"


def _attribute(said: str) -> str:
    """A text as it is, or as JSON if an attribute could not hold it, or it looked like JSON."""
    return json.dumps(said) if said.startswith('"') or _NO_TEXT.search(said) else said


def from_attribute(said: str) -> str:
    """What an attribute says: what `_attribute` wrote, and any other text as it is."""
    try:
        meant = json.loads(said) if said.startswith('"') else said
    except ValueError:
        return said
    return meant if isinstance(meant, str) else said


def _evidence(event: Event) -> str | None:
    pieces = [evidence_of(each) for each in event.evidence]
    return json.dumps(pieces) if pieces else None


def _restored(restored: Restored | None) -> dict[str, str]:
    if restored is None:
        return {}
    return {"restoredat": format_instant(restored.at), "restoredby": _text(restored.by.name)}


def _text(said: str) -> str:
    """A text as an attribute may hold it."""
    return _NO_TEXT.sub(" ", said)
