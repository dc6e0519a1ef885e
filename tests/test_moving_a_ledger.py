"""A ledger that moves: exported, restored elsewhere, and the same in every byte and answer."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

import pytest
from hypothesis import given, settings, strategies as st

from domain.errors import Refusal
from service.moving.archive import Unfit, intact
from service.moving.restoring import NotEmpty
from tests.builders import an_event
from tests.databases import Database, SQLiteFile, postgres_server
from tests.given import AService, an_id
from tests.histories import histories, questions, random_history, random_questions

STORY = Path(__file__).parents[1] / "deploy" / "demo" / "sora.ndjson"

Event = dict[str, Any]
Lines = list[dict[str, Any]]


@contextmanager
def a_ledger_in(kind: str) -> Iterator[AService]:
    """A new ledger in a new database of a kind."""
    with ExitStack() as rooms:
        where: Database
        if kind == "postgres":
            where = rooms.enter_context(postgres_server().ledger())
        else:
            where = SQLiteFile(Path(rooms.enter_context(TemporaryDirectory())) / "ledger.db")
        yield rooms.enter_context(AService(where))


JOURNEYS = [("sqlite", "sqlite"), ("sqlite", "postgres", "sqlite")]
"""From which kind of database to which, and on."""


def the_story() -> list[Event]:
    """What the demo tells, without the recorded times that are an archivist's alone."""
    story = [json.loads(line) for line in STORY.read_bytes().splitlines()]
    return [{name: event[name] for name in event if name != "recorded_at"} for event in story]


def told(ledger: AService, offered: list[Event]) -> list[Event]:
    """Record what can be, the first third of it as an archivist would; answers what was."""
    history = []
    for number, event in enumerate(offered):
        if number < len(offered) // 3:
            then = f"2026-01-02T03:{number // 60:02}:{number % 60:02}Z"
            answer = ledger.post({**event, "recorded_at": then}, role="archivist")
        else:
            answer = ledger.post(event)
        if answer.status_code == 201:
            history.append(event)
    return history


def exported(ledger: AService) -> bytes:
    return b"".join(ledger.service.export("jsonl"))


def restored(ledger: AService, file: bytes) -> int:
    with intact(io.BytesIO(file)) as archive:
        return ledger.service.restore(archive, lambda _done, _of: None)


def answers(ledger: AService, asked: list[tuple[str, dict[str, Any]]]) -> list[Any]:
    found = [ledger.get(path, **params) for path, params in asked]
    return [(each.status_code, each.headers.get("ETag"), each.get_data()) for each in found]


def all_questions(history: list[Event], drawn: list[Any]) -> list[tuple[str, dict[str, Any]]]:
    """These questions, and the lists of a programme at the bounds of each."""
    asked: list[tuple[str, dict[str, Any]]] = [("/v1/events", {"limit": 1000})]
    for each in drawn:
        at = min(each.as_recorded, len(history))
        bounds = {"as_of": each.as_of, "as_recorded": at, "limit": 1000}
        programme = f"/v1/programmes/{each.programme}"
        words = {name: str(value).lower() for name, value in each.params.items()}
        asked += [
            (f"{programme}/knowledge/{each.question}", {**words, **bounds}),
            (f"{programme}/timeline", bounds),
            (f"{programme}/roster", bounds),
            ("/v1/events", {"as_recorded": at, "limit": 1000}),
        ]
    return asked


@pytest.mark.parametrize("journey", JOURNEYS, ids=" to ".join)
class TestALedgerOnItsJourney:
    @pytest.mark.parametrize("offered", [the_story(), random_history(7, 150)], ids=len)
    def test_is_the_same_everywhere(self, journey: tuple[str, ...], offered: list[Event]) -> None:
        with ExitStack() as rooms:
            before, *others = (rooms.enter_context(a_ledger_in(kind)) for kind in journey)
            history = told(before, offered)
            asked = all_questions(history, random_questions(11, history, 12))
            file, expected = exported(before), answers(before, asked)
            assert any(status == 200 for status, _, _ in expected)
            for there in others:
                assert restored(there, exported(before)) == len(history)
                assert exported(there) == file
                assert answers(there, asked) == expected
                before = there

    def test_goes_on_where_it_was(self, journey: tuple[str, ...]) -> None:
        with ExitStack() as rooms:
            first, *others = (rooms.enter_context(a_ledger_in(kind)) for kind in journey)
            first.recorded(an_event("item-disclosed", id=an_id(1)))
            for there in others:
                restored(there, exported(first))
                again = there.post(an_event("item-disclosed", id=an_id(1)))
                assert again.status_code == 200
                (receipt,) = there.recorded(an_event("item-disclosed", id=an_id(2)))
                assert (receipt["position"], receipt["version"]) == (2, 2)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
@settings(max_examples=10)
@given(histories(max_events=15), st.data())
def test_whatever_was_recorded_is_the_same_elsewhere(
    kind: str, offered: list[Event], data: st.DataObject
) -> None:
    with a_ledger_in("sqlite") as here, a_ledger_in(kind) as there:
        history = told(here, offered)
        file = exported(here)
        assert restored(there, file) == len(history)
        assert exported(there) == file
        asked = all_questions(history, [data.draw(questions(history)) for _ in range(3)])
        assert answers(there, asked) == answers(here, asked)
        assert there.service.verify()[1] == []


