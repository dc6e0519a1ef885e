"""A ledger as a file of lines, which keeps the stored bytes and all that stands beside them.

    {"testigo":"export","version":1,"programme":null,"head":1}
    {"position":1,"recorded_at":"…","recorded_by":{…},"restored":null,"stream":"…","version":1,
     "root":"…","topic":"programme-opened.v1","content":"{\\"data\\":…}"}    (on one line)
    {"end":true,"events":1,"sha256":"…"}

The content is a text within JSON: whatever reads and writes the line, its bytes come back as they
were. The last line holds the digest of all lines before it, each with its line end, so that a file
that was cut off or changed is noticed.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, Final, NamedTuple

from domain.errors import Refusal
from domain.events.envelope import Principal, Restored
from domain.instant import format_instant, parse_instant
from domain.names import EventId
from service.content import Encoded
from service.event_store import Place, Row

VERSION: Final = 1
LONGEST_LINE: Final = 4 << 20
"""No line that was exported is longer; more of a line is not read at once."""

_LAST: Final = b'{"end":true,'


class Unfit(Refusal):
    """A file from which no ledger can be made again."""

    code = "unfit-export"


class Kept(NamedTuple):
    """An event as a line keeps it: its stored bytes, and where it stood."""

    position: int
    place: Place
    by: Principal
    restored: Restored | None
    encoded: Encoded


# --- written ---------------------------------------------------------------------------------


def archived(rows: Iterable[Row], programme: str | None, head: int) -> Iterator[bytes]:
    """The lines of an archive of these rows; `head`: the last position that could be among them."""
    digest = hashlib.sha256()
    events = 0
    line = _line({"testigo": "export", "version": VERSION, "programme": programme, "head": head})
    digest.update(line)
    yield line
    for row in rows:
        line = line_of(_kept(row))
        digest.update(line)
        events += 1
        yield line
    yield last_line(events, digest.hexdigest())


def digest_of(rows: Iterable[Row]) -> tuple[int, str]:
    """How many rows these are, and the SHA-256 of their lines as an archive would have them."""
    digest = hashlib.sha256()
    events = 0
    for row in rows:
        digest.update(line_of(_kept(row)))
        events += 1
    return events, digest.hexdigest()


def line_of(kept: Kept) -> bytes:
    """An event's line."""
    stream, version, root, recorded_at = kept.place
    topic, state = kept.encoded
    return _line(
        {
            "position": kept.position,
            "recorded_at": format_instant(recorded_at),
            "recorded_by": _principal(kept.by),
            "restored": kept.restored
            and {"at": format_instant(kept.restored.at), "by": _principal(kept.restored.by)},
            "stream": stream,
            "version": version,
            "root": root,
            "topic": topic,
            "content": state.decode(),
        }
    )


def last_line(events: int, sha256: str) -> bytes:
    """The line that ends an archive of so many events, with the digest of the lines before it."""
    return _line({"end": True, "events": events, "sha256": sha256})


def _line(said: dict[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _principal(by: Principal) -> dict[str, str]:
    return {"name": by.name, "principal": by.principal}


def _kept(row: Row) -> Kept:
    stored, declared = row
    place = Place(
        str(stored.originator_id),
        stored.originator_version,
        declared.root,
        declared.recorded_at,
    )
    return Kept(
        declared.position,
        place,
        declared.recorded_by,
        declared.restored,
        Encoded(stored.topic, stored.state),
    )


# --- read ------------------------------------------------------------------------------------


class Archive:
    """An archive to be read, more than once."""

    def __init__(self, file: BinaryIO) -> None:
        """Read its first line. Raises `Unfit` if it is no whole ledger's."""
        self._file = file
        self._start = file.tell()
        self._first = file.readline(LONGEST_LINE)
        self.events = _events_of(self._first)

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """The lines of its events, each with its number in the file.

        Raises `Unfit`, after the last of them, if the file was cut off or changed.
        """
        self._file.seek(self._start + len(self._first))
        digest = hashlib.sha256(self._first)
        number = 1
        waiting = b""
        while line := self._file.readline(LONGEST_LINE):
            if waiting:
                digest.update(waiting)
                number += 1
                yield number, waiting
            waiting = line
        if not (waiting.startswith(_LAST) and waiting.endswith(b"\n")):
            raise Unfit("The file is cut off: its last line, with the digest, is missing.")
        if waiting != last_line(self.events, digest.hexdigest()) or number != self.events + 1:
            raise Unfit("The file was changed: its digest is not that of its lines.")


@contextmanager
def intact(file: BinaryIO) -> Iterator[Archive]:
    """Open an archive, read as a whole and found undamaged. Raises `Unfit` if it is not.

    What cannot be read twice, such as a pipe, is copied to a temporary file first.
    """
    with _rereadable(file) as again:
        archive = Archive(again)
        for _ in archive.lines():
            pass
        yield archive


@contextmanager
def _rereadable(file: BinaryIO) -> Iterator[BinaryIO]:
    if file.seekable():
        yield file
        return
    with tempfile.TemporaryFile(prefix="testigo-") as copy:
        shutil.copyfileobj(file, copy)
        copy.seek(0)
        yield copy


def _events_of(first: bytes) -> int:
    """How many events a whole ledger's archive says that it holds."""
    if not first:
        raise Unfit("The file is empty.")
    match _said(first):
        case {"testigo": "export", "version": 1, "programme": None, "head": int(head)}:
            return head
        case {"testigo": "export", "version": 1, "programme": str(programme)}:
            raise Unfit(
                f"The file holds the programme {programme} alone: a ledger is made again from all "
                "of its events, whose positions have no gaps."
            )
        case {"testigo": "export", "version": int(version)} if version != VERSION:
            raise Unfit(f"The file is of version {version}; version {VERSION} can be read.")
        case _:
            raise Unfit("The file is no ledger exported with testigo export --format jsonl.")


def _said(line: bytes) -> Any:
    """What a line says; None if it is no JSON."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def kept_in(line: bytes) -> Kept:
    """The event that a line keeps. Raises `Unfit` if it is not as `line_of` writes it."""
    try:
        kept = _read(_said(line))
        if line_of(kept) == line:
            return kept
    except (ValueError, TypeError, KeyError, OverflowError):
        pass  # told below, as any other line that is not ours
    raise Unfit("is not as testigo export writes it")


def _read(said: Any) -> Kept:
    place = Place(
        _text(said["stream"]),
        int(said["version"]),
        EventId(_text(said["root"])),
        parse_instant(_text(said["recorded_at"])),
    )
    restored = said["restored"] and Restored(
        at=parse_instant(_text(said["restored"]["at"])), by=_by(said["restored"]["by"])
    )
    encoded = Encoded(_text(said["topic"]), _text(said["content"]).encode())
    return Kept(int(said["position"]), place, _by(said["recorded_by"]), restored, encoded)


def _by(said: Any) -> Principal:
    return Principal(name=_text(said["name"]), principal=_text(said["principal"]))


def _text(said: Any) -> str:
    if not isinstance(said, str):
        raise TypeError("not a text")
    return said
