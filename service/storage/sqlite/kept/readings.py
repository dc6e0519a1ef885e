"""The view `readings` in SQLite: how every event stood."""

from __future__ import annotations

from typing import Final

from service.storage.sqlite.kept.table import KeptTable

READINGS: Final = KeptTable(
    create="""
    CREATE TABLE readings (
        programme   TEXT    NOT NULL,
        via         TEXT    NOT NULL,
        position    INTEGER NOT NULL,
        type        TEXT    NOT NULL,
        occurred    TEXT    NOT NULL,
        earliest    INTEGER NOT NULL,
        latest      INTEGER NOT NULL,
        grade       TEXT    NOT NULL,
        asserted_by TEXT,
        disputed    INTEGER NOT NULL,
        width       INTEGER NOT NULL,
        r_from      INTEGER NOT NULL,
        r_to        INTEGER NOT NULL
    ) STRICT
    """,
    kept_by=(
        """
        CREATE INDEX readings_by_via ON readings (via, r_to)
        """,
    ),
    asked_by=(
        """
        CREATE INDEX readings_in_large_blocks
        ON readings (programme, (r_from >> 14), earliest, latest, position, r_from, r_to)
        """,
        """
        CREATE INDEX readings_in_small_blocks
        ON readings (programme, (r_from >> 10), earliest, latest, position, r_from, r_to)
        """,
        """
        CREATE INDEX readings_uncertain
        ON readings (programme, width, (r_from >> 14), earliest, latest, position, r_from, r_to)
        WHERE latest > earliest
        """,
        """
        CREATE INDEX readings_of_type_in_blocks
        ON readings (programme, type, (r_from >> 14), earliest, latest, position, r_from, r_to)
        """,
        """
        CREATE INDEX readings_of_type_uncertain ON readings (
            programme, type, width, (r_from >> 14), earliest, latest, position, r_from, r_to
        ) WHERE latest > earliest
        """,
    ),
    drop="DROP TABLE IF EXISTS readings",
    insert="""
    INSERT INTO readings (
        programme, via, position, type, occurred, earliest, latest, grade, asserted_by,
        disputed, width, r_from, r_to
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """,
    close="""
    UPDATE readings SET r_to = ? WHERE via = ? AND r_to = 9223372036854775807
    """,
    missing="SELECT * FROM rebuilt.readings EXCEPT SELECT * FROM main.readings",
    surplus="SELECT * FROM main.readings EXCEPT SELECT * FROM rebuilt.readings",
    counts="""
    SELECT (SELECT count(*) FROM main.readings), (SELECT count(*) FROM rebuilt.readings)
    """,
)
