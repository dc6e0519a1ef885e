"""Listing recorded events in SQLite: each filter walks an index of its own, by position.

The indexes are named, so that no statistics lead the planner astray.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Final

from service.event_store import Row
from service.projections.kept.mentions import pair
from service.storage.sqlite.events import row_from
from service.views.rows import EventFilter

ALL: Final = """
SELECT * FROM event
WHERE position > :after AND position <= :at
ORDER BY position LIMIT :limit
"""
OF_TYPE: Final = """
SELECT * FROM event INDEXED BY event_by_type
WHERE substr(topic, 1, instr(topic, '.v') - 1) = :type
  AND position > :after AND position <= :at
ORDER BY position LIMIT :limit
"""
OF_PROGRAMME: Final = """
SELECT * FROM event INDEXED BY event_by_programme
WHERE programme = :programme AND position > :after AND position <= :at
ORDER BY position LIMIT :limit
"""
OF_PROGRAMME_AND_TYPE: Final = """
SELECT * FROM event INDEXED BY event_by_programme_and_type
WHERE programme = :programme AND substr(topic, 1, instr(topic, '.v') - 1) = :type
  AND position > :after AND position <= :at
ORDER BY position LIMIT :limit
"""
OF_STREAM: Final = """
SELECT * FROM event INDEXED BY event_by_stream
WHERE originator_id = :stream AND position > :after AND position <= :at
  AND (:name IS NULL OR EXISTS (
      SELECT 1 FROM mentions INDEXED BY mentions_by_name
      WHERE mentions.programme = :programme AND mentions.name = :name
        AND mentions.position = event.position AND mentions.r_from <= :at
  ))
ORDER BY position LIMIT :limit
"""
OF_STREAM_AND_TYPE: Final = """
SELECT * FROM event INDEXED BY event_by_stream_and_type
WHERE originator_id = :stream AND substr(topic, 1, instr(topic, '.v') - 1) = :type
  AND position > :after AND position <= :at
  AND (:name IS NULL OR EXISTS (
      SELECT 1 FROM mentions INDEXED BY mentions_by_name
      WHERE mentions.programme = :programme AND mentions.name = :name
        AND mentions.position = event.position AND mentions.r_from <= :at
  ))
ORDER BY position LIMIT :limit
"""
MENTIONING: Final = """
SELECT event.* FROM (
    SELECT DISTINCT position FROM mentions INDEXED BY mentions_by_name
    WHERE programme = :programme AND name = :name
      AND position > :after AND position <= :at AND r_from <= :at
    ORDER BY position LIMIT :limit
) AS found JOIN event ON event.position = found.position
ORDER BY found.position
"""
MENTIONING_OF_TYPE: Final = """
SELECT event.* FROM (
    SELECT DISTINCT position FROM mentions INDEXED BY mentions_by_name_and_type
    WHERE programme = :programme AND name = :name AND type = :type
      AND position > :after AND position <= :at AND r_from <= :at
    ORDER BY position LIMIT :limit
) AS found JOIN event ON event.position = found.position
ORDER BY found.position
"""
MENTIONING_IN_STREAM: Final = """
SELECT event.* FROM mentions INDEXED BY mentions_by_name
CROSS JOIN event ON event.position = mentions.position
WHERE mentions.programme = :programme AND mentions.name = :name
  AND mentions.position > :after AND mentions.position <= :at AND mentions.r_from <= :at
  AND event.originator_id = :stream
  AND NOT EXISTS (
      SELECT 1 FROM mentions AS before
      WHERE before.programme = mentions.programme AND before.name = mentions.name
        AND before.position = mentions.position AND before.r_from < mentions.r_from
  )
ORDER BY mentions.position LIMIT :limit
"""
MENTIONING_IN_STREAM_OF_TYPE: Final = """
SELECT event.* FROM mentions INDEXED BY mentions_by_name_and_type
CROSS JOIN event ON event.position = mentions.position
WHERE mentions.programme = :programme AND mentions.name = :name AND mentions.type = :type
  AND mentions.position > :after AND mentions.position <= :at AND mentions.r_from <= :at
  AND event.originator_id = :stream
  AND NOT EXISTS (
      SELECT 1 FROM mentions AS before
      WHERE before.programme = mentions.programme AND before.name = mentions.name
        AND before.position = mentions.position AND before.r_from < mentions.r_from
  )
ORDER BY mentions.position LIMIT :limit
"""
MENTIONING_ANYWHERE: Final = """
WITH RECURSIVE known (name) AS (
    SELECT min(programme) FROM event
    UNION ALL
    SELECT (SELECT min(programme) FROM event WHERE programme > name)
    FROM known WHERE name IS NOT NULL
)
SELECT event.* FROM known JOIN event ON event.position IN (
    SELECT DISTINCT position FROM mentions INDEXED BY mentions_by_name
    WHERE programme = known.name AND name = :name
      AND position > :after AND position <= :at AND r_from <= :at
    ORDER BY position LIMIT :limit
)
ORDER BY event.position LIMIT :limit
"""
MENTIONING_ANYWHERE_OF_TYPE: Final = """
WITH RECURSIVE known (name) AS (
    SELECT min(programme) FROM event
    UNION ALL
    SELECT (SELECT min(programme) FROM event WHERE programme > name)
    FROM known WHERE name IS NOT NULL
)
SELECT event.* FROM known JOIN event ON event.position IN (
    SELECT DISTINCT position FROM mentions INDEXED BY mentions_by_name_and_type
    WHERE programme = known.name AND name = :name AND type = :type
      AND position > :after AND position <= :at AND r_from <= :at
    ORDER BY position LIMIT :limit
)
ORDER BY event.position LIMIT :limit
"""


def listed(
    cursor: sqlite3.Cursor, wanted: EventFilter, after: int, at: int, limit: int
) -> Sequence[Row]:
    """Recorded events after a position and up to another, by position."""
    within = None if wanted.stream is None else wanted.stream.partition("/")[0]
    if within is not None and wanted.programme not in (None, within):
        return ()
    asked = {
        "programme": wanted.programme or within,
        "stream": wanted.stream,
        "type": wanted.type,
        "name": _name(wanted),
        "after": after,
        "at": at,
        "limit": limit,
    }
    return [row_from(each) for each in cursor.execute(_statement(wanted), asked).fetchall()]


def _name(wanted: EventFilter) -> str | None:
    """What must be mentioned; both a party and an item are a pair."""
    if wanted.party is not None and wanted.item is not None:
        return pair(wanted.party, wanted.item)
    return wanted.party or wanted.item


def _statement(wanted: EventFilter) -> str:
    """The statement whose index is of just these filters; with a stream, of the shorter list."""
    any_type = wanted.type is None
    any_name = wanted.party is None and wanted.item is None
    if wanted.stream is not None and (any_name or "/" in wanted.stream):
        return OF_STREAM if any_type else OF_STREAM_AND_TYPE
    if wanted.stream is not None:
        return MENTIONING_IN_STREAM if any_type else MENTIONING_IN_STREAM_OF_TYPE
    if any_name and wanted.programme is None:
        return ALL if any_type else OF_TYPE
    if any_name:
        return OF_PROGRAMME if any_type else OF_PROGRAMME_AND_TYPE
    if wanted.programme is None:
        return MENTIONING_ANYWHERE if any_type else MENTIONING_ANYWHERE_OF_TYPE
    return MENTIONING if any_type else MENTIONING_OF_TYPE
