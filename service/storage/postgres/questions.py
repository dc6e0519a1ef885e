"""The statements that read the kept views and the events behind them.

A row held at the position `at` if `r_from <= at AND r_to > at`.
"""

from __future__ import annotations

from typing import Final

CHECKPOINTS: Final = """
SELECT name, version, position FROM checkpoint
"""

LEARNINGS_OF_PARTIES: Final = """
SELECT * FROM learnings
WHERE programme = %(programme)s AND party = ANY(%(parties)s)
  AND (%(events)s OR NOT starts_with(item, 'event:'))
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
"""
LEARNINGS_OF_PARTIES_AND_ITEM: Final = """
SELECT * FROM learnings
WHERE programme = %(programme)s AND party = ANY(%(parties)s)
  AND item = %(item)s
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
"""
REQUESTS_FOR_ITEM: Final = """
SELECT * FROM requests
WHERE programme = %(programme)s AND item = %(item)s
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
"""
REQUESTS_BY_PARTY: Final = """
SELECT * FROM requests
WHERE programme = %(programme)s AND party = %(party)s
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
"""
MOVES_OF_GROUPS: Final = """
SELECT * FROM moves
WHERE programme = %(programme)s AND company = ANY(%(groups)s)
  AND r_from <= %(at)s AND r_to > %(at)s
"""
MOVES_OF_PARTY: Final = """
SELECT * FROM moves
WHERE programme = %(programme)s AND party = %(party)s
  AND company >= 'group:' AND company < 'group;'
  AND r_from <= %(at)s AND r_to > %(at)s
"""
ACCOUNTS: Final = """
SELECT * FROM readings
WHERE via = ANY(%(vias)s) AND r_from <= %(at)s AND r_to > %(at)s
"""
EVENTS_OF: Final = """
SELECT * FROM event WHERE event_id = ANY(%(ids)s)
"""
EVENT_AT: Final = """
SELECT * FROM event WHERE position = %s
"""
CASES: Final = """
SELECT * FROM event
WHERE root IN (
    SELECT root FROM event WHERE event_id = ANY(%(ids)s)
)
ORDER BY position
"""
HAS_PROGRAMME: Final = """
SELECT 1 FROM event WHERE programme = %(programme)s LIMIT 1
"""
PROGRAMMES: Final = """
WITH RECURSIVE known (name) AS (
    SELECT min(programme) FROM event
    UNION ALL
    SELECT (SELECT min(programme) FROM event WHERE programme > name)
    FROM known WHERE name IS NOT NULL
)
SELECT name FROM known
WHERE EXISTS (SELECT 1 FROM event WHERE programme = name AND position <= %(at)s)
ORDER BY name
"""
TALLY: Final = """
SELECT
    (SELECT count(*) FROM event WHERE programme = %(programme)s AND position <= %(at)s) AS events,
    (SELECT min(position) FROM event
     WHERE programme = %(programme)s AND position <= %(at)s) AS first,
    (SELECT max(position) FROM event
     WHERE programme = %(programme)s AND position <= %(at)s) AS last,
    (SELECT count(*) FROM readings
     WHERE programme = %(programme)s AND r_from <= %(at)s AND r_to > %(at)s) AS visible
"""
