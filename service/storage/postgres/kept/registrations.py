"""The view `registrations` in PostgreSQL: how secret each item was to be."""

from __future__ import annotations

from typing import Final

from service.storage.postgres.kept.table import KeptTable

REGISTRATIONS: Final = KeptTable(
    create="""
    CREATE TABLE registrations (
        programme       TEXT COLLATE "C" NOT NULL,
        via             TEXT COLLATE "C" NOT NULL,
        position        BIGINT           NOT NULL,
        item            TEXT COLLATE "C" NOT NULL,
        confidentiality TEXT COLLATE "C" NOT NULL,
        embargo_until   BIGINT,
        earliest        BIGINT           NOT NULL,
        latest          BIGINT           NOT NULL,
        r_from          BIGINT           NOT NULL,
        r_to            BIGINT           NOT NULL
    )
    """,
    kept_by=(
        """
        CREATE INDEX registrations_by_via ON registrations (via, r_to)
        """,
    ),
    asked_by=(
        """
        CREATE INDEX registrations_by_item ON registrations (programme, item)
        """,
    ),
    drop="DROP TABLE IF EXISTS registrations",
    insert="""
    INSERT INTO registrations (
        programme, via, position, item, confidentiality, embargo_until, earliest, latest, r_from,
        r_to
    )
    SELECT * FROM unnest(
        %s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::bigint[],
        %s::bigint[], %s::bigint[], %s::bigint[]
    )
    """,
    close="""
    UPDATE registrations SET r_to = %s WHERE via = %s AND r_to = 9223372036854775807
    """,
    make_room="""
    CREATE TEMPORARY TABLE registrations (LIKE testigo.registrations) ON COMMIT DROP
    """,
    missing="SELECT * FROM pg_temp.registrations EXCEPT SELECT * FROM testigo.registrations",
    surplus="SELECT * FROM testigo.registrations EXCEPT SELECT * FROM pg_temp.registrations",
    counts="""
    SELECT (SELECT count(*) FROM testigo.registrations) AS live,
           (SELECT count(*) FROM pg_temp.registrations) AS rebuilt
    """,
)
