"""What was promised to a party, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from domain.commitments import Commitment, Fate, Promised, commitments, fate_of, promised
from domain.instant import Instant, parse_instant
from domain.learnings import Basis
from domain.membership import Membership, membership
from domain.names import PUBLIC, EventId, Party, Slug
from domain.occurrence import Certainty, Occurrence
from domain.promises import Promise
from tests.builders import ALL_TYPES, an_event

from .recorded import an_act, an_id, read

ANA, ARTISTS, BETA = Party("tester:ana"), Party("group:artists"), Party("group:beta")
NOW = Instant(100)


def made(party: Party = ANA, at: int = 10, latest: int | None = None, **more: Any) -> Promised:
    return Promised(
        **{
            "party": party,
            "slug": Slug("pay"),
            "due_at": None,
            "via": EventId(f"made at {at}"),
            "position": at,
            "earliest": Instant(at),
            "latest": Instant(at if latest is None else latest),
            **more,
        }
    )


def settled(kind: str, at: int, latest: int | None = None, **more: Any) -> Promise:
    return Promise(
        **{
            "type": f"commitment-{kind}",
            "slug": Slug("pay"),
            "due_at": None,
            "via": EventId(f"{kind} at {at}"),
            "position": at,
            "earliest": Instant(at),
            "latest": Instant(at if latest is None else latest),
            **more,
        }
    )


def belonged(start: int, end: int) -> Membership:
    return membership(
        [Occurrence("", Instant(start), Instant(start))],
        [Occurrence("", Instant(end), Instant(end))],
    )


def found(
    *to: Promised,
    groups: Mapping[Party, Membership] | None = None,
    by: tuple[Promise, ...] = (),
    as_of: Instant = NOW,
) -> list[Commitment]:
    return commitments(ANA, to, groups or {}, by, as_of)


# --- to whom -------------------------------------------------------------------------------


def test_a_commitment_is_promised_to_each_to_whom_it_was_made() -> None:
    event = an_act(
        "commitment-made",
        commitment="pay",
        to=["tester:ana", "public", "tester:ana"],
        due_at="2024-12-01T00:00:00+01:00",
    )
    one, other = promised(read({**event, "id": an_id(7)}), 7)
    assert (one.party, other.party) == (ANA, PUBLIC)
    assert (one.slug, one.via, one.position) == ("pay", an_id(7), 7)
    assert one.due_at == parse_instant("2024-11-30T23:00:00Z")
    assert one.earliest == parse_instant("2024-11-20T00:00:00Z")
    assert one.latest == parse_instant("2024-11-20T23:59:59.999999Z")


def test_what_is_promised_need_not_be_due() -> None:
    (one,) = promised(read({**an_act("commitment-made"), "id": an_id(7)}), 7)
    assert one.due_at is None


@pytest.mark.parametrize("type_name", sorted({*ALL_TYPES} - {"commitment-made", "event-corrected"}))
def test_no_other_event_promises_anything(type_name: str) -> None:
    assert promised(read({**an_event(type_name), "id": an_id(7)}), 7) == ()


def test_what_was_made_to_it_by_name_was_told_as_surely_as_it_happened() -> None:
    (certain,) = found(made())
    assert (certain.basis, certain.certainty) == (Basis.TOLD, Certainty.CERTAIN)
    (possible,) = found(made(at=90, latest=101))
    assert (possible.basis, possible.certainty) == (Basis.TOLD, Certainty.POSSIBLE)
    (edge,) = found(made(at=90, latest=100))
    assert edge.certainty is Certainty.CERTAIN
    assert found(made(at=101)) == []
    assert found(made(at=100)) != []


def test_what_was_made_to_all_was_made_to_it() -> None:
    (one,) = found(made(PUBLIC))
    assert (one.basis, one.certainty) == (Basis.PUBLIC, Certainty.CERTAIN)


def test_what_was_made_to_its_group_was_made_to_it_as_surely_as_it_belonged() -> None:
    (one,) = found(made(ARTISTS), groups={ARTISTS: belonged(5, 20)})
    assert (one.basis, one.certainty) == (Basis.MEMBER, Certainty.CERTAIN)
    (perhaps,) = found(made(ARTISTS, 10, 30), groups={ARTISTS: belonged(5, 20)})
    assert perhaps.certainty is Certainty.POSSIBLE
    (not_yet,) = found(made(ARTISTS, 10, 101), groups={ARTISTS: belonged(5, 200)})
    assert not_yet.certainty is Certainty.POSSIBLE
    assert found(made(ARTISTS, 30), groups={ARTISTS: belonged(5, 20)}) == []
    assert found(made(BETA), groups={ARTISTS: belonged(5, 20)}) == []
    (mine,) = found(made(BETA), made())
    assert mine.basis is Basis.TOLD


def test_of_several_ways_the_surest_counts_and_then_the_nearest() -> None:
    surely, perhaps = {ARTISTS: belonged(5, 20)}, {ARTISTS: belonged(15, 20)}
    one = {"via": EventId("made")}
    to_all, to_us, to_me = made(PUBLIC, **one), made(ARTISTS, 10, **one), made(ANA, **one)
    assert [each.basis for each in found(to_all, to_us, to_me, groups=surely)] == [Basis.TOLD]
    assert [each.basis for each in found(to_all, to_us, groups=surely)] == [Basis.MEMBER]
    wide = [made(each, 10, 16, **one) for each in (PUBLIC, ARTISTS)]
    for order in (wide, wide[::-1]):
        (way,) = found(*order, groups=perhaps)
        assert (way.basis, way.certainty) == (Basis.PUBLIC, Certainty.CERTAIN)


def test_they_go_by_when_they_had_been_made() -> None:
    in_order = [
        made(at=3, latest=5, position=9),
        made(at=4, latest=5, position=8),
        made(at=5, position=6, via=EventId("one")),
        made(at=5, position=7, via=EventId("other")),
        made(at=1, latest=200, position=1),
    ]
    backwards = in_order[::-1]
    assert [each.promised for each in found(*backwards)] == in_order


# --- what became of it ---------------------------------------------------------------------


def test_what_was_neither_kept_nor_broken_is_open_until_it_was_due() -> None:
    (one,) = found(made())
    assert (one.fate, one.settled) == (Fate.OPEN, None)
    assert [each.fate for each in found(made(due_at=Instant(100)))] == [Fate.OPEN]
    assert [each.fate for each in found(made(due_at=Instant(99)))] == [Fate.OVERDUE]


def test_the_last_certain_word_says_what_became_of_it() -> None:
    kept, broken = settled("kept", 20), settled("broken", 30)
    for order in ((kept, broken), (broken, kept)):
        (one,) = found(made(due_at=Instant(15)), by=order)
        assert (one.fate, one.settled) == (Fate.BROKEN, broken.via)
    (then,) = found(made(), by=(kept, broken), as_of=Instant(29))
    assert (then.fate, then.settled) == (Fate.KEPT, kept.via)
    (perhaps,) = found(made(), by=(settled("kept", 20, 101),))
    assert perhaps.fate is Fate.OPEN
    (surely,) = found(made(), by=(settled("kept", 20, 100),))
    assert surely.fate is Fate.KEPT


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ({"at": 1, "latest": 20}, {"at": 1, "latest": 21}),
        ({"at": 1, "latest": 20, "position": 9}, {"at": 2, "latest": 20, "position": 1}),
        ({"at": 1, "latest": 20, "position": 1}, {"at": 1, "latest": 20, "position": 2}),
    ],
)
def test_the_last_word_is_that_which_had_happened_last(
    earlier: dict[str, Any], later: dict[str, Any]
) -> None:
    words = (settled("kept", **earlier), settled("broken", **later))
    for order in (words, words[::-1]):
        assert [each.fate for each in found(made(), by=order)] == [Fate.BROKEN]


def test_another_commitment_is_not_settled_by_it() -> None:
    (one,) = found(made(), by=(settled("kept", 20, slug=Slug("credit")),))
    assert one.fate is Fate.OPEN


def test_that_it_was_made_again_settles_nothing() -> None:
    (one,) = found(made(), by=(settled("made", 20),))
    assert (one.fate, one.settled) == (Fate.OPEN, None)


@pytest.mark.parametrize(
    ("said", "by", "fate", "because"),
    [
        ([], 50, Fate.OPEN, None),
        ([], 51, Fate.OVERDUE, None),
        ([settled("broken", 60)], 59, Fate.OVERDUE, None),
        ([settled("broken", 60)], 60, Fate.BROKEN, "broken at 60"),
        ([settled("broken", 60), settled("kept", 70)], 80, Fate.KEPT, "kept at 70"),
        ([settled("broken", 60, slug=Slug("credit"))], 80, Fate.OVERDUE, None),
    ],
)
def test_one_commitment_has_the_fate_that_was_certain_last(
    said: list[Promise], by: int, fate: Fate, because: str | None
) -> None:
    assert fate_of(made(due_at=Instant(50)), said, Instant(by)) == (fate, because)
