"""The view `tallies` in SQLite: how the counts of each tester grew, and sums of that."""

from __future__ import annotations

from typing import Final

from service.storage.sqlite.kept.table import KeptTable

TALLIES: Final = KeptTable(
    create="""
    CREATE TABLE tallies (
        programme             TEXT    NOT NULL,
        tester                TEXT    NOT NULL,
        level                 INTEGER NOT NULL,
        block                 INTEGER NOT NULL,
        since                 INTEGER NOT NULL,
        feedback_given        INTEGER NOT NULL,
        feedback_acknowledged INTEGER NOT NULL,
        feedback_answered     INTEGER NOT NULL,
        feedback_open         INTEGER NOT NULL,
        concerns_open         INTEGER NOT NULL,
        rewards_agreed        INTEGER NOT NULL,
        rewards_paid          INTEGER NOT NULL,
        r_from                INTEGER NOT NULL,
        r_to                  INTEGER NOT NULL
    ) STRICT
    """,
    kept_by=(
        """
        CREATE INDEX tallies_by_block ON tallies (programme, tester, level, block, since)
        """,
    ),
    asked_by=(
        """
        CREATE INDEX tallies_by_record ON tallies (programme, tester, r_from, block)
        WHERE level = 0
        """,
    ),
    drop="DROP TABLE IF EXISTS tallies",
    insert="""
    INSERT INTO tallies (
        programme, tester, level, block, since, feedback_given, feedback_acknowledged,
        feedback_answered, feedback_open, concerns_open, rewards_agreed, rewards_paid, r_from, r_to
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """,
    close="""
    UPDATE tallies SET r_to = ? WHERE tester = ? AND r_to < 0
    """,  # ends nothing: what was undone is a step back
    missing="SELECT * FROM rebuilt.tallies EXCEPT SELECT * FROM main.tallies",
    surplus="SELECT * FROM main.tallies EXCEPT SELECT * FROM rebuilt.tallies",
    counts="""
    SELECT (SELECT count(*) FROM main.tallies), (SELECT count(*) FROM rebuilt.tallies)
    """,
)
