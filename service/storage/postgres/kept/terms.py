"""The view `terms` in PostgreSQL: which terms were published, and which they replace."""

from __future__ import annotations

from typing import Final

from service.storage.postgres.kept.table import KeptTable

TERMS: Final = KeptTable(
    create="""
    CREATE TABLE terms (
        programme TEXT COLLATE "C" NOT NULL,
        via       TEXT COLLATE "C" NOT NULL,
        position  BIGINT           NOT NULL,
        terms     TEXT COLLATE "C" NOT NULL,
        kind      TEXT COLLATE "C" NOT NULL,
        replaces  TEXT COLLATE "C",
        earliest  BIGINT           NOT NULL,
        latest    BIGINT           NOT NULL,
        r_from    BIGINT           NOT NULL,
        r_to      BIGINT           NOT NULL
    )
    """,
    kept_by=(
        """
        CREATE INDEX terms_by_via ON terms (via, r_to)
        """,
    ),
    asked_by=(
        """
        CREATE INDEX terms_by_kind ON terms (programme, kind, position)
        """,
        """
        CREATE INDEX terms_by_replaced ON terms (programme, replaces)
        """,
    ),
    drop="DROP TABLE IF EXISTS terms",
    insert="""
    INSERT INTO terms (
        programme, via, position, terms, kind, replaces, earliest, latest, r_from, r_to
    )
    SELECT * FROM unnest(
        %s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::bigint[],
        %s::bigint[], %s::bigint[], %s::bigint[]
    )
    """,
    close="""
    UPDATE terms SET r_to = %s WHERE via = %s AND r_to = 9223372036854775807
    """,
    make_room="""
    CREATE TEMPORARY TABLE terms (LIKE testigo.terms) ON COMMIT DROP
    """,
    missing="SELECT * FROM pg_temp.terms EXCEPT SELECT * FROM testigo.terms",
    surplus="SELECT * FROM testigo.terms EXCEPT SELECT * FROM pg_temp.terms",
    counts="""
    SELECT (SELECT count(*) FROM testigo.terms) AS live,
           (SELECT count(*) FROM pg_temp.terms) AS rebuilt
    """,
)
