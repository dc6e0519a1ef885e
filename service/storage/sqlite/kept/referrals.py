"""The view `referrals` in SQLite: what events make, and what they refer to."""

from __future__ import annotations

from typing import Final

from service.storage.sqlite.kept.table import KeptTable

REFERRALS: Final = KeptTable(
    create="""
    CREATE TABLE referrals (
        programme TEXT    NOT NULL,
        via       TEXT    NOT NULL,
        position  INTEGER NOT NULL,
        name      TEXT    NOT NULL,
        makes     INTEGER NOT NULL,
        type      TEXT    NOT NULL,
        tester    TEXT,
        earliest  INTEGER NOT NULL,
        latest    INTEGER NOT NULL,
        r_from    INTEGER NOT NULL,
        r_to      INTEGER NOT NULL
    ) STRICT
    """,
    kept_by=(
        """
        CREATE INDEX referrals_by_via ON referrals (via, r_to)
        """,
    ),
    asked_by=(
        """
        CREATE INDEX referrals_by_position ON referrals (programme, makes, position)
        """,
        """
        CREATE INDEX referrals_by_name ON referrals (programme, name, makes)
        """,
    ),
    drop="DROP TABLE IF EXISTS referrals",
    insert="""
    INSERT INTO referrals (
        programme, via, position, name, makes, type, tester, earliest, latest, r_from, r_to
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """,
    close="""
    UPDATE referrals SET r_to = ? WHERE via = ? AND r_to = 9223372036854775807
    """,
    missing="SELECT * FROM rebuilt.referrals EXCEPT SELECT * FROM main.referrals",
    surplus="SELECT * FROM main.referrals EXCEPT SELECT * FROM rebuilt.referrals",
    counts="""
    SELECT (SELECT count(*) FROM main.referrals), (SELECT count(*) FROM rebuilt.referrals)
    """,
)
