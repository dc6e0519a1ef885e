"""The view `appearances` in PostgreSQL: which parties an event names, by occurrence."""

from __future__ import annotations

from typing import Final

from service.storage.postgres.kept.table import KeptTable

APPEARANCES: Final = KeptTable(
    create="""
    CREATE TABLE appearances (
        programme TEXT COLLATE "C" NOT NULL,
        position  BIGINT           NOT NULL,
        party     TEXT COLLATE "C" NOT NULL,
        type      TEXT COLLATE "C" NOT NULL,
        earliest  BIGINT           NOT NULL,
        latest    BIGINT           NOT NULL,
        width     SMALLINT         NOT NULL,
        r_from    BIGINT           NOT NULL,
        r_to      BIGINT           NOT NULL
    )
    """,
    kept_by=(
        """
        CREATE INDEX appearances_by_position ON appearances (position)
        """,
    ),
    asked_by=(
        """
        CREATE INDEX appearances_in_blocks ON appearances (
            programme, party, (r_from >> 14), earliest, latest, position, r_from, r_to
        )
        """,
        """
        CREATE INDEX appearances_uncertain ON appearances (
            programme, party, width, (r_from >> 14), earliest, latest, position, r_from, r_to
        ) WHERE latest > earliest
        """,
        """
        CREATE INDEX appearances_of_type_in_blocks ON appearances (
            programme, party, type, (r_from >> 14), earliest, latest, position, r_from, r_to
        )
        """,
        """
        CREATE INDEX appearances_of_type_uncertain ON appearances (
            programme, party, type, width, (r_from >> 14), earliest, latest, position, r_from, r_to
        ) WHERE latest > earliest
        """,
    ),
    drop="DROP TABLE IF EXISTS appearances",
    insert="""
    INSERT INTO appearances (
        programme, position, party, type, earliest, latest, width, r_from, r_to
    )
    SELECT * FROM unnest(
        %s::text[], %s::bigint[], %s::text[], %s::text[], %s::bigint[],
        %s::bigint[], %s::smallint[], %s::bigint[], %s::bigint[]
    )
    """,
    close="""
    UPDATE appearances SET r_to = %s WHERE position = %s AND r_to = 9223372036854775807
    """,
    make_room="""
    CREATE TEMPORARY TABLE appearances (LIKE testigo.appearances) ON COMMIT DROP
    """,
    missing="SELECT * FROM pg_temp.appearances EXCEPT SELECT * FROM testigo.appearances",
    surplus="SELECT * FROM testigo.appearances EXCEPT SELECT * FROM pg_temp.appearances",
    counts="""
    SELECT (SELECT count(*) FROM testigo.appearances) AS live,
           (SELECT count(*) FROM pg_temp.appearances) AS rebuilt
    """,
    closed_by_position=True,
)
