"""Arrivals, decisive deeds and tallies, beside what plain deeds say at every position."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from domain.instant import Instant
from domain.names import Party, Programme
from domain.standing import Deed, standing, standing_with
from domain.tallies import SIDE
from service.cases import Cases
from service.projections.kept import KEPT
from service.projections.lowest import Lowest
from service.projections.runner import changes
from tests.builders import a_minimal_event
from tests.given import AService, an_id
from tests.histories import histories, random_history
from tests.history_words import PROGRAMMES
from tests.test_agreement import a_new_ledger

SAID = (
    ("feedback-given", "feedback"),
    ("feedback-answered", "feedback"),
    ("concern-raised", "concern"),
    ("reward-paid", None),
)


def deeds_at_every_position(ledger: AService) -> list[list[Deed]]:
    """The deeds that held at each position, from the events alone."""
    held: dict[str, list[Deed]] = {}
    at: list[list[Deed]] = [[]]
    with ledger.service.storage.store.reading() as history:
        for record, root in history.after(0, 10_000):
            for _, after in changes(record, root, history, Cases()):
                rows = () if after.effective is None else KEPT["deeds"].rows(after.effective, after)
                held[after.record.event.id] = [as_deed(row._asdict()) for row in rows]
            at.append([each for deeds in held.values() for each in deeds])
    return at


def as_deed(row: dict[str, Any]) -> Deed:
    names = ("tester", "type", "via", "position", "earliest", "latest", "slug")
    return Deed(**{name: row[name] for name in names})


def hold(ledger: AService, as_ofs: list[int]) -> None:
    """Assert that at every position and at each as_of everybody stands as the deeds say."""
    ledger.ask("/v1/programmes")
    plain = deeds_at_every_position(ledger)
    by_programme = {each.event.id: each.event.programme for each in recorded(ledger)}
    with ledger.service.storage.rows.reading() as rows:
        for position in range(len(plain)):
            for programme in PROGRAMMES:
                own = [each for each in plain[position] if by_programme[each.via] == programme]
                for as_of in as_ofs:
                    stand_alike(rows, Programme(programme), own, Instant(as_of), position)


def recorded(ledger: AService) -> list[Any]:
    with ledger.service.storage.store.reading() as history:
        return [record for record, _ in history.after(0, 10_000)]


def stand_alike(
    rows: Any, programme: Programme, deeds: list[Deed], as_of: Instant, at: int
) -> None:
    everybody = [each for each in deeds if each.tester is None]
    expected = {}
    for tester in sorted({each.tester for each in deeds if each.tester is not None}):
        own = [each for each in deeds if each.tester == tester]
        found = standing(tester, own, everybody, as_of)
        if found is not None:
            expected[tester] = found
    testers = rows.testers(programme, as_of, at, 0, 1000)
    assert list(testers) == list(expected)
    assert rows.count_testers(programme, as_of, at) == len(expected)
    decisive = rows.decisive(programme, testers, as_of, at)
    suspensions = rows.suspensions(programme, as_of, at)
    counted = rows.counts(programme, testers, as_of, at)
    for tester in testers:
        own = [plainly(each) for each in decisive if each.tester == tester]
        stands = standing_with(
            Party(tester), own, [plainly(each) for each in suspensions], counted[tester], as_of
        )
        assert stands == expected[tester]


def plainly(deed: Deed) -> Deed:
    """Without the items, of which the plain deeds here say nothing."""
    return Deed(**{name: getattr(deed, name) for name in Deed.__slots__ if name != "items"})


def test_everybody_stands_at_every_position_as_the_deeds_say(ledger: AService) -> None:
    for event in random_history(seed=5, size=120):
        ledger.post(event)
    hold(ledger, [1_731_000_000_000_000, 1_732_500_000_000_000, 1_800_000_000_000_000])


@settings(max_examples=20)
@given(histories(max_events=30), st.integers(1_730_000_000, 1_734_000_000))
def test_whatever_is_corrected_or_retracted(offered: list[dict[str, Any]], second: int) -> None:
    with a_new_ledger() as ledger:
        for event in offered:
            ledger.post(event)
        hold(ledger, [second * 1_000_000])


def a_long_story(size: int) -> Iterator[dict[str, Any]]:
    """One tester's feedback, rewards and concerns, out of order, corrected and retracted."""
    chance, told = random.Random(3), [an_id(1)]
    yield about_ana(1, "feedback-given", {"feedback": "f0"}, "2024-11-20")
    for number in range(2, size + 1):
        day = f"2024-11-{chance.randrange(1, 28):02}"
        about = {"event": chance.choice(told), "reason": "so it was"}
        fate = chance.random()
        if fate < 0.07:
            yield about_ana(number, "event-corrected", {**about, "occurred_at": day}, day)
        elif fate < 0.14 and len(told) > 1:
            told.remove(about["event"])
            yield about_ana(number, "event-retracted", about, day)
        else:
            told.append(an_id(number))
            kind, named = chance.choice(SAID)
            said = {named: f"f{chance.randrange(40)}"} if named else {}
            yield about_ana(number, kind, {"tester": "tester:ana", **said}, day)


def about_ana(number: int, kind: str, data: dict[str, Any], day: str) -> dict[str, Any]:
    data = data if "event" in data else {"tester": "tester:ana", **data}
    event = a_minimal_event(kind, occurred_at=day, data={} if "event" in data else data)
    data = data if "event" in data else event["data"]
    return {**event, "id": an_id(number), "programme": PROGRAMMES[0], "data": data}


@pytest.mark.parametrize("at_once", [True, False])
def test_a_long_story_is_summed_up_in_blocks_of_blocks(ledger: AService, at_once: bool) -> None:
    story = list(a_long_story(SIDE**2 * 3))
    for start in range(0, len(story), len(story) if at_once else 7):
        part = story[start : start + (len(story) if at_once else 7)]
        assert ledger.post(part).status_code == 201
        ledger.ask("/v1/programmes")
    hold(ledger, [1_731_500_000_000_000])
    assert ledger.service.verify()[1] == []


@given(st.lists(st.integers(0, 9)), st.lists(st.integers(0, 9)), st.randoms())
def test_the_lowest_number_is_known_as_numbers_come_and_go(
    first: list[int], come: list[int], chance: random.Random
) -> None:
    goes = chance.randrange(len(first) + len(come) + 1)
    held, waiting = list(first), list(come)
    lowest = Lowest({"k": goes + 1}, [("k", each) for each in sorted(first)[: goes + 1]])
    while waiting or goes:
        if goes and held and (not waiting or chance.random() < 0.5):
            goes -= 1
            gone = held.pop(chance.randrange(len(held)))
            lowest.remove("k", gone)
        elif waiting:
            held.append(waiting.pop())
            lowest.add("k", held[-1])
        else:
            return
        assert lowest.least("k") == min(held, default=None)
