"""The view `terms` in SQLite: which terms were published, and which they replace."""

from __future__ import annotations

from typing import Final

from service.storage.sqlite.kept.table import KeptTable

TERMS: Final = KeptTable(
    create="""
    CREATE TABLE terms (
        programme TEXT    NOT NULL,
        via       TEXT    NOT NULL,
        position  INTEGER NOT NULL,
        terms     TEXT    NOT NULL,
        kind      TEXT    NOT NULL,
        replaces  TEXT,
        earliest  INTEGER NOT NULL,
        latest    INTEGER NOT NULL,
        r_from    INTEGER NOT NULL,
        r_to      INTEGER NOT NULL
    ) STRICT
    """,
    kept_by=(
        """
        CREATE INDEX terms_by_via ON terms (via, r_to)
        """,
    ),
    asked_by=(
        """
        CREATE INDEX terms_by_kind ON terms (programme, kind, position)
        """,
        """
        CREATE INDEX terms_by_replaced ON terms (programme, replaces)
        """,
    ),
    drop="DROP TABLE IF EXISTS terms",
    insert="""
    INSERT INTO terms (
        programme, via, position, terms, kind, replaces, earliest, latest, r_from, r_to
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """,
    close="""
    UPDATE terms SET r_to = ? WHERE via = ? AND r_to = 9223372036854775807
    """,
    missing="SELECT * FROM rebuilt.terms EXCEPT SELECT * FROM main.terms",
    surplus="SELECT * FROM main.terms EXCEPT SELECT * FROM rebuilt.terms",
    counts="""
    SELECT (SELECT count(*) FROM main.terms), (SELECT count(*) FROM rebuilt.terms)
    """,
)
