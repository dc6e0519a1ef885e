"""The statements that look for what a step through history touches in PostgreSQL.

A row is in a world if it held at the position `at`, could have happened by `as_of`, and stands in
the timeline up to the place `upto`.
"""

from __future__ import annotations

from typing import Final

LEARNINGS_IN: Final = """
SELECT * FROM learnings
WHERE programme = %(programme)s AND party = ANY(%(parties)s)
  AND item = ANY(%(items)s)
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
  AND (earliest, latest, position) <= (%(upto_earliest)s, %(upto_latest)s, %(upto_position)s)
"""
LEARNINGS_OF_ITEM: Final = """
SELECT * FROM learnings
WHERE programme = %(programme)s AND item = %(item)s
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
  AND (earliest, latest, position) <= (%(upto_earliest)s, %(upto_latest)s, %(upto_position)s)
"""
REQUESTS_FOR: Final = """
SELECT * FROM requests
WHERE programme = %(programme)s AND item = ANY(%(items)s)
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
  AND (earliest, latest, position) <= (%(upto_earliest)s, %(upto_latest)s, %(upto_position)s)
"""
SHARED_ITEMS: Final = """
SELECT DISTINCT item FROM learnings
WHERE programme = %(programme)s AND party = ANY(%(groups)s)
  AND shared = 1 AND NOT (item >= 'event:' AND item < 'event;')
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
  AND (earliest, latest, position) <= (%(upto_earliest)s, %(upto_latest)s, %(upto_position)s)
"""
