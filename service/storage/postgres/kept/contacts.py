"""The view `contacts` in PostgreSQL: who was observed with whom."""

from __future__ import annotations

from typing import Final

from service.storage.postgres.kept.table import KeptTable

CONTACTS: Final = KeptTable(
    create="""
    CREATE TABLE contacts (
        programme TEXT COLLATE "C" NOT NULL,
        via       TEXT COLLATE "C" NOT NULL,
        position  BIGINT           NOT NULL,
        parties   TEXT COLLATE "C" NOT NULL,
        earliest  BIGINT           NOT NULL,
        latest    BIGINT           NOT NULL,
        r_from    BIGINT           NOT NULL,
        r_to      BIGINT           NOT NULL
    )
    """,
    kept_by=(
        """
        CREATE INDEX contacts_by_via ON contacts (via, r_to)
        """,
    ),
    asked_by=(
        """
        CREATE INDEX contacts_by_earliest ON contacts (programme, earliest, position)
        """,
    ),
    drop="DROP TABLE IF EXISTS contacts",
    insert="""
    INSERT INTO contacts (
        programme, via, position, parties, earliest, latest, r_from, r_to
    )
    SELECT * FROM unnest(
        %s::text[], %s::text[], %s::bigint[], %s::text[], %s::bigint[], %s::bigint[],
        %s::bigint[], %s::bigint[]
    )
    """,
    close="""
    UPDATE contacts SET r_to = %s WHERE via = %s AND r_to = 9223372036854775807
    """,
    make_room="""
    CREATE TEMPORARY TABLE contacts (LIKE testigo.contacts) ON COMMIT DROP
    """,
    missing="SELECT * FROM pg_temp.contacts EXCEPT SELECT * FROM testigo.contacts",
    surplus="SELECT * FROM testigo.contacts EXCEPT SELECT * FROM pg_temp.contacts",
    counts="""
    SELECT (SELECT count(*) FROM testigo.contacts) AS live,
           (SELECT count(*) FROM pg_temp.contacts) AS rebuilt
    """,
)
