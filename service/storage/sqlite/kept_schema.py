"""The tables of the kept views in SQLite.

`r_from` and `r_to` are the positions from which, and before which, a row holds; `r_to` is
2^63 - 1 while it still does. Unbounded `earliest` and `latest` are -2^63 and 2^63 - 1.
"""

from __future__ import annotations

from typing import Final

CREATE: Final = (
    """
    CREATE TABLE IF NOT EXISTS checkpoint (
        name     TEXT PRIMARY KEY,
        position INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE IF NOT EXISTS readings (
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
        r_from      INTEGER NOT NULL,
        r_to        INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE INDEX IF NOT EXISTS readings_by_occurrence
    ON readings (programme, earliest, latest, position, r_from, r_to)
    """,
    """
    CREATE INDEX IF NOT EXISTS readings_by_via ON readings (via, r_to)
    """,
    """
    CREATE TABLE IF NOT EXISTS learnings (
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
        r_from    INTEGER NOT NULL,
        r_to      INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE INDEX IF NOT EXISTS learnings_by_item ON learnings (programme, item, party, earliest)
    """,
    """
    CREATE INDEX IF NOT EXISTS learnings_by_party ON learnings (programme, party, item, earliest)
    """,
    """
    CREATE INDEX IF NOT EXISTS learnings_by_via ON learnings (via, r_to)
    """,
    """
    CREATE TABLE IF NOT EXISTS requests (
        programme TEXT    NOT NULL,
        via       TEXT    NOT NULL,
        position  INTEGER NOT NULL,
        party     TEXT    NOT NULL,
        item      TEXT    NOT NULL,
        earliest  INTEGER NOT NULL,
        latest    INTEGER NOT NULL,
        r_from    INTEGER NOT NULL,
        r_to      INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE INDEX IF NOT EXISTS requests_by_item ON requests (programme, item, party, latest)
    """,
    """
    CREATE INDEX IF NOT EXISTS requests_by_party ON requests (programme, party, item, latest)
    """,
    """
    CREATE INDEX IF NOT EXISTS requests_by_via ON requests (via, r_to)
    """,
    """
    CREATE TABLE IF NOT EXISTS moves (
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
    """
    CREATE INDEX IF NOT EXISTS moves_by_company ON moves (programme, company, party)
    """,
    """
    CREATE INDEX IF NOT EXISTS moves_by_party ON moves (programme, party, company)
    """,
    """
    CREATE INDEX IF NOT EXISTS moves_by_via ON moves (via, r_to)
    """,
    """
    CREATE TABLE IF NOT EXISTS deeds (
        programme TEXT    NOT NULL,
        via       TEXT    NOT NULL,
        position  INTEGER NOT NULL,
        tester    TEXT,
        type      TEXT    NOT NULL,
        slug      TEXT,
        items     TEXT    NOT NULL,
        earliest  INTEGER NOT NULL,
        latest    INTEGER NOT NULL,
        r_from    INTEGER NOT NULL,
        r_to      INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE INDEX IF NOT EXISTS deeds_by_tester ON deeds (programme, tester, earliest)
    """,
    """
    CREATE INDEX IF NOT EXISTS deeds_by_via ON deeds (via, r_to)
    """,
    """
    CREATE TABLE IF NOT EXISTS mentions (
        programme TEXT    NOT NULL,
        via       TEXT    NOT NULL,
        position  INTEGER NOT NULL,
        name      TEXT    NOT NULL,
        r_from    INTEGER NOT NULL,
        r_to      INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE INDEX IF NOT EXISTS mentions_by_name ON mentions (name, programme, position)
    """,
    """
    CREATE INDEX IF NOT EXISTS mentions_by_via ON mentions (via, r_to)
    """,
)
