"""The view `arrivals` in PostgreSQL: from when on each tester may have been there."""

from __future__ import annotations

from typing import Final

from service.storage.postgres.kept.table import KeptTable

ARRIVALS: Final = KeptTable(
    create="""
    CREATE TABLE arrivals (
        programme TEXT COLLATE "C" NOT NULL,
        tester    TEXT COLLATE "C" NOT NULL,
        earliest  BIGINT           NOT NULL,
        r_from    BIGINT           NOT NULL,
        r_to      BIGINT           NOT NULL
    )
    """,
    kept_by=(
        """
        CREATE INDEX arrivals_by_tester
        ON arrivals (programme, tester, r_from, r_to, earliest)
        """,
    ),
    drop="DROP TABLE IF EXISTS arrivals",
    insert="""
    INSERT INTO arrivals (programme, tester, earliest, r_from, r_to)
    SELECT * FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::bigint[])
    """,
    close="""
    UPDATE arrivals SET r_to = ended.r_to
    FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS ended (r_to, programme, tester)
    WHERE arrivals.programme = ended.programme AND arrivals.tester = ended.tester
      AND arrivals.r_to = 9223372036854775807
    """,
    make_room="""
    CREATE TEMPORARY TABLE arrivals (LIKE testigo.arrivals) ON COMMIT DROP
    """,
    missing="SELECT * FROM pg_temp.arrivals EXCEPT SELECT * FROM testigo.arrivals",
    surplus="SELECT * FROM testigo.arrivals EXCEPT SELECT * FROM pg_temp.arrivals",
    counts="""
    SELECT (SELECT count(*) FROM testigo.arrivals) AS live,
           (SELECT count(*) FROM pg_temp.arrivals) AS rebuilt
    """,
)
