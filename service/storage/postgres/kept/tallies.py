"""The view `tallies` in PostgreSQL: how the counts of each tester grew, and sums of that."""

from __future__ import annotations

from typing import Final

from service.storage.postgres.kept.table import KeptTable

TALLIES: Final = KeptTable(
    create="""
    CREATE TABLE tallies (
        programme             TEXT COLLATE "C" NOT NULL,
        tester                TEXT COLLATE "C" NOT NULL,
        level                 SMALLINT         NOT NULL,
        block                 BIGINT           NOT NULL,
        since                 BIGINT           NOT NULL,
        feedback_given        INTEGER          NOT NULL,
        feedback_acknowledged INTEGER          NOT NULL,
        feedback_answered     INTEGER          NOT NULL,
        feedback_open         INTEGER          NOT NULL,
        concerns_open         INTEGER          NOT NULL,
        rewards_agreed        INTEGER          NOT NULL,
        rewards_paid          INTEGER          NOT NULL,
        r_from                BIGINT           NOT NULL,
        r_to                  BIGINT           NOT NULL
    )
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
    )
    SELECT * FROM unnest(
        %s::text[], %s::text[], %s::smallint[], %s::bigint[], %s::bigint[], %s::integer[],
        %s::integer[], %s::integer[], %s::integer[], %s::integer[], %s::integer[],
        %s::integer[], %s::bigint[], %s::bigint[]
    )
    """,
    close="""
    UPDATE tallies SET r_to = %s WHERE tester = %s AND r_to < 0
    """,  # ends nothing: what was undone is a step back
    make_room="""
    CREATE TEMPORARY TABLE tallies (LIKE testigo.tallies) ON COMMIT DROP
    """,
    missing="SELECT * FROM pg_temp.tallies EXCEPT SELECT * FROM testigo.tallies",
    surplus="SELECT * FROM testigo.tallies EXCEPT SELECT * FROM pg_temp.tallies",
    counts="""
    SELECT (SELECT count(*) FROM testigo.tallies) AS live,
           (SELECT count(*) FROM pg_temp.tallies) AS rebuilt
    """,
)
