"""`testigo export` and `testigo restore`, over real databases."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from domain.instant import parse_instant
from service.cli.main import main
from tests.builders import ALL_TYPES, CORRECTED_TYPE, an_event
from tests.given import AService, an_id
from tests.served import TESTIGO, Served, run_testigo

STORY = Path(__file__).parents[3] / "deploy" / "demo" / "sora.ndjson"


def run(database: Path, *arguments: str, given: bytes | None = None) -> Result:
    """Run a command over a database, without a terminal."""
    where = ("--database", f"sqlite:///{database}")
    return CliRunner().invoke(main, [*arguments, *where], input=given)


def posted() -> list[dict[str, Any]]:
    """An event of every type, with all that it can have."""
    ids = {name: an_id(number) for number, name in enumerate(ALL_TYPES, 1)}
    about = {
        "leak-detected": {"leak": ids["item-leaked"]},
        "finding-recorded": {"about": [ids["item-leaked"]]},
        "event-retracted": {"event": ids["group-left"]},
        "event-corrected": {"event": ids[CORRECTED_TYPE]},
        "event-disputed": {"event": ids["item-leaked"]},
        "dispute-settled": {"event": ids["item-leaked"]},
    }
    return [an_event(name, id=ids[name], data=about.get(name, {})) for name in ALL_TYPES]


@pytest.fixture(scope="module")
def every_type(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with events of every type, after an old one of another programme."""
    database = tmp_path_factory.mktemp("types") / "types.db"
    with AService(database) as ledger:
        then = "2026-01-02T03:04:05.000006Z"
        first = an_event(
            "item-published",
            id=an_id(99),
            programme="other",
            source="minutes of\nthe 2nd",
            occurred_at="2024-11/..",
            recorded_at=then,
        )
        assert ledger.post(first, role="archivist").status_code == 201
        ledger.recorded(*posted())
    return database


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the demo's events."""
    database = tmp_path_factory.mktemp("story") / "story.db"
    assert run(database, "import", str(STORY)).exit_code == 0
    return database


@pytest.fixture(scope="module")
def cloudevents(every_type: Path) -> list[dict[str, Any]]:
    """The same as CloudEvents."""
    lines = run(every_type, "export", "--format", "cloudevents").stdout_bytes.splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def rows(every_type: Path) -> list[dict[str, str]]:
    """The same as a table."""
    text = run(every_type, "export", "--format", "csv").stdout_bytes.decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


