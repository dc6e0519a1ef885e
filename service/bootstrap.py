"""Puts the service together: the one place that knows which parts there are."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType

from flask import Flask

from domain.instant import Instant
from service.access import Caller, Tokens
from service.access_log import AccessLog
from service.api.app import create_app
from service.api.streaming import event_frame
from service.api.wiring import Pages
from service.clock import Clock, new_id, system_clock
from service.config import ACCESS_LOG_DAYS, is_postgres, sqlite_path
from service.errors import StoreUnavailable
from service.feed import FOLLOWERS_MOST, Feed
from service.group_commit import WAITING_MOST
from service.ledger import Ledger
from service.moving.archive import Archive
from service.moving.exporting import Form, exported
from service.moving.restoring import restore
from service.openid.settings import OpenIdSettings
from service.projections.replaying import Replays
from service.projections.runner import Progress, Runner
from service.rates import UNLIMITED, Limits
from service.readiness import Readiness
from service.sessions import Callers, Sessions
from service.storage.opened import Difference, Storage
from service.storage.sqlite.migrating import migrate as migrate_sqlite
from service.storage.sqlite.storage import SQLiteStorage
from service.views.asking import Views
from service.web import described, review
from service.web.described import SESSION
from service.web.wiring import Parts as PageParts

log = logging.getLogger("testigo")

IDLE_SECONDS = 1.0
"""How long the threads that look for what was appended wait before they look by themselves."""
GATHER_SECONDS = 0.2
"""How long it lets events gather, so that many are projected at once. No read waits for it."""
TIDY_SECONDS = 0.05
"""How long it does nothing between two slices of what a replay has cast off."""

FROM_OUTSIDE = "admin (environment)"
"""What a token is called that the environment gave."""
GUESSABLE = 22
"""A token from outside that has fewer characters may be guessed: with so many it can hold 128 bits
of chance (base64)."""


class Service:
    """A running ledger: its application, and what tends it."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        waiting_most: int,
        followers_most: int,
        stopping: Callable[[], bool],
        access_log_days: int | None,
        openid: OpenIdSettings | None,
        limits: Limits,
    ) -> None:
        self.storage = storage
        self._clock = clock
        self._waiting_most = waiting_most
        self.writable = storage.writable
        self.tokens = Tokens(storage.tokens)
        self.access_log = AccessLog(
            storage.access,
            clock,
            kept=storage.writable or storage.is_replica,
            days=access_log_days,
        )
        self.runner = Runner(storage.store, storage.kept)
        self.feed = Feed(storage.store, event_frame, storage.announce, followers_most, stopping)
        self.ledger = Ledger(storage.store, clock, storage.announce, self._may_wait)
        self.views = Views(storage.rows, self.runner.catch_up if self.writable else _as_it_is)
        self.replays = Replays(storage, clock, new_id)
        callers = _callers(self.tokens, openid)
        sessions = Sessions(storage.sessions, self.tokens, callers)
        self.app: Flask = create_app(
            ledger=self.ledger,
            views=self.views,
            replays=self.replays,
            clock=clock,
            tokens=self.tokens,
            callers=callers,
            sessions=sessions,
            feed=self.feed,
            access_log=self.access_log,
            readiness=Readiness(self._lag, self._is_tended),
            limits=limits,
            pages=Pages(
                review.blueprint(), review.PUBLIC, review.ENTRANCES, described.pages(), SESSION
            ),
            replica=storage.is_replica,
        )
        PageParts(self.views, clock, sessions, self.access_log).join(self.app.extensions)
        self._closing = threading.Event()
        self._appended = threading.Event()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Service:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _may_wait(self) -> int:
        """How many may wait for a commit: three of four, of the threads that nobody follows on."""
        return max(1, self._waiting_most - self.feed.followers * 3 // 4)

    def start_projecting(self) -> None:
        """Project as events come in, so that reads rarely have to, and tell those who follow.

        Each in a thread of its own. A replica does neither.
        """
        if self.storage.is_replica:
            return
        for name, work in (("listening", self._listen), ("projecting", self._project)):
            thread = threading.Thread(target=work, name=name, daemon=True)
            thread.start()
            self._threads.append(thread)

    def _lag(self) -> Mapping[str, object]:
        """As the views have it by now."""
        lag = self.views.lag()
        if not self.storage.is_replica:
            return lag
        reached, behind = min(lag["projections"].values()), self.storage.behind()
        return {**lag, "replica": {"position": reached, "seconds_behind": behind}}

    def _is_tended(self) -> bool:
        """Whether the threads that were started, if they were, are there."""
        return all(each.is_alive() for each in self._threads)

    def _listen(self) -> None:
        while not self._closing.is_set():
            try:
                self.storage.wait_for_append(IDLE_SECONDS)
                self._appended.set()
                self.feed.look()
            except StoreUnavailable as error:
                log.warning("following waits for the database: %s", error)
                self._closing.wait(IDLE_SECONDS)
            except Exception:  # a thread that ends would end following
                log.exception("following failed; it is tried again")
                self._closing.wait(IDLE_SECONDS)

    def _project(self) -> None:
        untidy = True
        while not self._closing.is_set():
            try:
                self._appended.wait(0 if untidy else IDLE_SECONDS)
                self._appended.clear()
                self.runner.catch_up(self.storage.rows.head_position())
                untidy = self.storage.tidy() or self.access_log.tidy()
                self._closing.wait(TIDY_SECONDS if untidy else GATHER_SECONDS)
            except StoreUnavailable as error:
                log.warning("projecting waits for the database: %s", error)
                self._closing.wait(IDLE_SECONDS)
            except Exception:  # a thread that ends would end projecting
                log.exception("projecting failed; it is tried again")
                self._closing.wait(IDLE_SECONDS)

    def admit(self, token: str | None) -> None:
        """Take an admin token from outside, or make one if there is none at all.

        What is taken stays, also when another one is taken later: that is logged. A replica takes
        none: it knows the primary's.
        """
        if self.storage.is_replica:
            return
        now = self._clock()
        with self.tokens.alone():
            if token is not None:
                if len(token) < GUESSABLE:
                    log.warning(
                        "TESTIGO_ADMIN_TOKEN is shorter than %d characters: it could be guessed",
                        GUESSABLE,
                    )
                id_ = new_id(now)
                taken = self.tokens.admit(token, FROM_OUTSIDE, "admin", id_, now)
                if taken.caller.principal.principal == id_:
                    others = self.tokens.valid("admin", now) - 1
                    log.log(
                        logging.WARNING if others else logging.INFO,
                        "a new admin token was taken from TESTIGO_ADMIN_TOKEN (its id: %s); other"
                        " admin tokens that stay valid: %d (`testigo token list`, `revoke`)",
                        id_,
                        others,
                    )
            elif not self.tokens.any():
                made = Tokens.make()
                _show_once(made, self.storage.token_file)
                self.tokens.admit(made, "admin", "admin", new_id(now), now)

    def export(self, form: Form, programme: str | None = None) -> Iterator[bytes]:
        """The events up to the head, line by line. Raises `NothingRecorded` of a programme."""
        return exported(self.storage.store, form, programme)

    def restore(self, archive: Archive, progress: Progress) -> int:
        """Make the ledger of an archive again, in this one, which must be empty.

        Returns how many events it has. Raises `NotEmpty` or `Unfit`, having kept nothing.
        """
        events = restore(self.storage.store, archive, progress)
        self.storage.announce()
        return events

    def verify(self, progress: Progress | None = None) -> tuple[int, list[Difference]]:
        """Rebuild the views beside the live ones and compare; the live ones are not touched.

        Returns the position that the live ones reflect, and what differs.
        """
        if self.writable:
            self.runner.catch_up(self.storage.rows.head_position())
        with self.storage.comparing() as comparison:
            position = min(comparison.checkpoints.values())
            Runner(self.storage.store, comparison.kept).catch_up(position, progress)
            return position, comparison.differences()

    def close(self) -> None:
        """Stop projecting and following, and close the database."""
        self.feed.close()
        self.replays.close()
        self._closing.set()
        self._appended.set()
        self.storage.announce()
        for thread in self._threads:
            thread.join()
        self.storage.close()


def open_service(
    database: str,
    *,
    replica: str | None = None,
    writable: bool = True,
    clock: Clock = system_clock,
    waiting_most: int = WAITING_MOST,
    followers_most: int = FOLLOWERS_MOST,
    stopping: Callable[[], bool] = lambda: False,
    access_log_days: int | None = ACCESS_LOG_DAYS,
    openid: OpenIdSettings | None = None,
    limits: Limits = UNLIMITED,
) -> Service:
    """Open a ledger: `sqlite:///file.db`, which is made if it is not there, or `postgresql://…`.

    `replica`: a standby of it, `postgresql://…`, which alone is read; nothing is written then but
    who asked who knew. `waiting_most`: how many requests may wait for their commit; more are
    refused (`Overloaded`). For every four who follow it is three fewer.
    `followers_most`: how many may follow at once. `stopping`: whether the process is about to end,
    and they are to go. `access_log_days`: how long who asked who knew is kept; None: for ever.
    `openid`: the provider whose tokens are taken, too. `limits`: how much may be asked over HTTP.

    Raises `BadConfig`, `LedgerHeld` (another process writes to the file), `WrongSchema` or another
    `StoreUnavailable`.
    """
    storage = _open_storage(database, replica, writable=writable)
    return Service(
        storage,
        clock,
        waiting_most,
        followers_most,
        stopping,
        access_log_days,
        openid,
        limits,
    )


def _open_storage(database: str, replica: str | None, *, writable: bool) -> Storage:
    if replica is not None:
        from service.storage.postgres.replica import PostgresReplica

        return PostgresReplica(replica, database)
    if is_postgres(database):
        from service.storage.postgres.storage import PostgresStorage  # loads a driver

        return PostgresStorage(database)
    return SQLiteStorage(sqlite_path(database), writable=writable)


def migrate(database: str) -> tuple[int, int]:
    """Bring the tables of a database to the latest schema: its version before, and after.

    Raises `BadConfig`, `LedgerHeld`, `WrongSchema` (newer already) or another `StoreUnavailable`.
    """
    if is_postgres(database):
        from service.storage.postgres.migrating import migrate as migrate_postgres

        return migrate_postgres(database)
    return migrate_sqlite(sqlite_path(database))


def check(database: str) -> None:
    """Raise what keeps `open_service` from opening it, if that can be seen without opening it."""
    if is_postgres(database):
        from service.storage.postgres.migrating import refuse_unfit

        refuse_unfit(database)


def _callers(tokens: Tokens, openid: OpenIdSettings | None) -> Callers:
    """Who knows callers: our tokens, and those of a provider if there is one."""
    if openid is None:
        return tokens.caller
    from service.openid.keys import ProviderKeys  # loads cryptography
    from service.openid.provider import Provider, is_jwt

    provider = Provider(openid, ProviderKeys(openid.jwks))

    def known(token: str, now: Instant, /) -> Caller:
        return provider.caller(token, now) if is_jwt(token) else tokens.caller(token, now)

    return known


def _as_it_is(_to: int) -> None:
    """Views of a ledger that another process writes are read as that one keeps them."""


def _show_once(token: str, path: Path) -> None:
    """Show a new admin token: on a terminal, else in a file that only its owner may read."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\nThe first admin token, shown only now:\n\n    {token}\n\n")
        return
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(f"{token}\n")
    log.warning("The first admin token is in %s; keep it elsewhere and remove the file.", path)
