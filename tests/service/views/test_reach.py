"""Who could have come to know, over HTTP: from those who knew, by contact and group, in time."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import PROGRAMME, a_minimal_event
from tests.given import AService, an_id

ANA, BEN, CAI, LENA = "tester:ana", "tester:ben", "tester:cai", "staff:lena"
ALPHA = "group:alpha"
HERE = f"/v1/programmes/{PROGRAMME}/knowledge"


def on(day: int) -> str:
    return f"2024-03-{day:02}T12:00:00Z"


def an_act(number: int, type_: str, occurred_at: str, /, **data: Any) -> dict[str, Any]:
    return a_minimal_event(type_, id=an_id(number), occurred_at=occurred_at, data=data)


def told(number: int, occurred_at: str, *to: str, by: str | None = None) -> dict[str, Any]:
    told_by = {} if by is None else {"by": by}
    return an_act(
        number, "item-disclosed", occurred_at, items=["item:sora"], to=list(to), **told_by
    )


def met(number: int, occurred_at: str, *parties: str) -> dict[str, Any]:
    return an_act(number, "contact-observed", occurred_at, parties=list(parties))


def joined(number: int, occurred_at: str, party: str, group: str = ALPHA) -> dict[str, Any]:
    return an_act(number, "group-joined", occurred_at, party=party, group=group)


def left(number: int, occurred_at: str, party: str) -> dict[str, Any]:
    return an_act(number, "group-left", occurred_at, party=party, group=ALPHA)


def reach(ledger: AService, **asked: Any) -> dict[str, Any]:
    return ledger.ask(f"{HERE}/reach", **{"item": "item:sora", **asked})


def when_reached(ledger: AService, **asked: Any) -> dict[str, str | None]:
    return {each["party"]: each["at"] for each in reach(ledger, **asked)["reached"]}


def a_contact_hop(via: int, from_: str, to: str, at: str) -> dict[str, Any]:
    hop = {"from": from_, "to": to, "at": at}
    return {**hop, "through": "contact", "via": an_id(via), "group": None}


def a_group_hop(group: str, from_: str, to: str, at: str) -> dict[str, Any]:
    hop = {"from": from_, "to": to, "at": at}
    return {**hop, "through": "group", "via": None, "group": group}


def test_the_whole_answer_has_those_who_knew_and_whom_it_could_have_reached_with_a_path(
    ledger: AService,
) -> None:
    ledger.recorded(
        told(1, on(2), ANA, by=LENA),
        met(2, on(3), ANA, BEN),
        joined(3, on(1), BEN),
        joined(4, on(5), CAI),
    )
    answer = reach(ledger, as_of=on(9), as_recorded=4)
    assert answer.pop("as_recorded")["position"] == 4
    to_ben = a_contact_hop(2, ANA, BEN, on(3))
    assert answer == {
        "as_of": on(9),
        "rules": 1,
        "item": "item:sora",
        "sources": [{"party": LENA, "at": on(2)}, {"party": ANA, "at": on(2)}],
        "reached": [
            {"party": BEN, "at": on(3), "path": [to_ben]},
            {"party": CAI, "at": on(5), "path": [to_ben, a_group_hop(ALPHA, BEN, CAI, on(5))]},
        ],
        "next": None,
    }


def test_who_knew_is_no_party_that_could_have_come_to_know(ledger: AService) -> None:
    ledger.recorded(told(1, on(2), ANA), met(2, on(3), ANA, BEN), told(3, on(4), BEN))
    assert when_reached(ledger, as_of=on(9)) == {}
    assert when_reached(ledger, as_of=on(3)) == {BEN: on(3)}


def test_nothing_that_was_not_even_possibly_by_then_or_not_recorded_counts(
    ledger: AService,
) -> None:
    ledger.recorded(
        told(1, on(2), ANA),
        met(2, on(3), ANA, BEN),
        met(3, on(5), BEN, CAI),
        met(4, on(4), CAI, ANA),
    )
    assert when_reached(ledger, as_of=on(1)) == {}
    assert when_reached(ledger, as_of=on(4)) == {BEN: on(3), CAI: on(4)}
    assert when_reached(ledger, as_of=on(4), as_recorded=3) == {BEN: on(3)}
    assert when_reached(ledger, as_of=on(9), as_recorded=3) == {BEN: on(3), CAI: on(5)}
    assert when_reached(ledger, as_of=on(9), as_recorded=0) == {}


def test_a_contact_counts_as_it_stands_after_corrections_and_retractions(ledger: AService) -> None:
    ledger.recorded(
        told(1, on(2), ANA),
        met(2, on(1), ANA, BEN),
        an_act(3, "event-corrected", on(8), event=an_id(2), reason="r", occurred_at=on(3)),
        an_act(4, "event-retracted", on(8), event=an_id(2), reason="r"),
    )
    assert when_reached(ledger, as_of=on(9), as_recorded=2) == {}
    assert when_reached(ledger, as_of=on(9), as_recorded=3) == {BEN: on(3)}
    assert when_reached(ledger, as_of=on(9), as_recorded=4) == {}


def test_who_may_have_known_at_any_time_could_have_told_at_any_time(ledger: AService) -> None:
    ledger.recorded(told(1, f"../{on(5)}", ANA), met(2, f"../{on(3)}", ANA, BEN))
    assert reach(ledger, as_of=on(9))["sources"] == [{"party": ANA, "at": None}]
    assert when_reached(ledger, as_of=on(9)) == {BEN: None}


def test_a_group_that_was_told_told_its_members_of_then_and_they_those_who_came_later(
    ledger: AService,
) -> None:
    ledger.recorded(
        joined(1, on(1), ANA), told(2, on(2), ALPHA), joined(3, on(4), BEN), left(4, on(6), BEN)
    )
    answer = reach(ledger, as_of=on(9))
    assert answer["sources"] == [{"party": ALPHA, "at": on(2)}, {"party": ANA, "at": on(2)}]
    assert answer["reached"] == [
        {"party": BEN, "at": on(4), "path": [a_group_hop(ALPHA, ANA, BEN, on(4))]}
    ]


def test_where_all_who_were_told_have_left_nobody_who_comes_could_hear_it(
    ledger: AService,
) -> None:
    ledger.recorded(
        joined(1, on(1), ANA), told(2, on(2), ALPHA), left(3, on(3), ANA), joined(4, on(4), BEN)
    )
    assert when_reached(ledger, as_of=on(9)) == {}


def test_what_the_public_knows_it_does_not_pass_on_by_contact(ledger: AService) -> None:
    ledger.recorded(
        an_act(1, "item-published", on(2), items=["item:sora"]), met(2, on(3), ANA, BEN)
    )
    answer = reach(ledger, as_of=on(9))
    assert answer["sources"] == [{"party": "public", "at": on(2)}]
    assert answer["reached"] == []


def test_who_belongs_to_an_organisation_does_not_hear_by_that_what_its_people_know(
    ledger: AService,
) -> None:
    ledger.recorded(
        told(1, on(2), ANA),
        an_act(2, "affiliation-began", on(1), party=ANA, org="org:nova"),
        an_act(3, "affiliation-began", on(1), party=BEN, org="org:nova"),
    )
    assert when_reached(ledger, as_of=on(9)) == {}


def test_contacts_of_other_programmes_do_not_count(ledger: AService) -> None:
    elsewhere = {**met(2, on(3), ANA, BEN), "programme": "elsewhere"}
    ledger.recorded(told(1, on(2), ANA), elsewhere)
    assert when_reached(ledger, as_of=on(9)) == {}


def test_pages_follow_one_another_each_with_all_the_sources(ledger: AService) -> None:
    names = [f"tester:t{number}" for number in range(5)]
    contacts = [met(2 + n, on(3), ANA, name) for n, name in enumerate(names)]
    ledger.recorded(told(1, on(2), ANA), *contacts)
    found, page = [], reach(ledger, limit=2)
    while True:
        assert [each["party"] for each in page["sources"]] == [ANA]
        found += [each["party"] for each in page["reached"]]
        if page["next"] is None:
            break
        page = reach(ledger, limit=2, cursor=page["next"])
    assert found == names


def test_contacts_are_read_on_where_a_batch_ends(
    ledger: AService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.storage.postgres.contacts.BATCH", 2)
    chain = [ANA, BEN, CAI, LENA, "staff:omar", "org:nova"]
    days = [(3, 3), (4, 4), (4, 5), (4, 6), (6, 6)]
    ledger.recorded(
        told(1, on(2), ANA),
        *(
            met(2 + n, f"{on(first)}/{on(last)}", *chain[n : n + 2])
            for n, (first, last) in enumerate(days)
        ),
    )
    assert list(when_reached(ledger).values()) == [on(day) for day, _ in days]


def test_an_item_that_nobody_knew_reached_nobody(ledger: AService) -> None:
    ledger.recorded(met(1, on(3), ANA, BEN))
    answer = reach(ledger, item="item:unheard-of")
    assert (answer["sources"], answer["reached"]) == ([], [])


def test_who_knew_are_the_parties_of_who(ledger: AService) -> None:
    ledger.recorded(
        joined(1, "2024-03-01/2024-03-03", BEN),
        told(2, "2024-03-02", ALPHA, by=LENA),
        told(3, on(4), ANA, CAI),
        an_act(4, "knowledge-requested", on(1), item="item:sora", by="org:nova", of=ANA),
    )
    knowers = ledger.ask(f"{HERE}/who", item="item:sora", as_of=on(9))["knowers"]
    knew = {each["party"] for each in knowers if each["state"] != "asked-not-told"}
    assert knew == {each["party"] for each in reach(ledger, as_of=on(9))["sources"]}
