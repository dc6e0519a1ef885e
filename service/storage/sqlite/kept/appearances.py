"""The view `appearances` in SQLite: which parties an event names, by occurrence."""

from __future__ import annotations

from typing import Final

from service.storage.sqlite.kept.table import KeptTable

APPEARANCES: Final = KeptTable(
    create="""
    CREATE TABLE appearances (
        programme TEXT    NOT NULL,
        position  INTEGER NOT NULL,
        party     TEXT    NOT NULL,
        type      TEXT    NOT NULL,
        earliest  INTEGER NOT NULL,
        latest    INTEGER NOT NULL,
        width     INTEGER NOT NULL,
        r_from    INTEGER NOT NULL,
        r_to      INTEGER NOT NULL
    ) STRICT
    """,
    kept_by=(
        """
        CREATE INDEX appearances_by_position ON appearances (position)
        """,
    ),
    asked_by=(
        """
        CREATE INDEX appearances_in_blocks ON appearances (
            programme, party, (r_from >> 14), earliest, latest, position, r_from, r_to
        )
        """,
        """
        CREATE INDEX appearances_uncertain ON appearances (
            programme, party, width, (r_from >> 14), earliest, latest, position, r_from, r_to
        ) WHERE latest > earliest
        """,
        """
        CREATE INDEX appearances_of_type_in_blocks ON appearances (
            programme, party, type, (r_from >> 14), earliest, latest, position, r_from, r_to
        )
        """,
        """
        CREATE INDEX appearances_of_type_uncertain ON appearances (
            programme, party, type, width, (r_from >> 14), earliest, latest, position, r_from, r_to
        ) WHERE latest > earliest
        """,
    ),
    drop="DROP TABLE IF EXISTS appearances",
    insert="""
    INSERT INTO appearances (
        programme, position, party, type, earliest, latest, width, r_from, r_to
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    """,
    close="""
    UPDATE appearances SET r_to = ? WHERE position = ? AND r_to = 9223372036854775807
    """,
    missing="SELECT * FROM rebuilt.appearances EXCEPT SELECT * FROM main.appearances",
    surplus="SELECT * FROM main.appearances EXCEPT SELECT * FROM rebuilt.appearances",
    counts="""
    SELECT (SELECT count(*) FROM main.appearances), (SELECT count(*) FROM rebuilt.appearances)
    """,
    closed_by_position=True,
)
