"""The statements that read timelines from blocks (see `projections.kept.occurring`).

Each merges what held at `at` in large blocks and small ones, after a place and up to an instant, in
order of occurrence. Bounds are compared as whole rows, and not column by column, so that no
statistics lead the planner to another index than the one that is in this order.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Shelf(NamedTuple):
    """How one kind of timeline is read."""

    blocks: str
    """Of blocks that are all large, or `large` and `small` ones."""
    uncertain: str
    """What is of some `widths` and may reach the instant `start`."""


IN_PROGRAMME: Final = Shelf(
    blocks="""
    SELECT found.* FROM unnest(%(large)s::bigint[]) AS block CROSS JOIN LATERAL (
        SELECT earliest, latest, position FROM readings
        WHERE (programme, (r_from >> 14), earliest, latest, position)
            > (%(programme)s, block, %(earliest)s, %(latest)s, %(position)s)
          AND (programme, (r_from >> 14), earliest) <= (%(programme)s, block, %(until)s)
          AND r_from <= %(at)s AND r_to > %(at)s
        ORDER BY programme, (r_from >> 14), earliest, latest, position
        LIMIT %(limit)s
    ) AS found
    UNION ALL
    SELECT found.* FROM unnest(%(small)s::bigint[]) AS block CROSS JOIN LATERAL (
        SELECT earliest, latest, position FROM readings
        WHERE (programme, (r_from >> 10), earliest, latest, position)
            > (%(programme)s, block, %(earliest)s, %(latest)s, %(position)s)
          AND (programme, (r_from >> 10), earliest) <= (%(programme)s, block, %(until)s)
          AND r_from <= %(at)s AND r_to > %(at)s
        ORDER BY programme, (r_from >> 10), earliest, latest, position
        LIMIT %(limit)s
    ) AS found
    ORDER BY earliest, latest, position LIMIT %(limit)s
    """,
    uncertain="""
    SELECT found.* FROM unnest(
        %(widths)s::smallint[], %(from_earliest)s::bigint[], %(from_latest)s::bigint[],
        %(from_position)s::bigint[]
    ) AS reach (width, earliest, latest, position)
    CROSS JOIN unnest(%(large)s::bigint[]) AS block
    CROSS JOIN LATERAL (
        SELECT earliest, latest, position FROM readings
        WHERE latest > earliest
          AND (programme, width, (r_from >> 14), earliest, latest, position)
            > (%(programme)s, reach.width, block, reach.earliest, reach.latest, reach.position)
          AND (programme, width, (r_from >> 14), earliest)
            <= (%(programme)s, reach.width, block, %(until)s)
          AND latest >= %(start)s AND r_from <= %(at)s AND r_to > %(at)s
        ORDER BY programme, width, (r_from >> 14), earliest, latest, position
        LIMIT %(limit)s
    ) AS found
    ORDER BY earliest, latest, position LIMIT %(limit)s
    """,
)
OF_TYPE: Final = Shelf(
    blocks="""
    SELECT found.* FROM unnest(%(large)s::bigint[]) AS block CROSS JOIN LATERAL (
        SELECT earliest, latest, position FROM readings
        WHERE (programme, type, (r_from >> 14), earliest, latest, position)
            > (%(programme)s, %(type)s, block, %(earliest)s, %(latest)s, %(position)s)
          AND (programme, type, (r_from >> 14), earliest)
            <= (%(programme)s, %(type)s, block, %(until)s)
          AND r_from <= %(at)s AND r_to > %(at)s
        ORDER BY programme, type, (r_from >> 14), earliest, latest, position
        LIMIT %(limit)s
    ) AS found
    ORDER BY earliest, latest, position LIMIT %(limit)s
    """,
    uncertain="""
    SELECT found.* FROM unnest(
        %(widths)s::smallint[], %(from_earliest)s::bigint[], %(from_latest)s::bigint[],
        %(from_position)s::bigint[]
    ) AS reach (width, earliest, latest, position)
    CROSS JOIN unnest(%(large)s::bigint[]) AS block
    CROSS JOIN LATERAL (
        SELECT earliest, latest, position FROM readings
        WHERE latest > earliest
          AND (programme, type, width, (r_from >> 14), earliest, latest, position)
            > (%(programme)s, %(type)s, reach.width, block,
               reach.earliest, reach.latest, reach.position)
          AND (programme, type, width, (r_from >> 14), earliest)
            <= (%(programme)s, %(type)s, reach.width, block, %(until)s)
          AND latest >= %(start)s AND r_from <= %(at)s AND r_to > %(at)s
        ORDER BY programme, type, width, (r_from >> 14), earliest, latest, position
        LIMIT %(limit)s
    ) AS found
    ORDER BY earliest, latest, position LIMIT %(limit)s
    """,
)
OF_PARTY: Final = Shelf(
    blocks="""
    SELECT found.* FROM unnest(%(large)s::bigint[]) AS block CROSS JOIN LATERAL (
        SELECT earliest, latest, position FROM appearances
        WHERE (programme, party, (r_from >> 14), earliest, latest, position)
            > (%(programme)s, %(party)s, block, %(earliest)s, %(latest)s, %(position)s)
          AND (programme, party, (r_from >> 14), earliest)
            <= (%(programme)s, %(party)s, block, %(until)s)
          AND r_from <= %(at)s AND r_to > %(at)s
        ORDER BY programme, party, (r_from >> 14), earliest, latest, position
        LIMIT %(limit)s
    ) AS found
    ORDER BY earliest, latest, position LIMIT %(limit)s
    """,
    uncertain="""
    SELECT found.* FROM unnest(
        %(widths)s::smallint[], %(from_earliest)s::bigint[], %(from_latest)s::bigint[],
        %(from_position)s::bigint[]
    ) AS reach (width, earliest, latest, position)
    CROSS JOIN unnest(%(large)s::bigint[]) AS block
    CROSS JOIN LATERAL (
        SELECT earliest, latest, position FROM appearances
        WHERE latest > earliest
          AND (programme, party, width, (r_from >> 14), earliest, latest, position)
            > (%(programme)s, %(party)s, reach.width, block,
               reach.earliest, reach.latest, reach.position)
          AND (programme, party, width, (r_from >> 14), earliest)
            <= (%(programme)s, %(party)s, reach.width, block, %(until)s)
          AND latest >= %(start)s AND r_from <= %(at)s AND r_to > %(at)s
        ORDER BY programme, party, width, (r_from >> 14), earliest, latest, position
        LIMIT %(limit)s
    ) AS found
    ORDER BY earliest, latest, position LIMIT %(limit)s
    """,
)
OF_PARTY_AND_TYPE: Final = Shelf(
    blocks="""
    SELECT found.* FROM unnest(%(large)s::bigint[]) AS block CROSS JOIN LATERAL (
        SELECT earliest, latest, position FROM appearances
        WHERE (programme, party, type, (r_from >> 14), earliest, latest, position)
            > (%(programme)s, %(party)s, %(type)s, block, %(earliest)s, %(latest)s, %(position)s)
          AND (programme, party, type, (r_from >> 14), earliest)
            <= (%(programme)s, %(party)s, %(type)s, block, %(until)s)
          AND r_from <= %(at)s AND r_to > %(at)s
        ORDER BY programme, party, type, (r_from >> 14), earliest, latest, position
        LIMIT %(limit)s
    ) AS found
    ORDER BY earliest, latest, position LIMIT %(limit)s
    """,
    uncertain="""
    SELECT found.* FROM unnest(
        %(widths)s::smallint[], %(from_earliest)s::bigint[], %(from_latest)s::bigint[],
        %(from_position)s::bigint[]
    ) AS reach (width, earliest, latest, position)
    CROSS JOIN unnest(%(large)s::bigint[]) AS block
    CROSS JOIN LATERAL (
        SELECT earliest, latest, position FROM appearances
        WHERE latest > earliest
          AND (programme, party, type, width, (r_from >> 14), earliest, latest, position)
            > (%(programme)s, %(party)s, %(type)s, reach.width, block,
               reach.earliest, reach.latest, reach.position)
          AND (programme, party, type, width, (r_from >> 14), earliest)
            <= (%(programme)s, %(party)s, %(type)s, reach.width, block, %(until)s)
          AND latest >= %(start)s AND r_from <= %(at)s AND r_to > %(at)s
        ORDER BY programme, party, type, width, (r_from >> 14), earliest, latest, position
        LIMIT %(limit)s
    ) AS found
    ORDER BY earliest, latest, position LIMIT %(limit)s
    """,
)

ACCOUNTS_AT: Final = """
SELECT readings.* FROM unnest(%(positions)s::bigint[]) AS wanted
JOIN event ON event.position = wanted
JOIN readings ON readings.via = event.event_id
WHERE readings.r_from <= %(at)s AND readings.r_to > %(at)s
ORDER BY readings.earliest, readings.latest, readings.position
"""
