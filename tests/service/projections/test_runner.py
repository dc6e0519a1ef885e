"""Views are kept as events come, rebuilt exactly, and compared with what the events give."""

from __future__ import annotations

import pytest

from service.errors import ReplayRunning
from service.projections.kept import KEPT
from tests.builders import a_minimal_event
from tests.given import AService, an_id
from tests.histories import random_history

TABLES = {
    "sqlite": "service.storage.sqlite.kept_rows.SQLiteTables.advance",
    "postgres": "service.storage.postgres.kept_rows.PostgresTables.advance",
}
FIRST = {view: f"position = (SELECT min(position) FROM {view})" for view in KEPT}
"""The rows that the first event gives to a view."""

PROGRAMME = a_minimal_event("item-disclosed")["programme"]


def a_long_history(ledger: AService) -> None:
    for event in random_history(seed=7, size=120):
        ledger.post(event)


def test_a_read_reflects_every_write_that_was_answered_before_it(ledger: AService) -> None:
    for number in range(1, 30):
        ledger.recorded(a_minimal_event("item-disclosed", id=an_id(number)))
        events = ledger.ask(f"/v1/programmes/{PROGRAMME}/timeline")["events"]
        assert an_id(number) in {each["id"] for each in events}


def test_texts_are_kept_as_they_were_given_whatever_stands_in_them(ledger: AService) -> None:
    texts = [
        "NULL",
        "{}",
        'a "b", c',
        "back\\slash \\",
        "two\nlines\t",
        " ",
        "ça, 日本 🙂",
        "%s {0}",
    ]
    for number, text in enumerate(texts, 1):
        data = {"items": [f"item:i{number}"], "to": ["tester:ana"], "channel": text}
        ledger.recorded(a_minimal_event("item-disclosed", id=an_id(number), data=data))
    known = ledger.ask(f"/v1/programmes/{PROGRAMME}/knowledge/what", party="tester:ana")
    assert [each["channel"] for each in known["items"]] == texts


