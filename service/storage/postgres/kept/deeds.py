"""The view `deeds` in PostgreSQL: what adds to a tester's standing."""

from __future__ import annotations

from typing import Final

from service.storage.postgres.kept.table import KeptTable

DEEDS: Final = KeptTable(
    create="""
    CREATE TABLE deeds (
        programme TEXT COLLATE "C" NOT NULL,
        via       TEXT COLLATE "C" NOT NULL,
        position  BIGINT           NOT NULL,
        tester    TEXT COLLATE "C",
        type      TEXT COLLATE "C" NOT NULL,
        slug      TEXT COLLATE "C",
        items     TEXT COLLATE "C" NOT NULL,
        earliest  BIGINT           NOT NULL,
        latest    BIGINT           NOT NULL,
        facet     TEXT COLLATE "C",
        r_from    BIGINT           NOT NULL,
        r_to      BIGINT           NOT NULL
    )
    """,
    kept_by=(
        """
        CREATE INDEX deeds_by_tester ON deeds (programme, tester, earliest, r_to)
        """,
        """
        CREATE INDEX deeds_by_slug ON deeds (programme, tester, type, slug, latest, r_to)
        """,
        """
        CREATE INDEX deeds_by_via ON deeds (via, r_to)
        """,
    ),
    asked_by=(
        """
        CREATE INDEX deeds_by_type ON deeds (programme, type, position)
        """,
        """
        CREATE INDEX deeds_by_facet ON deeds (
            programme, tester, facet, (r_from >> 20), latest, earliest, position, r_from, r_to
        ) WHERE facet IS NOT NULL
        """,
        """
        CREATE INDEX deeds_uncertain_by_facet ON deeds (
            programme, tester, facet, (r_from >> 20), latest, earliest, position, r_from, r_to
        ) WHERE facet IS NOT NULL AND latest > earliest
        """,
    ),
    drop="DROP TABLE IF EXISTS deeds",
    insert="""
    INSERT INTO deeds (
        programme, via, position, tester, type, slug, items, earliest, latest, facet,
        r_from, r_to
    )
    SELECT * FROM unnest(
        %s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[],
        %s::bigint[], %s::bigint[], %s::text[], %s::bigint[], %s::bigint[]
    )
    """,
    close="""
    UPDATE deeds SET r_to = %s WHERE via = %s AND r_to = 9223372036854775807
    """,
    make_room="""
    CREATE TEMPORARY TABLE deeds (LIKE testigo.deeds) ON COMMIT DROP
    """,
    missing="SELECT * FROM pg_temp.deeds EXCEPT SELECT * FROM testigo.deeds",
    surplus="SELECT * FROM testigo.deeds EXCEPT SELECT * FROM pg_temp.deeds",
    counts="""
    SELECT (SELECT count(*) FROM testigo.deeds) AS live,
           (SELECT count(*) FROM pg_temp.deeds) AS rebuilt
    """,
)
