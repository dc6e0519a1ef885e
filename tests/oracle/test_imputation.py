"""What organisations learn through their people: worked by hand."""

from typing import Any

from .given import LATER, P, disputed, event, joined, retracted, told, uid
from .identities import same_as
from .knowledge import what, who
from .path import how
from .visibility import Event


def began(number: int, when: str, party: str = "staff:eva", org: str = "org:o") -> Event:
    return event(number, "affiliation-began", when, {"party": party, "org": org})


def ended(number: int, when: str, party: str = "staff:eva", org: str = "org:o") -> Event:
    return event(number, "affiliation-ended", when, {"party": party, "org": org})


def org_knows(history: list[Event], as_of: str = LATER) -> dict[str, Any] | None:
    found = who(history, P, "item:x", as_of, len(history), imputed=True)["knowers"]
    return next((each for each in found if each["party"] == "org:o"), None)


def certainty_of_org(history: list[Event], as_of: str = LATER) -> str | None:
    found = org_knows(history, as_of)
    return None if found is None else str(found["certainty"])


def walk(history: list[Event], party: str, as_of: str = LATER) -> tuple[list[Any], Any]:
    found = how(history, P, party, "item:x", as_of, len(history), imputed=True)
    hops = [(each["party"], each["basis"], each["from"]) for each in found["path"]]
    return hops, found["stopped"]


def test_an_organisation_knows_what_its_people_were_told_while_they_were_its_people() -> None:
    history = [began(1, "2024-01-01"), told(2, "2024-02-01", "staff:bo", "staff:eva", "partial")]
    day = {
        "text": "2024-02-01",
        "earliest": "2024-02-01T00:00:00Z",
        "latest": "2024-02-01T23:59:59.999999Z",
    }
    assert org_knows(history) == {
        "party": "org:o",
        "item": "item:x",
        "state": "partial",
        "certainty": "certain",
        "possibly": None,
        "learned_at": day,
        "full_at": None,
        "from": "staff:eva",
        "channel": None,
        "basis": "imputed",
        "via": uid(2),
        "grade": "reported",
        "asserted_by": None,
        "disputed": False,
    }
    # Only where it is asked for.
    parties = [each["party"] for each in who(history, P, "item:x", LATER, 2)["knowers"]]
    assert parties == ["staff:bo", "staff:eva"]
    # And in `what`: the item, and that she was told.
    items = what(history, P, "org:o", LATER, 2, events=True, imputed=True)["items"]
    known = [(each["item"], each["basis"], each["via"]) for each in items]
    assert known == [
        (f"event:{uid(1)}", "took-part", uid(1)),  # it took part in taking her on; so did she
        (f"event:{uid(2)}", "imputed", uid(2)),
        ("item:x", "imputed", uid(2)),
    ]


def test_what_they_knew_before_or_learned_after_is_not_imputed() -> None:
    history = [began(1, "2024-03-01"), told(2, "2024-02-01", "staff:bo", "staff:eva")]
    assert certainty_of_org(history) is None
    history = [began(1, "2024-01-01"), ended(2, "2024-01-31"), history[1] | {"id": uid(3)}]
    assert certainty_of_org(history) is None
    # The end, recorded late, took it away from then on; retracted, it is back.
    assert certainty_of_org(history[:1] + history[2:]) == "certain"
    assert certainty_of_org([*history, retracted(4, 2)]) == "certain"


def test_never_more_certain_than_the_belonging_and_the_learning() -> None:
    told_eva = told(2, "2024-02-15", "staff:bo", "staff:eva")
    assert certainty_of_org([began(1, "2024-02"), told_eva]) == "possible"
    assert certainty_of_org([began(1, "2024-01"), told_eva, ended(3, "2024-02")]) == "possible"
    # Told at some time of February, having come on the 10th: perhaps before.
    told_eva["occurred_at"] = "2024-02"
    assert certainty_of_org([began(1, "2024-02-10"), told_eva]) == "possible"
    assert certainty_of_org([began(1, "2024-01"), told_eva]) == "certain"
    # While it is but possible that she was told, it is but possible that they know.
    history = [began(1, "2024-01"), told_eva]
    assert certainty_of_org(history, "2024-02-10T00:00:00Z") == "possible"
    # Told as what she perhaps was: a member of a group.
    as_member = [began(1, "2024-01"), joined(2, "2024-02", "staff:eva")]
    as_member.append(told(3, "2024-02-15", "staff:bo", "group:g"))
    found = org_knows(as_member)
    assert found is not None
    assert [found[name] for name in ("certainty", "channel")] == ["possible", "group:g"]


