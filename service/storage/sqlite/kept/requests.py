"""The view `requests` in SQLite: who asked for what."""

from __future__ import annotations

from typing import Final

from service.storage.sqlite.kept.table import KeptTable

REQUESTS: Final = KeptTable(
    create="""
    CREATE TABLE requests (
        programme TEXT    NOT NULL,
        via       TEXT    NOT NULL,
        position  INTEGER NOT NULL,
        party     TEXT    NOT NULL,
        item      TEXT    NOT NULL,
        earliest  INTEGER NOT NULL,
        latest    INTEGER NOT NULL,
        r_from    INTEGER NOT NULL,
        r_to      INTEGER NOT NULL
    ) STRICT
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
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    """,
    close="""
    UPDATE requests SET r_to = ? WHERE via = ? AND r_to = 9223372036854775807
    """,
    missing="SELECT * FROM rebuilt.requests EXCEPT SELECT * FROM main.requests",
    surplus="SELECT * FROM main.requests EXCEPT SELECT * FROM rebuilt.requests",
    counts="""
    SELECT (SELECT count(*) FROM main.requests), (SELECT count(*) FROM rebuilt.requests)
    """,
)
