"""The statements that look for irregularities in PostgreSQL.

A row is in a world if it held at the position `at`, could have happened by `as_of`, and stands in
the timeline up to the place `upto`.
"""

from __future__ import annotations

from typing import Final

DEEDS_BY_POSITION: Final = """
SELECT * FROM deeds
WHERE programme = %(programme)s AND type = %(type)s AND position > %(after)s
  AND (%(tester)s::text IS NULL OR tester = %(tester)s)
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
  AND (earliest, latest, position) <= (%(upto_earliest)s, %(upto_latest)s, %(upto_position)s)
ORDER BY position
LIMIT %(limit)s
"""
DEEDS_OF_TYPES: Final = """
SELECT * FROM deeds
WHERE programme = %(programme)s AND tester = ANY(%(testers)s)
  AND type = ANY(%(types)s)
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
  AND (earliest, latest, position) <= (%(upto_earliest)s, %(upto_latest)s, %(upto_position)s)
"""
DEEDS_ABOUT: Final = """
SELECT deeds.* FROM deeds
JOIN unnest(%(testers)s::text[], %(slugs)s::text[]) AS thing (tester, slug) USING (tester, slug)
WHERE programme = %(programme)s AND type = %(type)s
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
  AND (earliest, latest, position) <= (%(upto_earliest)s, %(upto_latest)s, %(upto_position)s)
"""
SUSPENSIONS: Final = """
SELECT * FROM deeds
WHERE programme = %(programme)s AND tester IS NULL
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
  AND (earliest, latest, position) <= (%(upto_earliest)s, %(upto_latest)s, %(upto_position)s)
"""
TESTERS_AMONG: Final = """
SELECT name FROM unnest(%(names)s::text[]) AS name
WHERE EXISTS (
    SELECT 1 FROM deeds
    WHERE programme = %(programme)s AND tester = name
      AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
      AND (earliest, latest, position) <= (%(upto_earliest)s, %(upto_latest)s, %(upto_position)s)
)
"""
PROMISES_BY_POSITION: Final = """
SELECT * FROM promises
WHERE programme = %(programme)s AND type = %(type)s AND position > %(after)s
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
  AND (earliest, latest, position) <= (%(upto_earliest)s, %(upto_latest)s, %(upto_position)s)
ORDER BY position
LIMIT %(limit)s
"""
PROMISES_OF: Final = """
SELECT * FROM promises
WHERE programme = %(programme)s AND slug = ANY(%(slugs)s)
  AND type = ANY(%(types)s)
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
  AND (earliest, latest, position) <= (%(upto_earliest)s, %(upto_latest)s, %(upto_position)s)
"""
TERMS_OF_KIND: Final = """
SELECT * FROM terms
WHERE programme = %(programme)s AND kind = %(kind)s
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
  AND (earliest, latest, position) <= (%(upto_earliest)s, %(upto_latest)s, %(upto_position)s)
"""
TERMS_REPLACING: Final = """
SELECT * FROM terms
WHERE programme = %(programme)s AND replaces = ANY(%(replaced)s)
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
  AND (earliest, latest, position) <= (%(upto_earliest)s, %(upto_latest)s, %(upto_position)s)
"""
REGISTRATIONS_OF: Final = """
SELECT * FROM registrations
WHERE programme = %(programme)s AND item = ANY(%(items)s)
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
  AND (earliest, latest, position) <= (%(upto_earliest)s, %(upto_latest)s, %(upto_position)s)
"""
DISCLOSURES_BY_POSITION: Final = """
SELECT * FROM disclosures
WHERE programme = %(programme)s AND position > %(after)s
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
  AND (earliest, latest, position) <= (%(upto_earliest)s, %(upto_latest)s, %(upto_position)s)
ORDER BY position
LIMIT %(limit)s
"""
DISCLOSURES_NAMING: Final = """
SELECT * FROM disclosures
WHERE programme = %(programme)s AND position > %(after)s
  AND position IN (
      SELECT position FROM mentions
      WHERE name = ANY(%(names)s) AND programme = %(programme)s
        AND position > %(after)s AND r_from <= %(at)s AND r_to > %(at)s
  )
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
  AND (earliest, latest, position) <= (%(upto_earliest)s, %(upto_latest)s, %(upto_position)s)
ORDER BY position
LIMIT %(limit)s
"""
MOVES_IN: Final = """
SELECT * FROM moves
WHERE programme = %(programme)s AND company = ANY(%(groups)s)
  AND r_from <= %(at)s AND r_to > %(at)s
  AND (earliest, latest, position) <= (%(upto_earliest)s, %(upto_latest)s, %(upto_position)s)
"""
MOVES_OF: Final = """
SELECT * FROM moves
WHERE programme = %(programme)s AND party = ANY(%(parties)s)
  AND company >= 'group:' AND company < 'group;'
  AND r_from <= %(at)s AND r_to > %(at)s
  AND (earliest, latest, position) <= (%(upto_earliest)s, %(upto_latest)s, %(upto_position)s)
"""
REFERENCES_BY_POSITION: Final = """
SELECT * FROM referrals
WHERE programme = %(programme)s AND makes = 0 AND position IN (
    SELECT DISTINCT position FROM referrals
    WHERE programme = %(programme)s AND makes = 0 AND position > %(after)s
      AND (%(tester)s::text IS NULL OR tester = %(tester)s)
      AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
      AND (earliest, latest, position) <= (%(upto_earliest)s, %(upto_latest)s, %(upto_position)s)
    ORDER BY position
    LIMIT %(limit)s
  )
  AND r_from <= %(at)s AND r_to > %(at)s
ORDER BY position, name
"""
REFERENCES_TO: Final = """
SELECT * FROM referrals
WHERE programme = %(programme)s AND makes = 0 AND position IN (
    SELECT position FROM referrals
    WHERE programme = %(programme)s AND name = ANY(%(names)s)
      AND makes = 0 AND r_from <= %(at)s AND r_to > %(at)s
  )
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
  AND (earliest, latest, position) <= (%(upto_earliest)s, %(upto_latest)s, %(upto_position)s)
ORDER BY position, name
"""
MAKERS_OF: Final = """
SELECT * FROM referrals
WHERE programme = %(programme)s AND name = ANY(%(names)s) AND makes = 1
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
  AND (earliest, latest, position) <= (%(upto_earliest)s, %(upto_latest)s, %(upto_position)s)
"""
LATE_BY_POSITION: Final = """
SELECT readings.type, readings.via, readings.position, readings.earliest, readings.latest,
       event.recorded_at, deeds.tester
FROM event
JOIN readings ON readings.via = event.event_id
LEFT JOIN deeds
    ON deeds.via = event.event_id AND deeds.r_from <= %(at)s AND deeds.r_to > %(at)s
WHERE event.programme = %(programme)s AND event.position > %(after)s AND event.position <= %(at)s
  AND event.recorded_at - %(late)s > readings.latest
  AND readings.earliest <= %(as_of)s AND readings.r_from <= %(at)s AND readings.r_to > %(at)s
  AND (readings.earliest, readings.latest, readings.position)
      <= (%(upto_earliest)s, %(upto_latest)s, %(upto_position)s)
  AND (%(tester)s::text IS NULL OR deeds.tester = %(tester)s)
ORDER BY event.position
LIMIT %(limit)s
"""
FIRST_TELLINGS_BY_POSITION: Final = """
SELECT * FROM tellings AS told
WHERE programme = %(programme)s AND position IN (
    SELECT DISTINCT position FROM tellings AS told
    WHERE programme = %(programme)s AND position > %(after)s
      AND (%(party)s::text IS NULL OR party = %(party)s)
      AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
      AND (earliest, latest, position) <= (%(upto_earliest)s, %(upto_latest)s, %(upto_position)s)
      AND NOT EXISTS (
          SELECT 1 FROM tellings AS before
          WHERE before.programme = told.programme AND before.party = told.party
            AND before.item = told.item
            AND (before.latest, before.earliest, before.position)
                < (told.latest, told.earliest, told.position)
            AND before.earliest <= %(as_of)s AND before.r_from <= %(at)s AND before.r_to > %(at)s
            AND (before.earliest, before.latest, before.position)
                <= (%(upto_earliest)s, %(upto_latest)s, %(upto_position)s)
      )
    ORDER BY position
    LIMIT %(limit)s
  )
  AND (%(party)s::text IS NULL OR party = %(party)s)
  AND r_from <= %(at)s AND r_to > %(at)s
  AND NOT EXISTS (
      SELECT 1 FROM tellings AS before
      WHERE before.programme = told.programme AND before.party = told.party
        AND before.item = told.item
        AND (before.latest, before.earliest, before.position)
            < (told.latest, told.earliest, told.position)
        AND before.earliest <= %(as_of)s AND before.r_from <= %(at)s AND before.r_to > %(at)s
        AND (before.earliest, before.latest, before.position)
            <= (%(upto_earliest)s, %(upto_latest)s, %(upto_position)s)
  )
ORDER BY position, party, item
"""
FIRST_TELLINGS: Final = """
SELECT told.* FROM unnest(%(parties)s::text[], %(items)s::text[]) AS pair (party, item)
JOIN tellings AS told ON told.programme = %(programme)s AND told.via = (
    SELECT via FROM tellings
    WHERE programme = %(programme)s AND party = pair.party AND item = pair.item
      AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
      AND (earliest, latest, position) <= (%(upto_earliest)s, %(upto_latest)s, %(upto_position)s)
    ORDER BY latest, earliest, position
    LIMIT 1
  )
  AND told.party = pair.party AND told.item = pair.item
  AND told.r_from <= %(at)s AND told.r_to > %(at)s
ORDER BY told.position, told.party, told.item
"""
TELLERS_OF: Final = """
SELECT DISTINCT party, item FROM tellings
WHERE programme = %(programme)s AND item = ANY(%(items)s)
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
  AND (earliest, latest, position) <= (%(upto_earliest)s, %(upto_latest)s, %(upto_position)s)
"""
KNOWN_OTHERWISE: Final = """
SELECT * FROM learnings
WHERE programme = %(programme)s AND party = ANY(%(parties)s) AND item = %(item)s
  AND basis <> %(telling)s
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
  AND (earliest, latest, position) <= (%(upto_earliest)s, %(upto_latest)s, %(upto_position)s)
  AND NOT EXISTS (
      SELECT 1 FROM tellings
      WHERE tellings.via = learnings.via AND tellings.party = %(party)s
        AND tellings.item = %(item)s AND tellings.r_from <= %(at)s AND tellings.r_to > %(at)s
  )
"""
KNEW_BY: Final = """
SELECT 1 FROM learnings
WHERE programme = %(programme)s AND party = %(party)s AND item = %(item)s
  AND basis <> %(telling)s AND earliest <= %(latest)s
  AND earliest <= %(as_of)s AND r_from <= %(at)s AND r_to > %(at)s
  AND (earliest, latest, position) <= (%(upto_earliest)s, %(upto_latest)s, %(upto_position)s)
  AND NOT EXISTS (
      SELECT 1 FROM tellings
      WHERE tellings.via = learnings.via AND tellings.party = %(party)s
        AND tellings.item = %(item)s AND tellings.r_from <= %(at)s AND tellings.r_to > %(at)s
  )
LIMIT 1
"""
