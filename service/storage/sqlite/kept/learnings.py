"""The view `learnings` in SQLite: who came to know what."""

from __future__ import annotations

from typing import Final

from service.storage.sqlite.kept.table import KeptTable

LEARNINGS: Final = KeptTable(
    create="""
    CREATE TABLE learnings (
        programme TEXT    NOT NULL,
        via       TEXT    NOT NULL,
        position  INTEGER NOT NULL,
        party     TEXT    NOT NULL,
        item      TEXT    NOT NULL,
        extent    INTEGER NOT NULL,
        basis     INTEGER NOT NULL,
        source    TEXT,
        channel   TEXT,
        earliest  INTEGER NOT NULL,
        latest    INTEGER NOT NULL,
        shared    INTEGER NOT NULL,
        lane      INTEGER NOT NULL,
        tellers   TEXT    NOT NULL,
        width     INTEGER NOT NULL,
        r_from    INTEGER NOT NULL,
        r_to      INTEGER NOT NULL
    ) STRICT
    """,
    kept_by=(
        """
        CREATE INDEX learnings_by_party
        ON learnings (programme, party, item, extent, lane, earliest, latest, position, r_to)
        """,
        """
        CREATE INDEX learnings_by_via ON learnings (via, r_to)
        """,
    ),
    asked_by=(
        """
        CREATE INDEX learnings_by_item ON learnings (programme, item, party, earliest)
        """,
        """
        CREATE INDEX learnings_shared
        ON learnings (programme, party, item, extent, latest, earliest, position)
        WHERE shared = 1
        """,
        """
        CREATE INDEX learnings_shared_wide
        ON learnings (programme, party, item, extent, width, latest, earliest, position)
        WHERE shared = 1 AND width <> 0
        """,
        """
        CREATE INDEX learnings_shared_20
        ON learnings (programme, party, item, extent, (r_from >> 20), latest, earliest, position)
        WHERE shared = 1
        """,
        """
        CREATE INDEX learnings_shared_15
        ON learnings (programme, party, item, extent, (r_from >> 15), latest, earliest, position)
        WHERE shared = 1
        """,
        """
        CREATE INDEX learnings_shared_10
        ON learnings (programme, party, item, extent, (r_from >> 10), latest, earliest, position)
        WHERE shared = 1
        """,
        """
        CREATE INDEX learnings_shared_5
        ON learnings (programme, party, item, extent, (r_from >> 5), latest, earliest, position)
        WHERE shared = 1
        """,
    ),
    drop="DROP TABLE IF EXISTS learnings",
    insert="""
    INSERT INTO learnings (
        programme, via, position, party, item, extent, basis, source, channel, earliest,
        latest, shared, lane, tellers, width, r_from, r_to
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """,
    close="""
    UPDATE learnings SET r_to = ? WHERE via = ? AND r_to = 9223372036854775807
    """,
    missing="SELECT * FROM rebuilt.learnings EXCEPT SELECT * FROM main.learnings",
    surplus="SELECT * FROM main.learnings EXCEPT SELECT * FROM rebuilt.learnings",
    counts="""
    SELECT (SELECT count(*) FROM main.learnings), (SELECT count(*) FROM rebuilt.learnings)
    """,
)