class TestRestoring:
    def test_gives_the_same_ledger_from_a_file(self, story: Path, tmp_path: Path) -> None:
        file, there = tmp_path / "ledger.jsonl", tmp_path / "there.db"
        file.write_bytes(run(story, "export").stdout_bytes)
        result = run(there, "restore", str(file))
        assert result.stdout == "Restored 95 events.\n"
        restoring, projecting = result.stderr.splitlines()
        assert restoring.startswith("Restoring: 95 of 95 events, ")
        assert projecting.startswith("Projecting: 95 of 95 events, ")
        assert run(there, "export").stdout_bytes == file.read_bytes()
        assert "Nothing differs" in run(there, "verify").stdout

    def test_gives_the_same_ledger_through_a_pipe(self, story: Path, tmp_path: Path) -> None:
        here, there = (f"sqlite:///{each}" for each in (story, tmp_path / "there.db"))
        with subprocess.Popen(
            [TESTIGO, "export", "--database", here], stdout=subprocess.PIPE
        ) as writing:
            done = subprocess.run(
                [TESTIGO, "restore", "--database", there, "-"],
                stdin=writing.stdout,
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
        assert done.stdout == "Restored 95 events.\n", done.stderr

    def test_refuses_what_is_cut_off_and_makes_nothing(self, story: Path, tmp_path: Path) -> None:
        there = tmp_path / "there.db"
        result = run(there, "restore", "-", given=run(story, "export").stdout_bytes[:-20])
        assert result.exit_code == 1
        assert (
            result.stderr
            == "Error: The file is cut off: its last line, with the digest, is missing.\n"
        )
        assert not there.exists()

    def test_refuses_a_ledger_that_holds_something(self, story: Path) -> None:
        result = run(story, "restore", "-", given=run(story, "export").stdout_bytes)
        assert result.exit_code == 1
        assert result.stderr.startswith("Error: The ledger is not empty: it ends at position 95.")

    def test_refuses_one_programme_alone(self, story: Path, tmp_path: Path) -> None:
        part = run(story, "export", "--programme", "sora-early-access").stdout_bytes
        result = run(tmp_path / "there.db", "restore", "-", given=part)
        assert result.exit_code == 1
        assert "whose positions have no gaps" in result.stderr

    @pytest.mark.parametrize("form", ["cloudevents", "csv"])
    def test_refuses_the_other_formats(self, story: Path, tmp_path: Path, form: str) -> None:
        flat = run(story, "export", "--format", form).stdout_bytes
        result = run(tmp_path / "there.db", "restore", "-", given=flat)
        assert result.exit_code == 1
        assert "no ledger exported with testigo export --format jsonl" in result.stderr


class TestExporting:
    def test_reads_along_with_a_running_service(self, tmp_path: Path) -> None:
        with Served(tmp_path) as served:
            run_testigo("import", str(STORY), "--url", served.url, folder=tmp_path)
            done = run_testigo("export", folder=tmp_path)
            assert done.returncode == 0, done.stderr
            assert len(done.stdout.splitlines()) == 95 + 2
            (tmp_path / "ledger.jsonl").write_text(done.stdout, encoding="utf-8")
            refused = run_testigo("restore", "ledger.jsonl", folder=tmp_path)
            assert "A running service holds sqlite:///testigo.db." in refused.stderr

    def test_makes_no_database(self, tmp_path: Path) -> None:
        result = run(tmp_path / "none.db", "export")
        assert result.exit_code == 1
        assert "There is no ledger at" in result.stderr
        assert not (tmp_path / "none.db").exists()

    def test_knows_which_programmes_there_are(self, story: Path) -> None:
        result = run(story, "export", "--programme", "nobodys")
        assert result.exit_code == 1
        assert result.stdout == ""
        assert result.stderr == "Error: Nothing is recorded of a programme nobodys.\n"

    @pytest.mark.parametrize("form", ["jsonl", "cloudevents", "csv"])
    def test_may_be_of_one_programme(self, every_type: Path, form: str) -> None:
        part = run(every_type, "export", "--programme", "other", "--format", form).stdout
        assert an_id(99) in part
        assert an_id(1) not in part


class TestCloudEvents:
    def test_have_what_the_specification_requires(self, cloudevents: list[dict[str, Any]]) -> None:
        for event in cloudevents:
            assert event["specversion"] == "1.0"
            assert all(event[each] for each in ("id", "source", "type"))
            assert not re.search(r"\s", event["source"])
            assert all(re.fullmatch("[a-z0-9]{1,20}", name) for name in event)
            plain = {name: said for name, said in event.items() if name != "data"}
            assert all(isinstance(said, (str, int)) for said in plain.values())

    def test_say_what_was_posted(self, cloudevents: list[dict[str, Any]]) -> None:
        _, *events = cloudevents
        for event, was in zip(events, posted(), strict=True):
            assert event["id"] == was["id"]
            assert event["type"] == was["type"]
            assert event["data"] == was["data"]
            assert event["source"] == was["source"]
            assert event["time"] == was["occurred_at"]
            assert event["assertedby"] == was["asserted_by"]
            assert event["reportedat"] == was["reported_at"]
            assert json.loads(event["evidence"]) == was["evidence"]
            assert "occurred" not in event

    def test_say_where_it_stands(self, cloudevents: list[dict[str, Any]]) -> None:
        assert [each["position"] for each in cloudevents] == list(range(1, len(cloudevents) + 1))
        times = [parse_instant(each["recordedat"]) for each in cloudevents]
        assert times == sorted(times)

    def test_keep_what_is_no_instant_and_no_address_apart(
        self, cloudevents: list[dict[str, Any]]
    ) -> None:
        first = cloudevents[0]
        assert "time" not in first
        assert first["occurred"] == "2024-11/.."
        assert first["source"] == "/v1/programmes/other"
        assert json.loads(first["citation"]) == "minutes of\nthe 2nd"
        assert first["recordedat"] == "2026-01-02T03:04:05.000006Z"
        assert first["restoredby"] == "rita"


class TestTables:
    def test_have_a_row_for_each_event(self, rows: list[dict[str, str]]) -> None:
        first, *others = rows
        assert first["source"] == "minutes of\nthe 2nd"
        assert (first["earliest"], first["latest"]) == ("2024-10-31T23:00:00Z", "")
        assert (first["restored_by"], others[0]["restored_by"]) == ("rita", "")
        for row, was in zip(others, posted(), strict=True):
            assert json.loads(row["data"]) == was["data"]
            assert json.loads(row["evidence"]) == was["evidence"]
            same = ("id", "type", "programme", "occurred_at", "zone", "grade", "asserted_by")
            assert {name: row[name] for name in same} == {name: was[name] for name in same}
