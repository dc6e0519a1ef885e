"""What is kept of the last replay in SQLite."""

from __future__ import annotations

import sqlite3
from typing import Final

from domain.instant import Instant
from service.projections.replay import Replay
from service.storage.sqlite.connections import LedgerDatastore

CREATE_REPLAY: Final = """
CREATE TABLE IF NOT EXISTS replay (
    only_one   INTEGER PRIMARY KEY CHECK (only_one = 1),
    id         TEXT    NOT NULL,
    names      TEXT    NOT NULL,
    started_at INTEGER NOT NULL,
    done       INTEGER NOT NULL DEFAULT 0,
    of         INTEGER NOT NULL DEFAULT 0,
    outcome    TEXT    NOT NULL DEFAULT 'running',
    reason     TEXT,
    ended_at   INTEGER,
    stop       INTEGER NOT NULL DEFAULT 0
) STRICT
"""
BEGIN_REPLAY: Final = """
INSERT OR REPLACE INTO replay (only_one, id, names, started_at, of) VALUES (1, ?, ?, ?, ?)
"""
REPORT: Final = """
UPDATE replay SET done = ?, of = ? WHERE id = ? RETURNING stop
"""
END: Final = """
UPDATE replay SET done = ?, of = ?, outcome = ?, reason = ?, ended_at = ?
WHERE id = ? AND outcome = 'running'
"""
ASK_TO_STOP: Final = """
UPDATE replay SET stop = 1 WHERE outcome = 'running'
"""
SELECT_REPLAY: Final = """
SELECT id, names, started_at, done, of, outcome, reason, ended_at FROM replay
"""


class SQLiteReplayLog:
    """The table of the last replay. A power cut may undo the last that was told."""

    def __init__(self, datastore: LedgerDatastore) -> None:
        self._datastore = datastore

    def create_tables(self) -> None:
        """Make the table if it is not there yet."""
        with self._datastore.writing() as cursor:
            cursor.execute(CREATE_REPLAY)

    def begin(self, replay: Replay) -> None:
        with self._datastore.writing(synchronous=False) as cursor:
            begun = (replay.id, ",".join(replay.names), replay.started_at, replay.of)
            cursor.execute(BEGIN_REPLAY, begun)

    def report(self, replay: Replay) -> bool:
        with self._datastore.writing(synchronous=False) as cursor:
            told = (replay.done, replay.of, replay.id)
            return any(stop for (stop,) in cursor.execute(REPORT, told).fetchall())

    def end(self, replay: Replay) -> None:
        with self._datastore.writing(synchronous=False) as cursor:
            end(cursor, replay)

    def ask_to_stop(self) -> None:
        with self._datastore.writing(synchronous=False) as cursor:
            cursor.execute(ASK_TO_STOP)

    def latest(self) -> Replay | None:
        with self._datastore.reading() as cursor:
            found = cursor.execute(SELECT_REPLAY).fetchone()
        return None if found is None else _replay(found)


def end(cursor: sqlite3.Cursor, replay: Replay) -> None:
    """Keep what became of a replay, unless that is kept already."""
    told = (replay.done, replay.of, replay.outcome, replay.reason, replay.ended_at, replay.id)
    cursor.execute(END, told)


def _replay(found: sqlite3.Row) -> Replay:
    return Replay(
        id=found["id"],
        names=tuple(found["names"].split(",")),
        started_at=Instant(found["started_at"]),
        done=found["done"],
        of=found["of"],
        outcome=found["outcome"],
        reason=found["reason"],
        ended_at=None if found["ended_at"] is None else Instant(found["ended_at"]),
    )
