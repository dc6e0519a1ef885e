"""The view `arrivals` in SQLite: from when on each tester may have been there."""

from __future__ import annotations

from typing import Final

from service.storage.sqlite.kept.table import KeptTable

ARRIVALS: Final = KeptTable(
    create="""
    CREATE TABLE arrivals (
        programme TEXT    NOT NULL,
        tester    TEXT    NOT NULL,
        earliest  INTEGER NOT NULL,
        r_from    INTEGER NOT NULL,
        r_to      INTEGER NOT NULL
    ) STRICT
    """,
    kept_by=(
        """
        CREATE INDEX arrivals_by_tester
        ON arrivals (programme, tester, r_from, r_to, earliest)
        """,
    ),
    drop="DROP TABLE IF EXISTS arrivals",
    insert="""
    INSERT INTO arrivals (programme, tester, earliest, r_from, r_to) VALUES (?, ?, ?, ?, ?)
    """,
    close="""
    UPDATE arrivals SET r_to = ?
    WHERE programme = ? AND tester = ? AND r_to = 9223372036854775807
    """,
    missing="SELECT * FROM rebuilt.arrivals EXCEPT SELECT * FROM main.arrivals",
    surplus="SELECT * FROM main.arrivals EXCEPT SELECT * FROM rebuilt.arrivals",
    counts="""
    SELECT (SELECT count(*) FROM main.arrivals), (SELECT count(*) FROM rebuilt.arrivals)
    """,
)
