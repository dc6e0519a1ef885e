"""The tables of the kept views in PostgreSQL.

`r_from` and `r_to` are the positions from which, and before which, a row holds; `r_to` is
2^63 - 1 while it still does. Unbounded `earliest` and `latest` are -2^63 and 2^63 - 1.
"""

from __future__ import annotations

from typing import Final

CREATE: Final = (
    """
    CREATE TABLE checkpoint (
        name     TEXT COLLATE "C" PRIMARY KEY,
        position BIGINT           NOT NULL
    )
    """,
    """
    CREATE TABLE readings (
        programme   TEXT COLLATE "C" NOT NULL,
        via         TEXT COLLATE "C" NOT NULL,
        position    BIGINT           NOT NULL,
        type        TEXT COLLATE "C" NOT NULL,
        occurred    TEXT COLLATE "C" NOT NULL,
        earliest    BIGINT           NOT NULL,
        latest      BIGINT           NOT NULL,
        grade       TEXT COLLATE "C" NOT NULL,
        asserted_by TEXT COLLATE "C",
        disputed    SMALLINT         NOT NULL,
        r_from      BIGINT           NOT NULL,
        r_to        BIGINT           NOT NULL
    )
    """,
    """
    CREATE INDEX readings_by_occurrence
    ON readings (programme, earliest, latest, position, r_from, r_to)
    """,
    """
    CREATE INDEX readings_by_via ON readings (via, r_to)
    """,
    """
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
        r_from    BIGINT           NOT NULL,
        r_to      BIGINT           NOT NULL
    )
    """,
    """
    CREATE INDEX learnings_by_item ON learnings (programme, item, party, earliest)
    """,
    """
    CREATE INDEX learnings_by_party ON learnings (programme, party, item, earliest)
    """,
    """
    CREATE INDEX learnings_by_via ON learnings (via, r_to)
    """,
    """
    CREATE TABLE requests (
        programme TEXT COLLATE "C" NOT NULL,
        via       TEXT COLLATE "C" NOT NULL,
        position  BIGINT           NOT NULL,
        party     TEXT COLLATE "C" NOT NULL,
        item      TEXT COLLATE "C" NOT NULL,
        earliest  BIGINT           NOT NULL,
        latest    BIGINT           NOT NULL,
        r_from    BIGINT           NOT NULL,
        r_to      BIGINT           NOT NULL
    )
    """,
    """
    CREATE INDEX requests_by_item ON requests (programme, item, party, latest)
    """,
    """
    CREATE INDEX requests_by_party ON requests (programme, party, item, latest)
    """,
    """
    CREATE INDEX requests_by_via ON requests (via, r_to)
    """,
    """
    CREATE TABLE moves (
        programme TEXT COLLATE "C" NOT NULL,
        via       TEXT COLLATE "C" NOT NULL,
        position  BIGINT           NOT NULL,
        company   TEXT COLLATE "C" NOT NULL,
        party     TEXT COLLATE "C" NOT NULL,
        joined    SMALLINT         NOT NULL,
        occurred  TEXT COLLATE "C" NOT NULL,
        earliest  BIGINT           NOT NULL,
        latest    BIGINT           NOT NULL,
        r_from    BIGINT           NOT NULL,
        r_to      BIGINT           NOT NULL
    )
    """,
    """
    CREATE INDEX moves_by_company ON moves (programme, company, party)
    """,
    """
    CREATE INDEX moves_by_party ON moves (programme, party, company)
    """,
    """
    CREATE INDEX moves_by_via ON moves (via, r_to)
    """,
    """
    CREATE TABLE deeds (
        programme TEXT COLLATE "C" NOT NULL,
        via       TEXT COLLATE "C" NOT NULL,
        position  BIGINT           NOT NULL,
        tester    TEXT COLLATE "C",
        type      TEXT COLLATE "C" NOT NULL,
        slug      TEXT COLLATE "C",
        items     TEXT COLLATE "C" NOT NULL,
        earliest  BIGINT           NOT NULL,
        latest    BIGINT           NOT NULL,
        r_from    BIGINT           NOT NULL,
        r_to      BIGINT           NOT NULL
    )
    """,
    """
    CREATE INDEX deeds_by_tester ON deeds (programme, tester, earliest)
    """,
    """
    CREATE INDEX deeds_by_via ON deeds (via, r_to)
    """,
    """
    CREATE TABLE mentions (
        programme TEXT COLLATE "C" NOT NULL,
        via       TEXT COLLATE "C" NOT NULL,
        position  BIGINT           NOT NULL,
        name      TEXT COLLATE "C" NOT NULL,
        r_from    BIGINT           NOT NULL,
        r_to      BIGINT           NOT NULL
    )
    """,
    """
    CREATE INDEX mentions_by_name ON mentions (name, programme, position)
    """,
    """
    CREATE INDEX mentions_by_via ON mentions (via, r_to)
    """,
)
