"""The command as a whole, over real databases and a real service."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from service.cli.main import main
from tests.databases import postgres_server
from tests.served import TOKEN, Served, a_free_port, run_testigo

STORY = Path(__file__).parents[3] / "deploy" / "demo" / "sora.ndjson"
LEAK = ("item:sora-leak", "--as-of", "2024-11-26T17:05:00Z", "--as-recorded", "24", "--json")


def run(database: Path, *arguments: str, given: bytes | None = None) -> Result:
    """Run a command over a database, without a terminal."""
    where = ("--database", f"sqlite:///{database}")
    return CliRunner().invoke(main, [*arguments, *where], input=given)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the demo's events."""
    database = tmp_path_factory.mktemp("story") / "story.db"
    assert run(database, "import", str(STORY)).exit_code == 0
    return database


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A running service with the demo's events."""
    with Served(tmp_path_factory.mktemp("served")) as service:
        done = run_testigo("import", str(STORY), "--url", service.url, folder=service.folder)
        assert done.returncode == 0, done.stderr
        yield service


@pytest.mark.parametrize("name", ["", *main.list_commands(click.Context(main))])
def test_every_help_page_renders(name: str) -> None:
    result = CliRunner().invoke(main, [*name.split(), "--help"])
    assert result.exit_code == 0
    assert result.output.startswith("Usage: ")
    assert all(len(line) <= 100 for line in result.output.splitlines())


def test_every_command_says_in_one_short_line_what_it_does() -> None:
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        line = command.get_short_help_str(limit=200)
        assert line.endswith(".")
        assert len(line) < 70


def test_alone_it_prints_its_help() -> None:
    assert "Commands:" in CliRunner().invoke(main, []).output


def test_it_knows_its_version() -> None:
    assert CliRunner().invoke(main, ["--version"]).output.startswith("testigo 0.")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("127.0.0.1", "127.0.0.1:8080"),
        ("localhost", "localhost:8080"),
        ("[::1]", "[::1]:8080"),
        ("[::1]:9000", "[::1]:9000"),
        (":9000", ":9000"),
        ("unix:/run/testigo.sock", "unix:/run/testigo.sock"),
    ],
)
def test_an_address_without_a_port_has_the_port_of_the_default(said: str, meant: str) -> None:
    from service.cli.serving import with_port  # gunicorn is for this alone

    assert with_port(said) == meant


def test_what_is_no_port_is_refused_in_one_sentence() -> None:
    refused = CliRunner().invoke(main, ["serve", "--bind", "127.0.0.1:http"])
    assert refused.exit_code == 1
    assert refused.stderr == (
        "Error: Cannot listen on 127.0.0.1:http: 'http' is not a valid port number.\n"
    )