class TestAnExport:
    def test_ends_where_the_ledger_ended_when_it_began(self, ledger: AService) -> None:
        ledger.recorded(*(an_event("item-disclosed", id=an_id(each)) for each in range(1, 4)))
        lines = ledger.service.export("jsonl")
        first = json.loads(next(lines))
        ledger.recorded(an_event("item-disclosed", id=an_id(4)))
        *events, last = map(json.loads, lines)
        assert first["head"] == last["events"] == len(events) == 3

    def test_has_the_stored_bytes_whatever_is_in_them(self, ledger: AService) -> None:
        text = 'a "quote", a \\, a\nline, \u2028, \u0001, ü, 𝄞, </script>'
        event = an_event("feedback-given", id=an_id(1), data={"text": text})
        ledger.recorded(event)
        file = exported(ledger)
        assert json.loads(json.loads(file.splitlines()[1])["content"])["data"]["text"] == text
        with a_ledger_in("sqlite") as there:
            restored(there, file)
            assert there.post(event).status_code == 200

    def test_of_an_empty_ledger_makes_an_empty_ledger(self, ledger: AService) -> None:
        file = exported(ledger)
        assert len(file.splitlines()) == 2
        with a_ledger_in("sqlite") as there:
            assert restored(there, file) == 0
            assert exported(there) == file

    def test_of_one_programme_is_no_ledger(self, ledger: AService) -> None:
        ledger.recorded(*(an_event("item-disclosed", programme=each) for each in ("one", "other")))
        file = b"".join(ledger.service.export("jsonl", "other"))
        assert [json.loads(line)["position"] for line in file.splitlines()[1:-1]] == [2]
        with a_ledger_in("sqlite") as there:
            refused(there, file, "holds the programme other alone")


