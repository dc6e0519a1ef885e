"""Writing the kept views in PostgreSQL: rows and checkpoints of one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from psycopg.rows import DictRow

from service.projections.kept import KEPT, Row
from service.storage.postgres.connections import BEGIN_PROJECTING, Cursor, LedgerDatastore

STILL: Final = 2**63 - 1
"""The `r_to` of a row that still holds."""

INSERT: Final[Mapping[str, str]] = {
    "readings": """
        INSERT INTO readings (
            programme, via, position, type, occurred, earliest, latest, grade, asserted_by,
            disputed, r_from, r_to
        )
        SELECT * FROM unnest(
            %s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::bigint[],
            %s::bigint[], %s::text[], %s::text[], %s::smallint[], %s::bigint[], %s::bigint[]
        )
    """,
    "learnings": """
        INSERT INTO learnings (
            programme, via, position, party, item, extent, basis, source, channel, earliest,
            latest, shared, r_from, r_to
        )
        SELECT * FROM unnest(
            %s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::smallint[],
            %s::smallint[], %s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::smallint[],
            %s::bigint[], %s::bigint[]
        )
    """,
    "requests": """
        INSERT INTO requests (
            programme, via, position, party, item, earliest, latest, r_from, r_to
        )
        SELECT * FROM unnest(
            %s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::bigint[],
            %s::bigint[], %s::bigint[], %s::bigint[]
        )
    """,
    "moves": """
        INSERT INTO moves (
            programme, via, position, company, party, joined, occurred, earliest, latest,
            r_from, r_to
        )
        SELECT * FROM unnest(
            %s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::smallint[],
            %s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[]
        )
    """,
    "deeds": """
        INSERT INTO deeds (
            programme, via, position, tester, type, slug, items, earliest, latest, r_from, r_to
        )
        SELECT * FROM unnest(
            %s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[],
            %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[]
        )
    """,
    "mentions": """
        INSERT INTO mentions (
            programme, via, position, name, r_from, r_to
        )
        SELECT * FROM unnest(
            %s::text[], %s::text[], %s::bigint[], %s::text[], %s::bigint[], %s::bigint[]
        )
    """,
}
"""Each takes a list for every column: any number of rows in one round trip."""

CLOSE: Final[Mapping[str, str]] = {
    "readings": """
        UPDATE readings SET r_to = %s WHERE via = %s AND r_to = 9223372036854775807
    """,
    "learnings": """
        UPDATE learnings SET r_to = %s WHERE via = %s AND r_to = 9223372036854775807
    """,
    "requests": """
        UPDATE requests SET r_to = %s WHERE via = %s AND r_to = 9223372036854775807
    """,
    "moves": """
        UPDATE moves SET r_to = %s WHERE via = %s AND r_to = 9223372036854775807
    """,
    "deeds": """
        UPDATE deeds SET r_to = %s WHERE via = %s AND r_to = 9223372036854775807
    """,
    "mentions": """
        UPDATE mentions SET r_to = %s WHERE via = %s AND r_to = 9223372036854775807
    """,
}

SELECT_CHECKPOINTS: Final = """
SELECT name, position FROM checkpoint
"""
ADVANCE: Final = """
INSERT INTO checkpoint (name, position) SELECT name, %s FROM unnest(%s::text[]) AS name
ON CONFLICT (name) DO UPDATE SET position = excluded.position
"""


class PostgresTables:
    """An open transaction on the tables of the kept views, wherever they stand."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._opened: dict[str, list[tuple[Any, ...]]] = defaultdict(list)

    def checkpoints(self) -> Mapping[str, int]:
        return checkpoints_of(self._cursor.execute(SELECT_CHECKPOINTS))

    def close(self, name: str, via: str, position: int) -> None:
        self._flush(name)
        self._cursor.execute(CLOSE[name], (position, via))

    def open(self, name: str, given: Iterable[Row], position: int) -> None:
        self._opened[name] += [(*row, position, STILL) for row in given]

    def advance(self, names: Collection[str], position: int) -> None:
        with self._cursor.connection.pipeline():  # one round trip for all that they open
            for name in INSERT:
                self._flush(name)
            if names:
                self._cursor.execute(ADVANCE, (position, list(names)))

    def _flush(self, name: str) -> None:
        rows = self._opened.pop(name, ())
        if rows:
            self._cursor.execute(INSERT[name], [list(each) for each in zip(*rows, strict=True)])


class PostgresKeptViews:
    """The live views. One process at a time projects them; another takes over when it dies."""

    def __init__(self, datastore: LedgerDatastore) -> None:
        self._datastore = datastore

    def checkpoints(self) -> Mapping[str, int]:
        return checkpoints_of(self._datastore.ask(SELECT_CHECKPOINTS))

    @contextmanager
    def projecting(self) -> Iterator[PostgresTables]:
        with self._datastore.writing(BEGIN_PROJECTING) as cursor:
            yield PostgresTables(cursor)


class PostgresViewsBeside:
    """Views in tables that only one transaction sees, until it swaps them in or drops them."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def checkpoints(self) -> Mapping[str, int]:
        return checkpoints_of(self._cursor.execute(SELECT_CHECKPOINTS))

    @contextmanager
    def projecting(self) -> Iterator[PostgresTables]:
        """All batches are of one transaction: what ends with an exception ends all of them."""
        yield PostgresTables(self._cursor)


def checkpoints_of(found: Iterable[DictRow]) -> Mapping[str, int]:
    """The checkpoint of every view, 0 where none was found."""
    reached = {each["name"]: each["position"] for each in found}
    return {name: reached.get(name, 0) for name in KEPT}
