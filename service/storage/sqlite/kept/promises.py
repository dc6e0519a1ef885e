"""The view `promises` in SQLite: what was promised, and what became of it."""

from __future__ import annotations

from typing import Final

from service.storage.sqlite.kept.table import KeptTable

PROMISES: Final = KeptTable(
    create="""
    CREATE TABLE promises (
        programme TEXT    NOT NULL,
        via       TEXT    NOT NULL,
        position  INTEGER NOT NULL,
        type      TEXT    NOT NULL,
        slug      TEXT    NOT NULL,
        due_at    INTEGER,
        earliest  INTEGER NOT NULL,
        latest    INTEGER NOT NULL,
        r_from    INTEGER NOT NULL,
        r_to      INTEGER NOT NULL
    ) STRICT
    """,
    kept_by=(
        """
        CREATE INDEX promises_by_via ON promises (via, r_to)
        """,
    ),
    asked_by=(
        """
        CREATE INDEX promises_by_type ON promises (programme, type, position)
        """,
        """
        CREATE INDEX promises_by_slug ON promises (programme, slug, type)
        """,
    ),
    drop="DROP TABLE IF EXISTS promises",
    insert="""
    INSERT INTO promises (
        programme, via, position, type, slug, due_at, earliest, latest, r_from, r_to
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """,
    close="""
    UPDATE promises SET r_to = ? WHERE via = ? AND r_to = 9223372036854775807
    """,
    missing="SELECT * FROM rebuilt.promises EXCEPT SELECT * FROM main.promises",
    surplus="SELECT * FROM main.promises EXCEPT SELECT * FROM rebuilt.promises",
    counts="""
    SELECT (SELECT count(*) FROM main.promises), (SELECT count(*) FROM rebuilt.promises)
    """,
)
