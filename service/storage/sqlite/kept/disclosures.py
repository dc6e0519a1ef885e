"""The view `disclosures` in SQLite: which items were made known, by whom and to whom."""

from __future__ import annotations

from typing import Final

from service.storage.sqlite.kept.table import KeptTable

DISCLOSURES: Final = KeptTable(
    create="""
    CREATE TABLE disclosures (
        programme TEXT    NOT NULL,
        via       TEXT    NOT NULL,
        position  INTEGER NOT NULL,
        type      TEXT    NOT NULL,
        doer      TEXT,
        told      TEXT    NOT NULL,
        items     TEXT    NOT NULL,
        under     TEXT,
        earliest  INTEGER NOT NULL,
        latest    INTEGER NOT NULL,
        r_from    INTEGER NOT NULL,
        r_to      INTEGER NOT NULL
    ) STRICT
    """,
    kept_by=(
        """
        CREATE INDEX disclosures_by_via ON disclosures (via, r_to)
        """,
    ),
    asked_by=(
        """
        CREATE INDEX disclosures_by_position ON disclosures (programme, position)
        """,
    ),
    drop="DROP TABLE IF EXISTS disclosures",
    insert="""
    INSERT INTO disclosures (
        programme, via, position, type, doer, told, items, under, earliest, latest, r_from, r_to
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """,
    close="""
    UPDATE disclosures SET r_to = ? WHERE via = ? AND r_to = 9223372036854775807
    """,
    missing="SELECT * FROM rebuilt.disclosures EXCEPT SELECT * FROM main.disclosures",
    surplus="SELECT * FROM main.disclosures EXCEPT SELECT * FROM rebuilt.disclosures",
    counts="""
    SELECT (SELECT count(*) FROM main.disclosures), (SELECT count(*) FROM rebuilt.disclosures)
    """,
)