def test_rows_and_checkpoint_stand_or_fall_together(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.recorded(a_minimal_event("item-disclosed", id=an_id(1)))
    ledger.ask("/v1/programmes")
    ledger.recorded(a_minimal_event("item-disclosed", id=an_id(2)))

    def broken(*_: object) -> None:
        raise OSError("the power is gone")

    with monkeypatch.context() as patched:
        patched.setattr(TABLES[ledger.database.kind], broken)
        with pytest.raises(OSError, match="power"):
            ledger.service.runner.catch_up(2)
    assert ledger.service.verify()[1] == []
    assert len(ledger.ask(f"/v1/programmes/{PROGRAMME}/timeline")["events"]) == 2


def test_verify_finds_nothing_where_nothing_is_wrong(ledger: AService) -> None:
    a_long_history(ledger)
    position, differences = ledger.service.verify()
    assert position == ledger.service.views.lag()["head"] > 60
    assert differences == []


@pytest.mark.parametrize(
    ("statement", "view"),
    [
        (f"DELETE FROM learnings WHERE {FIRST['learnings']}", "learnings"),
        (f"UPDATE learnings SET extent = 1 - extent WHERE {FIRST['learnings']}", "learnings"),
        ("INSERT INTO mentions SELECT * FROM mentions LIMIT 1", "mentions"),
        (f"UPDATE readings SET r_to = r_to - 1 WHERE {FIRST['readings']}", "readings"),
        (f"DELETE FROM deeds WHERE {FIRST['deeds']}", "deeds"),
        (f"UPDATE moves SET joined = 1 - joined WHERE {FIRST['moves']}", "moves"),
        (f"DELETE FROM requests WHERE {FIRST['requests']}", "requests"),
        (f"UPDATE fronts SET r_to = r_to - 1 WHERE {FIRST['fronts']}", "fronts"),
    ],
)
def test_verify_finds_a_row_that_is_gone_changed_or_doubled_and_replay_mends_it(
    ledger: AService, statement: str, view: str
) -> None:
    a_long_history(ledger)
    ledger.ask("/v1/programmes")
    ledger.spoil(statement)
    with AService(ledger.database, ledger.clock) as again:
        assert [each.view for each in again.service.verify()[1]] == [view]
        again.service.replays.run([view])
        assert again.service.verify()[1] == []


def test_replay_rebuilds_all_views_from_nothing_and_tells_how_far_it_is(
    ledger: AService,
) -> None:
    a_long_history(ledger)
    asked = {"as_of": "2024-12-31T00:00:00Z", "as_recorded": 60, "limit": 1000}
    before = ledger.get("/v1/programmes/prog-a/timeline", **asked).data
    ledger.spoil("DELETE FROM readings")
    with AService(ledger.database, ledger.clock) as again:
        told: list[tuple[int, int]] = []
        head = again.service.replays.run((), lambda done, of: told.append((done, of)))
        assert told[-1] == (head, head)
        assert again.get("/v1/programmes/prog-a/timeline", **asked).data == before


def test_views_that_are_behind_catch_up_when_the_ledger_is_opened(ledger: AService) -> None:
    a_long_history(ledger)
    ledger.spoil("UPDATE checkpoint SET position = 0", *(f"DELETE FROM {view}" for view in KEPT))
    with AService(ledger.database, ledger.clock) as again:
        assert again.service.verify()[1] == []


def test_what_is_recorded_during_a_replay_is_in_the_views_that_it_swaps_in(
    ledger: AService,
) -> None:
    a_long_history(ledger)
    meanwhile = iter(range(1, 4))

    def record_more(_done: int, _of: int) -> None:
        for number in meanwhile:
            ledger.recorded(a_minimal_event("item-disclosed", id=an_id(number)))
        ledger.ask("/v1/programmes")

    ledger.service.replays.run((), record_more)
    position, differences = ledger.service.verify()
    assert position == ledger.service.views.lag()["head"]
    assert differences == []
    asked = {"programme": PROGRAMME, "limit": 1000}
    assert len(ledger.ask("/v1/events", **asked)["events"]) == 3


def test_a_second_replay_at_the_same_time_is_refused(ledger: AService) -> None:
    a_long_history(ledger)

    def replay_again(_done: int, _of: int) -> None:
        with pytest.raises(ReplayRunning):
            ledger.service.replays.run()

    ledger.service.replays.run((), replay_again)
    ledger.service.replays.run()


def test_a_replay_that_breaks_off_leaves_the_old_views_and_can_be_started_again(
    ledger: AService,
) -> None:
    a_long_history(ledger)
    ledger.ask("/v1/programmes")

    def break_off(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ledger.service.replays.run((), break_off)
    assert ledger.service.verify()[1] == []
    assert ledger.database.leftovers() == []
    ledger.service.replays.run()
    assert ledger.service.verify()[1] == []


def test_a_replay_catches_up_with_what_is_recorded_meanwhile_before_it_holds_anybody_up(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.projections.replaying.FEW", 3)
    a_long_history(ledger)
    meanwhile = iter([10, 5, 2])
    told: list[tuple[int, int]] = []

    def record_more(done: int, of: int) -> None:
        told.append((done, of))
        for number in range(next(meanwhile, 0)):
            ledger.recorded(a_minimal_event("item-disclosed", id=an_id(of * 100 + number)))

    first = ledger.service.views.lag()["head"]
    ledger.service.replays.run((), record_more)
    assert told == [(each, each) for each in (first, first + 10, first + 15)]
    assert ledger.service.verify() == (first + 17, [])


def test_a_replay_does_not_run_after_a_ledger_that_grows_faster_than_it_does(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.projections.replaying.FEW", 3)
    ledger.recorded(a_minimal_event("item-disclosed", id=an_id(1)))

    def record_more(_done: int, of: int) -> None:
        assert of < 20
        for number in range(6):
            ledger.recorded(a_minimal_event("item-disclosed", id=an_id(of * 100 + number)))

    ledger.service.replays.run((), record_more)
    assert ledger.service.verify()[1] == []


def test_a_replay_of_some_views_leaves_the_others_alone(ledger: AService) -> None:
    a_long_history(ledger)
    ledger.ask("/v1/programmes")
    ledger.spoil(f"DELETE FROM moves WHERE {FIRST['moves']}", "DELETE FROM deeds")
    with AService(ledger.database, ledger.clock) as again:
        again.service.replays.run(["deeds"])
        assert [each.view for each in again.service.verify()[1]] == ["moves"]
        again.service.replays.run(["deeds", "moves"])
        assert again.service.verify()[1] == []


def test_views_have_the_indexes_that_they_had_however_often_they_are_rebuilt(
    ledger: AService,
) -> None:
    a_long_history(ledger)
    before = ledger.database.indexes()
    assert len(before) > 2 * len(KEPT)
    for names in ((), ["terms", "moves"], ()):
        ledger.service.replays.run(names)
        assert ledger.database.indexes() == before
    assert ledger.database.leftovers() == []
    assert ledger.service.verify()[1] == []
