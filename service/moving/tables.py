"""Events as a table: CSV (RFC 4180) in UTF-8, one row an event."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any, Final

from domain.events.encoding import data_of
from domain.instant import bound_text, format_instant
from service.content import decode, evidence_of
from service.event_store import Row

COLUMNS: Final = (
    "position",
    "id",
    "type",
    "programme",
    "stream",
    "version",
    "occurred_at",
    "zone",
    "earliest",
    "latest",
    "recorded_at",
    "recorded_by",
    "restored_at",
    "restored_by",
    "grade",
    "asserted_by",
    "reported_at",
    "source",
    "source_id",
    "evidence",
    "data",
)


def table(rows: Iterator[Row]) -> Iterator[bytes]:
    """A line of names, then one for each row; what an event does not say is empty."""
    yield _line(COLUMNS)
    for row in rows:
        cells = _cells(row)
        yield _line([cells[column] for column in COLUMNS])


def _line(cells: Any) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written).writerow(cells)
    return written.getvalue().encode()


def _cells(row: Row) -> dict[str, Any]:
    stored, declared = row
    event = decode(stored.topic, stored.state)
    restored = declared.restored
    return {
        "position": declared.position,
        "id": event.id,
        "type": event.type,
        "programme": event.programme,
        "stream": stored.originator_id,
        "version": stored.originator_version,
        "occurred_at": event.occurred.text,
        "zone": event.zone,
        "earliest": bound_text(event.occurred.earliest),
        "latest": bound_text(event.occurred.latest),
        "recorded_at": format_instant(declared.recorded_at),
        "recorded_by": declared.recorded_by.name,
        "restored_at": restored and format_instant(restored.at),
        "restored_by": restored and restored.by.name,
        "grade": event.grade,
        "asserted_by": event.asserted_by,
        "reported_at": event.reported and event.reported.text,
        "source": event.source,
        "source_id": event.source_id,
        "evidence": _json([evidence_of(each) for each in event.evidence])
        if event.evidence
        else None,
        "data": _json(data_of(event.fact)),
    }


def _json(said: Any) -> str:
    return json.dumps(said, ensure_ascii=False)
