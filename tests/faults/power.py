"""The power goes: what was written, but not synced, is gone.

`kill -9` leaves the page cache of the system as it is, and so cannot tell whether a commit was
synced. Here the ledger is on a file system of its own in an image. Everything that runs is frozen,
the image is copied as it is then, without what only the page cache of its file system holds, and
the service is started over the copy.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from tests.faults.bench import Bench, Outcome
from tests.faults.databases import DATABASES
from tests.faults.disks import NotAllowed, as_root, unmount

CUTS = 5
SIZE_BYTES = 400 << 20
LONGEST_LIFE = 1.5


def power_cuts(
    kind: str, folder: Path, seed: int, cuts: int = CUTS, planted: tuple[str, ...] = ()
) -> Outcome:
    """Cut it at random moments under load; each time what was synced until then is gone on with."""
    how = f"{cuts} times an ext4 image as it was synced; the service started over it"
    outcome = Outcome(f"power cut, {kind}", how)
    chance = Random(seed)
    room = folder / "disk"
    room.mkdir()
    try:
        with (
            _disk(folder / "image", room) as image,
            Bench(DATABASES[kind](room), folder, seed, planted=planted) as bench,
        ):
            as_root("sync", "--file-system", str(room))  # it was installed long ago
            for _ in range(cuts):
                _cut(bench, image, room, chance)
                outcome.rounds += 1
                bench.tell(outcome)
    except NotAllowed as reason:
        return Outcome(outcome.fault, str(reason), skipped=True)
    return outcome


def _cut(bench: Bench, image: Path, room: Path, chance: Random) -> None:
    bench.load.start()
    try:
        time.sleep(chance.uniform(0.2, LONGEST_LIFE))
        bench.service.freeze()
        bench.database.freeze()
        as_it_was = image.with_suffix(".then")
        as_root("cp", "--sparse=always", str(image), str(as_it_was))
        bench.service.kill()
        bench.database.kill()
        unmount(room)
        as_it_was.replace(image)
        as_root("mount", "-o", "loop", str(image), str(room))
        bench.recover()
    finally:
        bench.load.stop()
    bench.load.settle()


@contextmanager
def _disk(image: Path, room: Path) -> Iterator[Path]:
    """A file system in a file; it writes nothing of its own accord for a minute."""
    if shutil.which("mkfs.ext4") is None:
        raise NotAllowed("not exercised: there is no mkfs.ext4")
    with image.open("wb") as file:
        file.truncate(SIZE_BYTES)
    as_root("mkfs.ext4", "-q", str(image))
    as_root("mount", "-o", "loop,commit=60", str(image), str(room))
    try:
        yield image
    finally:
        unmount(room)
