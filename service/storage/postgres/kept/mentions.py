"""The view `mentions` in PostgreSQL: which parties and items stand in an event, and pairs."""

from __future__ import annotations

from typing import Final

from service.storage.postgres.kept.table import KeptTable

MENTIONS: Final = KeptTable(
    create="""
    CREATE TABLE mentions (
        programme TEXT COLLATE "C" NOT NULL,
        position  BIGINT           NOT NULL,
        name      TEXT COLLATE "C" NOT NULL,
        type      TEXT COLLATE "C" NOT NULL,
        r_from    BIGINT           NOT NULL,
        r_to      BIGINT           NOT NULL
    )
    """,
    kept_by=(
        """
        CREATE INDEX mentions_by_position ON mentions (position)
        """,
    ),
    asked_by=(
        """
        CREATE INDEX mentions_by_name ON mentions (programme, name, position, r_from)
        """,
        """
        CREATE INDEX mentions_by_name_and_type
        ON mentions (programme, name, type, position, r_from)
        """,
    ),
    drop="DROP TABLE IF EXISTS mentions",
    insert="""
    INSERT INTO mentions (
        programme, position, name, type, r_from, r_to
    )
    SELECT * FROM unnest(
        %s::text[], %s::bigint[], %s::text[], %s::text[], %s::bigint[],
        %s::bigint[]
    )
    """,
    close="""
    UPDATE mentions SET r_to = %s WHERE position = %s AND r_to = 9223372036854775807
    """,
    make_room="""
    CREATE TEMPORARY TABLE mentions (LIKE testigo.mentions) ON COMMIT DROP
    """,
    missing="SELECT * FROM pg_temp.mentions EXCEPT SELECT * FROM testigo.mentions",
    surplus="SELECT * FROM testigo.mentions EXCEPT SELECT * FROM pg_temp.mentions",
    counts="""
    SELECT (SELECT count(*) FROM testigo.mentions) AS live,
           (SELECT count(*) FROM pg_temp.mentions) AS rebuilt
    """,
    closed_by_position=True,
)
