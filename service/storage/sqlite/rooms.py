"""Rooms beside a ledger's file: folders for a while, for views to compare the live ones with."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

PREFIX: Final = ".testigo-"
BESIDE: Final = "beside.db"
LOCK: Final = f"{BESIDE}-lock"
OURS: Final = frozenset({BESIDE, LOCK, f"{BESIDE}-wal", f"{BESIDE}-shm", f"{BESIDE}-journal"})


@contextmanager
def room(ledger: Path) -> Iterator[Path]:
    """A place for a file of views, on the disk that has room for the live ones."""
    remove_abandoned(ledger)
    with tempfile.TemporaryDirectory(prefix=PREFIX, dir=ledger.resolve().parent) as made:
        yield Path(made) / BESIDE


def remove_abandoned(ledger: Path) -> None:
    """Remove the rooms beside a ledger whose processes were killed.

    Only what is surely a room: it has the lock file of one, which nobody holds, and nothing else.
    """
    for each in ledger.resolve().parent.glob(f"{PREFIX}*"):
        if _is_abandoned(each):
            shutil.rmtree(each, ignore_errors=True)


def _is_abandoned(folder: Path) -> bool:
    try:
        if folder.is_symlink() or not {each.name for each in folder.iterdir()} <= OURS:
            return False
        lock = os.open(folder / LOCK, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:  # no folder, not ours to read, not a room, or gone by now
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    else:
        return True
    finally:
        os.close(lock)
