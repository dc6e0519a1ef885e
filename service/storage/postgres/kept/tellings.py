"""The view `tellings` in PostgreSQL: who told of which items."""

from __future__ import annotations

from typing import Final

from service.storage.postgres.kept.table import KeptTable

TELLINGS: Final = KeptTable(
    create="""
    CREATE TABLE tellings (
        programme TEXT COLLATE "C" NOT NULL,
        via       TEXT COLLATE "C" NOT NULL,
        position  BIGINT           NOT NULL,
        party     TEXT COLLATE "C" NOT NULL,
        item      TEXT COLLATE "C" NOT NULL,
        earliest  BIGINT           NOT NULL,
        latest    BIGINT           NOT NULL,
        r_from    BIGINT           NOT NULL,
        r_to      BIGINT           NOT NULL
    )
    """,
    kept_by=(
        """
        CREATE INDEX tellings_by_via ON tellings (via, r_to)
        """,
    ),
    asked_by=(
        """
        CREATE INDEX tellings_by_position ON tellings (programme, position)
        """,
        """
        CREATE INDEX tellings_by_pair
        ON tellings (programme, party, item, latest, earliest, position)
        """,
        """
        CREATE INDEX tellings_by_item ON tellings (programme, item, party)
        """,
    ),
    drop="DROP TABLE IF EXISTS tellings",
    insert="""
    INSERT INTO tellings (
        programme, via, position, party, item, earliest, latest, r_from, r_to
    )
    SELECT * FROM unnest(
        %s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::bigint[],
        %s::bigint[], %s::bigint[]
    )
    """,
    close="""
    UPDATE tellings SET r_to = %s WHERE via = %s AND r_to = 9223372036854775807
    """,
    make_room="""
    CREATE TEMPORARY TABLE tellings (LIKE testigo.tellings) ON COMMIT DROP
    """,
    missing="SELECT * FROM pg_temp.tellings EXCEPT SELECT * FROM testigo.tellings",
    surplus="SELECT * FROM testigo.tellings EXCEPT SELECT * FROM pg_temp.tellings",
    counts="""
    SELECT (SELECT count(*) FROM testigo.tellings) AS live,
           (SELECT count(*) FROM pg_temp.tellings) AS rebuilt
    """,
)
