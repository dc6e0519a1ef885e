"""Who could have come to know, when at the earliest, and along which path."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from hypothesis import given, settings, strategies as st

from domain.contacts import Contact
from domain.instant import BEGINNING, END, Instant
from domain.membership import Span
from domain.names import EventId, Party
from domain.reach import Reached, Stay, reach

ANA, BEN, CARL, DORA = (Party(f"tester:{name}") for name in ("ana", "ben", "carl", "dora"))
ARTISTS, WRITERS = Party("group:artists"), Party("group:writers")
LATER = 100


def met(earliest: int, latest: int, *parties: Party, position: int = 1) -> Contact:
    via = EventId(f"00000000-0000-4000-8000-{position:012d}")
    return Contact(tuple(sorted(parties)), via, position, Instant(earliest), Instant(latest))


def stayed(party: Party, start: int, end: int, group: Party = ARTISTS) -> Stay:
    return Stay(group, party, Span(Instant(start), Instant(end)))


def reached(
    knew: dict[Party, int],
    contacts: Sequence[Contact] = (),
    stays: Sequence[Stay] = (),
    as_of: int = LATER,
) -> Reached:
    in_order = sorted(contacts, key=lambda each: (each.earliest, each.position))
    since = {party: Instant(at) for party, at in knew.items()}
    return reach(since, in_order, stays, Instant(as_of))


def arrivals(
    knew: dict[Party, int],
    contacts: Sequence[Contact] = (),
    stays: Sequence[Stay] = (),
    as_of: int = LATER,
) -> dict[Party, int]:
    """When everybody could have come to know, who knew included."""
    found = reached(knew, contacts, stays, as_of)
    return {party: arrival.at for party, arrival in found.arrivals.items()}


# --- contacts ------------------------------------------------------------------------------


def test_where_nobody_knew_nobody_could_have_come_to_know() -> None:
    assert arrivals({}, [met(1, 9, ANA, BEN)], [stayed(ANA, 1, 9), stayed(BEN, 1, 9)]) == {}


def test_who_met_one_who_knew_could_have_come_to_know_then() -> None:
    assert arrivals({ANA: 1}, [met(3, 3, ANA, BEN)]) == {ANA: 1, BEN: 3}


def test_a_contact_before_it_was_known_told_nothing() -> None:
    assert arrivals({ANA: 4}, [met(3, 3, ANA, BEN)]) == {ANA: 4}


def test_a_contact_at_the_very_instant_may_have_told_it() -> None:
    assert arrivals({ANA: 3}, [met(3, 3, ANA, BEN)]) == {ANA: 3, BEN: 3}


def test_a_contact_of_many_told_them_all() -> None:
    assert arrivals({BEN: 1}, [met(3, 3, ANA, BEN, CARL)]) == {ANA: 3, BEN: 1, CARL: 3}


def test_who_passed_it_on_did_so_after_hearing_of_it() -> None:
    assert arrivals({ANA: 1}, [met(3, 3, ANA, BEN), met(5, 5, BEN, CARL)])[CARL] == 5
    assert CARL not in arrivals({ANA: 1}, [met(3, 3, ANA, BEN), met(2, 2, BEN, CARL)])


def test_contacts_at_one_instant_are_a_chain_in_whichever_order_they_were_recorded() -> None:
    chain = (ANA, BEN), (BEN, CARL), (CARL, DORA)
    for order in ((1, 2, 3), (3, 2, 1), (2, 3, 1)):
        contacts = [met(3, 3, *pair, position=n) for n, pair in zip(order, chain, strict=True)]
        assert arrivals({ANA: 1}, contacts) == {ANA: 1, BEN: 3, CARL: 3, DORA: 3}


def test_an_uncertain_contact_may_have_been_at_any_instant_of_its_bounds() -> None:
    assert arrivals({ANA: 1}, [met(3, 9, ANA, BEN)])[BEN] == 3
    assert arrivals({ANA: 5}, [met(3, 9, ANA, BEN)])[BEN] == 5
    assert arrivals({ANA: 9}, [met(3, 9, ANA, BEN)])[BEN] == 9
    assert BEN not in arrivals({ANA: 10}, [met(3, 9, ANA, BEN)])


def test_one_uncertain_contact_after_another_can_still_be_a_way() -> None:
    # Carl was perhaps met before Ben; but perhaps after.
    assert arrivals({ANA: 1}, [met(2, 8, BEN, CARL), met(3, 9, ANA, BEN)])[CARL] == 3


def test_of_two_contacts_of_the_same_parties_the_longer_counts() -> None:
    brief, long = met(1, 2, ANA, BEN, position=1), met(1, 9, ANA, BEN, position=2)
    assert arrivals({ANA: 5}, [brief, long])[BEN] == 5
    assert arrivals({ANA: 5}, [long, met(2, 3, ANA, BEN)])[BEN] == 5
    assert arrivals({ANA: 5}, [met(1, 2, ANA, BEN), met(3, 9, ANA, BEN)])[BEN] == 5


def test_of_contacts_of_the_same_parties_that_last_alike_the_first_recorded_counts() -> None:
    twice = [met(1, 9, ANA, BEN, position=1), met(1, 9, ANA, BEN, position=2)]
    assert reached({ANA: 5}, twice).arrivals[BEN].through == twice[0]


def test_many_come_know_and_go_at_one_instant() -> None:
    stays = [stayed(each, 3, 9) for each in (ANA, BEN, CARL)]
    knew = dict.fromkeys((ANA, BEN), 3)
    assert arrivals(knew, [], stays) == {ANA: 3, BEN: 3, CARL: 3}


def test_a_contact_that_may_have_been_at_any_time_always_told() -> None:
    assert arrivals({ANA: 5}, [met(BEGINNING, END, ANA, BEN)])[BEN] == 5
    assert arrivals({ANA: BEGINNING}, [met(BEGINNING, 3, ANA, BEN)])[BEN] == BEGINNING


def test_nothing_counts_that_was_not_even_possibly_by_then() -> None:
    contacts = [met(3, 20, ANA, BEN), met(11, 20, BEN, CARL)]
    assert arrivals({ANA: 1, DORA: 11}, contacts, as_of=10) == {ANA: 1, BEN: 3}
    assert arrivals({ANA: 1}, contacts, as_of=11) == {ANA: 1, BEN: 3, CARL: 11}


def test_who_came_to_know_of_it_could_have_known_before() -> None:
    contacts = [met(3, 3, ANA, BEN), met(5, 5, BEN, CARL)]
    assert arrivals({ANA: 1, BEN: 9}, contacts) == {ANA: 1, BEN: 3, CARL: 5}


def test_however_many_contacts_there_are_at_an_instant_none_is_forgotten_before_it_passed() -> None:
    chain = [met(3, 3, BEN, CARL, position=1), met(3, 3, ANA, BEN, position=2_000)]
    others = [
        met(3, 3, Party(f"staff:a{n}"), Party(f"staff:b{n}"), position=n) for n in range(2, 1_500)
    ]
    assert arrivals({ANA: 1}, [*chain, *others]) == {ANA: 1, BEN: 3, CARL: 3}


# --- groups --------------------------------------------------------------------------------


def test_who_belongs_to_a_group_of_one_who_knows_could_have_come_to_know() -> None:
    assert arrivals({ANA: 4}, [], [stayed(ANA, 1, 9), stayed(BEN, 1, 9)])[BEN] == 4


def test_who_joins_a_group_could_hear_it_there_then() -> None:
    assert arrivals({ANA: 4}, [], [stayed(ANA, 1, 9), stayed(BEN, 6, 9)])[BEN] == 6


def test_who_joins_with_the_knowledge_could_tell_it_then() -> None:
    assert arrivals({ANA: 4}, [], [stayed(ANA, 6, 9), stayed(BEN, 1, 9)])[BEN] == 6


def test_who_had_left_told_and_heard_nothing() -> None:
    assert BEN not in arrivals({ANA: 6}, [], [stayed(ANA, 1, 6), stayed(BEN, 1, 9)])
    assert BEN not in arrivals({ANA: 6}, [], [stayed(ANA, 1, 9), stayed(BEN, 1, 6)])
    assert BEN not in arrivals({ANA: 1}, [], [stayed(ANA, 1, 6), stayed(BEN, 6, 9)])


def test_the_last_instant_of_a_stay_is_enough() -> None:
    assert arrivals({ANA: 5}, [], [stayed(ANA, 1, 6), stayed(BEN, 1, 9)])[BEN] == 5


def test_a_group_remembers_while_one_who_knows_is_there() -> None:
    heard = [stayed(ANA, 1, 3), stayed(BEN, 2, 5), stayed(CARL, 4, 9)]
    assert arrivals({ANA: 1}, [], heard) == {ANA: 1, BEN: 2, CARL: 4}
    missed = [stayed(ANA, 1, 3), stayed(BEN, 2, 4), stayed(CARL, 4, 9)]
    assert arrivals({ANA: 1}, [], missed) == {ANA: 1, BEN: 2}


def test_who_comes_back_tells_again() -> None:
    back = [stayed(ANA, 1, 3), stayed(ANA, 7, 9), stayed(BEN, 5, 9)]
    assert arrivals({ANA: 1}, [], back)[BEN] == 7


def test_it_goes_from_group_to_group_by_those_who_belong_to_both() -> None:
    stays = [
        *(stayed(ANA, 1, 9), stayed(BEN, 4, 9)),
        *(stayed(BEN, 1, 9, WRITERS), stayed(CARL, 2, 9, WRITERS), stayed(DORA, 2, 3, WRITERS)),
    ]
    assert arrivals({ANA: 1}, [], stays) == {ANA: 1, BEN: 4, CARL: 4}


def test_contacts_and_groups_are_one_web() -> None:
    stays = [stayed(BEN, 1, 9), stayed(CARL, 4, 9)]
    contacts = [met(3, 3, ANA, BEN), met(4, 4, CARL, DORA)]
    assert arrivals({ANA: 1}, contacts, stays) == {ANA: 1, BEN: 3, CARL: 4, DORA: 4}


def test_a_group_that_is_met_as_a_party_does_not_tell_its_members() -> None:
    assert arrivals({ANA: 1}, [met(3, 3, ANA, ARTISTS)], [stayed(BEN, 1, 9)]) == {
        ANA: 1,
        ARTISTS: 3,
    }


# --- paths ---------------------------------------------------------------------------------


def hops(found: Reached, party: Party) -> list[tuple[Any, ...]]:
    return [(hop.source, hop.party, hop.at, hop.through) for hop in found.path(party)]


def test_the_path_leads_from_one_who_knew_hop_by_hop() -> None:
    first, stays = met(3, 3, ANA, BEN), [stayed(BEN, 1, 9), stayed(CARL, 4, 9)]
    assert hops(reached({ANA: 1}, [first], stays), CARL) == [
        (ANA, BEN, 3, first),
        (BEN, CARL, 4, ARTISTS),
    ]


def test_who_knew_needs_no_path() -> None:
    assert hops(reached({ANA: 1}), ANA) == []


def test_who_knew_only_later_can_stand_on_a_path() -> None:
    first, then = met(3, 3, ANA, BEN), met(5, 5, BEN, CARL, position=2)
    found = reached({ANA: 1, BEN: 9}, [first, then])
    assert hops(found, CARL) == [(ANA, BEN, 3, first), (BEN, CARL, 5, then)]


def test_of_ways_that_arrive_at_once_the_one_of_fewest_hops_counts() -> None:
    round_about = [
        met(2, 2, ANA, BEN, position=1),
        met(3, 3, BEN, CARL, position=2),
        met(4, 4, CARL, DORA, position=3),
    ]
    direct = met(4, 4, ANA, DORA, position=4)
    assert hops(reached({ANA: 1}, [*round_about, direct]), DORA) == [(ANA, DORA, 4, direct)]
    at_once = [met(4, 4, *each.parties, position=each.position) for each in round_about]
    assert hops(reached({ANA: 1}, [*at_once, direct]), DORA) == [(ANA, DORA, 4, direct)]


def test_of_as_many_hops_the_first_source_by_name_counts_then_the_first_contact() -> None:
    both = {BEN: 1, ANA: 1}
    of_ben, of_ana = met(3, 3, BEN, CARL, position=1), met(3, 3, ANA, CARL, position=2)
    assert hops(reached(both, [of_ben, of_ana]), CARL) == [(ANA, CARL, 3, of_ana)]
    all_three = met(3, 3, ANA, BEN, CARL, position=3)
    assert hops(reached(both, [of_ben, of_ana, all_three]), CARL)[0][3] == of_ana
    assert hops(reached(both, [all_three]), CARL) == [(ANA, CARL, 3, all_three)]


def test_a_contact_counts_before_a_group_and_groups_by_name() -> None:
    contact = met(3, 3, ANA, BEN)
    stays = [
        *(stayed(ANA, 1, 9, WRITERS), stayed(BEN, 3, 9, WRITERS)),
        *(stayed(ANA, 1, 9), stayed(BEN, 3, 9)),
    ]
    assert hops(reached({ANA: 1}, [contact], stays), BEN)[0][3] == contact
    assert hops(reached({ANA: 1}, [], stays), BEN)[0][3] == ARTISTS


def test_in_a_group_the_one_nearest_to_the_knowledge_tells() -> None:
    stays = [stayed(ANA, 3, 9), stayed(BEN, 2, 9), stayed(CARL, 1, 5), stayed(DORA, 4, 9)]
    told = [met(1, 1, CARL, ANA)]
    assert hops(reached({CARL: 1}, told, stays), DORA) == [(CARL, DORA, 4, ARTISTS)]
    gone = [stayed(CARL, 1, 4), *(each for each in stays if each.party != CARL)]
    assert [hop[0] for hop in hops(reached({CARL: 1}, told, gone), DORA)] == [CARL, ANA]


# --- against every way there is ------------------------------------------------------------

PARTIES = (ANA, BEN, CARL, DORA, Party("staff:eve"), Party("staff:fay"))
TIMES = st.integers(0, 9)


class World(NamedTuple):
    knew: dict[Party, int]
    contacts: list[Contact]
    stays: list[Stay]
    as_of: int


@st.composite
def a_contact(draw: st.DrawFn, position: int) -> Contact:
    earliest, latest = sorted((draw(TIMES), draw(TIMES)))
    if draw(st.booleans()):
        latest = earliest
    parties = draw(st.lists(st.sampled_from(PARTIES), min_size=2, max_size=3, unique=True))
    bounds = (
        draw(st.sampled_from((BEGINNING, earliest, earliest, earliest))),
        draw(st.sampled_from((latest, latest, latest, END))),
    )
    return met(*bounds, *parties, position=position)


@st.composite
def stays_of(draw: st.DrawFn, group: Party, party: Party) -> list[Stay]:
    """One or two stays that neither overlap nor touch."""
    turns = draw(st.sets(TIMES, max_size=4))
    bounds: list[int] = sorted(turns)
    if len(bounds) % 2:
        bounds.append(END)
    return [stayed(party, *bounds[i : i + 2], group) for i in range(0, len(bounds), 2)]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    knew = draw(st.dictionaries(st.sampled_from(PARTIES), st.just(BEGINNING) | TIMES, max_size=3))
    contacts = [draw(a_contact(number)) for number in range(draw(st.integers(0, 12)))]
    pairs = draw(st.sets(st.tuples(st.sampled_from((ARTISTS, WRITERS)), st.sampled_from(PARTIES))))
    stays = [stay for pair in sorted(pairs) for stay in draw(stays_of(*pair))]
    return World(knew, contacts, stays, draw(st.integers(0, 10)))


def ways(world: World, teller: Party, at: int) -> Iterator[tuple[Party, int]]:
    """Whom a party who knows at an instant can tell, and from when on: each rule by its words."""
    for contact in world.contacts:
        if teller in contact.parties and contact.latest >= at:
            yield from ((party, max(at, contact.earliest)) for party in contact.parties)
    for own in world.stays:
        for other in world.stays:
            if own.party == teller and own.group == other.group:
                since = max(at, own.span.start, other.span.start)
                if since < own.span.end and since < other.span.end:
                    yield other.party, since


def by_brute_force(world: World) -> dict[Party, int]:
    """Let everybody tell everybody until nobody hears anything earlier."""
    found = {party: at for party, at in world.knew.items() if at <= world.as_of}
    changed = True
    while changed:
        changed = False
        for teller, at in list(found.items()):
            for party, since in ways(world, teller, at):
                if since <= world.as_of and since < found.get(party, END):
                    found[party] = since
                    changed = True
    return found


@settings(max_examples=200)
@given(worlds())
def test_the_sweep_finds_what_brute_force_does(world: World) -> None:
    assert arrivals(*world) == by_brute_force(world)


@given(worlds())
def test_every_path_starts_at_one_who_knew_and_each_hop_is_a_way(world: World) -> None:
    found = reached(*world)
    for party, arrival in found.arrivals.items():
        path = found.path(party)
        assert len(path) == arrival.hops
        teller = path[0].source if path else party
        at = world.knew[teller]
        for hop in path:
            assert hop.source == teller
            assert (hop.party, hop.at) in set(ways(world, teller, at))
            teller, at = hop.party, hop.at
        assert (teller, at) == (party, arrival.at)


@given(worlds(), st.randoms(use_true_random=False))
def test_the_answer_is_the_same_in_whatever_order_the_stays_are_read(
    world: World, random: Any
) -> None:
    stays = random.sample(world.stays, len(world.stays))
    assert reached(*world) == reached(*world._replace(stays=stays))


# --- what it takes -------------------------------------------------------------------------


def test_of_contacts_that_have_passed_none_is_kept() -> None:
    """Ten thousand pairs who meet for an instant, before anybody knows."""
    names = [Party(f"tester:{number}") for number in range(200)]
    pairs = [(a, b) for a in names for b in names if a < b][:15_000]
    stream = (met(n, n, *pair, position=n) for n, pair in enumerate(pairs))
    tracemalloc.start()
    try:
        reach({ANA: Instant(10**6)}, stream, [], Instant(10**7))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2_000_000
