"""The view `deeds` in SQLite: what adds to a tester's standing."""

from __future__ import annotations

from typing import Final

from service.storage.sqlite.kept.table import KeptTable

DEEDS: Final = KeptTable(
    create="""
    CREATE TABLE deeds (
        programme TEXT    NOT NULL,
        via       TEXT    NOT NULL,
        position  INTEGER NOT NULL,
        tester    TEXT,
        type      TEXT    NOT NULL,
        slug      TEXT,
        items     TEXT    NOT NULL,
        earliest  INTEGER NOT NULL,
        latest    INTEGER NOT NULL,
        facet     TEXT,
        r_from    INTEGER NOT NULL,
        r_to      INTEGER NOT NULL
    ) STRICT
    """,
    kept_by=(
        """
        CREATE INDEX deeds_by_tester ON deeds (programme, tester, earliest, r_to)
        """,
        """
        CREATE INDEX deeds_by_slug ON deeds (programme, tester, type, slug, latest, r_to)
        """,
        """
        CREATE INDEX deeds_by_via ON deeds (via, r_to)
        """,
    ),
    asked_by=(
        """
        CREATE INDEX deeds_by_type ON deeds (programme, type, position)
        """,
        """
        CREATE INDEX deeds_by_facet ON deeds (
            programme, tester, facet, (r_from >> 20), latest, earliest, position, r_from, r_to
        ) WHERE facet IS NOT NULL
        """,
        """
        CREATE INDEX deeds_uncertain_by_facet ON deeds (
            programme, tester, facet, (r_from >> 20), latest, earliest, position, r_from, r_to
        ) WHERE facet IS NOT NULL AND latest > earliest
        """,
    ),
    drop="DROP TABLE IF EXISTS deeds",
    insert="""
    INSERT INTO deeds (
        programme, via, position, tester, type, slug, items, earliest, latest, facet,
        r_from, r_to
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """,
    close="""
    UPDATE deeds SET r_to = ? WHERE via = ? AND r_to = 9223372036854775807
    """,
    missing="SELECT * FROM rebuilt.deeds EXCEPT SELECT * FROM main.deeds",
    surplus="SELECT * FROM main.deeds EXCEPT SELECT * FROM rebuilt.deeds",
    counts="""
    SELECT (SELECT count(*) FROM main.deeds), (SELECT count(*) FROM rebuilt.deeds)
    """,
)
