"""A standby of PostgreSQL, which reads along with the primary and can write nothing itself."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final

from service.access_log import Read
from service.errors import StoreUnavailable
from service.storage.postgres.access_log import PostgresAccessStore
from service.storage.postgres.connections import LedgerDatastore
from service.storage.postgres.storage import PostgresStorage

AWAY_SECONDS: Final = 10.0
"""How long the primary is not asked again after it was waited for in vain."""
SELECT_BEHIND: Final = """
SELECT CASE
    WHEN NOT pg_is_in_recovery() THEN 0
    WHEN pg_last_wal_receive_lsn() <= pg_last_wal_replay_lsn()
        AND EXISTS (SELECT 1 FROM pg_stat_wal_receiver) THEN 0
    ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())
END::float8 AS behind
"""
"""Only who receives, and has replayed what came, is not behind. Who receives nothing may be behind
by all that was committed since what came last."""


class PrimaryAccessStore(PostgresAccessStore):
    """The table of reads in the primary. While that is away, not every read waits for it."""

    def __init__(self, datastore: LedgerDatastore) -> None:
        super().__init__(datastore)
        self._again = time.monotonic()

    def add(self, reads: Sequence[Read]) -> None:
        if time.monotonic() < self._again:
            raise StoreUnavailable("The primary did not answer a moment ago.")
        try:
            super().add(reads)
        except StoreUnavailable:
            self._again = time.monotonic() + AWAY_SECONDS
            raise


class PostgresReplica(PostgresStorage):
    """The events, kept views and tokens as a standby has them; who asked, the primary notes."""

    writable = False
    is_replica = True

    def __init__(self, address: str, primary: str) -> None:
        """Open the standby as `PostgresStorage` does; the primary may be away."""
        super().__init__(address)
        self._primary = LedgerDatastore(primary)
        self.access = PrimaryAccessStore(self._primary)

    def behind(self) -> float | None:
        behind: float | None = self._datastore.ask(SELECT_BEHIND)[0]["behind"]
        return None if behind is None else max(0.0, behind)

    def close(self) -> None:
        super().close()
        self._primary.close()
