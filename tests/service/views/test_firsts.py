"""Who, what and how read firsts only; beside them, the same questions asked of all learnings.

Few parties tell each other few things, within times of all widths, with groups that those who tell
belong to themselves: so that what is first, and what is left out on the way back, is often close.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings, strategies as st

from domain.fronts import width
from domain.instant import BEGINNING, DAY, END, Instant, parse_instant
from domain.knowledge import Answer, answer, path
from domain.learnings import Extent, Learning, Request, as_member, as_public, in_order
from domain.names import PUBLIC, Item, Party, Programme, is_group
from service.views.belonging import memberships
from service.views.bounds import Bounds
from service.views.firsts import SPREAD, Shared, Sought, blocks_up_to
from service.views.knowledge import KnowledgeRows, answers_after, answers_of_item
from service.views.whence import whence
from tests.builders import PROGRAMME, a_minimal_event
from tests.given import AService, an_id
from tests.test_agreement import a_new_ledger

Event = dict[str, Any]
T = TypeVar("T")

HERE = Programme(PROGRAMME)
FIRST_DAY = parse_instant("2024-05-01T00:00:00Z")
PARTIES = ["tester:ana", "staff:lena", "group:beta", "tester:ben"]
MEMBERS = ["tester:ana", "staff:lena", "tester:ben"]
ITEMS = ["item:sora", "item:other"]
ASKED = [Party(each) for each in (*PARTIES, "public", "press:new")]


def pick(among: Sequence[T]) -> st.SearchStrategy[T]:
    return st.sampled_from(among)


def some(among: Sequence[T]) -> st.SearchStrategy[list[T]]:
    return st.lists(pick(among), min_size=1, max_size=2, unique=True)


DAYS = st.integers(1, 20)


def a_day(number: int) -> str:
    return f"2024-05-{number:02}"


TIMES = st.one_of(
    DAYS.map(lambda day: f"{a_day(day)}T12:00:00Z"),
    DAYS.map(a_day),
    st.tuples(DAYS, DAYS).map(lambda pair: "/".join(map(a_day, sorted(pair)))),
    DAYS.map(lambda day: f"../{a_day(day)}"),
    DAYS.map(lambda day: f"{a_day(day)}/.."),
    st.just("2024-05"),
)
TO = some([*PARTIES, "public"])
EXTENTS = pick(["full", "full", "partial", "rumour"])
ACTS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "item-disclosed": st.fixed_dictionaries(
        {"items": some(ITEMS), "to": TO, "extent": EXTENTS},
        optional={"by": pick(PARTIES), "channel": pick(["call", "mail"])},
    ),
    "item-leaked": st.fixed_dictionaries(
        {"items": some(ITEMS), "to": TO}, optional={"by": pick(MEMBERS)}
    ),
    "item-published": st.fixed_dictionaries(
        {"items": some(ITEMS), "extent": EXTENTS}, optional={"by": pick(MEMBERS)}
    ),
    "open-letter-published": st.fixed_dictionaries(
        {"letter": st.just("l"), "title": st.just("L"), "by": pick(MEMBERS)},
        optional={"signatories": some(MEMBERS), "reveals": some(ITEMS)},
    ),
    "statement-issued": st.fixed_dictionaries(
        {"statement": st.just("s"), "by": pick(MEMBERS), "to": TO, "text": st.just("So.")},
        optional={"items": some(ITEMS)},
    ),
    "access-granted": st.fixed_dictionaries(
        {"tester": pick(["tester:ana", "group:beta"]), "items": some(ITEMS)},
        optional={"by": pick(MEMBERS)},
    ),
    "item-registered": st.fixed_dictionaries(
        {
            "item": pick(ITEMS),
            "title": st.just("I"),
            "confidentiality": st.just("public"),
            "by": pick(MEMBERS),
        }
    ),
    "knowledge-requested": st.fixed_dictionaries(
        {"item": pick(ITEMS), "by": pick(MEMBERS), "of": st.just("staff:lena")}
    ),
    "group-joined": st.fixed_dictionaries({"group": st.just("group:beta"), "party": pick(MEMBERS)}),
    "group-left": st.fixed_dictionaries({"group": st.just("group:beta"), "party": pick(MEMBERS)}),
}
LIKELY = ["item-disclosed"] * 5 + ["group-joined"] * 3 + list(ACTS)


@st.composite
def stories(draw: st.DrawFn, most: int = 14) -> list[Event]:
    """Events to post; Ledger events among them, some of which will be refused."""
    told: list[Event] = []
    for number in range(1, draw(st.integers(2, most)) + 1):
        aim = draw(st.integers(0, 5 * number))
        if 0 < aim < number:
            told.append(an_act(number, "2024-06-01", **draw(changes(told[aim - 1], aim))))
        else:
            kind = draw(pick(LIKELY))
            told.append(an_act(number, draw(TIMES), type=kind, data=draw(ACTS[kind])))
    return told


@st.composite
def changes(draw: st.DrawFn, event: Event, number: int) -> dict[str, Any]:
    about = {"event": an_id(number), "reason": "so it was"}
    if event["type"] not in ACTS or draw(st.booleans()):
        return {"type": "event-retracted", "data": about}
    if draw(st.booleans()):
        return {"type": "event-corrected", "data": {**about, "occurred_at": draw(TIMES)}}
    return {"type": "event-corrected", "data": {**about, "data": draw(ACTS[event["type"]])}}


def an_act(number: int, occurred_at: str, **event: Any) -> Event:
    kind, data = event["type"], event["data"]
    return {
        **a_minimal_event(kind, occurred_at=occurred_at, data=data),
        "id": an_id(number),
        "data": data,
    }


INSTANTS = [Instant(FIRST_DAY + day * DAY // 2) for day in range(-1, 44, 2)]


def of_all_learnings(
    rows: KnowledgeRows, bounds: Bounds, party: Party, item: Item
) -> list[Learning]:
    """But for whether members share them, which fronts do not keep: no answer tells."""
    known = every_learning_of(rows, bounds, party, item)
    return [each._replace(shared=False) for each in known]


def every_learning_of(
    rows: KnowledgeRows, bounds: Bounds, party: Party, item: Item
) -> Iterator[Learning]:
    """The learnings of one party, read one by one: its own, those as a member, and public's."""
    moves = rows.moves_of_party(HERE, party, bounds.position)
    groups = {group: each for (group, _), each in memberships(moves).items() if is_group(group)}
    parties = {party, PUBLIC, *groups}
    for each in rows.learnings_of_parties(HERE, parties, bounds.as_of, bounds.position, item=item):
        if each.party == party:
            yield each
        elif each.party == PUBLIC:
            yield as_public(each, party)
        elif each.shared:
            surely = groups[each.party].over(each.earliest, each.latest)
            if surely is not None:
                yield as_member(each, party, surely)