def test_help_does_not_load_the_service() -> None:
    code = (
        "import sys; from service.cli.main import main\n"
        "others = {'service.cli.importing', 'service.cli.questions'}\n"
        "loaded = {'flask', 'requests', 'gunicorn', 'eventsourcing', 'rich', *others}\n"
        "loaded &= set(sys.modules)\n"
        "sys.exit(', '.join(loaded) or None)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_file_is_recorded_once(tmp_path: Path) -> None:
    database = tmp_path / "new.db"
    first, second = (run(database, "import", str(STORY)) for _ in range(2))
    assert first.stdout == "95 lines: 95 recorded, 0 recorded already, 0 refused.\n"
    assert second.stdout == "95 lines: 0 recorded, 95 recorded already, 0 refused.\n"


def test_refused_lines_are_told_by_their_numbers(tmp_path: Path) -> None:
    good = STORY.read_bytes().splitlines()[0]
    lines = b'\n{"id": 3}\n' + good + b"\nno json"
    result = run(tmp_path / "new.db", "import", "-", given=lines)
    assert result.exit_code == 1
    assert result.stdout == "4 lines: 1 recorded, 0 recorded already, 2 refused.\n"
    told = result.stderr.splitlines()
    assert told[0].startswith("line 2: invalid-event: ")
    assert "/programme: is required" in told[0]
    assert told[1].startswith("line 4: not-json: ")
    assert "line" not in told[1].removeprefix("line 4")


def test_a_line_that_is_no_object_is_told_so(tmp_path: Path) -> None:
    told = run(tmp_path / "new.db", "import", "-", given=b"[]\n").stderr
    assert told == "line 1: invalid-event: The event is not valid (it must be an object).\n"


def test_lines_that_were_refused_would_not_be_recorded_twice(tmp_path: Path) -> None:
    result = run(tmp_path / "new.db", "import", "-", given=b'{"type": "x"}\n')
    assert "recorded twice" not in result.stderr


def test_lines_keep_their_numbers_across_slices(tmp_path: Path) -> None:
    lines = STORY.read_bytes() * 12 + b"no json\n"
    result = run(tmp_path / "new.db", "import", "-", given=lines)
    assert "1,141 lines: 95 recorded, 1,045 recorded already, 1 refused." in result.stdout
    assert result.stderr.startswith("line 1141: not-json: ")


def test_a_line_beyond_all_limits_is_refused_alone(tmp_path: Path) -> None:
    good = STORY.read_bytes().splitlines()[0]
    lines = b'{"id": "' + b"x" * (5 << 20) + b'"}\n' + good
    result = run(tmp_path / "new.db", "import", "-", given=lines)
    assert result.stdout == "2 lines: 1 recorded, 0 recorded already, 1 refused.\n"


def test_a_question_makes_no_database(tmp_path: Path) -> None:
    database = tmp_path / "none.db"
    result = run(database, "who", "item:x")
    assert result.exit_code == 1
    assert f"There is no ledger at {database}" in result.stderr
    assert not database.exists()


def test_a_database_of_another_kind_is_a_wrong_use() -> None:
    result = CliRunner().invoke(main, ["who", "item:x", "--database", "mysql://x"])
    assert result.exit_code == 2


def test_a_wrong_question_is_refused_in_one_sentence(story: Path) -> None:
    result = run(story, "who", "nonsense")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: The query is not valid (ITEM: ")


def test_the_story_is_told(story: Path) -> None:
    bounds = ("--as-of", "2024-11-26T17:05:00Z")
    output = run(story, "who", "item:sora-leak", *bounds).stdout
    assert "between 26 Nov 13:30 and 17:01 UTC" in output
    assert "claimed, on the word of group:sora-pr-puppets; disputed" in output
    assert "#66 “finding of press:technewsday: The tool" in run(story, "timeline").stdout
    assert "concern:unpaid-work" in run(story, "what", "org:openai").stdout
    assert len(run(story, "timeline").stdout.splitlines()) == 95 + 3
    assert "group:sora-alpha-artists" in run(story, "roster").stdout


def test_a_service_and_a_database_answer_alike(story: Path, served: Served) -> None:
    here = json.loads(run(story, "who", *LEAK).stdout)
    there = json.loads(run_testigo("who", *LEAK, "--url", served.url, folder=served.folder).stdout)
    assert here.pop("as_recorded")["position"] == there.pop("as_recorded")["position"] == 24
    assert here == there


def test_a_file_that_is_served_can_be_read_but_not_written(served: Served) -> None:
    folder = served.folder
    there = run_testigo("who", *LEAK, "--url", served.url, folder=folder)
    assert run_testigo("who", *LEAK, folder=folder).stdout == there.stdout
    for arguments in (("import", str(STORY)), ("replay",)):
        refused = run_testigo(*arguments, folder=folder)
        assert refused.returncode == 1
        assert "A running service holds sqlite:///testigo.db." in refused.stderr


def test_a_second_service_says_who_is_in_its_way(served: Served) -> None:
    refused = run_testigo("serve", "--bind", f"127.0.0.1:{a_free_port()}", folder=served.folder)
    assert refused.returncode == 1
    assert "Another process holds sqlite:///testigo.db" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_an_address_that_is_taken_is_said_at_once(served: Served, tmp_path: Path) -> None:
    bind = served.url.removeprefix("http://")
    refused = run_testigo("serve", "--bind", bind, folder=tmp_path)
    assert refused.returncode == 1
    assert f"Cannot listen on {bind}" in refused.stderr


def test_without_a_token_one_is_asked_for(served: Served) -> None:
    result = CliRunner().invoke(main, ["roster", "--url", served.url], env={"TESTIGO_TOKEN": ""})
    assert result.exit_code == 1
    assert "TESTIGO_TOKEN" in result.stderr


def test_a_token_that_is_not_accepted_is_said_so(served: Served) -> None:
    result = CliRunner().invoke(main, ["roster", "--url", served.url, "--token", "wrong"])
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: The token was not accepted by {served.url}")


def test_a_misspelt_name_is_told_from_one_that_is_not_known(story: Path) -> None:
    found = run(story, "what", "org:openaii")
    assert found.stderr == "No event names org:openaii. Did you mean org:openai?\n"
    assert run(story, "how", "org:openai", "item:sora-leak").stderr == ""
    nobody = run(story, "who", "item:sora-leek", "--json")
    assert nobody.stderr == "No event names item:sora-leek. Did you mean item:sora-leak?\n"
    assert json.loads(nobody.stdout)["knowers"] == []


def test_a_service_that_is_not_there_is_no_answer() -> None:
    url = f"http://127.0.0.1:{a_free_port()}"
    result = CliRunner().invoke(main, ["roster", "--url", url, "--token", TOKEN])
    assert result.exit_code == 1
    assert result.stderr == f"Error: No answer from {url} (Connection refused).\n"


def test_views_are_rebuilt_and_found_to_be_right(story: Path) -> None:
    replayed = run(story, "replay", "learnings")
    assert replayed.stdout == "Rebuilt learnings from 95 events.\n"
    assert re.fullmatch(
        r"Rebuilding: 95 of 95 events, [\d,]+ a second", replayed.stderr.splitlines()[-1]
    )
    verified = run(story, "verify")
    assert verified.exit_code == 0
    assert verified.stdout == "Nothing differs: the views are what 95 events make them.\n"


def test_what_differs_is_said_and_repaired(tmp_path: Path) -> None:
    database = tmp_path / "new.db"
    run(database, "import", str(STORY))
    run(database, "roster")
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("DELETE FROM moves")
        connection.execute("DELETE FROM learnings WHERE party = 'org:openai'")
    found = run(database, "verify")
    assert found.exit_code == 1
    assert "learnings: " in found.stdout
    assert "rows missing" in found.stdout
    run(database, "replay")
    assert run(database, "verify").exit_code == 0


def test_ctrl_c_stops_the_service_gently(tmp_path: Path) -> None:
    with Served(tmp_path) as service:
        process = service._process
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to every process
        assert process.wait(10) == 0
    assert "Traceback" not in (tmp_path / "serve.log").read_text()


def test_a_projection_that_is_not_there_is_a_wrong_use(story: Path) -> None:
    result = run(story, "replay", "nonsense")
    assert result.exit_code == 2
    assert "learnings" in result.stderr


def test_the_tables_of_a_file_are_made_once(tmp_path: Path) -> None:
    database = tmp_path / "new.db"
    shown = f"sqlite:///{database}"
    made = run(database, "migrate").stdout
    assert made.startswith(f"{shown} was of schema 0, and is of schema ")
    number = made.rpartition(" ")[2].removesuffix(".\n")
    assert run(database, "migrate").stdout == f"{shown} is of schema {number} already.\n"


def test_a_file_that_a_newer_testigo_made_is_left_alone(tmp_path: Path) -> None:
    database = tmp_path / "newer.db"
    run(database, "migrate")
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA user_version = 9")
    for command in (("migrate",), ("roster",), ("import", str(STORY))):
        refused = run(database, *command)
        assert refused.exit_code == 1
        assert "newer Testigo" in refused.stderr


def test_a_file_has_one_worker(tmp_path: Path) -> None:
    bind = f"127.0.0.1:{a_free_port()}"
    (tmp_path / "testigo.db").write_text("Dear ledger, " * 1000)
    refused = run_testigo("serve", "--bind", bind, "--workers", "4", folder=tmp_path)
    assert "there will be one worker" in refused.stderr


class TestOnPostgreSQL:
    def test_a_database_without_tables_is_migrated_first(self, tmp_path: Path) -> None:
        url = postgres_server().unmigrated().url
        for command in (("roster",), ("serve", "--bind", f"127.0.0.1:{a_free_port()}")):
            refused = run_testigo(*command, "--database", url, folder=tmp_path)
            assert refused.returncode == 1
            assert "testigo migrate" in refused.stderr
            assert "Traceback" not in refused.stderr
        assert run_testigo("migrate", "--database", url, folder=tmp_path).returncode == 0
        done = run_testigo("import", str(STORY), "--database", url, folder=tmp_path)
        assert done.stdout == "95 lines: 95 recorded, 0 recorded already, 0 refused.\n"

    def test_passwords_are_not_shown(self, tmp_path: Path) -> None:
        url = "postgresql://ana:s3cret@127.0.0.1:1/none"
        for command in ("roster", "migrate", "serve"):
            refused = run_testigo(command, "--database", url, folder=tmp_path)
            assert refused.returncode == 1
            assert "ana:***@" in refused.stderr
            assert "s3cret" not in refused.stderr + refused.stdout

    def test_several_workers_answer_and_a_command_works_beside_them(self, tmp_path: Path) -> None:
        with (
            postgres_server().ledger() as database,
            Served(tmp_path, options=("--workers", "3", "--database", database.url)) as service,
        ):
            where = ("--database", database.url)
            done = run_testigo("import", str(STORY), *where, folder=tmp_path)
            assert done.returncode == 0, done.stderr
            there = run_testigo("who", *LEAK, "--url", service.url, folder=tmp_path)
            assert run_testigo("who", *LEAK, *where, folder=tmp_path).stdout == there.stdout
            assert run_testigo("replay", *where, folder=tmp_path).returncode == 0
            assert run_testigo("verify", *where, folder=tmp_path).returncode == 0
