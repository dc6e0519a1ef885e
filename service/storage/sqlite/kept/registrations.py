"""The view `registrations` in SQLite: how secret each item was to be."""

from __future__ import annotations

from typing import Final

from service.storage.sqlite.kept.table import KeptTable

REGISTRATIONS: Final = KeptTable(
    create="""
    CREATE TABLE registrations (
        programme       TEXT    NOT NULL,
        via             TEXT    NOT NULL,
        position        INTEGER NOT NULL,
        item            TEXT    NOT NULL,
        confidentiality TEXT    NOT NULL,
        embargo_until   INTEGER,
        earliest        INTEGER NOT NULL,
        latest          INTEGER NOT NULL,
        r_from          INTEGER NOT NULL,
        r_to            INTEGER NOT NULL
    ) STRICT
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
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """,
    close="""
    UPDATE registrations SET r_to = ? WHERE via = ? AND r_to = 9223372036854775807
    """,
    missing="SELECT * FROM rebuilt.registrations EXCEPT SELECT * FROM main.registrations",
    surplus="SELECT * FROM main.registrations EXCEPT SELECT * FROM rebuilt.registrations",
    counts="""
    SELECT (SELECT count(*) FROM main.registrations), (SELECT count(*) FROM rebuilt.registrations)
    """,
)
