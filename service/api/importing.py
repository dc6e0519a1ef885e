"""Imports: one event a line, recorded as they come, answered as they are recorded."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import Any, Final

from werkzeug.exceptions import ClientDisconnected

from domain.errors import Refusal
from service.api.problems import problem_of
from service.api.receipts import receipt_answer, status_of
from service.api.strict_json import parse
from service.drafts import Draft, Receipt
from service.errors import StoreUnavailable
from service.rendering import to_json

log = logging.getLogger("testigo.api")

CHUNK_LINES: Final = 200
CHUNK_BYTES: Final = 1024 * 1024
CHUNK_SECONDS: Final = 1.0
"""A slow sender's lines wait no longer, once the next one is there."""

Line = bytes | Refusal
Read = Callable[[object], Draft]
RecordEach = Callable[[Sequence[Draft]], list[Receipt | Refusal]]


class Import:
    """An import on its way: some lines wait to be recorded together, in one transaction."""

    def __init__(
        self, read: Read, record_each: RecordEach, *, answer_all: bool, dry_run: bool = False
    ) -> None:
        self._read = read
        self._record_each = record_each
        self._answer_all = answer_all
        self._end = {"done": True, **({"dry_run": True} if dry_run else {})}
        self._waiting: list[tuple[int, Draft | Refusal]] = []
        self._size = 0
        self._since = 0.0
        self._tally = {"lines": 0, "recorded": 0, "already": 0, "refused": 0}

    def answers(self, lines: Iterable[Line]) -> Iterator[bytes]:
        """Record the lines; answer those that are refused (or all), and at last the tally.

        Blank lines are counted and skipped. Where the body breaks off, what had arrived is
        recorded; there, and where the store fails, the answer ends without its last line.
        """
        try:
            arrived = yield from self._take_all(lines)
            yield from self._record()
        except StoreUnavailable as error:
            log.warning("an import was cut off: %s", error)
            return
        if arrived:
            yield _line({**self._end, **self._tally})

    def _take_all(self, lines: Iterable[Line]) -> Generator[bytes, None, bool]:
        """Whether the body arrived as a whole."""
        try:
            for line in lines:
                yield from self._take(line)
        except ClientDisconnected:
            log.info("an import broke off after line %d", self._tally["lines"])
            return False
        return True

    def _take(self, line: Line) -> Iterator[bytes]:
        self._tally["lines"] += 1
        if isinstance(line, Refusal):
            self._wait(line, 0)
        elif line.strip(b" \t\r\n"):
            try:
                document = parse(line.rstrip(b"\r\n"))
                if self._speaks_of_waiting(document):
                    yield from self._record()
                self._wait(self._read(document), len(line))
            except Refusal as refusal:
                self._wait(refusal, len(line))
        if self._is_full():
            yield from self._record()

    def _wait(self, outcome: Draft | Refusal, size: int) -> None:
        if not self._waiting:
            self._since = time.monotonic()
        self._waiting.append((self._tally["lines"], outcome))
        self._size += size

    def _is_full(self) -> bool:
        return (
            len(self._waiting) >= CHUNK_LINES
            or self._size >= CHUNK_BYTES
            or (bool(self._waiting) and time.monotonic() - self._since >= CHUNK_SECONDS)
        )

    def _speaks_of_waiting(self, document: Any) -> bool:
        """Whether it corrects an event that waits: only once recorded is its type certain."""
        if not isinstance(document, dict) or document.get("type") != "event-corrected":
            return False
        data = document.get("data")
        about = data.get("event") if isinstance(data, dict) else None
        return isinstance(about, str) and any(
            isinstance(each, Draft) and each.event.id == about.lower() for _, each in self._waiting
        )

    def _record(self) -> Iterator[bytes]:
        waiting, self._waiting, self._size = self._waiting, [], 0
        drafts = [each for _, each in waiting if isinstance(each, Draft)]
        recorded = iter(self._record_each(drafts) if drafts else ())
        for number, each in waiting:
            outcome = next(recorded) if isinstance(each, Draft) else each
            if isinstance(outcome, Refusal):
                self._tally["refused"] += 1
                problem = problem_of(outcome)
                yield _line({"line": number, "status": problem.status, **problem.document()})
                continue
            self._tally["already" if outcome.already else "recorded"] += 1
            if self._answer_all:
                told = {"status": status_of(outcome), **receipt_answer(outcome)}
                yield _line({"line": number, **told})


def _line(document: dict[str, Any]) -> bytes:
    return to_json(document) + b"\n"
