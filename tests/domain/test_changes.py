"""Which positions are responsible for an answer's being another."""

from __future__ import annotations

from hypothesis import given, strategies as st

from domain.changes import Stand, responsible

ANSWERS = st.lists(st.sampled_from("abc"), min_size=2, max_size=30)


def looking_at(answers: list[str], known_for: list[int], looked: list[int]) -> list[int]:
    """Ask about all positions; where to look next is told as badly as `known_for` says."""

    def stand_at(position: int) -> Stand[str]:
        looked.append(position)
        since = position
        while (
            since > 0
            and answers[since - 1] == answers[position]
            and position - since < known_for[position]
        ):
            since -= 1
        return Stand(answers[position], since)

    return responsible(answers[0], 0, len(answers) - 1, stand_at)


def test_nothing_is_responsible_where_nothing_changed() -> None:
    assert looking_at(list("abba"), [9] * 4, []) == []


def test_every_change_since_it_was_last_the_same_is_responsible() -> None:
    assert looking_at(list("abacbb"), [9] * 6, []) == [3, 4]


def test_what_surely_did_not_change_is_not_looked_at() -> None:
    looked: list[int] = []
    assert looking_at(list("a" + "b" * 100), [200] * 101, looked) == [1]
    assert looked == [100, 0]


@given(ANSWERS, st.data())
def test_it_is_the_same_however_far_back_each_look_sees(
    answers: list[str], data: st.DataObject
) -> None:
    sight = data.draw(st.lists(st.integers(0, 9), min_size=len(answers), max_size=len(answers)))
    last = max(
        (each for each in range(len(answers)) if answers[each] == answers[0]),
        default=0,
    )
    expected = [p for p in range(last + 1, len(answers)) if answers[p] != answers[p - 1]]
    assert looking_at(answers, sight, []) == expected
