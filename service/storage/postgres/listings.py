"""Listing recorded events in PostgreSQL: each filter walks an index of its own, by position.

Bounds are compared as whole rows, and not column by column, so that no statistics lead the planner
to another index than the one that is in this order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from service.event_store import Row
from service.projections.kept.mentions import pair
from service.storage.postgres.lookups import PostgresReading, row_from
from service.views.rows import EventFilter

ALL: Final = """
SELECT * FROM event
WHERE position > %(after)s AND position <= %(at)s
ORDER BY position LIMIT %(limit)s
"""
OF_TYPE: Final = """
SELECT * FROM event
WHERE (split_part(topic, '.', 1), position) > (%(type)s, %(after)s)
  AND (split_part(topic, '.', 1), position) <= (%(type)s, %(at)s)
ORDER BY split_part(topic, '.', 1), position LIMIT %(limit)s
"""
OF_PROGRAMME: Final = """
SELECT * FROM event
WHERE (programme, position) > (%(programme)s, %(after)s)
  AND (programme, position) <= (%(programme)s, %(at)s)
ORDER BY programme, position LIMIT %(limit)s
"""
OF_PROGRAMME_AND_TYPE: Final = """
SELECT * FROM event
WHERE (programme, split_part(topic, '.', 1), position) > (%(programme)s, %(type)s, %(after)s)
  AND (programme, split_part(topic, '.', 1), position) <= (%(programme)s, %(type)s, %(at)s)
ORDER BY programme, split_part(topic, '.', 1), position LIMIT %(limit)s
"""
OF_STREAM: Final = """
SELECT * FROM event
WHERE (originator_id, position) > (%(stream)s, %(after)s)
  AND (originator_id, position) <= (%(stream)s, %(at)s)
  AND (%(name)s::text IS NULL OR EXISTS (
      SELECT 1 FROM mentions
      WHERE mentions.programme = %(programme)s AND mentions.name = %(name)s
        AND mentions.position = event.position AND mentions.r_from <= %(at)s
  ))
ORDER BY originator_id, position LIMIT %(limit)s
"""
OF_STREAM_AND_TYPE: Final = """
SELECT * FROM event
WHERE (originator_id, split_part(topic, '.', 1), position) > (%(stream)s, %(type)s, %(after)s)
  AND (originator_id, split_part(topic, '.', 1), position) <= (%(stream)s, %(type)s, %(at)s)
  AND (%(name)s::text IS NULL OR EXISTS (
      SELECT 1 FROM mentions
      WHERE mentions.programme = %(programme)s AND mentions.name = %(name)s
        AND mentions.position = event.position AND mentions.r_from <= %(at)s
  ))
ORDER BY originator_id, split_part(topic, '.', 1), position LIMIT %(limit)s
"""
MENTIONING: Final = """
SELECT event.* FROM (
    SELECT DISTINCT programme, name, position FROM mentions
    WHERE (programme, name, position) > (%(programme)s, %(name)s, %(after)s)
      AND (programme, name, position) <= (%(programme)s, %(name)s, %(at)s)
      AND r_from <= %(at)s
    ORDER BY programme, name, position LIMIT %(limit)s
) AS found JOIN event ON event.position = found.position
ORDER BY found.position
"""
MENTIONING_OF_TYPE: Final = """
SELECT event.* FROM (
    SELECT DISTINCT programme, name, type, position FROM mentions
    WHERE (programme, name, type, position) > (%(programme)s, %(name)s, %(type)s, %(after)s)
      AND (programme, name, type, position) <= (%(programme)s, %(name)s, %(type)s, %(at)s)
      AND r_from <= %(at)s
    ORDER BY programme, name, type, position LIMIT %(limit)s
) AS found JOIN event ON event.position = found.position
ORDER BY found.position
"""
MENTIONING_IN_STREAM: Final = """
SELECT event.* FROM (
    SELECT DISTINCT programme, name, position FROM mentions
    WHERE (programme, name, position) > (%(programme)s, %(name)s, %(after)s)
      AND (programme, name, position) <= (%(programme)s, %(name)s, %(at)s)
      AND r_from <= %(at)s
    ORDER BY programme, name, position
) AS found JOIN event ON event.position = found.position
WHERE event.originator_id = %(stream)s
ORDER BY found.position LIMIT %(limit)s
"""
MENTIONING_IN_STREAM_OF_TYPE: Final = """
SELECT event.* FROM (
    SELECT DISTINCT programme, name, type, position FROM mentions
    WHERE (programme, name, type, position) > (%(programme)s, %(name)s, %(type)s, %(after)s)
      AND (programme, name, type, position) <= (%(programme)s, %(name)s, %(type)s, %(at)s)
      AND r_from <= %(at)s
    ORDER BY programme, name, type, position
) AS found JOIN event ON event.position = found.position
WHERE event.originator_id = %(stream)s
ORDER BY found.position LIMIT %(limit)s
"""
MENTIONING_ANYWHERE: Final = """
WITH RECURSIVE known (name) AS (
    SELECT min(programme) FROM event
    UNION ALL
    SELECT (SELECT min(programme) FROM event WHERE programme > name)
    FROM known WHERE name IS NOT NULL
)
SELECT event.* FROM known CROSS JOIN LATERAL (
    SELECT DISTINCT programme, name, position FROM mentions
    WHERE (programme, name, position) > (known.name, %(name)s, %(after)s)
      AND (programme, name, position) <= (known.name, %(name)s, %(at)s)
      AND r_from <= %(at)s
    ORDER BY programme, name, position LIMIT %(limit)s
) AS found JOIN event ON event.position = found.position
ORDER BY found.position LIMIT %(limit)s
"""
MENTIONING_ANYWHERE_OF_TYPE: Final = """
WITH RECURSIVE known (name) AS (
    SELECT min(programme) FROM event
    UNION ALL
    SELECT (SELECT min(programme) FROM event WHERE programme > name)
    FROM known WHERE name IS NOT NULL
)
SELECT event.* FROM known CROSS JOIN LATERAL (
    SELECT DISTINCT programme, name, type, position FROM mentions
    WHERE (programme, name, type, position) > (known.name, %(name)s, %(type)s, %(after)s)
      AND (programme, name, type, position) <= (known.name, %(name)s, %(type)s, %(at)s)
      AND r_from <= %(at)s
    ORDER BY programme, name, type, position LIMIT %(limit)s
) AS found JOIN event ON event.position = found.position
ORDER BY found.position LIMIT %(limit)s
"""


def listed(
    reading: PostgresReading, wanted: EventFilter, after: int, at: int, limit: int
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
    return [row_from(each) for each in reading.ask(_statement(wanted), asked)]


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