def by_party(rows: KnowledgeRows, bounds: Bounds, item: Item) -> Iterator[tuple[Party, Answer]]:
    """The answer of every party by all learnings, where `who` lists one."""
    requests = rows.requests_for_item(HERE, item, bounds.as_of, bounds.position)
    for party in ASKED:
        known = of_all_learnings(rows, bounds, party, item)
        asked = [each for each in requests if each.party == party]
        own = [each for each in known if party == PUBLIC or each.source != PUBLIC]
        found = answer(party, item, known, asked, bounds.as_of)
        if found is not None and (own or _certainly(asked, bounds.as_of)):
            yield party, found


def _certainly(requests: Sequence[Request], as_of: Instant) -> bool:
    return any(each.latest <= as_of for each in requests)


def answer_alike(rows: KnowledgeRows, bounds: Bounds) -> None:
    """Who, what and how are the same by firsts and by all learnings."""
    for item in map(Item, ITEMS):
        who = {each.party: each for each in answers_of_item(rows, HERE, item, bounds)}
        assert who == dict(by_party(rows, bounds, item))
        for party in ASKED:
            walked = path(party, bounds.as_of, _firsts(rows, bounds, item))
            assert walked == path(party, bounds.as_of, _all(rows, bounds, item))
    for party in ASKED:
        what = {
            each.item: each for each in answers_after(rows, HERE, party, None, bounds, events=True)
        }
        assert list(what) == sorted(what)
        for item in {*map(Item, ITEMS), *what}:
            known = of_all_learnings(rows, bounds, party, item)
            requests = rows.requests_for_item(HERE, item, bounds.as_of, bounds.position)
            asked = [each for each in requests if each.party == party]
            assert what.get(item) == answer(party, item, known, asked, bounds.as_of)


Known = Callable[[Party, Instant], Sequence[Learning]]


def _firsts(rows: KnowledgeRows, bounds: Bounds, item: Item) -> Known:
    def known(party: Party, by_then: Instant) -> Sequence[Learning]:
        found = whence(rows, HERE, party, item, bounds, by_then)
        return [each._replace(shared=False) for each in found]

    return known


def _all(rows: KnowledgeRows, bounds: Bounds, item: Item) -> Known:
    return lambda party, _: of_all_learnings(rows, bounds, party, item)


def recorded(ledger: AService, story: Sequence[Event]) -> int:
    for event in story:
        ledger.post(event)
    ledger.ask("/v1/programmes")
    return ledger.service.storage.rows.head_position()


@given(stories(), st.data())
def test_firsts_answer_as_all_learnings_do(story: list[Event], data: st.DataObject) -> None:
    with a_new_ledger() as ledger:
        head = recorded(ledger, story)
        with ledger.service.storage.rows.reading() as rows:
            for at in data.draw(st.lists(st.integers(0, head), min_size=1, max_size=3)):
                for as_of in data.draw(st.lists(pick(INSTANTS), min_size=1, max_size=4)):
                    answer_alike(rows, Bounds(as_of, at, None))


