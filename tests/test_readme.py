"""The README is true: its exchange, its chronology, its catalogue and its commands are run."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
import requests
from click.testing import CliRunner

from domain.events.catalogue import CHAPTERS
from domain.events.fields import is_personal, stored_name
from service.cli.main import main
from service.openid.settings import KNOWN
from tests.served import TESTIGO, TOKEN, Served, run_testigo

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str, under: str) -> list[str]:
    """The fenced blocks of a language under a heading."""
    section = README.split(f"\n## {under}\n")[1].split("\n## ")[0]
    return re.findall(rf"```{language}\n(.*?)```", section, re.DOTALL)


def curl(command: str, url: str, folder: Path | None = None) -> requests.Response:
    """Do what a `curl` command of the README says, against a service that is elsewhere."""
    words = shlex.split(command)
    address = next(word for word in words if word.startswith("http"))
    headers = dict(
        words[place + 1].split(": ", 1) for place, word in enumerate(words) if word == "-H"
    )
    headers["Authorization"] = f"Bearer {TOKEN}"
    body: str | bytes | None = words[words.index("-d") + 1] if "-d" in words else None
    if folder is not None and "--data-binary" in words:
        body = (folder / words[words.index("--data-binary") + 1].removeprefix("@")).read_bytes()
    return requests.request(
        "POST" if body else "GET",
        address.replace("http://127.0.0.1:8080", url),
        headers=headers,
        data=body,
        timeout=10,
    )


def test_its_exchange_goes_as_it_says(tmp_path: Path) -> None:
    post, ask = (block for block in blocks("sh", "Post, ask, answer") if block.startswith("curl"))
    (shown,) = blocks("json", "Post, ask, answer")
    with Served(tmp_path) as served:
        assert curl(post, served.url).status_code == 201
        knowers = curl(ask, served.url).json()["knowers"]
    assert {each["certainty"] for each in knowers} == {"possible"}
    assert json.loads(shown) in knowers


def test_its_chronology_can_be_entered_and_questioned(tmp_path: Path) -> None:
    (story,) = blocks("json", "A chronology of your own")
    commands, *_ = blocks("sh", "A chronology of your own")
    (tmp_path / "night-owl.ndjson").write_text(story, encoding="utf-8")
    answers = {}
    for line in commands.splitlines():
        _, *arguments = shlex.split(line, comments=True)
        done = run_testigo(*arguments, folder=tmp_path)
        assert done.returncode == 0, done.stderr
        answers[arguments[0]] = done.stdout
    assert "5 recorded" in answers["import"]
    assert "press:daily" in answers["who"]
    assert "tester:kim" in answers["how"]
    assert "item:price" in answers["what"]
    assert "Nothing differs" in answers["verify"]


def test_its_chronology_can_be_posted(tmp_path: Path) -> None:
    (story,) = blocks("json", "A chronology of your own")
    _, posting, cloudevent = blocks("sh", "A chronology of your own")
    (tmp_path / "night-owl.ndjson").write_text(story, encoding="utf-8")
    with Served(tmp_path) as served:
        answer = curl(posting, served.url, tmp_path).text
        assert curl(cloudevent, served.url).status_code == 201
    assert [json.loads(line)["recorded"] for line in answer.splitlines()] == [5]


def test_after_an_incident_its_questions_are_answered_alike_at_both_doors(tmp_path: Path) -> None:
    section = README.split("\n## After an incident\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| .* \| (?:`testigo (.*)`)? ?\| `(.*)` \|$", section, re.MULTILINE)
    assert len(rows) == 10
    story = ROOT / "deploy" / "demo" / "sora.ndjson"
    assert run_testigo("import", str(story), folder=tmp_path).returncode == 0
    with Served(tmp_path) as served:
        for command, route in rows:
            url = f"{served.url}/v1/programmes/sora-early-access/{route}"
            answer = served.session.get(url, timeout=10)
            assert answer.status_code == 200, route
            if command:
                here = ("--json", "--database", f"sqlite:///{tmp_path}/testigo.db")
                done = CliRunner().invoke(main, [*command.split(), *here])
                assert done.exit_code == 0, done.output
                assert json.loads(done.stdout).keys() == answer.json().keys()


def test_its_ledger_moves_as_it_says(tmp_path: Path) -> None:
    (story,) = blocks("json", "A chronology of your own")
    (commands,) = blocks("sh", "Running it")
    (tmp_path / "night-owl.ndjson").write_text(story, encoding="utf-8")
    run_testigo("import", "night-owl.ndjson", folder=tmp_path)
    here = commands.replace(".venv/bin/testigo", shlex.quote(str(TESTIGO)))
    done = subprocess.run(
        ["sh", "-ec", here], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "Restored 5 events.\n"
    asked = ("who", "item:price", "--as-recorded", "5", "--as-of", "2024-05-01T00:00:00Z")
    there = run_testigo(*asked, "--database", "sqlite:///moved.db", folder=tmp_path)
    assert there.stdout == run_testigo(*asked, folder=tmp_path).stdout


def test_its_tokens_are_made_listed_and_revoked_as_it_says(tmp_path: Path) -> None:
    (commands,) = blocks("sh", "Who may")
    said = []
    for line in commands.splitlines():
        _, *arguments = shlex.split(line, comments=True)
        at = ("--database", f"sqlite:///{tmp_path}/testigo.db")
        done = CliRunner().invoke(main, [*arguments, *at])
        assert done.exit_code == 0, done.output
        said.append(done.stdout)
    token, listed, revoked, _ = said
    assert token.startswith("testigo_")
    assert "recorder" in listed
    assert token.strip() not in listed
    assert "is revoked" in revoked


def test_its_settings_of_a_provider_are_all_that_there_are() -> None:
    section = README.split("\n## Who may\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (`[A-Z_`, ]+`) \|", section, re.MULTILINE)
    assert set(re.findall(r"[A-Z_]+", " ".join(rows))) == set(KNOWN)


def _row(chapter: str, name: str, kind: type[Any]) -> str:
    hints = get_type_hints(kind)
    parts = [
        f"`{stored_name(each)}"
        + ("" if each.default is MISSING else "?")
        + ("[]" if "tuple[" in str(hints[each.name]) else "")
        + ("†`" if is_personal(each) else "`")
        + _choices(hints[each.name])
        for each in fields(kind)
    ]
    return f"| {chapter} | `{name}` | {', '.join(parts)} |"


def _choices(annotation: Any) -> str:
    """The words that a field can hold, if they are few: as the README lists them."""
    for each in (annotation, *get_args(annotation)):
        if get_origin(each) is Literal:
            return f" ({', '.join(f'`{word}`' for word in get_args(each))})"
    return ""


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_its_catalogue_is_the_catalogue(chapter: str) -> None:
    shown = [line for line in README.splitlines() if line.startswith(f"| {chapter} |")]
    assert shown == [_row(chapter, name, kind) for name, kind in CHAPTERS[chapter].items()]


def test_its_links_lead_somewhere() -> None:
    headings = re.findall(r"^#+ (.*)$", README, re.MULTILINE)
    anchors = {
        "#" + re.sub(r"[^a-z0-9 -]", "", each.lower()).replace(" ", "-") for each in headings
    }
    for target in re.findall(r"\]\(([^)]+)\)", README):
        assert target in anchors or (ROOT / target).exists()


def test_every_room_on_its_map_is_there() -> None:
    section = README.split("\n## The map of the house\n")[1].split("\n## ")[0]
    rooms = re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)
    assert len(rooms) > 8
    assert [room for room in rooms if not (ROOT / room).exists()] == []
