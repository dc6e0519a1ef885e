"""The knowledge calculus, where the worked cases of tests/cases do not look; and all of it
against the oracle, without a door and a database between."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import example, given, settings, strategies as st

from domain.events.envelope import Event
from domain.events.knowledge import GroupJoined, GroupLeft
from domain.instant import BEGINNING, END, Instant, parse_instant
from domain.knowledge import Answer, Path, answer, by_time_to_know, makes_no_difference, path
from domain.learnings import (
    Basis,
    Extent,
    Learning,
    Request,
    as_imputed,
    as_member,
    as_public,
    learnings,
    request,
)
from domain.membership import membership
from domain.names import PUBLIC, EventId, Item, Party
from domain.occurrence import Certainty
from tests.histories import Event as Posted, histories, questions
from tests.oracle import knowledge as oracle, visibility
from tests.oracle.path import how

from .learned import ANA, ARTISTS, BEN, CAI, KIM, LEE, NOVA, SORA, learned
from .recorded import read

NOW = Instant(100)


def told_others(party: Party, at: int, latest: int | None = None, **more: Any) -> Learning:
    return learned(party, at, latest, **{"basis": Basis.TELLING, "via": f"{party} told", **more})


def given_access(party: Party, at: int, latest: int | None = None, **more: Any) -> Learning:
    return learned(party, at, latest, basis=Basis.ACCESS, extent=Extent.ACCESS, **more)


def asked(party: Party, at: int, latest: int | None = None, position: int = 1) -> Request:
    return Request(
        party=party,
        item=SORA,
        via=EventId(f"{party} asked {position}"),
        position=position,
        earliest=Instant(at),
        latest=Instant(at if latest is None else latest),
    )


# --- the answer ----------------------------------------------------------------------------


def answered(*known: Learning, requests: Sequence[Request] = (), as_of: int = 100) -> Answer:
    found = answer(ANA, SORA, known, requests, Instant(as_of))
    assert found is not None
    return found


def test_who_neither_learned_nor_asked_has_no_answer() -> None:
    assert answer(ANA, SORA, [], [], NOW) is None
    assert answer(ANA, SORA, [learned(ANA, 101)], [asked(ANA, 101)], NOW) is None
    assert answer(ANA, SORA, [], [asked(ANA, 99, 101)], NOW) is None


def test_who_asked_at_the_very_instant_had_asked() -> None:
    assert answered(requests=[asked(ANA, 100)]).request == asked(ANA, 100)


def test_the_answer_rests_on_the_firsts_that_give_its_parts() -> None:
    rumour = learned(ANA, 1, extent=Extent.RUMOUR)
    partial = learned(ANA, 2, extent=Extent.PARTIAL)
    full, again = learned(ANA, 4), learned(ANA, 5)
    access = learned(ANA, 0, extent=Extent.ACCESS, basis=Basis.ACCESS)
    everything = answered(again, full, partial, rumour, access)
    assert everything == Answer(
        party=ANA,
        item=SORA,
        certainty=Certainty.CERTAIN,
        extent=Extent.FULL,
        learned=rumour,
        full=full,
        decisive=full,
    )
    before = answered(again, full, partial, rumour, access, as_of=3)
    assert (before.extent, before.learned, before.full) == (Extent.PARTIAL, rumour, None)
    assert before.decisive == partial


def test_the_request_counts_only_where_nothing_is_known() -> None:
    requests = [asked(ANA, 5, position=3), asked(ANA, 2, 5, 4), asked(ANA, 5, position=2)]
    only = answered(requests=requests)
    assert only == Answer(party=ANA, item=SORA, certainty=Certainty.CERTAIN, request=requests[1])
    assert answered(requests=[requests[0], requests[2]]).request == requests[2]
    assert answered(requests=[requests[1], asked(ANA, 1, 4, 9)]).request == asked(ANA, 1, 4, 9)
    assert answered(learned(ANA, 6, 200), requests=requests).request is None


def test_knowers_go_by_when_they_learned_and_those_who_only_asked_come_last() -> None:
    in_this_order: list[Learning | Request] = [
        learned(CAI, BEGINNING, 4),
        learned(BEN, 2, 4),
        learned(LEE, 3, 4),
        learned(ANA, 3, 4),
        learned(PUBLIC, BEGINNING, 9),
        asked(ARTISTS, 9),
        asked(KIM, 1),
    ]
    answers = [
        answer(
            each.party,
            SORA,
            [each] if isinstance(each, Learning) else [],
            [each] if isinstance(each, Request) else [],
            NOW,
        )
        for each in in_this_order
    ]
    in_order_of_who = sorted((each for each in answers[::-1] if each), key=by_time_to_know)
    assert in_order_of_who == answers


# --- the path ------------------------------------------------------------------------------


def walked(party: Party, *known: Learning, as_of: int = 100) -> Path:
    return path(party, Instant(as_of), lambda at, _: [each for each in known if each.party == at])


def test_of_what_is_left_the_best_kind_goes_first_whenever_it_was() -> None:
    """The contract's six, each learned earlier than the one before it; the tellings apart."""
    in_this_order = [
        learned(ANA, 9),
        given_access(ANA, 8),
        learned(ANA, 7, 200),
        given_access(ANA, 6, 200),
    ]
    for place, best in enumerate(in_this_order):
        assert walked(ANA, *reversed(in_this_order[place:])).hops == (best,)


