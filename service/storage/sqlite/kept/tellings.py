"""The view `tellings` in SQLite: who told of which items."""

from __future__ import annotations

from typing import Final

from service.storage.sqlite.kept.table import KeptTable

TELLINGS: Final = KeptTable(
    create="""
    CREATE TABLE tellings (
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
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    """,
    close="""
    UPDATE tellings SET r_to = ? WHERE via = ? AND r_to = 9223372036854775807
    """,
    missing="SELECT * FROM rebuilt.tellings EXCEPT SELECT * FROM main.tellings",
    surplus="SELECT * FROM main.tellings EXCEPT SELECT * FROM rebuilt.tellings",
    counts="""
    SELECT (SELECT count(*) FROM main.tellings), (SELECT count(*) FROM rebuilt.tellings)
    """,
)
