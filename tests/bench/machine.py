"""On what, when, and with which versions it was measured."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import psutil

from domain.instant import format_instant
from service.clock import system_clock
from tests.bench.neighbours import MESSAGE_DB
from tests.bench.servers import MEGA

PACKAGES: Final = ("testigo", "eventsourcing", "flask", "gunicorn", "marshmallow", "psycopg")
NEIGHBOURS: Final = ("umadb",)


def described() -> dict[str, Any]:
    """As JSON tells it."""
    cpu = [line for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    return {
        "date": format_instant(system_clock()),
        "cores": os.cpu_count(),
        "memory_megabytes": psutil.virtual_memory().total // MEGA,
        "processor": cpu[0].partition(": ")[2] if cpu else platform.processor(),
        "system": platform.platform(),
        "load_before": round(os.getloadavg()[0], 2),
        "versions": versions(),
    }


def versions() -> Mapping[str, str]:
    """Of all that takes part, where it is there."""
    found = {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    for name in (*PACKAGES, *NEIGHBOURS):
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    commit = _said("git", "rev-parse", "--short", "HEAD")
    message_db = MESSAGE_DB.parent / "package.json"
    if message_db.exists():
        found["message-db"] = json.loads(message_db.read_text())["version"]
    wrk = _said("wrk", "--version").split("\n")[0].split(" ")
    return found | ({"commit": commit} if commit else {}) | ({"wrk": wrk[1]} if wrk[1:] else {})


def in_short(machine: Mapping[str, Any]) -> str:
    """One line, for people; another one if the machine had something else to do."""
    memory = machine["memory_megabytes"] / 1000
    told = (
        f"{machine['date'][:10]}: {machine['cores']} cores ({machine['processor']}), "
        f"{memory:.0f} GB, load {machine['load_before']} before"
    )
    busy = machine["load_before"] > machine["cores"] / 2
    return (
        f"{told}\nIt is busy with something else: only compare what took turns." if busy else told
    )


def _lines(path: str) -> list[str]:
    file = Path(path)
    return file.read_text().splitlines() if file.exists() else []


def _said(*command: str) -> str:
    """What a command says, if it is there."""
    if shutil.which(command[0]) is None:
        return ""
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
    return told.stdout.strip()
