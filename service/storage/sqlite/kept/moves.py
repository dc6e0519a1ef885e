"""The view `moves` in SQLite: who joined or left which group or organisation."""

from __future__ import annotations

from typing import Final

from service.storage.sqlite.kept.table import KeptTable

MOVES: Final = KeptTable(
    create="""
    CREATE TABLE moves (
        programme TEXT    NOT NULL,
        via       TEXT    NOT NULL,
        position  INTEGER NOT NULL,
        company   TEXT    NOT NULL,
        party     TEXT    NOT NULL,
        joined    INTEGER NOT NULL,
        occurred  TEXT    NOT NULL,
        earliest  INTEGER NOT NULL,
        latest    INTEGER NOT NULL,
        r_from    INTEGER NOT NULL,
        r_to      INTEGER NOT NULL
    ) STRICT
    """,
    kept_by=(
        """
        CREATE INDEX moves_by_via ON moves (via, r_to)
        """,
    ),
    asked_by=(
        """
        CREATE INDEX moves_by_company ON moves (programme, company, party)
        """,
        """
        CREATE INDEX moves_by_party ON moves (programme, party, company)
        """,
    ),
    drop="DROP TABLE IF EXISTS moves",
    insert="""
    INSERT INTO moves (
        programme, via, position, company, party, joined, occurred, earliest, latest,
        r_from, r_to
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """,
    close="""
    UPDATE moves SET r_to = ? WHERE via = ? AND r_to = 9223372036854775807
    """,
    missing="SELECT * FROM rebuilt.moves EXCEPT SELECT * FROM main.moves",
    surplus="SELECT * FROM main.moves EXCEPT SELECT * FROM rebuilt.moves",
    counts="""
    SELECT (SELECT count(*) FROM main.moves), (SELECT count(*) FROM rebuilt.moves)
    """,
)
