"""The statements that look for what a step through history touches in SQLite.

A row is in a world if it held at the position `at`, could have happened by `as_of`, and stands in
the timeline up to the place `upto`.
"""

from __future__ import annotations

from typing import Final

LEARNINGS_IN: Final = """
SELECT * FROM learnings
WHERE programme = :programme AND party IN (SELECT value FROM json_each(:parties))
  AND item IN (SELECT value FROM json_each(:items))
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
  AND (earliest, latest, position) <= (:upto_earliest, :upto_latest, :upto_position)
"""
LEARNINGS_OF_ITEM: Final = """
SELECT * FROM learnings
WHERE programme = :programme AND item = :item
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
  AND (earliest, latest, position) <= (:upto_earliest, :upto_latest, :upto_position)
"""
REQUESTS_FOR: Final = """
SELECT * FROM requests
WHERE programme = :programme AND item IN (SELECT value FROM json_each(:items))
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
  AND (earliest, latest, position) <= (:upto_earliest, :upto_latest, :upto_position)
"""
SHARED_ITEMS: Final = """
SELECT DISTINCT item FROM learnings
WHERE programme = :programme AND party IN (SELECT value FROM json_each(:groups))
  AND shared = 1 AND NOT (item >= 'event:' AND item < 'event;')
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
  AND (earliest, latest, position) <= (:upto_earliest, :upto_latest, :upto_position)
"""
