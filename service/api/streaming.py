"""Server-sent events: what one follower is sent, piece by piece, until it ends.

| frame | `id` | what |
|---|---|---|
| an event | its position | `event`: its type; `data`: it, as it was recorded, on one line |
| `caught-up` | the position scanned | all there is was told; again if it had fallen behind |
| a heartbeat | the position scanned | a comment; the `id` beside it is dispatched as nothing |

The position scanned is that up to which nothing more comes: with a filter it goes further than the
last event, and whoever resumes there misses nothing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from domain.events.envelope import Recorded
from service.api.line import PIECE_BYTES, Line
from service.errors import StoreUnavailable
from service.feed import PAGE, Follower
from service.rendering import to_json
from service.views.following import Page, Wanted, told

log = logging.getLogger("testigo.api")

RETRY_MILLISECONDS: Final = 1_000
"""When a client whose stream has ended is to come again."""
TICK_SECONDS: Final = 0.25
"""How long nothing else is looked at while events are waited for."""
KNOWN_SECONDS: Final = 1.0
"""How often it is asked whether the caller is still known."""
PROBE_SECONDS: Final = 0.5
"""How often a client that sends nothing more is tried whether it is there."""
HEARTBEAT_SECONDS: Final = 10.0
STUCK_SECONDS: Final = 10.0
"""How long a client may take in nothing of what is written for it."""

OPENING: Final = b"retry: %d\n\n" % RETRY_MILLISECONDS
PROBE: Final = b":\n\n"
STOPPING: Final = b": the service is stopping\n\n"
UNKNOWN: Final = b": the token is no longer valid\n\n"

_ESCAPED: Final = {each.encode(): b"\\u%04x" % ord(each) for each in "\x85\u2028\u2029"}

Pages = Callable[[Wanted, int, int], Page | None]
"""Reads what is wanted after a position, so many at most; None: it is not its turn yet."""


def event_frame(record: Recorded) -> bytes:
    """An event as it is sent. Within JSON, line ends of any other alphabet are escaped: clients
    that split decoded text into lines would otherwise cut it there."""
    data = to_json(told(record))
    for before, after in _ESCAPED.items():
        data = data.replace(before, after)
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (record.position, record.event.type.encode(), data)


def caught_up(position: int) -> bytes:
    """That all there is was told."""
    return b'id: %d\nevent: caught-up\ndata: {"position":%d}\n\n' % (position, position)


def heartbeat(position: int) -> bytes:
    """That the service is there, and how far it has looked."""
    return b": position %d\nid: %d\n\n" % (position, position)


class Over(Exception):
    """The stream ends, with a last comment if there is somebody to read it."""

    def __init__(self, comment: bytes = b"") -> None:
        super().__init__()
        self.comment = comment


@dataclass(frozen=True, slots=True)
class Terms:
    """What a stream goes by, besides its client's connection."""

    follower: Follower
    pages: Pages
    wanted: Wanted
    still_known: Callable[[], bool]
    """Whether the caller may still read; it may raise `StoreUnavailable`."""


class Streaming:
    """One stream on its way."""

    def __init__(
        self,
        terms: Terms,
        after: int,
        line: Line | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`line` is None where there is no connection to watch, and nobody would be seen to go: the
        stream ends at the head then."""
        self._terms = terms
        self._line = line
        self._clock = clock
        self._scanned = after
        self._live = False
        self._sure = True
        self._known_at = self._probed_at = self._beaten_at = clock()

    def pieces(self) -> Iterator[bytes]:
        """What is sent, in pieces that fit into what the connection has room for."""
        try:
            yield from self._sent(OPENING)
            while self._line is not None or not self._live:
                self._look_around()  # also while there is nothing to send
                for frames in _gathered(self._next()):
                    yield from self._sent(frames)
        except Over as over:
            if over.comment:
                yield over.comment

    def _next(self) -> Iterator[bytes]:
        """The next frames; perhaps none, after a while."""
        try:
            for frame in self._told():
                yield frame
                yield from self._beaten()
        except StoreUnavailable as error:
            log.warning("a stream waits for the database: %s", error)
            time.sleep(TICK_SECONDS)
        yield from self._beaten()
        if (
            self._line
            and self._line.may_be_gone
            and self._clock() - self._probed_at >= PROBE_SECONDS
        ):
            self._probed_at = self._clock()
            yield PROBE

    def _told(self) -> Iterator[bytes]:
        if not self._sure:
            time.sleep(TICK_SECONDS)
        elif self._live:
            yield from self._followed()
        else:
            yield from self._read()

    def _followed(self) -> Iterator[bytes]:
        """What was appended meanwhile."""
        found = self._terms.follower.after(self._scanned, TICK_SECONDS)
        if found is None:
            self._live = False
            return
        wanted = self._terms.wanted
        for each in found:
            self._scanned = each.position
            if wanted.has(each.programme, each.type):
                yield each.text

    def _read(self) -> Iterator[bytes]:
        """What was there before, or has gone by."""
        page = self._terms.pages(self._terms.wanted, self._scanned, PAGE)
        if page is None:
            return
        for each in page.records:
            self._scanned = each.position
            yield event_frame(each)
        self._scanned = page.scanned
        if page.scanned >= page.head:
            self._live = True
            yield caught_up(page.scanned)

    def _beaten(self) -> Iterator[bytes]:
        now = self._clock()
        if now - self._beaten_at >= HEARTBEAT_SECONDS:
            self._beaten_at = now
            yield heartbeat(self._scanned)

    def _look_around(self) -> None:
        """Raise `Over` if there is a reason to end."""
        if self._line is not None and self._line.is_gone:
            raise Over
        if self._terms.follower.ends:
            raise Over(STOPPING)
        now = self._clock()
        if now - self._known_at < KNOWN_SECONDS:
            return
        self._known_at = now
        try:
            self._sure = True
            known = self._terms.still_known()
        except StoreUnavailable as error:
            log.warning("a stream waits for the database: %s", error)
            self._sure = False  # nothing is told until it is known again
            return
        if not known:
            raise Over(UNKNOWN)

    def _sent(self, frames: bytes) -> Iterator[bytes]:
        for start in range(0, len(frames), PIECE_BYTES):
            try:
                self._await_room()
            except Over:
                if start:  # a comment would become a part of what is half sent
                    raise Over from None
                raise
            yield frames[start : start + PIECE_BYTES]

    def _await_room(self) -> None:
        """Wait until a piece can be written; if it cannot, cut the line."""
        stuck_at = self._clock() + STUCK_SECONDS
        while self._line is not None and not self._line.has_room(TICK_SECONDS):
            try:
                self._look_around()
                if self._clock() >= stuck_at:
                    log.info("a stream ended: its client took nothing in for too long")
                    raise Over
            except Over:
                self._line.cut()
                raise Over from None
        self._look_around()


def _gathered(frames: Iterable[bytes]) -> Iterator[bytes]:
    """Frames, as many of them at once as make up a piece."""
    waiting: list[bytes] = []
    size = 0
    for each in frames:
        waiting.append(each)
        size += len(each)
        if size >= PIECE_BYTES:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)