def test_all_that_they_learn_themselves_is_imputed_but_not_what_is_public() -> None:
    published = event(2, "item-published", "2024-02-01", {"items": ["item:x"], "by": "press:ars"})
    history = [began(1, "2024-01-01"), published]
    assert certainty_of_org(history) is None
    # What she publishes herself she tells, and so her organisation is held to have known it.
    published["data"]["by"] = "staff:eva"
    found = org_knows(history)
    assert found is not None
    assert (found["basis"], found["from"]) == ("public", "public")  # before imputed in the order
    paths = how(history, P, "org:o", "item:x", LATER, 2, imputed=True)["path"]
    assert [(each["party"], each["basis"]) for each in paths] == [
        ("staff:eva", "telling"),
        ("public", "public"),
        ("org:o", "public"),
    ]
    items = what(history, P, "org:o", "2024-02-01T12:00:00Z", 2, imputed=True)["items"]
    assert [each["basis"] for each in items] == ["public"]


def test_it_does_not_nest_and_nobody_is_its_own_people() -> None:
    history = [
        began(1, "2024-01-01"),
        began(2, "2024-01-01", "org:o", "org:holding"),
        began(3, "2024-01-01", "org:o", "org:o"),
        told(4, "2024-02-01", "staff:bo", "staff:eva"),
    ]
    knowers = who(history, P, "item:x", LATER, 4, imputed=True)["knowers"]
    assert [(each["party"], each["from"]) for each in knowers] == [
        ("org:o", "staff:eva"),
        ("staff:bo", None),
        ("staff:eva", "staff:bo"),
    ]
    # What org:o is told itself, its holding knows.
    history.append(told(5, "2024-02-01", "staff:bo", "org:o"))
    knowers = who(history, P, "item:x", LATER, 5, imputed=True)["knowers"]
    assert [(each["party"], each["basis"], each["from"]) for each in knowers] == [
        ("org:holding", "imputed", "org:o"),
        ("org:o", "imputed", "staff:eva"),  # first by position
        ("staff:bo", "telling", None),
        ("staff:eva", "told", "staff:bo"),
    ]
    assert walk(history, "org:holding") == (
        [
            ("staff:bo", "telling", None),
            ("staff:eva", "told", "staff:bo"),
            ("org:o", "imputed", "staff:eva"),
            ("org:holding", "imputed", "org:o"),
        ],
        "unknown-source",
    )


def test_its_own_learning_of_the_same_event_comes_first() -> None:
    # She tells her own organisation: it was told, and she knew by then.
    history = [began(1, "2024-01-01"), told(2, "2024-02-01", "staff:eva", "org:o")]
    found = org_knows(history)
    assert found is not None
    assert (found["basis"], found["from"]) == ("told", "staff:eva")


def test_imputed_access_is_but_the_means_to_know() -> None:
    granted = {"tester": "tester:ana", "items": ["item:x"], "by": "staff:bo"}
    history = [
        began(1, "2024-01-01", "tester:ana"),
        event(2, "access-granted", "2024-02-01", granted),
    ]
    found = org_knows(history)
    assert found is not None
    assert [found[name] for name in ("state", "basis", "from")] == [
        "access",
        "imputed",
        "tester:ana",
    ]
    assert found["learned_at"]["text"] == "2024-02-01"
    # Beside a rumour it gives neither `learned_at` nor, in the path, the way.
    history.append(told(3, "2024-03-01", "press:ars", "tester:ana", "rumour"))
    found = org_knows(history)
    assert found is not None
    assert (found["state"], found["learned_at"]["text"]) == ("rumour", "2024-03-01")
    assert walk(history, "org:o") == (
        [
            ("press:ars", "telling", None),
            ("tester:ana", "told", "press:ars"),
            ("org:o", "imputed", "tester:ana"),
        ],
        "unknown-source",
    )


