"""The view `requests` in PostgreSQL: who asked for what."""

from __future__ import annotations

from typing import Final

from service.storage.postgres.kept.table import KeptTable

REQUESTS: Final = KeptTable(
    create="""
    CREATE TABLE requests (
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
        CREATE INDEX requests_by_party
        ON requests (programme, party, item, earliest, latest, position, r_to)
        """,
        """
        CREATE INDEX requests_by_via ON requests (via, r_to)
        """,
    ),
    asked_by=(
        """
        CREATE INDEX requests_by_item ON requests (programme, item, party, latest)
        """,
    ),
    drop="DROP TABLE IF EXISTS requests",
    insert="""
    INSERT INTO requests (
        programme, via, position, party, item, earliest, latest, r_from, r_to
    )
    SELECT * FROM unnest(
        %s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::bigint[],
        %s::bigint[], %s::bigint[], %s::bigint[]
    )
    """,
    close="""
    UPDATE requests SET r_to = %s WHERE via = %s AND r_to = 9223372036854775807
    """,
    make_room="""
    CREATE TEMPORARY TABLE requests (LIKE testigo.requests) ON COMMIT DROP
    """,
    missing="SELECT * FROM pg_temp.requests EXCEPT SELECT * FROM testigo.requests",
    surplus="SELECT * FROM testigo.requests EXCEPT SELECT * FROM pg_temp.requests",
    counts="""
    SELECT (SELECT count(*) FROM testigo.requests) AS live,
           (SELECT count(*) FROM pg_temp.requests) AS rebuilt
    """,
)
