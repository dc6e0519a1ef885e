"""The view `learnings` in PostgreSQL: who came to know what."""

from __future__ import annotations

from typing import Final

from service.storage.postgres.kept.table import KeptTable

LEARNINGS: Final = KeptTable(
    create="""
    CREATE TABLE learnings (
        programme TEXT COLLATE "C" NOT NULL,
        via       TEXT COLLATE "C" NOT NULL,
        position  BIGINT           NOT NULL,
        party     TEXT COLLATE "C" NOT NULL,
        item      TEXT COLLATE "C" NOT NULL,
        extent    SMALLINT         NOT NULL,
        basis     SMALLINT         NOT NULL,
        source    TEXT COLLATE "C",
        channel   TEXT COLLATE "C",
        earliest  BIGINT           NOT NULL,
        latest    BIGINT           NOT NULL,
        shared    SMALLINT         NOT NULL,
        lane      SMALLINT         NOT NULL,
        tellers   TEXT COLLATE "C" NOT NULL,
        width     SMALLINT         NOT NULL,
        r_from    BIGINT           NOT NULL,
        r_to      BIGINT           NOT NULL
    )
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
    )
    SELECT * FROM unnest(
        %s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::smallint[],
        %s::smallint[], %s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::smallint[],
        %s::smallint[], %s::text[], %s::smallint[], %s::bigint[], %s::bigint[]
    )
    """,
    close="""
    UPDATE learnings SET r_to = %s WHERE via = %s AND r_to = 9223372036854775807
    """,
    make_room="""
    CREATE TEMPORARY TABLE learnings (LIKE testigo.learnings) ON COMMIT DROP
    """,
    missing="SELECT * FROM pg_temp.learnings EXCEPT SELECT * FROM testigo.learnings",
    surplus="SELECT * FROM testigo.learnings EXCEPT SELECT * FROM pg_temp.learnings",
    counts="""
    SELECT (SELECT count(*) FROM testigo.learnings) AS live,
           (SELECT count(*) FROM pg_temp.learnings) AS rebuilt
    """,
)
