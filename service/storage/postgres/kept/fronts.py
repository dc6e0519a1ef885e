"""The view `fronts` in PostgreSQL: of the learnings and requests, those that can be the first."""

from __future__ import annotations

from typing import Final

from service.storage.postgres.kept.table import KeptTable

FRONTS: Final = KeptTable(
    create="""
    CREATE TABLE fronts (
        programme TEXT COLLATE "C" NOT NULL,
        via       TEXT COLLATE "C" NOT NULL,
        position  BIGINT           NOT NULL,
        party     TEXT COLLATE "C" NOT NULL,
        item      TEXT COLLATE "C" NOT NULL,
        extent    SMALLINT         NOT NULL,
        lane      SMALLINT         NOT NULL,
        tellers   TEXT COLLATE "C" NOT NULL,
        basis     SMALLINT         NOT NULL,
        source    TEXT COLLATE "C",
        channel   TEXT COLLATE "C",
        earliest  BIGINT           NOT NULL,
        latest    BIGINT           NOT NULL,
        r_from    BIGINT           NOT NULL,
        r_to      BIGINT           NOT NULL
    )
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
    )
    SELECT * FROM unnest(
        %s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::smallint[],
        %s::smallint[], %s::text[], %s::smallint[], %s::text[], %s::text[], %s::bigint[],
        %s::bigint[], %s::bigint[], %s::bigint[]
    )
    """,
    close="""
    UPDATE fronts SET r_to = ended.r_to
    FROM unnest(
        %s::bigint[], %s::text[], %s::text[], %s::text[], %s::smallint[], %s::smallint[],
        %s::text[], %s::bigint[], %s::text[]
    ) AS ended (r_to, programme, party, item, extent, lane, tellers, earliest, via)
    WHERE fronts.programme = ended.programme AND fronts.party = ended.party
      AND fronts.item = ended.item AND fronts.extent = ended.extent AND fronts.lane = ended.lane
      AND fronts.tellers = ended.tellers AND fronts.earliest = ended.earliest
      AND fronts.via = ended.via AND fronts.r_to = 9223372036854775807
    """,
    make_room="""
    CREATE TEMPORARY TABLE fronts (LIKE testigo.fronts) ON COMMIT DROP
    """,
    missing="SELECT * FROM pg_temp.fronts EXCEPT SELECT * FROM testigo.fronts",
    surplus="SELECT * FROM testigo.fronts EXCEPT SELECT * FROM pg_temp.fronts",
    counts="""
    SELECT (SELECT count(*) FROM testigo.fronts) AS live,
           (SELECT count(*) FROM pg_temp.fronts) AS rebuilt
    """,
)
