"""What is kept of the last replay in PostgreSQL, for every process to see."""

from __future__ import annotations

from typing import Final

from psycopg.rows import DictRow

from domain.instant import Instant
from service.projections.replay import Replay
from service.storage.postgres.connections import Cursor, LedgerDatastore

BEGIN_TELLING: Final = """
BEGIN ISOLATION LEVEL READ COMMITTED;
SET LOCAL lock_timeout = '10s';
SET LOCAL synchronous_commit = off
"""
BEGIN_REPLAY: Final = """
INSERT INTO replay (id, names, started_at, of) VALUES (%s, %s, %s, %s)
ON CONFLICT (only_one) DO UPDATE
SET id = excluded.id, names = excluded.names, started_at = excluded.started_at,
    of = excluded.of, done = 0, outcome = 'running', reason = NULL, ended_at = NULL, stop = false
"""
REPORT: Final = """
UPDATE replay SET done = %s, of = %s WHERE id = %s RETURNING stop
"""
END: Final = """
UPDATE replay SET done = %s, of = %s, outcome = %s, reason = %s, ended_at = %s
WHERE id = %s AND outcome = 'running'
"""
ASK_TO_STOP: Final = """
UPDATE replay SET stop = true WHERE outcome = 'running'
"""
SELECT_REPLAY: Final = """
SELECT id, names, started_at, done, of, outcome, reason, ended_at FROM replay
"""


class PostgresReplayLog:
    """The table of the last replay. A crash of the server may undo the last that was told."""

    def __init__(self, datastore: LedgerDatastore) -> None:
        self._datastore = datastore

    def begin(self, replay: Replay) -> None:
        with self._datastore.writing(BEGIN_TELLING) as cursor:
            begun = (replay.id, ",".join(replay.names), replay.started_at, replay.of)
            cursor.execute(BEGIN_REPLAY, begun)

    def report(self, replay: Replay) -> bool:
        with self._datastore.writing(BEGIN_TELLING) as cursor:
            cursor.execute(REPORT, (replay.done, replay.of, replay.id))
            return any(each["stop"] for each in cursor.fetchall())

    def end(self, replay: Replay) -> None:
        with self._datastore.writing(BEGIN_TELLING) as cursor:
            end(cursor, replay)

    def ask_to_stop(self) -> None:
        with self._datastore.writing(BEGIN_TELLING) as cursor:
            cursor.execute(ASK_TO_STOP)

    def latest(self) -> Replay | None:
        for found in self._datastore.ask(SELECT_REPLAY):
            return _replay(found)
        return None


def end(cursor: Cursor, replay: Replay) -> None:
    """Keep what became of a replay, unless that is kept already."""
    told = (replay.done, replay.of, replay.outcome, replay.reason, replay.ended_at, replay.id)
    cursor.execute(END, told)


def _replay(found: DictRow) -> Replay:
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
