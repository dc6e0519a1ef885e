"""The view `moves` in PostgreSQL: who joined or left which group or organisation."""

from __future__ import annotations

from typing import Final

from service.storage.postgres.kept.table import KeptTable

MOVES: Final = KeptTable(
    create="""
    CREATE TABLE moves (
        programme TEXT COLLATE "C" NOT NULL,
        via       TEXT COLLATE "C" NOT NULL,
        position  BIGINT           NOT NULL,
        company   TEXT COLLATE "C" NOT NULL,
        party     TEXT COLLATE "C" NOT NULL,
        joined    SMALLINT         NOT NULL,
        occurred  TEXT COLLATE "C" NOT NULL,
        earliest  BIGINT           NOT NULL,
        latest    BIGINT           NOT NULL,
        r_from    BIGINT           NOT NULL,
        r_to      BIGINT           NOT NULL
    )
    """,
    kept_by=(
        """
        CREATE INDEX moves_by_via ON moves (via, r_to)
        """,
    ),
    asked_by=(
        """
        CREATE INDEX moves_by_company ON moves (programme, company, party)
        """,
        """
        CREATE INDEX moves_by_party ON moves (programme, party, company)
        """,
    ),
    drop="DROP TABLE IF EXISTS moves",
    insert="""
    INSERT INTO moves (
        programme, via, position, company, party, joined, occurred, earliest, latest,
        r_from, r_to
    )
    SELECT * FROM unnest(
        %s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::smallint[],
        %s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[]
    )
    """,
    close="""
    UPDATE moves SET r_to = %s WHERE via = %s AND r_to = 9223372036854775807
    """,
    make_room="""
    CREATE TEMPORARY TABLE moves (LIKE testigo.moves) ON COMMIT DROP
    """,
    missing="SELECT * FROM pg_temp.moves EXCEPT SELECT * FROM testigo.moves",
    surplus="SELECT * FROM testigo.moves EXCEPT SELECT * FROM pg_temp.moves",
    counts="""
    SELECT (SELECT count(*) FROM testigo.moves) AS live,
           (SELECT count(*) FROM pg_temp.moves) AS rebuilt
    """,
)