LOOKS = ("service.storage.sqlite.firsts.LOOK", "service.storage.postgres.firsts.LOOK")


@pytest.fixture
def short_sighted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at one row before going about by blocks."""
    for each in LOOKS:
        monkeypatch.setattr(each, 1)


def test_what_members_learned_first_is_found_however_much_their_group_was_told(
    ledger: AService, short_sighted: None
) -> None:
    chance = random.Random(5)
    story = [an_act(1, "2024-05-01", type="item-disclosed", data=told_to_group(chance))]
    for number in range(2, 1500):
        if chance.random() < 0.1:
            about = {"event": an_id(chance.randrange(1, number)), "reason": "so it was"}
            story.append(an_act(number, "2024-06-01", type="event-retracted", data=about))
        else:
            time = a_time(chance)
            story.append(an_act(number, time, type="item-disclosed", data=told_to_group(chance)))
    ledger.post_lines(*story)
    ledger.ask("/v1/programmes")
    beta, sora = Party("group:beta"), Item("item:sora")
    with ledger.service.storage.rows.reading() as rows:
        head = rows.head().position
        for _ in range(40):
            at = chance.choice([chance.randrange(head + 1), chance.randrange(70), head])
            everything = rows.learnings_of_parties(HERE, [beta], Instant(END - 1), at, item=sora)
            sought = [a_search(chance, widths(everything)) for _ in range(15)]
            found = rows.firsts_shared(HERE, sought, at)
            assert found == [first_of(everything, each) for each in sought]


def told_to_group(chance: random.Random) -> dict[str, Any]:
    by, extent = chance.choice(MEMBERS), chance.choice(["full", "full", "full", "partial"])
    return {"items": ["item:sora"], "to": ["group:beta"], "by": by, "extent": extent}


def a_time(chance: random.Random) -> str:
    days = sorted(a_day(chance.randrange(1, 29)) for _ in range(2))
    instant = f"{days[0]}T{chance.randrange(24):02}:{chance.randrange(60):02}:00Z"
    uncertain = [days[0], "/".join(days), f"../{days[0]}", f"{days[1]}/..", "2024-05"]
    return chance.choice([instant, instant, instant, chance.choice(uncertain)])


def an_instant(chance: random.Random) -> Instant:
    return Instant(FIRST_DAY + chance.randrange(29 * 24) * DAY // 24)


def a_search(chance: random.Random, widths: Sequence[int]) -> Sought:
    shared = Shared(Party("group:beta"), Item("item:sora"), chance.choice(list(Extent)[-2:]))
    earliest, latest = (sorted(an_instant(chance) for _ in range(2)) for _ in range(2))
    return Sought(
        shared,
        chance.choice([BEGINNING, earliest[0]]),
        earliest[1],
        latest[0],
        chance.choice([END, latest[1]]),
        chance.choice([None, Party("staff:lena")]),
        chance.choice([None, None, *widths]),
    )


def widths(everything: Sequence[Learning]) -> list[int]:
    return sorted({width(each.earliest, each.latest) for each in everything} - {0})


def first_of(everything: Sequence[Learning], sought: Sought) -> Learning | None:
    return min(
        (
            each
            for each in everything
            if each.shared
            and each.extent is sought.of.extent
            and sought.earliest_from <= each.earliest <= sought.earliest_to
            and sought.latest_from <= each.latest <= sought.latest_to
            and each.source != sought.but_of
            and sought.width in (None, width(each.earliest, each.latest))
        ),
        key=in_order,
        default=None,
    )


@pytest.mark.parametrize(
    "at", [0, 1, 30, 31, 32, 33, 1023, 1024, 5000, 123_456, 1_048_575, 3 * 2**20]
)
def test_blocks_make_up_all_positions_up_to_one(at: int) -> None:
    found = list(blocks_up_to(at))
    edges = [(block << power, (block + 1) << power) for power, of in found for block in of]
    assert edges[0][0] == 0
    assert all(before[1] == after[0] for before, after in pairwise(edges))
    assert edges[-1][1] in range(at + 1, at + 1 + 2 ** SPREAD[-1])
    assert len(edges) <= at // 2**20 + 3 * 31 + 2


@settings(max_examples=10)
@given(stories(), st.data())
def test_on_postgresql_they_do_alike(story: list[Event], data: st.DataObject) -> None:
    with a_new_ledger("postgres") as ledger:
        head = recorded(ledger, story)
        with ledger.service.storage.rows.reading() as rows:
            for at in data.draw(st.lists(st.integers(0, head), min_size=1, max_size=2)):
                for as_of in data.draw(st.lists(pick(INSTANTS), min_size=1, max_size=3)):
                    answer_alike(rows, Bounds(as_of, at, None))