def test_the_path_goes_on_with_the_persons_own_learnings() -> None:
    made = {"item": "item:x", "title": "t", "confidentiality": "confidential", "by": "staff:bo"}
    history = [
        began(1, "2024-01-01"),
        event(2, "item-registered", "2024-01-01", made),
        told(3, "2024-02-01", "staff:bo", "staff:eva"),
    ]
    assert walk(history, "org:o") == (
        [
            ("staff:bo", "took-part", None),
            ("staff:eva", "told", "staff:bo"),
            ("org:o", "imputed", "staff:eva"),
        ],
        None,
    )


def test_an_organisation_that_asked_is_told_once_its_people_are() -> None:
    asked = event(
        1, "knowledge-requested", "2024-01-02", {"item": "item:x", "by": "org:o", "of": "org:q"}
    )
    history = [asked, began(2, "2024-01-01"), told(3, "2024-02-01", "staff:bo", "staff:eva")]
    states = [
        [
            each["state"]
            for each in who(history, P, "item:x", LATER, 3, imputed=imputed)["knowers"]
            if each["party"] == "org:o"
        ]
        for imputed in (False, True)
    ]
    assert states == [["asked-not-told"], ["full"]]
    # What her requests would be, is not imputed.
    asked["data"]["by"] = "staff:eva"
    assert [
        each["party"] for each in who(history[:2], P, "item:x", LATER, 2, imputed=True)["knowers"]
    ] == ["staff:eva"]


# --- same_as -------------------------------------------------------------------------------------


def identified(number: int, when: str, party: str, as_party: str) -> Event:
    return event(number, "party-identified", when, {"party": party, "same_as": as_party})


def test_who_was_identified_stands_with_the_answers_in_order_and_is_not_merged() -> None:
    history = [
        told(1, "2024-02-01", "staff:bo", "tester:ana"),
        identified(2, "2024-04", "tester:ana", "press:ars"),
        identified(3, "2024-03-01", "tester:mole", "tester:ana"),
        identified(4, "2024-03-01", "tester:cai", "tester:mole"),
        disputed(5, 2),
    ]
    answer = who(history, P, "item:x", LATER, 5)
    assert [each["party"] for each in answer["knowers"]] == ["staff:bo", "tester:ana"]
    assert same_as(history, P, answer, "2024-04-10T00:00:00Z", 5) == [
        {
            "party": "tester:mole",
            "same_as": "tester:ana",
            "via": uid(3),
            "certainty": "certain",
            "since": {
                "text": "2024-03-01",
                "earliest": "2024-03-01T00:00:00Z",
                "latest": "2024-03-01T23:59:59.999999Z",
            },
        },
        {
            "party": "tester:ana",
            "same_as": "press:ars",
            "via": uid(2),
            "certainty": "possible",
            "since": {
                "text": "2024-04",
                "earliest": "2024-04-01T00:00:00Z",
                "latest": "2024-04-30T23:59:59.999999Z",
            },
        },
    ]
    assert same_as(history, P, answer, "2024-02-28T00:00:00Z", 5) == []
    # Asked for by name; and on the way by which it came.
    asked = what(history, P, "tester:cai", LATER, 5)
    assert [each["via"] for each in same_as(history, P, asked, LATER, 5)] == [uid(4)]
    way = how(history, P, "tester:zoe", "item:x", LATER, 5)
    assert same_as(history, P, way, LATER, 5) == []
    way = how(history, P, "tester:ana", "item:x", LATER, 5)
    assert [each["via"] for each in same_as(history, P, way, LATER, 5)] == [uid(3), uid(2)]
