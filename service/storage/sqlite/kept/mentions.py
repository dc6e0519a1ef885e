"""The view `mentions` in SQLite: which parties and items stand in an event, and pairs."""

from __future__ import annotations

from typing import Final

from service.storage.sqlite.kept.table import KeptTable

MENTIONS: Final = KeptTable(
    create="""
    CREATE TABLE mentions (
        programme TEXT    NOT NULL,
        position  INTEGER NOT NULL,
        name      TEXT    NOT NULL,
        type      TEXT    NOT NULL,
        r_from    INTEGER NOT NULL,
        r_to      INTEGER NOT NULL
    ) STRICT
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
    ) VALUES (?, ?, ?, ?, ?, ?)
    """,
    close="""
    UPDATE mentions SET r_to = ? WHERE position = ? AND r_to = 9223372036854775807
    """,
    missing="SELECT * FROM rebuilt.mentions EXCEPT SELECT * FROM main.mentions",
    surplus="SELECT * FROM main.mentions EXCEPT SELECT * FROM rebuilt.mentions",
    counts="""
    SELECT (SELECT count(*) FROM main.mentions), (SELECT count(*) FROM rebuilt.mentions)
    """,
    closed_by_position=True,
)
