"""The view `promised` in SQLite: to whom which commitments were made."""

from __future__ import annotations

from typing import Final

from service.storage.sqlite.kept.table import KeptTable

PROMISED: Final = KeptTable(
    create="""
    CREATE TABLE promised (
        programme TEXT    NOT NULL,
        via       TEXT    NOT NULL,
        position  INTEGER NOT NULL,
        party     TEXT    NOT NULL,
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
        CREATE INDEX promised_by_via ON promised (via, r_to)
        """,
    ),
    asked_by=(
        """
        CREATE INDEX promised_by_party ON promised (programme, party, earliest)
        """,
    ),
    drop="DROP TABLE IF EXISTS promised",
    insert="""
    INSERT INTO promised (
        programme, via, position, party, slug, due_at, earliest, latest, r_from, r_to
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """,
    close="""
    UPDATE promised SET r_to = ? WHERE via = ? AND r_to = 9223372036854775807
    """,
    missing="SELECT * FROM rebuilt.promised EXCEPT SELECT * FROM main.promised",
    surplus="SELECT * FROM main.promised EXCEPT SELECT * FROM rebuilt.promised",
    counts="""
    SELECT (SELECT count(*) FROM main.promised), (SELECT count(*) FROM rebuilt.promised)
    """,
)
