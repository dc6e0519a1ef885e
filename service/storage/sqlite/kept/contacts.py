"""The view `contacts` in SQLite: who was observed with whom."""

from __future__ import annotations

from typing import Final

from service.storage.sqlite.kept.table import KeptTable

CONTACTS: Final = KeptTable(
    create="""
    CREATE TABLE contacts (
        programme TEXT    NOT NULL,
        via       TEXT    NOT NULL,
        position  INTEGER NOT NULL,
        parties   TEXT    NOT NULL,
        earliest  INTEGER NOT NULL,
        latest    INTEGER NOT NULL,
        r_from    INTEGER NOT NULL,
        r_to      INTEGER NOT NULL
    ) STRICT
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
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    """,
    close="""
    UPDATE contacts SET r_to = ? WHERE via = ? AND r_to = 9223372036854775807
    """,
    missing="SELECT * FROM rebuilt.contacts EXCEPT SELECT * FROM main.contacts",
    surplus="SELECT * FROM main.contacts EXCEPT SELECT * FROM rebuilt.contacts",
    counts="""
    SELECT (SELECT count(*) FROM main.contacts), (SELECT count(*) FROM rebuilt.contacts)
    """,
)
