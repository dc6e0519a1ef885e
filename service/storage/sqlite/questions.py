"""The statements that read the kept views and the events behind them.

A row held at the position `:at` if `r_from <= :at AND r_to > :at`.
"""

from __future__ import annotations

from typing import Final

CHECKPOINTS: Final = """
SELECT name, version, position FROM checkpoint
"""

LEARNINGS_OF_PARTIES: Final = """
SELECT * FROM learnings
WHERE programme = :programme AND party IN (SELECT value FROM json_each(:parties))
  AND (:events OR item NOT GLOB 'event:*')
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
"""
LEARNINGS_OF_PARTIES_AND_ITEM: Final = """
SELECT * FROM learnings
WHERE programme = :programme AND party IN (SELECT value FROM json_each(:parties))
  AND item = :item
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
"""
REQUESTS_FOR_ITEM: Final = """
SELECT * FROM requests
WHERE programme = :programme AND item = :item
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
"""
REQUESTS_BY_PARTY: Final = """
SELECT * FROM requests
WHERE programme = :programme AND party = :party
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
"""
MOVES_OF_GROUPS: Final = """
SELECT * FROM moves
WHERE programme = :programme AND company IN (SELECT value FROM json_each(:groups))
  AND r_from <= :at AND r_to > :at
"""
MOVES_OF_PARTY: Final = """
SELECT * FROM moves
WHERE programme = :programme AND party = :party
  AND company >= 'group:' AND company < 'group;'
  AND r_from <= :at AND r_to > :at
"""
ACCOUNTS: Final = """
SELECT * FROM readings
WHERE via IN (SELECT value FROM json_each(:vias)) AND r_from <= :at AND r_to > :at
"""
EVENTS_OF: Final = """
SELECT * FROM event WHERE event_id IN (SELECT value FROM json_each(:ids))
"""
EVENT_AT: Final = """
SELECT * FROM event WHERE position = ?
"""
CASES: Final = """
SELECT * FROM event
WHERE root IN (
    SELECT root FROM event WHERE event_id IN (SELECT value FROM json_each(:ids))
)
ORDER BY position
"""
HAS_PROGRAMME: Final = """
SELECT 1 FROM event WHERE programme = :programme LIMIT 1
"""
PROGRAMMES: Final = """
WITH RECURSIVE known (name) AS (
    SELECT min(programme) FROM event
    UNION ALL
    SELECT (SELECT min(programme) FROM event WHERE programme > name)
    FROM known WHERE name IS NOT NULL
)
SELECT name FROM known
WHERE EXISTS (SELECT 1 FROM event WHERE programme = name AND position <= :at)
ORDER BY name
"""
TALLY: Final = """
SELECT
    (SELECT count(*) FROM event WHERE programme = :programme AND position <= :at) AS events,
    (SELECT min(position) FROM event
     WHERE programme = :programme AND position <= :at) AS first,
    (SELECT max(position) FROM event
     WHERE programme = :programme AND position <= :at) AS last,
    (SELECT count(*) FROM readings
     WHERE programme = :programme AND r_from <= :at AND r_to > :at) AS visible
"""
