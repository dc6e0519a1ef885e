"""The view `fronts` in SQLite: of the learnings and requests, those that can be the first."""

from __future__ import annotations

from typing import Final

from service.storage.sqlite.kept.table import KeptTable

FRONTS: Final = KeptTable(
    create="""
    CREATE TABLE fronts (
        programme TEXT    NOT NULL,
        via       TEXT    NOT NULL,
        position  INTEGER NOT NULL,
        party     TEXT    NOT NULL,
        item      TEXT    NOT NULL,
        extent    INTEGER NOT NULL,
        lane      INTEGER NOT NULL,
        tellers   TEXT    NOT NULL,
        basis     INTEGER NOT NULL,
        source    TEXT,
        channel   TEXT,
        earliest  INTEGER NOT NULL,
        latest    INTEGER NOT NULL,
        r_from    INTEGER NOT NULL,
        r_to      INTEGER NOT NULL
    ) STRICT
    """,
    kept_by=(
        """
        CREATE INDEX fronts_by_party
        ON fronts (programme, party, item, extent, lane, earliest, r_from, r_to)
        """,
    ),
    asked_by=(
        """
        CREATE INDEX fronts_by_item
        ON fronts (programme, item, party, extent, lane, earliest, r_from, r_to)
        """,
    ),
    drop="DROP TABLE IF EXISTS fronts",
    insert="""
    INSERT INTO fronts (
        programme, via, position, party, item, extent, lane, tellers, basis, source, channel,
        earliest, latest, r_from, r_to
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """,
    close="""
    UPDATE fronts SET r_to = ?
    WHERE programme = ? AND party = ? AND item = ? AND extent = ? AND lane = ? AND tellers = ?
      AND earliest = ? AND via = ? AND r_to = 9223372036854775807
    """,
    missing="SELECT * FROM rebuilt.fronts EXCEPT SELECT * FROM main.fronts",
    surplus="SELECT * FROM main.fronts EXCEPT SELECT * FROM rebuilt.fronts",
    counts="""
    SELECT (SELECT count(*) FROM main.fronts), (SELECT count(*) FROM rebuilt.fronts)
    """,
)
