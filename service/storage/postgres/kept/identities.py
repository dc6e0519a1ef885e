"""The view `identities` in PostgreSQL: who was identified as whom."""

from __future__ import annotations

from typing import Final

from service.storage.postgres.kept.table import KeptTable

IDENTITIES: Final = KeptTable(
    create="""
    CREATE TABLE identities (
        programme TEXT COLLATE "C" NOT NULL,
        via       TEXT COLLATE "C" NOT NULL,
        position  BIGINT           NOT NULL,
        party     TEXT COLLATE "C" NOT NULL,
        same_as   TEXT COLLATE "C" NOT NULL,
        occurred  TEXT COLLATE "C" NOT NULL,
        earliest  BIGINT           NOT NULL,
        latest    BIGINT           NOT NULL,
        r_from    BIGINT           NOT NULL,
        r_to      BIGINT           NOT NULL
    )
    """,
    kept_by=(
        """
        CREATE INDEX identities_by_via ON identities (via, r_to)
        """,
    ),
    asked_by=(
        """
        CREATE INDEX identities_by_party ON identities (programme, party)
        """,
        """
        CREATE INDEX identities_by_same_as ON identities (programme, same_as)
        """,
    ),
    drop="DROP TABLE IF EXISTS identities",
    insert="""
    INSERT INTO identities (
        programme, via, position, party, same_as, occurred, earliest, latest, r_from, r_to
    )
    SELECT * FROM unnest(
        %s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::bigint[],
        %s::bigint[], %s::bigint[], %s::bigint[]
    )
    """,
    close="""
    UPDATE identities SET r_to = %s WHERE via = %s AND r_to = 9223372036854775807
    """,
    make_room="""
    CREATE TEMPORARY TABLE identities (LIKE testigo.identities) ON COMMIT DROP
    """,
    missing="SELECT * FROM pg_temp.identities EXCEPT SELECT * FROM testigo.identities",
    surplus="SELECT * FROM testigo.identities EXCEPT SELECT * FROM pg_temp.identities",
    counts="""
    SELECT (SELECT count(*) FROM testigo.identities) AS live,
           (SELECT count(*) FROM pg_temp.identities) AS rebuilt
    """,
)
