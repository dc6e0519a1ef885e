"""The statements that read the kept views and the events behind them.

A row held at the position `at` if `r_from <= at AND r_to > at`.
"""

from __future__ import annotations

from typing import Final

CHECKPOINTS: Final = """
SELECT name, version, position FROM checkpoint
"""

LEARNINGS_OF_ITEM: Final = """
SELECT * FROM learnings
WHERE programme = %(programme)s AND item = %(item)s
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
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
TIMELINE: Final = """
SELECT * FROM readings
WHERE programme = %(programme)s
  AND earliest <= %(until)s AND latest >= %(start)s
  AND (earliest, latest, position) > (%(after_earliest)s, %(after_latest)s, %(after_position)s)
  AND r_from <= %(at)s AND r_to > %(at)s
  AND (%(type)s::text IS NULL OR type = %(type)s)
  AND (%(party)s::text IS NULL OR EXISTS (
      SELECT 1 FROM mentions
      WHERE mentions.name = %(party)s AND mentions.programme = readings.programme
        AND mentions.position = readings.position
        AND mentions.r_from <= %(at)s AND mentions.r_to > %(at)s
  ))
ORDER BY earliest, latest, position
LIMIT %(limit)s
"""
TESTERS: Final = """
WITH RECURSIVE known (name) AS (
    SELECT min(tester) FROM deeds WHERE programme = %(programme)s
    UNION ALL
    SELECT (SELECT min(tester) FROM deeds WHERE programme = %(programme)s AND tester > name)
    FROM known WHERE name IS NOT NULL
)
SELECT name FROM known
WHERE EXISTS (
    SELECT 1 FROM deeds
    WHERE programme = %(programme)s AND tester = name
      AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
)
ORDER BY name
"""
DEEDS_OF: Final = """
SELECT * FROM deeds
WHERE programme = %(programme)s AND tester = ANY(%(testers)s)
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
"""
SUSPENSIONS: Final = """
SELECT * FROM deeds
WHERE programme = %(programme)s AND tester IS NULL
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
"""

EVENTS: Final = """
SELECT * FROM event
WHERE position > %(after)s AND position <= %(at)s
  AND (%(type)s::text IS NULL OR starts_with(topic, %(type)s || '.v'))
ORDER BY position LIMIT %(limit)s
"""
EVENTS_OF_PROGRAMME: Final = """
SELECT * FROM event
WHERE programme = %(programme)s AND position > %(after)s AND position <= %(at)s
  AND (%(type)s::text IS NULL OR starts_with(topic, %(type)s || '.v'))
ORDER BY position LIMIT %(limit)s
"""
EVENTS_OF_STREAM: Final = """
SELECT * FROM event
WHERE originator_id = %(stream)s AND position > %(after)s AND position <= %(at)s
  AND (%(programme)s::text IS NULL OR programme = %(programme)s)
  AND (%(type)s::text IS NULL OR starts_with(topic, %(type)s || '.v'))
  AND (%(party)s::text IS NULL OR EXISTS (
      SELECT 1 FROM mentions
      WHERE mentions.name = %(party)s AND mentions.programme = event.programme
        AND mentions.position = event.position AND mentions.r_from <= %(at)s
  ))
  AND (%(item)s::text IS NULL OR EXISTS (
      SELECT 1 FROM mentions
      WHERE mentions.name = %(item)s AND mentions.programme = event.programme
        AND mentions.position = event.position AND mentions.r_from <= %(at)s
  ))
ORDER BY originator_version LIMIT %(limit)s
"""
EVENTS_MENTIONING: Final = """
SELECT * FROM event
WHERE position IN (
    SELECT position FROM mentions
    WHERE name = %(name)s AND (%(programme)s::text IS NULL OR programme = %(programme)s)
      AND position > %(after)s AND r_from <= %(at)s
  )
  AND position <= %(at)s
  AND (%(type)s::text IS NULL OR starts_with(topic, %(type)s || '.v'))
  AND (%(item)s::text IS NULL OR %(item)s = %(name)s OR EXISTS (
      SELECT 1 FROM mentions
      WHERE mentions.name = %(item)s AND mentions.programme = event.programme
        AND mentions.position = event.position AND mentions.r_from <= %(at)s
  ))
ORDER BY position LIMIT %(limit)s
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
