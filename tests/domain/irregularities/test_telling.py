"""Who told of something before they can have known of it."""

from __future__ import annotations

import pytest

from domain.irregularities.codes import Code, Irregularity
from domain.irregularities.telling import Telling, told_before_knowing
from domain.learnings import Basis, learnings
from domain.names import Item, Party
from domain.occurrence import Certainty
from tests.domain.recorded import an_act, an_id, history

from .story import AFTER, ANA, BEFORE, DAY, LATER, Act, Verdict, at, verdict

SORA = Item("item:sora")


def told(when: str, by: str, to: str) -> Act:
    return an_act("item-disclosed", when, by=by, to=[to])


def tells(when: str) -> Act:
    return told(when, ANA, "press:ars")


def hears(when: str) -> Act:
    return told(when, "staff:kim", ANA)


def of_the_telling(
    *acts: Act, party: Party = ANA, as_of: str = LATER, doubtful: bool = False
) -> Irregularity | None:
    """What was told in the first of these acts, and otherwise learned in the others."""
    told, *others = [learnings(each.event, each.position) for each in history(*acts)]
    (its,) = (each for each in told if (each.party, each.basis) == (party, Basis.TELLING))
    telling = Telling(
        party=party,
        item=SORA,
        via=its.via,
        position=its.position,
        earliest=its.earliest,
        latest=its.latest,
    )
    learned = [
        each._replace(doubtful=doubtful)
        for each in (one for many in others for one in many)
        if (each.party, each.item) == (party, SORA) and each.earliest <= at(as_of)
    ]
    return told_before_knowing(telling, learned[::-1], at(as_of))


def before_knowing(*acts: Act, as_of: str = LATER) -> Verdict:
    return verdict(of_the_telling(*acts, as_of=as_of))


def test_what_a_teller_learned_it_learned_only_later() -> None:
    assert of_the_telling(tells(DAY), hears("2024-04-01"), hears("2024-05-01")) == Irregularity(
        code=Code.TOLD_BEFORE_KNOWING,
        certainty=Certainty.CERTAIN,
        tester=ANA,
        events=(an_id(1), an_id(2)),
        detail="tester:ana told of item:sora on 10 March 2024, though all that is recorded of how"
        " it learned of it came later, first on 1 April 2024.",
        since=an_id(1),
        position=1,
    )


def test_only_a_tester_is_named_as_one() -> None:
    kim = Party("staff:kim")
    acts = (told(DAY, kim, "press:ars"), told(AFTER, "staff:lee", kim))
    irregular = of_the_telling(*acts, party=kim)
    assert irregular is not None
    assert irregular.tester is None


@pytest.mark.parametrize("when", [BEFORE, DAY, "2024-03-10T23:59:59.999999Z", "../2024-04-01"])
def test_what_may_have_been_learned_by_then_excuses(when: str) -> None:
    assert before_knowing(tells(DAY), hears(AFTER), hears(when)) is None


def test_without_another_way_of_learning_there_is_nothing_to_compare_with() -> None:
    assert before_knowing(tells(DAY)) is None
    assert before_knowing(tells(DAY), hears(AFTER), as_of="2024-03-10T23:59:59.999999Z") is None


def test_it_is_possible_while_the_telling_or_what_was_learned_is() -> None:
    assert before_knowing(tells(DAY), hears("2024-04"), as_of="2024-04-15T00:00:00Z") == (
        ("possible", [1, 2])
    )
    assert before_knowing(tells("2024-03-10/2024-05-01"), hears("2024-05-02")) == (
        ("certain", [1, 2])
    )
    assert verdict(of_the_telling(tells(DAY), hears(AFTER), doubtful=True)) == (
        ("possible", [1, 2])
    )
    assert before_knowing(tells(DAY), hears("2024-04-01"), hears("2024-04-02/..")) == (
        ("certain", [1, 2])
    )


def test_what_is_not_told_yet_is_not_told_too_early() -> None:
    acts = (tells(DAY), hears(AFTER))
    assert before_knowing(*acts, as_of="2024-03-09T23:59:59Z") is None
