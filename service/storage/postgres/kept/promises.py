"""The view `promises` in PostgreSQL: what was promised, and what became of it."""

from __future__ import annotations

from typing import Final

from service.storage.postgres.kept.table import KeptTable

PROMISES: Final = KeptTable(
    create="""
    CREATE TABLE promises (
        programme TEXT COLLATE "C" NOT NULL,
        via       TEXT COLLATE "C" NOT NULL,
        position  BIGINT           NOT NULL,
        type      TEXT COLLATE "C" NOT NULL,
        slug      TEXT COLLATE "C" NOT NULL,
        due_at    BIGINT,
        earliest  BIGINT           NOT NULL,
        latest    BIGINT           NOT NULL,
        r_from    BIGINT           NOT NULL,
        r_to      BIGINT           NOT NULL
    )
    """,
    kept_by=(
        """
        CREATE INDEX promises_by_via ON promises (via, r_to)
        """,
    ),
    asked_by=(
        """
        CREATE INDEX promises_by_type ON promises (programme, type, position)
        """,
        """
        CREATE INDEX promises_by_slug ON promises (programme, slug, type)
        """,
    ),
    drop="DROP TABLE IF EXISTS promises",
    insert="""
    INSERT INTO promises (
        programme, via, position, type, slug, due_at, earliest, latest, r_from, r_to
    )
    SELECT * FROM unnest(
        %s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::bigint[],
        %s::bigint[], %s::bigint[], %s::bigint[]
    )
    """,
    close="""
    UPDATE promises SET r_to = %s WHERE via = %s AND r_to = 9223372036854775807
    """,
    make_room="""
    CREATE TEMPORARY TABLE promises (LIKE testigo.promises) ON COMMIT DROP
    """,
    missing="SELECT * FROM pg_temp.promises EXCEPT SELECT * FROM testigo.promises",
    surplus="SELECT * FROM testigo.promises EXCEPT SELECT * FROM pg_temp.promises",
    counts="""
    SELECT (SELECT count(*) FROM testigo.promises) AS live,
           (SELECT count(*) FROM pg_temp.promises) AS rebuilt
    """,
)
