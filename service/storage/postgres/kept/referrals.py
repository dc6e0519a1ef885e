"""The view `referrals` in PostgreSQL: what events make, and what they refer to."""

from __future__ import annotations

from typing import Final

from service.storage.postgres.kept.table import KeptTable

REFERRALS: Final = KeptTable(
    create="""
    CREATE TABLE referrals (
        programme TEXT COLLATE "C" NOT NULL,
        via       TEXT COLLATE "C" NOT NULL,
        position  BIGINT           NOT NULL,
        name      TEXT COLLATE "C" NOT NULL,
        makes     SMALLINT         NOT NULL,
        type      TEXT COLLATE "C" NOT NULL,
        tester    TEXT COLLATE "C",
        earliest  BIGINT           NOT NULL,
        latest    BIGINT           NOT NULL,
        r_from    BIGINT           NOT NULL,
        r_to      BIGINT           NOT NULL
    )
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
    )
    SELECT * FROM unnest(
        %s::text[], %s::text[], %s::bigint[], %s::text[], %s::smallint[], %s::text[], %s::text[],
        %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[]
    )
    """,
    close="""
    UPDATE referrals SET r_to = %s WHERE via = %s AND r_to = 9223372036854775807
    """,
    make_room="""
    CREATE TEMPORARY TABLE referrals (LIKE testigo.referrals) ON COMMIT DROP
    """,
    missing="SELECT * FROM pg_temp.referrals EXCEPT SELECT * FROM testigo.referrals",
    surplus="SELECT * FROM testigo.referrals EXCEPT SELECT * FROM pg_temp.referrals",
    counts="""
    SELECT (SELECT count(*) FROM testigo.referrals) AS live,
           (SELECT count(*) FROM pg_temp.referrals) AS rebuilt
    """,
)
