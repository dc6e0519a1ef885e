"""Load by `wrk` (Debian's package): keep-alive clients that post one event after the other."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.served import TOKEN

EVENT: Final = {
    "type": "item-disclosed",
    "programme": "bench",
    "occurred_at": "2024-11-20T10:00:00+01:00",
    "data": {"items": ["item:launch-date"], "by": "staff:lena", "to": ["tester:ana"]},
}
SCRIPT: Final = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer {token}"
wrk.body = [==[{body}]==]
"""
MILLISECONDS: Final = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


class Load(NamedTuple):
    """What one load came to: posts a second, how many, and what they took in milliseconds."""

    rate: float
    count: int
    p50: float
    p99: float


def post(port: int, clients: int, seconds: int, folder: Path, event: Any = EVENT) -> Load:
    """Post for so long. `ValueError`: not every post was answered with success."""
    script = folder / "post.lua"
    script.write_text(SCRIPT.format(token=TOKEN, body=json.dumps(event)))
    address = f"http://127.0.0.1:{port}/v1/events"
    command = f"wrk --latency --timeout 30s -t1 -c{clients} -d{seconds}s".split()
    told = subprocess.run(
        [*command, "-s", script, address],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=seconds + 60,
    )
    if told.returncode:
        raise ValueError(f"wrk ended with {told.returncode}: {told.stdout}")
    return read(told.stdout)


def read(said: str) -> Load:
    """What `wrk` said. `ValueError`: some posts were refused, or it said something else."""
    if "Non-2xx" in said or "Socket errors" in said:
        raise ValueError(said)
    rate = float(_only(r"Requests/sec:\s+([0-9.]+)", said))
    count = int(_only(r"([0-9]+) requests in", said))
    p50, p99 = (
        float(found) * MILLISECONDS[unit]
        for found, unit in (
            re.findall(rf"\s{share}%\s+([0-9.]+)(us|ms|s|m)", said)[0] for share in (50, 99)
        )
    )
    return Load(rate, count, p50, p99)


def _only(pattern: str, said: str) -> str:
    found: list[str] = re.findall(pattern, said)
    if len(found) != 1:
        raise ValueError(said)
    return found[0]


def refuse_without_wrk() -> None:
    """Say what is missing, before anything was started."""
    if shutil.which("wrk") is None:
        raise RuntimeError("wrk is not installed; on Debian and Ubuntu it is the package wrk")
