"""What the container file copies is enough to build and to run, and nothing else is shipped."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from service.cli.serving import GRACE_SECONDS
from service.config import config_from, sqlite_path
from tests.served import Served

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))
STEPS = [
    line.split(maxsplit=1)
    for line in re.sub(r"\\\n\s*", "", TEXT).splitlines()
    if line[:1].isupper()
]


def step(word: str) -> str:
    """What a word that stands there once is followed by."""
    (said,) = (rest for name, rest in STEPS if name == word)
    return said


def test_what_it_copies_is_all_that_building_and_running_take(tmp_path: Path) -> None:
    source, target = tmp_path / "src", tmp_path / "site"
    for name, rest in STEPS:
        if name == "COPY" and not rest.startswith("--from"):
            *copied, to = rest.split()
            for each in copied:
                if (ROOT / each).is_dir():
                    ignored = shutil.ignore_patterns("__pycache__")
                    shutil.copytree(ROOT / each, source / to, ignore=ignored)
                else:
                    (source / to).mkdir(parents=True, exist_ok=True)
                    shutil.copy(ROOT / each, source / to)
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index"]
    as_it_does = ["--no-deps", "--no-build-isolation", "--target", target, source]
    subprocess.run([*install, *as_it_does], check=True, timeout=300)
    shipped = {each.relative_to(target) for each in target.rglob("*") if each.is_file()}
    files = subprocess.run(
        ["git", "ls-files", "domain", "service"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split()
    ours = {Path(each) for each in files} or {Path("service/api/docs/page.html")}
    assert ours <= shipped
    assert {each.parts[0] for each in shipped if "dist-info" not in each.parts[0]} == {
        *("bin", "domain", "service")
    }


def test_it_installs_what_is_locked_by_hash_and_nothing_that_has_to_be_built() -> None:
    (locked,) = (rest for name, rest in STEPS if name == "RUN" and "requirements" in rest)
    assert "--require-hashes" in locked
    assert "--only-binary :all:" in locked


def test_it_runs_as_nobody_who_is_known() -> None:
    user = step("USER").split(":")[0]
    assert int(user) >= 10_000
    assert STEPS.index(["USER", step("USER")]) < STEPS.index(["ENTRYPOINT", step("ENTRYPOINT")])
    (made,) = (rest for name, rest in STEPS if name == "RUN" and "/data" in rest)
    assert f"--owner={user}" in made


def test_its_settings_are_settings_of_the_service() -> None:
    config = config_from(dict(each.split("=", 1) for each in step("ENV").split()))
    assert config.bind == f"0.0.0.0:{step('EXPOSE')}"
    assert str(sqlite_path(config.database).parent) == "/data"


def test_its_health_is_that_of_the_process(tmp_path: Path) -> None:
    command = json.loads(step("HEALTHCHECK").split("CMD", 1)[1])
    assert command[:2] == ["python3", "-c"]
    with Served(tmp_path) as served:
        here = command[2].replace("127.0.0.1:8080", f"127.0.0.1:{served.port}")
        assert subprocess.run([sys.executable, "-c", here], timeout=60, check=False).returncode == 0
    gone = subprocess.run(
        [sys.executable, "-c", here], capture_output=True, timeout=60, check=False
    )
    assert gone.returncode != 0


def test_compose_starts_the_service_when_the_tables_are_there() -> None:
    services = COMPOSE["services"]
    serving, migrating = services["testigo"], services["migrate"]
    assert migrating["command"] == ["migrate"]
    assert serving["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert config_from(serving["environment"]).proxies == 1
    assert (
        serving["environment"]["TESTIGO_DATABASE"] == migrating["environment"]["TESTIGO_DATABASE"]
    )
    assert int(serving["stop_grace_period"].removesuffix("s")) > GRACE_SECONDS
    assert serving["ports"] == [f"127.0.0.1:{step('EXPOSE')}:{step('EXPOSE')}"]
    for each in (serving, migrating):
        build = each["build"]
        assert (ROOT / "deploy" / build["context"] / build["dockerfile"]).is_file()
        assert each["read_only"]
        assert each["cap_drop"] == ["ALL"]