def test_access_is_access_when_it_is_imputed_too() -> None:
    access = given_access(KIM, 1)
    imputed = as_imputed(access, NOVA, Certainty.CERTAIN)
    told = learned(NOVA, 9)
    assert walked(NOVA, imputed, told, access).hops == (told,)
    assert walked(NOVA, imputed, access).hops == (access, imputed)
    found = answer(NOVA, SORA, [imputed, told], [], NOW)
    assert found is not None
    assert found.learned == told


def test_what_is_imputed_comes_from_whoever_learned_it() -> None:
    origin, told = learned(CAI, 1, basis=Basis.TOOK_PART), learned(KIM, 2, source=CAI)
    imputed = as_imputed(told, NOVA, Certainty.CERTAIN)
    assert walked(NOVA, imputed, told, origin) == Path((origin, told, imputed), True, None)


def test_the_tellings_of_a_party_are_its_last_resort() -> None:
    certain, possible = told_others(ANA, 9), told_others(ANA, 3, 200)
    assert walked(ANA, possible, certain).hops == (certain,)
    assert walked(ANA, possible).hops == (possible,)
    access = given_access(ANA, 2, 200)
    assert walked(ANA, possible, access, certain).hops == (access,)


def test_of_each_party_is_asked_only_what_it_may_have_known_by_then() -> None:
    known = {ANA: learned(ANA, 9, source=KIM), KIM: learned(KIM, 5, source=LEE)}
    asked: list[tuple[Party, Instant]] = []

    def known_by(party: Party, by_then: Instant) -> list[Learning]:
        asked.append((party, by_then))
        return [known[party]] if party in known else []

    assert path(ANA, NOW, known_by).stopped == "unrecorded"
    assert asked == [(ANA, END), (KIM, 9), (LEE, 5)]


def test_the_origin_comes_first_and_took_part_completes_the_path() -> None:
    origin = learned(CAI, 1, basis=Basis.TOOK_PART)
    via_cai, via_ben = learned(BEN, 2, source=CAI), learned(ANA, 3, source=BEN)
    assert walked(ANA, origin, via_cai, via_ben) == Path((origin, via_cai, via_ben), True, None)


def test_a_path_that_does_not_reach_its_origin_says_why() -> None:
    from_ben, from_nobody = learned(ANA, 3, source=BEN), learned(BEN, 2)
    assert walked(ANA) == Path((), False, "unrecorded")
    assert walked(ANA, from_ben) == Path((from_ben,), False, "unrecorded")
    assert walked(ANA, from_ben, from_nobody).stopped == "unknown-source"
    back = learned(BEN, 2, source=ANA)
    assert walked(ANA, from_ben, back) == Path((back, from_ben), False, "cycle")
    oneself = learned(ANA, 3, source=ANA)
    assert walked(ANA, oneself) == Path((oneself,), False, "cycle")


def test_nobody_learned_from_what_happened_certainly_later() -> None:
    from_ben = learned(ANA, 3, 5, source=BEN)
    at_its_latest = learned(BEN, 5, 9, source=CAI)
    assert walked(ANA, from_ben, at_its_latest).hops == (at_its_latest, from_ben)
    assert walked(ANA, from_ben, learned(BEN, 6, 9)).hops == (from_ben,)
    # The least latest of all hops bounds, not the last hop's.
    assert walked(ANA, from_ben, at_its_latest, learned(CAI, 6)).stopped == "unrecorded"
    assert walked(ANA, learned(ANA, 3, END, source=BEN), learned(BEN, 90)).hops[0].party == BEN


