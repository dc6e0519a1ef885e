"""The view `disclosures` in PostgreSQL: which items were made known, by whom and to whom."""

from __future__ import annotations

from typing import Final

from service.storage.postgres.kept.table import KeptTable

DISCLOSURES: Final = KeptTable(
    create="""
    CREATE TABLE disclosures (
        programme TEXT COLLATE "C" NOT NULL,
        via       TEXT COLLATE "C" NOT NULL,
        position  BIGINT           NOT NULL,
        type      TEXT COLLATE "C" NOT NULL,
        doer      TEXT COLLATE "C",
        told      TEXT COLLATE "C" NOT NULL,
        items     TEXT COLLATE "C" NOT NULL,
        under     TEXT COLLATE "C",
        earliest  BIGINT           NOT NULL,
        latest    BIGINT           NOT NULL,
        r_from    BIGINT           NOT NULL,
        r_to      BIGINT           NOT NULL
    )
    """,
    kept_by=(
        """
        CREATE INDEX disclosures_by_via ON disclosures (via, r_to)
        """,
    ),
    asked_by=(
        """
        CREATE INDEX disclosures_by_position ON disclosures (programme, position)
        """,
    ),
    drop="DROP TABLE IF EXISTS disclosures",
    insert="""
    INSERT INTO disclosures (
        programme, via, position, type, doer, told, items, under, earliest, latest, r_from, r_to
    )
    SELECT * FROM unnest(
        %s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[],
        %s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[]
    )
    """,
    close="""
    UPDATE disclosures SET r_to = %s WHERE via = %s AND r_to = 9223372036854775807
    """,
    make_room="""
    CREATE TEMPORARY TABLE disclosures (LIKE testigo.disclosures) ON COMMIT DROP
    """,
    missing="SELECT * FROM pg_temp.disclosures EXCEPT SELECT * FROM testigo.disclosures",
    surplus="SELECT * FROM testigo.disclosures EXCEPT SELECT * FROM pg_temp.disclosures",
    counts="""
    SELECT (SELECT count(*) FROM testigo.disclosures) AS live,
           (SELECT count(*) FROM pg_temp.disclosures) AS rebuilt
    """,
)
