"""`testigo review`: the same bytes as over HTTP."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli.main import main
from tests.an_incident import BOUNDS, INCIDENT, REVIEW, told
from tests.given import AService

WITHIN = ("--as-of", str(BOUNDS["as_of"]), "--as-recorded", str(BOUNDS["as_recorded"]))


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, AService]]:
    path: Path = tmp_path_factory.mktemp("review") / "ledger.db"
    with AService(path) as ledger:
        told(ledger).ask(REVIEW)  # so that the views reflect it: the command only reads along
        yield f"sqlite:///{path}", ledger


def run(database: tuple[str, AService], *arguments: str) -> Result:
    return CliRunner().invoke(main, ["review", *arguments, "--database", database[0]])


@pytest.mark.parametrize(
    ("options", "form"),
    [
        ((), "text/markdown"),
        (("--format", "markdown"), "text/markdown"),
        (("--format", "html"), "text/html"),
        (("--format", "json"), "application/json"),
        (("--json",), "application/json"),
    ],
)
def test_is_what_http_answers(
    database: tuple[str, AService], options: tuple[str, ...], form: str
) -> None:
    done = run(database, INCIDENT, *options, *WITHIN)
    headers = {"Accept": form}
    answer = database[1].send("GET", REVIEW, query_string=BOUNDS, headers=headers)
    assert done.exit_code == 0, done.stderr
    assert done.stdout_bytes.rstrip(b"\n") == answer.get_data().rstrip(b"\n")
    assert done.stdout_bytes.endswith(b"\n")


@pytest.mark.parametrize(
    "options", [("--format", "markdown"), ("--format", "html"), ("--pictures",)]
)
def test_the_command_that_a_review_names_makes_it_again(
    database: tuple[str, AService], options: tuple[str, ...]
) -> None:
    first = run(database, f"incident:{INCIDENT}", *options).stdout
    (command,) = re.findall(r"testigo review ([^`<]*)", first)
    again = run(database, *command.split())
    assert again.stdout == first


def test_an_incident_that_is_not_there_is_told_with_those_that_are(
    database: tuple[str, AService],
) -> None:
    done = run(database, "another")
    assert done.exit_code == 1
    assert done.stderr == f"Error: There is no incident another. There are: {INCIDENT}\n"
    assert "None is recorded" in run(database, "another", "--as-recorded", "3").stderr
