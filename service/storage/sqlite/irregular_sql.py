"""The statements that look for irregularities in SQLite.

A row is in a world if it held at the position `at`, could have happened by `as_of`, and stands in
the timeline up to the place `upto`.
"""

from __future__ import annotations

from typing import Final

DEEDS_BY_POSITION: Final = """
SELECT * FROM deeds
WHERE programme = :programme AND type = :type AND position > :after
  AND (:tester IS NULL OR tester = :tester)
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
  AND (earliest, latest, position) <= (:upto_earliest, :upto_latest, :upto_position)
ORDER BY position
LIMIT :limit
"""
DEEDS_OF_TYPES: Final = """
SELECT * FROM deeds
WHERE programme = :programme AND tester IN (SELECT value FROM json_each(:testers))
  AND type IN (SELECT value FROM json_each(:types))
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
  AND (earliest, latest, position) <= (:upto_earliest, :upto_latest, :upto_position)
"""
DEEDS_ABOUT: Final = """
SELECT deeds.* FROM (
    SELECT json_extract(value, '$[0]') AS whose, json_extract(value, '$[1]') AS what
    FROM json_each(:things)
) AS thing
CROSS JOIN deeds ON tester = whose AND slug = what
WHERE programme = :programme AND type = :type
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
  AND (earliest, latest, position) <= (:upto_earliest, :upto_latest, :upto_position)
"""
SUSPENSIONS: Final = """
SELECT * FROM deeds
WHERE programme = :programme AND tester IS NULL
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
  AND (earliest, latest, position) <= (:upto_earliest, :upto_latest, :upto_position)
"""
TESTERS_AMONG: Final = """
SELECT name FROM (SELECT value AS name FROM json_each(:names))
WHERE EXISTS (
    SELECT 1 FROM deeds
    WHERE programme = :programme AND tester = name
      AND earliest <= :as_of AND r_from <= :at AND r_to > :at
      AND (earliest, latest, position) <= (:upto_earliest, :upto_latest, :upto_position)
)
"""
PROMISES_BY_POSITION: Final = """
SELECT * FROM promises
WHERE programme = :programme AND type = :type AND position > :after
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
  AND (earliest, latest, position) <= (:upto_earliest, :upto_latest, :upto_position)
ORDER BY position
LIMIT :limit
"""
PROMISES_OF: Final = """
SELECT * FROM promises
WHERE programme = :programme AND slug IN (SELECT value FROM json_each(:slugs))
  AND type IN (SELECT value FROM json_each(:types))
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
  AND (earliest, latest, position) <= (:upto_earliest, :upto_latest, :upto_position)
"""
TERMS_OF_KIND: Final = """
SELECT * FROM terms
WHERE programme = :programme AND kind = :kind
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
  AND (earliest, latest, position) <= (:upto_earliest, :upto_latest, :upto_position)
"""
TERMS_REPLACING: Final = """
SELECT * FROM terms
WHERE programme = :programme AND replaces IN (SELECT value FROM json_each(:replaced))
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
  AND (earliest, latest, position) <= (:upto_earliest, :upto_latest, :upto_position)
"""
REGISTRATIONS_OF: Final = """
SELECT * FROM registrations
WHERE programme = :programme AND item IN (SELECT value FROM json_each(:items))
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
  AND (earliest, latest, position) <= (:upto_earliest, :upto_latest, :upto_position)
"""
DISCLOSURES_BY_POSITION: Final = """
SELECT * FROM disclosures
WHERE programme = :programme AND position > :after
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
  AND (earliest, latest, position) <= (:upto_earliest, :upto_latest, :upto_position)
ORDER BY position
LIMIT :limit
"""
DISCLOSURES_NAMING: Final = """
SELECT * FROM disclosures
WHERE programme = :programme AND position > :after
  AND position IN (
      SELECT position FROM mentions
      WHERE name IN (SELECT value FROM json_each(:names)) AND programme = :programme
        AND position > :after AND r_from <= :at AND r_to > :at
  )
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
  AND (earliest, latest, position) <= (:upto_earliest, :upto_latest, :upto_position)
ORDER BY position
LIMIT :limit
"""
MOVES_IN: Final = """
SELECT * FROM moves
WHERE programme = :programme AND company IN (SELECT value FROM json_each(:groups))
  AND r_from <= :at AND r_to > :at
  AND (earliest, latest, position) <= (:upto_earliest, :upto_latest, :upto_position)
"""
MOVES_OF: Final = """
SELECT * FROM moves
WHERE programme = :programme AND party IN (SELECT value FROM json_each(:parties))
  AND company >= 'group:' AND company < 'group;'
  AND r_from <= :at AND r_to > :at
  AND (earliest, latest, position) <= (:upto_earliest, :upto_latest, :upto_position)
"""
REFERENCES_BY_POSITION: Final = """
SELECT * FROM referrals
WHERE programme = :programme AND makes = 0 AND position IN (
    SELECT DISTINCT position FROM referrals
    WHERE programme = :programme AND makes = 0 AND position > :after
      AND (:tester IS NULL OR tester = :tester)
      AND earliest <= :as_of AND r_from <= :at AND r_to > :at
      AND (earliest, latest, position) <= (:upto_earliest, :upto_latest, :upto_position)
    ORDER BY position
    LIMIT :limit
  )
  AND r_from <= :at AND r_to > :at
ORDER BY position, name
"""
REFERENCES_TO: Final = """
SELECT * FROM referrals
WHERE programme = :programme AND makes = 0 AND position IN (
    SELECT position FROM referrals
    WHERE programme = :programme AND name IN (SELECT value FROM json_each(:names))
      AND makes = 0 AND r_from <= :at AND r_to > :at
  )
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
  AND (earliest, latest, position) <= (:upto_earliest, :upto_latest, :upto_position)
ORDER BY position, name
"""
MAKERS_OF: Final = """
SELECT * FROM referrals
WHERE programme = :programme AND name IN (SELECT value FROM json_each(:names)) AND makes = 1
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
  AND (earliest, latest, position) <= (:upto_earliest, :upto_latest, :upto_position)
"""
LATE_BY_POSITION: Final = """
SELECT readings.type, readings.via, readings.position, readings.earliest, readings.latest,
       event.recorded_at, deeds.tester
FROM event
JOIN readings ON readings.via = event.event_id
LEFT JOIN deeds
    ON deeds.via = event.event_id AND deeds.r_from <= :at AND deeds.r_to > :at
WHERE event.programme = :programme AND event.position > :after AND event.position <= :at
  AND event.recorded_at - :late > readings.latest
  AND readings.earliest <= :as_of AND readings.r_from <= :at AND readings.r_to > :at
  AND (readings.earliest, readings.latest, readings.position)
      <= (:upto_earliest, :upto_latest, :upto_position)
  AND (:tester IS NULL OR deeds.tester = :tester)
ORDER BY event.position
LIMIT :limit
"""
FIRST_TELLINGS_BY_POSITION: Final = """
SELECT * FROM tellings AS told
WHERE programme = :programme AND position IN (
    SELECT DISTINCT position FROM tellings AS told
    WHERE programme = :programme AND position > :after
      AND (:party IS NULL OR party = :party)
      AND earliest <= :as_of AND r_from <= :at AND r_to > :at
      AND (earliest, latest, position) <= (:upto_earliest, :upto_latest, :upto_position)
      AND NOT EXISTS (
          SELECT 1 FROM tellings AS before
          WHERE before.programme = told.programme AND before.party = told.party
            AND before.item = told.item
            AND (before.latest, before.earliest, before.position)
                < (told.latest, told.earliest, told.position)
            AND before.earliest <= :as_of AND before.r_from <= :at AND before.r_to > :at
            AND (before.earliest, before.latest, before.position)
                <= (:upto_earliest, :upto_latest, :upto_position)
      )
    ORDER BY position
    LIMIT :limit
  )
  AND (:party IS NULL OR party = :party)
  AND r_from <= :at AND r_to > :at
  AND NOT EXISTS (
      SELECT 1 FROM tellings AS before
      WHERE before.programme = told.programme AND before.party = told.party
        AND before.item = told.item
        AND (before.latest, before.earliest, before.position)
            < (told.latest, told.earliest, told.position)
        AND before.earliest <= :as_of AND before.r_from <= :at AND before.r_to > :at
        AND (before.earliest, before.latest, before.position)
            <= (:upto_earliest, :upto_latest, :upto_position)
  )
ORDER BY position, party, item
"""
FIRST_TELLINGS: Final = """
SELECT told.* FROM (
    SELECT json_extract(value, '$[0]') AS party, json_extract(value, '$[1]') AS item
    FROM json_each(:pairs)
) AS pair
JOIN tellings AS told ON told.programme = :programme AND told.via = (
    SELECT via FROM tellings
    WHERE programme = :programme AND party = pair.party AND item = pair.item
      AND earliest <= :as_of AND r_from <= :at AND r_to > :at
      AND (earliest, latest, position) <= (:upto_earliest, :upto_latest, :upto_position)
    ORDER BY latest, earliest, position
    LIMIT 1
  )
  AND told.party = pair.party AND told.item = pair.item
  AND told.r_from <= :at AND told.r_to > :at
ORDER BY told.position, told.party, told.item
"""
TELLERS_OF: Final = """
SELECT DISTINCT party, item FROM tellings
WHERE programme = :programme AND item IN (SELECT value FROM json_each(:items))
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
  AND (earliest, latest, position) <= (:upto_earliest, :upto_latest, :upto_position)
"""
KNOWN_OTHERWISE: Final = """
SELECT * FROM learnings
WHERE programme = :programme AND party IN (SELECT value FROM json_each(:parties)) AND item = :item
  AND basis <> :telling
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
  AND (earliest, latest, position) <= (:upto_earliest, :upto_latest, :upto_position)
  AND NOT EXISTS (
      SELECT 1 FROM tellings
      WHERE tellings.via = learnings.via AND tellings.party = :party
        AND tellings.item = :item AND tellings.r_from <= :at AND tellings.r_to > :at
  )
"""
KNEW_BY: Final = """
SELECT 1 FROM learnings
WHERE programme = :programme AND party = :party AND item = :item
  AND basis <> :telling AND earliest <= :latest
  AND earliest <= :as_of AND r_from <= :at AND r_to > :at
  AND (earliest, latest, position) <= (:upto_earliest, :upto_latest, :upto_position)
  AND NOT EXISTS (
      SELECT 1 FROM tellings
      WHERE tellings.via = learnings.via AND tellings.party = :party
        AND tellings.item = :item AND tellings.r_from <= :at AND tellings.r_to > :at
  )
LIMIT 1
"""
