"""The unit is one that systemd takes, hardened, and says when it is started."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from service.cli.serving import FILES, GRACE_SECONDS
from tests.served import PATIENCE_SECONDS, TESTIGO, Served

UNIT = (Path(__file__).parents[2] / "deploy" / "testigo.service").read_text(encoding="utf-8")
EXPOSED_MOST = 20
"""In tenths, as `systemd-analyze security` counts from 0 to 10."""

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd is not installed"
)


def setting(name: str) -> str:
    (value,) = re.findall(rf"^{name}=(.*)$", UNIT, re.MULTILINE)
    return value


def analyzed(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What systemd says of the unit, with the command where it is here."""
    unit = folder / "testigo.service"
    unit.write_text(UNIT.replace("/opt/testigo/bin/testigo", str(TESTIGO)), encoding="utf-8")
    return subprocess.run(
        ["systemd-analyze", *arguments, str(unit)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@needs_systemd
def test_systemd_finds_nothing_wrong_with_it(tmp_path: Path) -> None:
    done = analyzed(tmp_path, "verify", "--man=no")
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@needs_systemd
def test_it_is_hardly_exposed(tmp_path: Path) -> None:
    done = analyzed(tmp_path, "security", "--offline=true", f"--threshold={EXPOSED_MOST}")
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_has_the_files_and_the_time_that_the_service_wants() -> None:
    assert int(setting("LimitNOFILE")) >= FILES
    assert int(setting("TimeoutStopSec")) > GRACE_SECONDS


def test_the_service_tells_systemd_that_it_has_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert setting("Type") == "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.bind(str(tmp_path / "notify"))
        told.settimeout(PATIENCE_SECONDS)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        with Served(tmp_path):
            assert told.recv(1000).startswith(b"READY=1")