def test_nobody_learned_from_what_they_told_nor_after_they_told_it() -> None:
    telling = told_others(ANA, 3, 5)
    assert walked(ANA, telling, learned(ANA, 5)).hops == (learned(ANA, 5),)
    assert walked(ANA, telling, learned(ANA, 6)).hops == (telling,)
    assert walked(ANA, telling, learned(ANA, 2, via=telling.via)).hops == (telling,)
    later = told_others(ANA, 8, via="told again")
    assert walked(ANA, telling, later, learned(ANA, 6)).hops == (telling,)
    assert walked(ANA, telling, later, learned(ANA, 2, via=later.via)).hops == (telling,)
    assert walked(ANA, later, learned(ANA, 6)).hops == (learned(ANA, 6),)


def test_possible_tellings_count_only_where_none_is_certain() -> None:
    possible, certain = told_others(ANA, 1, 200, via="perhaps"), told_others(ANA, 9)
    from_it = learned(ANA, 2, via="perhaps")
    assert walked(ANA, possible, from_it).hops == (possible,)
    assert walked(ANA, possible, certain, from_it).hops == (from_it,)
    not_yet = told_others(ANA, 150, via="perhaps")
    assert walked(ANA, not_yet, from_it).hops == (from_it,)


# --- what makes no difference --------------------------------------------------------------


@pytest.mark.parametrize(
    ("lost", "other", "alike"),
    [
        (learned(ANA, 2), learned(ANA, 1), True),
        (learned(ANA, 2), learned(ANA, 2), True),
        (learned(ANA, 1), learned(ANA, 2), False),
        (learned(ANA, 2, extent=Extent.PARTIAL), learned(ANA, 1), False),
        (learned(ANA, 2), learned(ANA, 1, extent=Extent.PARTIAL), False),
        (learned(ANA, 2), learned(ANA, 1, doubtful=True), False),
        (learned(ANA, 2), learned(ANA, 1, 101), False),
        (learned(ANA, 2, doubtful=True), learned(ANA, 1, doubtful=True), True),
        (learned(ANA, 2, 102), learned(ANA, 1, 101), True),
        (learned(ANA, 1, 101), learned(ANA, 2, 102), False),
        (learned(ANA, 1, 101), learned(ANA, 2), True),
        (learned(ANA, 1, 101, extent=Extent.PARTIAL), learned(ANA, 2), True),
        (learned(ANA, 1, 101), learned(ANA, 2, extent=Extent.PARTIAL), False),
        (learned(ANA, 101), learned(ANA, 102), True),
        (learned(ANA, 100), learned(ANA, 101), False),
        (learned(ANA, 2, 102), learned(ANA, 101), False),
        (learned(ANA, 1, doubtful=True), learned(ANA, 2), True),
    ],
)
def test_what_another_of_its_kind_is_before_makes_no_difference(
    lost: Learning, other: Learning, alike: bool
) -> None:
    assert makes_no_difference(lost, [other], NOW) is alike
    assert makes_no_difference(lost, [learned(ANA, 999), other], NOW) is alike


def test_what_nothing_is_before_may_make_a_difference() -> None:
    assert not makes_no_difference(learned(ANA, 1), [], NOW)
    assert makes_no_difference(learned(ANA, 101), [], NOW)


@given(
    st.lists(
        st.builds(
            lambda at, lasts, extent, doubtful: learned(
                ANA, at, at + lasts, extent=extent, doubtful=doubtful
            ),
            st.integers(95, 102),
            st.sampled_from((0, 0, 3)),
            st.sampled_from(Extent),
            st.booleans(),
        ),
        min_size=1,
        max_size=6,
    )
)
@example([learned(ANA, 98, 101), learned(ANA, 98, 101, doubtful=True)])
def test_an_answer_without_it_is_the_same(known: list[Learning]) -> None:
    lost, *others = known
    if makes_no_difference(lost, others, NOW):
        assert answer(ANA, SORA, known, [], NOW) == answer(ANA, SORA, others, [], NOW)


# --- as the oracle says --------------------------------------------------------------------