# --- files that are not what was exported ----------------------------------------------------


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A sound export, of two programmes and a correction."""
    with AService(tmp_path_factory.mktemp("good") / "ledger.db") as ledger:
        ledger.recorded(
            an_event("feedback-given", id=an_id(1)),
            an_event("item-disclosed", id=an_id(2), programme="other"),
            an_event("event-corrected", id=an_id(3), data={"event": an_id(1)}),
            an_event("event-disputed", id=an_id(4), data={"event": an_id(1)}),
            an_event("event-retracted", id=an_id(5), data={"event": an_id(3)}),
        )
        return exported(ledger)


def refused(ledger: AService, file: bytes, why: str) -> None:
    """It says why, in one sentence, and the ledger is as empty as before."""
    with pytest.raises(Unfit) as told:
        restored(ledger, file)
    assert why in told.value.detail
    assert told.value.detail.endswith(".")
    assert ledger.ask("/v1/events")["events"] == []


CUT_OFF = "is cut off"
CHANGED = "was changed"
NO_EXPORT = "no ledger exported"

DAMAGES: dict[str, tuple[Callable[[list[bytes]], list[bytes]], str]] = {
    "nothing at all": (lambda _: [], "is empty"),
    "half of its first line": (lambda lines: [lines[0][:9]], NO_EXPORT),
    "its first line alone": (lambda lines: lines[:1], CUT_OFF),
    "no first line": (lambda lines: lines[1:], NO_EXPORT),
    "no last line": (lambda lines: lines[:-1], CUT_OFF),
    "half of its last line": (lambda lines: [*lines[:-1], lines[-1][:30]], CUT_OFF),
    "no end of its last line": (lambda lines: [*lines[:-1], lines[-1][:-1]], CUT_OFF),
    "half of a line": (lambda lines: [*lines[:3], lines[3][:30]], CUT_OFF),
    "a line too few": (lambda lines: [*lines[:2], *lines[3:]], CHANGED),
    "a line twice": (lambda lines: [*lines[:2], *lines[1:]], CHANGED),
    "two lines in each other's place": (
        lambda lines: [lines[0], lines[2], lines[1], *lines[3:]],
        CHANGED,
    ),
    "another word": (lambda lines: [each.replace(b"their", b"our") for each in lines], CHANGED),
    "all of it twice": (lambda lines: lines * 2, CHANGED),
    "more after its end": (lambda lines: [*lines, b"more\n"], CUT_OFF),
    "another format": (lambda _: [b"position,id,type\n"], NO_EXPORT),
    "JSON that is no object": (lambda _: [b"[1]\n"], NO_EXPORT),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_refused_before_anything_is_kept(
    ledger: AService, good: bytes, damage: str
) -> None:
    damaged, why = DAMAGES[damage]
    refused(ledger, b"".join(damaged(good.splitlines(keepends=True))), why)
    assert restored(ledger, good) == 5
    assert exported(ledger) == good


def test_a_later_version_of_the_form_is_named(ledger: AService, good: bytes) -> None:
    later = good.replace(b'"version":1', b'"version":2', 1)
    refused(ledger, later, "is of version 2")


def sealed(events: Lines) -> bytes:
    """A file of these lines whose digest is right: what somebody could make by hand."""
    first = {"testigo": "export", "version": 1, "programme": None, "head": len(events)}
    body = b"".join(
        json.dumps(each, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        for each in (first, *events)
    )
    digest = hashlib.sha256(body).hexdigest()
    return body + b'{"end":true,"events":%d,"sha256":"%s"}\n' % (len(events), digest.encode())


def with_content(line: dict[str, Any], **changes: Any) -> dict[str, Any]:
    content = {**json.loads(line["content"]), **changes}
    said = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return {**line, "content": said}


def changed(number: int, **changes: Any) -> Callable[[Lines], Lines]:
    """A line says something else; `number` counts the events from 0."""
    return lambda events: [*events[:number], {**events[number], **changes}, *events[number + 1 :]]


def rewritten(number: int, **changes: Any) -> Callable[[Lines], Lines]:
    """The content of a line says something else."""
    return lambda events: [
        with_content(each, **changes) if place == number else each
        for place, each in enumerate(events)
    ]


def spaced(events: Lines) -> Lines:
    return [{**events[0], "content": events[0]["content"].replace('":', '": ')}, *events[1:]]


FORGERIES: dict[str, tuple[Callable[[Lines], Lines], str]] = {
    "a line too few": (lambda events: [*events[:2], *events[3:]], "Line 4 has the position 4"),
    "a line twice": (lambda events: [*events, events[-1]], "Line 7 has the position 5"),
    "lines in another order": (lambda events: events[::-1], "Line 2 has the position 5"),
    "an id twice": (
        lambda events: changed(1, content=events[0]["content"], topic=events[0]["topic"])(events),
        "has the id",
    ),
    "a time before the last one": (changed(1, recorded_at="2020-01-01T00:00:00Z"), "Line 3 was"),
    "a time that is none": (changed(1, recorded_at="yesterday"), "Line 3 is not as"),
    "a time with an offset": (changed(1, recorded_at="2030-01-01T00:00:00+01:00"), "is not as"),
    "another stream": (changed(1, stream="other/tester:ana"), "other than other, 1"),
    "another version": (changed(2, version=7), "stream, version or root"),
    "another root": (changed(4, root=an_id(3)), "stream, version or root"),
    "an unknown type": (changed(1, topic="item-forgotten.v1"), "no item-forgotten.v1"),
    "another version of a type": (changed(1, topic="item-disclosed.v2"), "canonical form"),
    "content with spaces": (spaced, "canonical form"),
    "content that is no JSON": (changed(0, content="{"), "canonical form"),
    "content that is no event": (changed(0, content="[]"), "canonical form"),
    "content without data": (rewritten(0, data=None), "canonical form"),
    "a field too many": (rewritten(0, marking="secret"), "canonical form"),
    "a target of another programme": (
        rewritten(2, data={"event": an_id(2), "reason": "a slip", "grade": "claimed"}),
        "canonical form",
    ),
    "a dispute of an event that comes later": (
        rewritten(3, data={"by": "staff:kim", "event": an_id(5), "grounds": "no"}),
        "does not hold",
    ),
    "something more beside": (changed(0, note="hello"), "is not as"),
    "a name that is no text": (changed(0, recorded_by={"name": 1, "principal": "p"}), "is not as"),
    "nobody who recorded it": (changed(0, recorded_by=None), "is not as"),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_file_is_refused_by_its_line(ledger: AService, good: bytes, forgery: str) -> None:
    forged, why = FORGERIES[forgery]
    events = [json.loads(line) for line in good.splitlines()[1:-1]]
    assert sealed(events) == good
    refused(ledger, sealed(forged(events)), why)
    assert restored(ledger, good) == 5


# --- what else may go wrong ------------------------------------------------------------------


def test_a_ledger_that_holds_anything_is_left_alone(ledger: AService, good: bytes) -> None:
    ledger.recorded(an_event("item-disclosed", id=an_id(9)))
    before = exported(ledger)
    with pytest.raises(NotEmpty):
        restored(ledger, good)
    assert exported(ledger) == before


def test_what_is_interrupted_keeps_nothing_and_can_be_tried_again(
    ledger: AService, good: bytes
) -> None:
    def interrupt(_done: int, _of: int) -> NoReturn:
        raise KeyboardInterrupt

    with intact(io.BytesIO(good)) as archive, pytest.raises(KeyboardInterrupt):
        ledger.service.restore(archive, interrupt)
    assert ledger.ask("/v1/events")["events"] == []
    assert restored(ledger, good) == 5


def test_a_file_that_changes_while_it_is_restored_keeps_nothing(
    ledger: AService, good: bytes
) -> None:
    file = io.BytesIO(good)
    with intact(file) as archive:
        file.seek(0)
        file.write(good.replace(b"their", b"other"))
        with pytest.raises(Refusal):
            ledger.service.restore(archive, lambda _done, _of: None)
    assert ledger.ask("/v1/events")["events"] == []
