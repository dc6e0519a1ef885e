"""`testigo import` of CSV: columns named for fields, errors by row and column."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from service.cli.main import main
from tests.builders import ALL_TYPES, CORRECTED_TYPE, an_event
from tests.given import AService, an_id
from tests.served import TOKEN, Served

HEADER = "id,type,programme,occurred_at,data.tester,data.feedback,data.text,data.to"
ROW = f"{an_id(1)},feedback-given,beta,2024-11-20,tester:ana,f-1,Too short,staff:kim"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the command runs."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(table: str | bytes, *options: str) -> Result:
    """Import a table into the ledger of the folder."""
    content = table if isinstance(table, bytes) else table.encode()
    Path("events.csv").write_bytes(content)
    return CliRunner().invoke(main, ["import", "events.csv", *options])


def recorded(database: str = "testigo.db") -> list[dict[str, Any]]:
    """What is in the ledger, by position."""
    with AService(Path(database)) as ledger:
        events: list[dict[str, Any]] = ledger.ask("/v1/events")["events"]
        return events


def told(result: Result) -> list[str]:
    """What is said of rows, or instead."""
    return result.stderr.splitlines()


class TestARow:
    def test_is_an_event_whose_columns_are_fields(self, folder: Path) -> None:
        result = run(f"{HEADER}\n{ROW};  press:ars ;\n")
        assert result.stdout == "1 row: 1 recorded, 0 recorded already, 0 refused.\n"
        (event,) = recorded()
        assert event["id"] == an_id(1)
        assert event["data"] == {
            "tester": "tester:ana",
            "feedback": "f-1",
            "text": "Too short",
            "to": ["staff:kim", "press:ars"],
        }

    def test_is_recorded_once(self, folder: Path) -> None:
        assert run(f"{HEADER}\n{ROW}\n").exit_code == 0
        again = run(f"{HEADER}\n{ROW}\n")
        assert again.stdout == "1 row: 0 recorded, 1 recorded already, 0 refused.\n"

    def test_is_kept_beside_others_that_are_refused(self, folder: Path) -> None:
        wrong = ROW.replace("tester:ana", "ana").replace(an_id(1), an_id(2))
        result = run(f"{HEADER}\n{wrong}\n\n,,,,,,,\n{ROW}\n{ROW},\n{ROW[:40]}\n")
        assert result.exit_code == 1
        first, *others = told(result)
        assert first.startswith("row 2: invalid-event: column 'data.tester': a party here is one")
        assert others == [
            "row 6: it has 9 cells, and row 1 names 8 columns.",
            "row 7: it has 2 cells, and row 1 names 8 columns.",
        ]
        assert result.stdout == "4 rows: 1 recorded, 0 recorded already, 3 refused.\n"

    def test_has_lists_numbers_and_json_where_its_type_does(self, folder: Path) -> None:
        table = (
            "type;programme;occurred_at;data.tester;data.by;data.size;expected_version;"
            "evidence.url;data.items;data.about;data.incident;data.text\n"
            "tester-invited;beta;2024;group:all;staff:kim;300;0;https://example.org;;;;\n"
            "access-granted;beta;2024;group:all;;;1;;item:a|item:b;;;\n"
            "finding-recorded;beta;2024;;;;;;;;leak;Found\n"
        )
        result = run(table, "--delimiter", ";", "--separator", "|")
        assert (result.exit_code, result.stderr.count("would be recorded twice")) == (0, 1)
        invited, granted, _ = recorded()
        assert invited["data"]["size"] == 300
        assert invited["evidence"] == [{"url": "https://example.org"}]
        assert granted["data"]["items"] == ["item:a", "item:b"]

    def test_says_where_its_number_or_its_json_is_none(self, folder: Path) -> None:
        table = "type,programme,occurred_at,expected_version,data,evidence\n"
        rows = "tester-left,beta,2024,one,{},\ntester-left,beta,2024,,{,\nx,y,2024,,{},[\n"
        first, *others = told(run(table + rows))
        assert "column 'expected_version': must be a whole number" in first
        assert others == [
            "row 3: column 'data': must be JSON.",
            "row 4: column 'evidence': must be JSON.",
        ]

    def test_says_what_no_column_says(self, folder: Path) -> None:
        result = run("type,programme\ntester-left,beta\n", "--set", "data.tester=ana")
        (line,) = told(result)
        assert "no column, occurred_at: is required" in line
        assert "--set data.tester: a party here is one of" in line


class TestTheMapping:
    TABLE = "Ticket,Who told?,a=b,Note\n17,tester:ana,2024-11-20,x\n"
    SAID = (
        *("--map", "Who told?=data.tester", "--map", "a=b=occurred_at", "--map", "Note=-"),
        *("--set", "programme=beta", "--set", "type=tester-left"),
    )

    def test_names_the_fields_of_columns_and_what_is_the_same_in_all(self, folder: Path) -> None:
        options = (*self.SAID, "--map", "Ticket=source_id", "--set", "source=https://t.example.org")
        assert run(self.TABLE, *options).exit_code == 0
        (event,) = recorded()
        assert (event["source_id"], event["data"]) == ("17", {"tester": "tester:ana"})
        assert "1 recorded already" in run(self.TABLE, *options).stdout

    def test_may_be_a_file(self, folder: Path) -> None:
        mapping = "\ufeff# of the tickets\nWho told?=data.tester\na=b = occurred_at\n\n"
        Path("map").write_text(mapping + "Note=-\nTicket=-\n", encoding="utf-8")
        result = run(self.TABLE, "--mapping", "map", *self.SAID[6:])
        assert result.exit_code == 0, result.stderr

    def test_names_the_columns_of_the_file_in_what_is_refused(self, folder: Path) -> None:
        table = self.TABLE.replace("tester:ana", "ana").replace("2024-11-20", "soon")
        (line,) = told(run(table, *self.SAID, "--map", "Ticket=id"))
        for column in ("'Ticket': not a UUID", "'Who told?': a party", "'a=b': neither"):
            assert f"column {column}" in line

    @pytest.mark.parametrize(
        ("options", "sentence"),
        [
            ((), "The column 'Ticket' is named for no field"),
            (("--map", "Ticket=ids"), "--map: there is no field ids."),
            (("--map", "Ticket"), "--map: 'Ticket' is not of the form NAME=VALUE."),
            (("--map", "Gone=id"), "There is no column 'Gone'; there are: Ticket, Who told?"),
            (("--map", "Ticket=id", "--map", "Ticket=source"), "--map: Ticket stands twice."),
            ((*SAID, "--map", "Ticket=programme"), "a column and --set, say programme."),
            ((*SAID, "--map", "Ticket=data"), "Both data and data.tester are said."),
            (("--set", "ids=5"), "--set: there is no field ids."),
            (("--set", "id=-", "--set", "-=5"), "--set: there is no field -."),
            (("--delimiter", ";;"), "--delimiter is one character"),
            (("--separator", ""), "--separator must not be empty."),
        ],
    )
    def test_has_to_be_clear(self, folder: Path, options: tuple[str, ...], sentence: str) -> None:
        result = run(self.TABLE, *options)
        assert result.exit_code != 0
        assert sentence in result.stderr
        assert not (folder / "testigo.db").exists()

    def test_is_for_tables_alone(self, folder: Path) -> None:
        result = run(self.TABLE, "--format", "ndjson", *self.SAID)
        assert "--map, --mapping and --set are for CSV." in result.stderr


class TestTheFile:
    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b"", "The file has no first row that names its columns."),
            (b"\n\n", "The file has no first row that names its columns."),
            (b"type,id,type\n", "Row 1 names two columns 'type'."),
            (b"type,,id\n", "Row 1 has no name for column 2."),
            (b"type;programme\n", "--delimiter: ';'?"),
            (b"type\tprogramme\n", "--delimiter: tab?"),
            (b"Tester\n", "is named for no field"),
            (b"data.testr\n", "--map 'data.testr=data.tester'"),
            ("type,id\n".encode("utf-16"), "The file is in UTF-16."),
            ("type,größe\n".encode("latin-1"), "Row 1, which names the columns: it is not UTF-8"),
            (b'type,"id\n', "Row 1, which names the columns: a quote is opened"),
        ],
    )
    def test_has_to_name_its_columns(self, folder: Path, content: bytes, sentence: str) -> None:
        result = run(content)
        assert result.exit_code == 1
        assert sentence in result.stderr

    @pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_is_utf_8_with_or_without_a_mark(self, folder: Path, mark: bytes, end: str) -> None:
        text = ROW.replace("Too short", '"Zu ""kurz"",\nsagt José"')
        assert run(mark + f"{HEADER}{end}{text}{end}".encode()).exit_code == 0
        (event,) = recorded()
        assert event["data"]["text"] == 'Zu "kurz",\nsagt José'

    def test_may_have_rows_that_are_none(self, folder: Path) -> None:
        rows = (
            ROW.replace("Too short", "zu größ").encode("latin-1"),
            ROW.replace("Too short", '"a"b').encode(),
            ROW.encode(),
            ROW.replace("Too short", '"open').encode(),
        )
        result = run(HEADER.encode() + b"\n" + b"\n".join(rows) + b"\n")
        first, second, third = told(result)
        assert first.startswith("row 2: it is not UTF-8 (the byte 0xf6 in it): save the file")
        assert second.startswith("row 3: something stands behind a closing quote")
        assert third.startswith("row 5: a quote is opened in it, and the file ends before")
        assert result.stdout == "4 rows: 1 recorded, 0 recorded already, 3 refused.\n"

    def test_without_rows_is_no_row(self, folder: Path) -> None:
        assert run(HEADER).stdout == "0 rows: 0 recorded, 0 recorded already, 0 refused.\n"


class TestOurOwnExport:
    def test_makes_the_same_events_in_an_empty_ledger(self, folder: Path) -> None:
        ids = {name: an_id(number) for number, name in enumerate(ALL_TYPES, 1)}
        about = {
            "leak-detected": {"leak": ids["item-leaked"]},
            "finding-recorded": {"about": [ids["item-leaked"]]},
            "event-retracted": {"event": ids["group-left"]},
            "event-corrected": {"event": ids[CORRECTED_TYPE]},
            "event-disputed": {"event": ids["item-leaked"]},
            "dispute-settled": {"event": ids["item-leaked"]},
        }
        with AService(folder / "testigo.db") as ledger:
            bare = {"type": "tester-left", "programme": "beta", "occurred_at": "../2024"}
            ledger.recorded(
                {**bare, "data": {"tester": "tester:ana"}},
                {**bare, "source": ' a\r\n,;"b" ', "source_id": "5", "data": bare_data()},
            )
            batch = [an_event(name, id=ids[name], data=about.get(name, {})) for name in ALL_TYPES]
            assert ledger.post(batch).status_code == 201
        table = CliRunner().invoke(main, ["export", "--format", "csv"]).stdout_bytes
        there = ("--database", "sqlite:///there.db")
        result = run(table, *there)
        assert result.exit_code == 0, result.stderr
        assert contents(*there) == contents()
        assert "51 recorded already" in run(table, *there).stdout


def bare_data() -> dict[str, str]:
    """As a tester leaves, with a reason that is hard to write down."""
    return {"tester": "tester:ana", "reason": "\u2028;\t'"}


def contents(*options: str) -> list[tuple[str, str]]:
    """The stored bytes of all events."""
    lines = CliRunner().invoke(main, ["export", *options]).stdout_bytes.splitlines()
    return [(each["topic"], each["content"]) for each in map(json.loads, lines[1:-1])]


class TestADryRun:
    WRONG = ROW.replace("tester:ana", "ana")
    TABLE = f"{HEADER}\n{ROW}\n{WRONG}\n{ROW}\n"

    def test_makes_no_ledger(self, folder: Path) -> None:
        result = run(self.TABLE, "--dry-run")
        assert result.exit_code == 1
        assert (
            result.stdout
            == "3 rows: 1 would be recorded, 1 recorded already, 1 would be refused.\n"
        )
        assert told(result)[0].startswith("row 3: invalid-event: column 'data.tester'")
        assert not (folder / "testigo.db").exists()

    def test_foresees_what_comes_of_it(self, folder: Path) -> None:
        run(f"{HEADER}\n{ROW}\n")
        more = self.TABLE + ROW.replace(an_id(1), an_id(2)) + "\n"
        tried, done = run(more, "--dry-run"), run(more)
        assert tried.stdout.replace("would be ", "") == done.stdout
        assert tried.stderr == done.stderr
        assert len(recorded()) == 2

    def test_asks_a_running_service_as_well(self, folder: Path) -> None:
        with Served(folder) as served:
            there = ("--url", served.url, "--token", TOKEN)
            tried = run(self.TABLE, "--dry-run", *there)
            beside = run(self.TABLE, "--dry-run")
            assert tried.stdout == beside.stdout
            assert "1 would be recorded, 1 recorded already, 1 would be refused" in tried.stdout
            assert served.session.get(f"{served.url}/v1/events").json()["events"] == []
            assert "1 recorded, 1 recorded already, 1 refused" in run(self.TABLE, *there).stdout
