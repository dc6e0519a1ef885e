"""The statements that read timelines block by block (see `projections.kept.occurring`).

Each reads one block after a place, up to an instant, in order of occurrence: a helping of what
held at `:at`. The indexes are named, so that no statistics lead the planner astray.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Shelf(NamedTuple):
    """How one kind of timeline is read."""

    large: str
    uncertain: str
    """What is of one `:width` and may reach the instant `:start`."""
    reached: str
    """In which blocks any is, of which widths: most hold none."""
    small: str | None = None


IN_PROGRAMME: Final = Shelf(
    large="""
    SELECT earliest, latest, position
    FROM readings INDEXED BY readings_in_large_blocks
    WHERE programme = :programme
      AND (r_from >> 14) = :block
      AND (earliest, latest, position) > (:earliest, :latest, :position) AND earliest <= :until
      AND r_from <= :at AND r_to > :at
    ORDER BY earliest, latest, position LIMIT :helping
    """,
    uncertain="""
    SELECT earliest, latest, position
    FROM readings INDEXED BY readings_uncertain
    WHERE programme = :programme
      AND width = :width AND latest > earliest AND (r_from >> 14) = :block
      AND (earliest, latest, position) > (:earliest, :latest, :position) AND earliest <= :until
      AND latest >= :start AND r_from <= :at AND r_to > :at
    ORDER BY earliest, latest, position LIMIT :helping
    """,
    reached="""
    SELECT json_extract(reach.value, '$.width'), block.value
    FROM json_each(:reaches) AS reach CROSS JOIN json_each(:blocks) AS block
    WHERE EXISTS (
        SELECT 1
        FROM readings INDEXED BY readings_uncertain
        WHERE programme = :programme
          AND width = json_extract(reach.value, '$.width') AND latest > earliest
          AND (r_from >> 14) = block.value
          AND (earliest, latest, position) > (
              json_extract(reach.value, '$.earliest'), json_extract(reach.value, '$.latest'),
              json_extract(reach.value, '$.position')
          )
          AND earliest <= :until AND latest >= :start AND r_from <= :at AND r_to > :at
    )
    """,
    small="""
    SELECT earliest, latest, position
    FROM readings INDEXED BY readings_in_small_blocks
    WHERE programme = :programme
      AND (r_from >> 10) = :block
      AND (earliest, latest, position) > (:earliest, :latest, :position) AND earliest <= :until
      AND r_from <= :at AND r_to > :at
    ORDER BY earliest, latest, position LIMIT :helping
    """,
)
OF_TYPE: Final = Shelf(
    large="""
    SELECT earliest, latest, position
    FROM readings INDEXED BY readings_of_type_in_blocks
    WHERE programme = :programme AND type = :type
      AND (r_from >> 14) = :block
      AND (earliest, latest, position) > (:earliest, :latest, :position) AND earliest <= :until
      AND r_from <= :at AND r_to > :at
    ORDER BY earliest, latest, position LIMIT :helping
    """,
    uncertain="""
    SELECT earliest, latest, position
    FROM readings INDEXED BY readings_of_type_uncertain
    WHERE programme = :programme AND type = :type
      AND width = :width AND latest > earliest AND (r_from >> 14) = :block
      AND (earliest, latest, position) > (:earliest, :latest, :position) AND earliest <= :until
      AND latest >= :start AND r_from <= :at AND r_to > :at
    ORDER BY earliest, latest, position LIMIT :helping
    """,
    reached="""
    SELECT json_extract(reach.value, '$.width'), block.value
    FROM json_each(:reaches) AS reach CROSS JOIN json_each(:blocks) AS block
    WHERE EXISTS (
        SELECT 1
        FROM readings INDEXED BY readings_of_type_uncertain
        WHERE programme = :programme AND type = :type
          AND width = json_extract(reach.value, '$.width') AND latest > earliest
          AND (r_from >> 14) = block.value
          AND (earliest, latest, position) > (
              json_extract(reach.value, '$.earliest'), json_extract(reach.value, '$.latest'),
              json_extract(reach.value, '$.position')
          )
          AND earliest <= :until AND latest >= :start AND r_from <= :at AND r_to > :at
    )
    """,
)
OF_PARTY: Final = Shelf(
    large="""
    SELECT earliest, latest, position
    FROM appearances INDEXED BY appearances_in_blocks
    WHERE programme = :programme AND party = :party
      AND (r_from >> 14) = :block
      AND (earliest, latest, position) > (:earliest, :latest, :position) AND earliest <= :until
      AND r_from <= :at AND r_to > :at
    ORDER BY earliest, latest, position LIMIT :helping
    """,
    uncertain="""
    SELECT earliest, latest, position
    FROM appearances INDEXED BY appearances_uncertain
    WHERE programme = :programme AND party = :party
      AND width = :width AND latest > earliest AND (r_from >> 14) = :block
      AND (earliest, latest, position) > (:earliest, :latest, :position) AND earliest <= :until
      AND latest >= :start AND r_from <= :at AND r_to > :at
    ORDER BY earliest, latest, position LIMIT :helping
    """,
    reached="""
    SELECT json_extract(reach.value, '$.width'), block.value
    FROM json_each(:reaches) AS reach CROSS JOIN json_each(:blocks) AS block
    WHERE EXISTS (
        SELECT 1
        FROM appearances INDEXED BY appearances_uncertain
        WHERE programme = :programme AND party = :party
          AND width = json_extract(reach.value, '$.width') AND latest > earliest
          AND (r_from >> 14) = block.value
          AND (earliest, latest, position) > (
              json_extract(reach.value, '$.earliest'), json_extract(reach.value, '$.latest'),
              json_extract(reach.value, '$.position')
          )
          AND earliest <= :until AND latest >= :start AND r_from <= :at AND r_to > :at
    )
    """,
)
OF_PARTY_AND_TYPE: Final = Shelf(
    large="""
    SELECT earliest, latest, position
    FROM appearances INDEXED BY appearances_of_type_in_blocks
    WHERE programme = :programme AND party = :party AND type = :type
      AND (r_from >> 14) = :block
      AND (earliest, latest, position) > (:earliest, :latest, :position) AND earliest <= :until
      AND r_from <= :at AND r_to > :at
    ORDER BY earliest, latest, position LIMIT :helping
    """,
    uncertain="""
    SELECT earliest, latest, position
    FROM appearances INDEXED BY appearances_of_type_uncertain
    WHERE programme = :programme AND party = :party AND type = :type
      AND width = :width AND latest > earliest AND (r_from >> 14) = :block
      AND (earliest, latest, position) > (:earliest, :latest, :position) AND earliest <= :until
      AND latest >= :start AND r_from <= :at AND r_to > :at
    ORDER BY earliest, latest, position LIMIT :helping
    """,
    reached="""
    SELECT json_extract(reach.value, '$.width'), block.value
    FROM json_each(:reaches) AS reach CROSS JOIN json_each(:blocks) AS block
    WHERE EXISTS (
        SELECT 1
        FROM appearances INDEXED BY appearances_of_type_uncertain
        WHERE programme = :programme AND party = :party AND type = :type
          AND width = json_extract(reach.value, '$.width') AND latest > earliest
          AND (r_from >> 14) = block.value
          AND (earliest, latest, position) > (
              json_extract(reach.value, '$.earliest'), json_extract(reach.value, '$.latest'),
              json_extract(reach.value, '$.position')
          )
          AND earliest <= :until AND latest >= :start AND r_from <= :at AND r_to > :at
    )
    """,
)

ACCOUNTS_AT: Final = """
SELECT readings.* FROM event JOIN readings ON readings.via = event.event_id
WHERE event.position IN (SELECT value FROM json_each(:positions))
  AND readings.r_from <= :at AND readings.r_to > :at
ORDER BY readings.earliest, readings.latest, readings.position
"""
