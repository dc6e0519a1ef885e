"""The view `promised` in PostgreSQL: to whom which commitments were made."""

from __future__ import annotations

from typing import Final

from service.storage.postgres.kept.table import KeptTable

PROMISED: Final = KeptTable(
    create="""
    CREATE TABLE promised (
        programme TEXT COLLATE "C" NOT NULL,
        via       TEXT COLLATE "C" NOT NULL,
        position  BIGINT           NOT NULL,
        party     TEXT COLLATE "C" NOT NULL,
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
        CREATE INDEX promised_by_via ON promised (via, r_to)
        """,
    ),
    asked_by=(
        """
        CREATE INDEX promised_by_party ON promised (programme, party, earliest)
        """,
    ),
    drop="DROP TABLE IF EXISTS promised",
    insert="""
    INSERT INTO promised (
        programme, via, position, party, slug, due_at, earliest, latest, r_from, r_to
    )
    SELECT * FROM unnest(
        %s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::bigint[],
        %s::bigint[], %s::bigint[], %s::bigint[]
    )
    """,
    close="""
    UPDATE promised SET r_to = %s WHERE via = %s AND r_to = 9223372036854775807
    """,
    make_room="""
    CREATE TEMPORARY TABLE promised (LIKE testigo.promised) ON COMMIT DROP
    """,
    missing="SELECT * FROM pg_temp.promised EXCEPT SELECT * FROM testigo.promised",
    surplus="SELECT * FROM testigo.promised EXCEPT SELECT * FROM pg_temp.promised",
    counts="""
    SELECT (SELECT count(*) FROM testigo.promised) AS live,
           (SELECT count(*) FROM pg_temp.promised) AS rebuilt
    """,
)
