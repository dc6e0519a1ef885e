"""The view `readings` in PostgreSQL: how every event stood."""

from __future__ import annotations

from typing import Final

from service.storage.postgres.kept.table import KeptTable

READINGS: Final = KeptTable(
    create="""
    CREATE TABLE readings (
        programme   TEXT COLLATE "C" NOT NULL,
        via         TEXT COLLATE "C" NOT NULL,
        position    BIGINT           NOT NULL,
        type        TEXT COLLATE "C" NOT NULL,
        occurred    TEXT COLLATE "C" NOT NULL,
        earliest    BIGINT           NOT NULL,
        latest      BIGINT           NOT NULL,
        grade       TEXT COLLATE "C" NOT NULL,
        asserted_by TEXT COLLATE "C",
        disputed    SMALLINT         NOT NULL,
        width       SMALLINT         NOT NULL,
        r_from      BIGINT           NOT NULL,
        r_to        BIGINT           NOT NULL
    )
    """,
    kept_by=(
        """
        CREATE INDEX readings_by_via ON readings (via, r_to)
        """,
    ),
    asked_by=(
        """
        CREATE INDEX readings_in_large_blocks
        ON readings (programme, (r_from >> 14), earliest, latest, position, r_from, r_to)
        """,
        """
        CREATE INDEX readings_in_small_blocks
        ON readings (programme, (r_from >> 10), earliest, latest, position, r_from, r_to)
        """,
        """
        CREATE INDEX readings_uncertain
        ON readings (programme, width, (r_from >> 14), earliest, latest, position, r_from, r_to)
        WHERE latest > earliest
        """,
        """
        CREATE INDEX readings_of_type_in_blocks
        ON readings (programme, type, (r_from >> 14), earliest, latest, position, r_from, r_to)
        """,
        """
        CREATE INDEX readings_of_type_uncertain ON readings (
            programme, type, width, (r_from >> 14), earliest, latest, position, r_from, r_to
        ) WHERE latest > earliest
        """,
    ),
    drop="DROP TABLE IF EXISTS readings",
    insert="""
    INSERT INTO readings (
        programme, via, position, type, occurred, earliest, latest, grade, asserted_by,
        disputed, width, r_from, r_to
    )
    SELECT * FROM unnest(
        %s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::bigint[],
        %s::bigint[], %s::text[], %s::text[], %s::smallint[], %s::smallint[],
        %s::bigint[], %s::bigint[]
    )
    """,
    close="""
    UPDATE readings SET r_to = %s WHERE via = %s AND r_to = 9223372036854775807
    """,
    make_room="""
    CREATE TEMPORARY TABLE readings (LIKE testigo.readings) ON COMMIT DROP
    """,
    missing="SELECT * FROM pg_temp.readings EXCEPT SELECT * FROM testigo.readings",
    surplus="SELECT * FROM testigo.readings EXCEPT SELECT * FROM pg_temp.readings",
    counts="""
    SELECT (SELECT count(*) FROM testigo.readings) AS live,
           (SELECT count(*) FROM pg_temp.readings) AS rebuilt
    """,
)
