"""Views rebuilt in numbered tables of the ledger's own file, and put in the live ones' place.

Whatever holds the one connection that writes does so for milliseconds, however long the ledger is.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Final

from domain.tallies import Sums
from service.errors import NoRoom
from service.projections.arrivals import Whose
from service.projections.fronts import Known
from service.projections.kept import KEPT, Row, checkpoints_of
from service.projections.kept.arrivals import ArrivalRow
from service.projections.kept.fronts import FrontKey, FrontRow
from service.projections.kept.tallies import TallyRow
from service.projections.replay import Replay
from service.projections.tallies import Said
from service.storage.sqlite.connections import LedgerDatastore
from service.storage.sqlite.kept_rows import ADVANCE, SELECT_CHECKPOINTS, SQLiteTables
from service.storage.sqlite.numbered import make, trade
from service.storage.sqlite.replay_log import end

SELECT_SIZE: Final = """
SELECT page_size * (page_count - 2 * freelist_count)
FROM pragma_page_size, pragma_page_count, pragma_freelist_count
"""
"""How much more the file may need with every page in it twice; what is free in it is used first."""

NEVER_BEHIND: Final = 2**63 - 1
"""The checkpoint of a view that is not rebuilt."""
DEEDS: Final = 500
"""How many changes are made in one transaction: some tens of milliseconds."""
BREATH_SECONDS: Final = 0.001
"""Long enough for somebody else who waits for the connection that writes to get it."""

Deed = Callable[[SQLiteTables], None]


class SQLiteTablesBeside:
    """The numbered tables. Changes wait here until they are read, or the batch is done.

    So nobody is held up while they are worked out, and each is written by itself: nobody else
    reads these tables, and a replay that ends early leaves them.
    """

    def __init__(self, views: SQLiteViewsBeside) -> None:
        self._views = views
        self._waiting: list[Deed] = []
        self.reached: Mapping[str, int] = {}

    def checkpoints(self) -> Mapping[str, int]:
        return self._views.checkpoints()

    def close(self, name: str, via: str, own: int, position: int) -> None:
        self._waiting.append(lambda tables: tables.close(name, via, own, position))

    def open(self, name: str, given: Iterable[Row], position: int) -> None:
        self._waiting.append(lambda tables: tables.open(name, given, position))

    def fronts(self, of: Collection[Known]) -> Iterable[FrontRow]:
        self.write()
        with self._views.reading() as tables:
            return list(tables.fronts(of))

    def next_in_front(self, key: FrontKey, since: int, most: int) -> FrontRow | None:
        self.write()
        with self._views.reading() as tables:
            return tables.next_in_front(key, since, most)

    def begin_fronts(self, begun: Iterable[tuple[FrontRow, int, int | None]]) -> None:
        self._waiting += [partial(SQLiteTables.begin_fronts, begun=[each]) for each in begun]

    def end_fronts(self, ended: Iterable[tuple[FrontRow, int]]) -> None:
        self._waiting += [partial(SQLiteTables.end_fronts, ended=[each]) for each in ended]

    def earliest_of(self, wanted: Mapping[Whose, int]) -> Iterable[tuple[Whose, int]]:
        self.write()
        with self._views.reading() as tables:
            return list(tables.earliest_of(wanted))

    def latest_of(self, wanted: Mapping[Said, int]) -> Iterable[tuple[Said, int]]:
        self.write()
        with self._views.reading() as tables:
            return list(tables.latest_of(wanted))

    def last_steps(self, of: Collection[Whose]) -> Iterable[tuple[Whose, int]]:
        self.write()
        with self._views.reading() as tables:
            return list(tables.last_steps(of))

    def steps(self, of: Whose, first: int, last: int) -> Iterable[Sums]:
        self.write()
        with self._views.reading() as tables:
            return list(tables.steps(of, first, last))

    def begin_arrivals(self, begun: Iterable[tuple[ArrivalRow, int, int | None]]) -> None:
        self._waiting += [partial(SQLiteTables.begin_arrivals, begun=[each]) for each in begun]

    def end_arrivals(self, ended: Iterable[tuple[Whose, int]]) -> None:
        self._waiting += [partial(SQLiteTables.end_arrivals, ended=[each]) for each in ended]

    def add_tallies(self, added: Iterable[tuple[TallyRow, int]]) -> None:
        self._waiting += [partial(SQLiteTables.add_tallies, added=[each]) for each in added]

    def advance(self, names: Collection[str], position: int) -> None:
        self.write()
        self.reached = dict.fromkeys(names, position)

    def write(self) -> None:
        """Write what waits."""
        while self._waiting:
            with self._views.writing() as tables:
                for deed in self._waiting[:DEEDS]:
                    deed(tables)
                tables.advance((), 0)
            del self._waiting[:DEEDS]


class SQLiteViewsBeside:
    """The views that are filled. What they reflect is known here only: a replay never resumes."""

    def __init__(self, datastore: LedgerDatastore, names: Collection[str]) -> None:
        self._datastore = datastore
        self._reached = {name: 0 if name in names else NEVER_BEHIND for name in KEPT}
        self._cursor: sqlite3.Cursor | None = None
        self.names: Mapping[str, str] = {}
        """The names of the tables, by those of the views."""

    def checkpoints(self) -> Mapping[str, int]:
        return dict(self._reached)

    @contextmanager
    def projecting(self) -> Iterator[SQLiteTablesBeside]:
        if self._cursor is None:  # then the history of this batch is not read yet
            self._datastore.shorten_log()
        tables = SQLiteTablesBeside(self)
        yield tables
        self._reached.update(tables.reached)

    @contextmanager
    def within(self, cursor: sqlite3.Cursor) -> Iterator[None]:
        """Read and write in a transaction that is open already."""
        self._cursor = cursor
        try:
            yield
        finally:
            self._cursor = None

    @contextmanager
    def reading(self) -> Iterator[SQLiteTables]:
        """The tables, to read what was written."""
        if self._cursor is not None:
            yield SQLiteTables(self._cursor, self.names)
            return
        with self._datastore.reading() as cursor:
            yield SQLiteTables(cursor, self.names)

    @contextmanager
    def writing(self) -> Iterator[SQLiteTables]:
        """The tables, to write a few rows; then others who wait to write have a turn."""
        if self._cursor is not None:
            yield SQLiteTables(self._cursor, self.names)
            return
        with self._datastore.writing(synchronous=False) as cursor:
            yield SQLiteTables(cursor, self.names)
        time.sleep(BREATH_SECONDS)


class SQLiteBeside:
    """Views in numbered tables, to be put in the place of the live ones."""

    def __init__(self, datastore: LedgerDatastore, names: Collection[str]) -> None:
        self._datastore = datastore
        self._names = names
        self.kept = SQLiteViewsBeside(datastore, names)

    @property
    def in_use(self) -> Collection[str]:
        """The tables that are filled. For whoever holds the connection that writes."""
        return self.kept.names.values()

    def make(self) -> None:
        with self._datastore.writing() as cursor:
            self._refuse_without_room(cursor)
            self.kept.names = make(cursor, self._names)

    def swap_in(
        self,
        catch_up: Callable[[int], None],
        wait: Callable[[float], None],
        done: Callable[[], Replay],
    ) -> None:
        wait(0)  # nothing can be in the way but a wish to stop
        with self._datastore.writing(synchronous=False) as cursor, self.kept.within(cursor):
            live = checkpoints_of(cursor.execute(SELECT_CHECKPOINTS))
            catch_up(max(live.values()))
            reached = min(self.kept.checkpoints().values())
            trade(cursor, self.kept.names)
            cursor.execute(ADVANCE, (reached, json.dumps(list(self._names))))
            end(cursor, done())

    def _refuse_without_room(self, cursor: sqlite3.Cursor) -> None:
        needed = cursor.execute(SELECT_SIZE).fetchone()[0]
        free = shutil.disk_usage(self._datastore.path.resolve().parent).free
        if needed > free:
            raise NoRoom(
                f"Rebuilding may need {needed:,} bytes of the disk, and {free:,} are free."
            )
