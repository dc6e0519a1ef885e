"""The view `identities` in SQLite: who was identified as whom."""

from __future__ import annotations

from typing import Final

from service.storage.sqlite.kept.table import KeptTable

IDENTITIES: Final = KeptTable(
    create="""
    CREATE TABLE identities (
        programme TEXT    NOT NULL,
        via       TEXT    NOT NULL,
        position  INTEGER NOT NULL,
        party     TEXT    NOT NULL,
        same_as   TEXT    NOT NULL,
        occurred  TEXT    NOT NULL,
        earliest  INTEGER NOT NULL,
        latest    INTEGER NOT NULL,
        r_from    INTEGER NOT NULL,
        r_to      INTEGER NOT NULL
    ) STRICT
    """,
    kept_by=(
        """
        CREATE INDEX identities_by_via ON identities (via, r_to)
        """,
    ),
    asked_by=(
        """
        CREATE INDEX identities_by_party ON identities (programme, party)
        """,
        """
        CREATE INDEX identities_by_same_as ON identities (programme, same_as)
        """,
    ),
    drop="DROP TABLE IF EXISTS identities",
    insert="""
    INSERT INTO identities (
        programme, via, position, party, same_as, occurred, earliest, latest, r_from, r_to
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """,
    close="""
    UPDATE identities SET r_to = ? WHERE via = ? AND r_to = 9223372036854775807
    """,
    missing="SELECT * FROM rebuilt.identities EXCEPT SELECT * FROM main.identities",
    surplus="SELECT * FROM main.identities EXCEPT SELECT * FROM rebuilt.identities",
    counts="""
    SELECT (SELECT count(*) FROM main.identities), (SELECT count(*) FROM rebuilt.identities)
    """,
)