class Programme:
    """All that the pure functions make of a programme's visible events."""

    def __init__(self, posted: list[Posted], name: str, as_recorded: int) -> None:
        types = {each["id"]: each["type"] for each in posted}
        self.events: list[tuple[Event, int]] = []
        for event, position in visibility.visible(posted, name, as_recorded):
            corrects = types[event["data"]["event"]] if "data" in event["data"] else None
            self.events.append((read(event, corrects), position))
        self.own = [each for one in self.events for each in learnings(*one)]
        self.own += [
            member for each in self.own if each.shared for member in self._as_members(each)
        ]
        self.requests = [found for one in self.events if (found := request(*one)) is not None]

    def _as_members(self, learning: Learning) -> list[Learning]:
        joined = {
            event.fact.party
            for event, _ in self.events
            if isinstance(event.fact, GroupJoined) and event.fact.group == learning.party
        }
        found = []
        for party in joined:
            joins, leaves = (
                [
                    event.occurred
                    for event, _ in self.events
                    if isinstance(event.fact, kind)
                    and (event.fact.group, event.fact.party) == (learning.party, party)
                ]
                for kind in (GroupJoined, GroupLeft)
            )
            belonging = membership(joins, leaves).over(learning.earliest, learning.latest)
            if belonging is not None:
                found.append(as_member(learning, Party(party), belonging))
        return found

    def known_by(self, party: str, item: str) -> list[Learning]:
        own = [each for each in self.own if (each.party, each.item) == (party, item)]
        if party == PUBLIC:
            return own
        public = [each for each in self.own if (each.party, each.item) == (PUBLIC, item)]
        return own + [as_public(each, Party(party)) for each in public]

    def answer(self, party: str, item: str, as_of: Instant) -> Answer | None:
        asked_for = [each for each in self.requests if (each.party, each.item) == (party, item)]
        known = self.known_by(party, item)
        return answer(Party(party), Item(item), known, asked_for, as_of)


def as_answered(found: Answer) -> dict[str, Any]:
    """The answer in the oracle's words, as far as the domain gives them."""
    decisive = found.decisive or found.request
    assert decisive is not None
    return {
        "party": found.party,
        "item": found.item,
        "state": "asked-not-told" if found.extent is None else found.extent.word,
        "certainty": str(found.certainty),
        "possibly": found.possibly and found.possibly.word,
        "from": found.decisive and found.decisive.source,
        "channel": found.decisive and found.decisive.channel,
        "basis": found.decisive and found.decisive.basis.word,
        "via": decisive.via,
    }


def same(found: Answer | None, expected: dict[str, Any] | None, programme: Programme) -> bool:
    if found is None or expected is None:
        return found is None and expected is None
    texts = {event.id: event.occurred.text for event, _ in programme.events}
    times = {
        "learned_at": found.learned and texts[found.learned.via],
        "full_at": found.full and texts[found.full.via],
    }
    given = as_answered(found)
    said = {name: expected[name] for name in given}
    said_times = {name: expected[name] and expected[name]["text"] for name in times}
    return (given, times) == (said, said_times)


@given(histories(max_events=20), st.data())
@settings(max_examples=150)
def test_who_what_and_how_are_as_the_oracle_says(posted: list[Posted], data: st.DataObject) -> None:
    asking = data.draw(questions(posted))
    programme = Programme(posted, asking.programme, asking.as_recorded)
    as_of = parse_instant(asking.as_of)
    bounds = (asking.as_of, asking.as_recorded)
    if asking.question == "how":
        party, item = asking.params["party"], asking.params["item"]
        way = path(Party(party), as_of, lambda at, _: programme.known_by(at, item))
        expected = how(posted, asking.programme, party, item, *bounds)
        assert (way.complete, way.stopped) == (expected["complete"], expected["stopped"])
        hops = [(hop.party, hop.extent.word, hop.basis.word, hop.via) for hop in way.hops]
        assert hops == [
            (hop["party"], hop["extent"], hop["basis"], hop["via"]) for hop in expected["path"]
        ]
        return
    if asking.question == "who":
        item = asking.params["item"]
        knowers = oracle.who(posted, asking.programme, item, *bounds)["knowers"]
        answers = [programme.answer(each["party"], item, as_of) for each in knowers]
        assert all(map(same, answers, knowers, [programme] * len(knowers)))
        assert answers == sorted((each for each in answers if each), key=by_time_to_know)
        return
    party = asking.params["party"]
    known = oracle.what(posted, asking.programme, party, *bounds, events=True)["items"]
    expected_of = {each["item"]: each for each in known}
    items = {each.item for each in programme.own} | {each.item for each in programme.requests}
    assert set(expected_of) <= items
    for item in items:
        assert same(programme.answer(party, item, as_of), expected_of.get(item), programme)
