"""Who knew, as far as what, since when: worked by hand."""

from .asked import knower, of
from .given import (
    LATER,
    P,
    disputed,
    event,
    joined,
    settled,
    told,
    uid,
)
from .knowledge import what, who
from .times import read_occurrence, three_part
from .visibility import Event


def test_who_is_told_knows_and_who_tells_knew() -> None:
    # bo (2024-05-01T10:00) tells; both learn at the same instant and position, so by party.
    history = [told(1, "2024-05-01T10:00:00Z", "staff:bo", "tester:ana")]
    when = {
        "text": "2024-05-01T10:00:00Z",
        "earliest": "2024-05-01T10:00:00Z",
        "latest": "2024-05-01T10:00:00Z",
    }
    rest = {
        "item": "item:x",
        "state": "full",
        "certainty": "certain",
        "possibly": None,
        "learned_at": when,
        "full_at": when,
        "channel": None,
        "via": uid(1),
        "grade": "reported",
        "asserted_by": None,
        "disputed": False,
    }
    assert who(history, P, "item:x", LATER, 1) == {
        "item": "item:x",
        "knowers": [
            {"party": "staff:bo", "from": None, "basis": "telling", **rest},
            {"party": "tester:ana", "from": "staff:bo", "basis": "told", **rest},
        ],
    }
    assert who(history, P, "item:x", "2024-05-01T09:59:59.999999Z", 1)["knowers"] == []
    assert who(history, P, "item:x", LATER, 0)["knowers"] == []


def test_the_rumour_comes_first_and_the_state_from_who_told_it_in_full() -> None:
    history = [
        told(1, "2024-06-01", "staff:bo", "tester:ana"),
        told(2, "2024-05-01", "tester:cy", "tester:ana", "rumour"),
    ]
    ana = knower(history, "tester:ana")
    assert of(ana, "state", "from", "via") == ["full", "staff:bo", uid(1)]
    assert of(ana, "learned_at", "full_at") == [
        three_part(read_occurrence("2024-05-01")),
        three_part(read_occurrence("2024-06-01")),
    ]
    # In between it was but a rumour.
    ana = knower(history, "tester:ana", as_of="2024-05-15T00:00:00Z")
    assert of(ana, "state", "full_at", "from") == ["rumour", None, "tester:cy"]


def test_what_is_only_possible_counts_only_where_nothing_is_certain() -> None:
    history = [
        told(1, "2024-05", "staff:bo", "tester:ana"),  # full, some time in May
        told(2, "2024-05-10", "staff:cy", "tester:ana", "partial"),
    ]
    # On 5 May 12:00 only 1 is possible. On 20 May 2 is certain, 1 still possible.
    ana = knower(history, "tester:ana", as_of="2024-05-05T12:00:00Z")
    assert of(ana, "state", "certainty", "possibly") == ["full", "possible", None]
    ana = knower(history, "tester:ana", as_of="2024-05-20T00:00:00Z")
    assert of(ana, "state", "certainty", "possibly") == ["partial", "certain", "full"]
    assert of(ana, "from", "full_at") == ["staff:cy", None]
    # In June all is certain; 2 is first by latest (10 May before 31 May).
    ana = knower(history, "tester:ana")
    assert of(ana, "state", "possibly", "from") == ["full", None, "staff:bo"]
    assert ana is not None
    assert ana["learned_at"]["text"] == "2024-05-10"


def test_never_certain_after_an_open_beginning() -> None:
    history = [told(1, "2024-11-26/..", "staff:bo", "tester:ana")]
    assert knower(history, "tester:ana", as_of="2024-11-25T23:59:59Z") is None
    ana = knower(history, "tester:ana", as_of="9999-01-01T00:00:00Z")
    assert of(ana, "certainty", "state") == ["possible", "full"]


def test_a_retracted_or_upheld_disclosure_teaches_nothing_but_its_dispute_is_known() -> None:
    history = [told(1, "2024", "staff:bo", "tester:ana"), disputed(2, 1)]
    assert of(knower(history, "tester:ana"), "disputed") == [True]
    history.append(settled(3, 1, "upheld"))
    assert knower(history, "tester:ana") is None
    # eva disputed: she knows of the dispute, not of what it is about.
    assert of(knower(history, "staff:eva", f"event:{uid(2)}"), "basis") == ["took-part"]
    assert who(history, P, f"event:{uid(1)}", LATER, 3)["knowers"] == []


def test_access_is_the_means_to_know_and_gives_no_learned_at_beside_others() -> None:
    granted = {"tester": "tester:ana", "items": ["item:x"], "by": "staff:bo"}
    history = [
        event(1, "access-granted", "2024-01-01", granted),
        told(2, "2024-06-01", "staff:cy", "tester:ana", "rumour"),
    ]
    ana = knower(history, "tester:ana", as_of="2024-02-01T00:00:00Z")
    assert of(ana, "state", "basis", "from") == ["access", "access", "staff:bo"]
    assert ana is not None
    assert ana["learned_at"]["text"] == "2024-01-01"
    ana = knower(history, "tester:ana")
    assert of(ana, "state", "basis", "from") == ["rumour", "told", "staff:cy"]
    assert ana is not None
    assert ana["learned_at"]["text"] == "2024-06-01"
    # Who gave access took part, and in full.
    assert of(knower(history, "staff:bo"), "state", "basis") == ["full", "took-part"]


def test_what_is_public_everybody_knows() -> None:
    published = {"items": ["item:x"], "by": "press:ars", "extent": "partial"}
    history = [event(1, "item-published", "2024-06-01", published)]
    knowers = who(history, P, "item:x", LATER, 1)["knowers"]
    assert [each["party"] for each in knowers] == ["press:ars", "public"]
    assert of(knowers[0], "basis", "state") == ["telling", "partial"]
    assert of(knowers[1], "basis", "from", "state") == ["public", "press:ars", "partial"]
    # A stranger knows it from the public, and the publication with it.
    [item] = what(history, P, "tester:zoe", LATER, 1)["items"]
    assert of(item, "basis", "from", "state") == ["public", "public", "partial"]
    both = what(history, P, "tester:zoe", LATER, 1, events=True)["items"]
    assert [each["item"] for each in both] == [f"event:{uid(1)}", "item:x"]
    assert what(history, P, "tester:zoe", "2024-05-01T00:00:00Z", 1)["items"] == []


def test_a_statement_to_the_public_is_a_publication_and_a_leak_to_it_a_leak() -> None:
    said = {"statement": "s", "by": "org:o", "to": ["public"], "text": "t", "items": ["item:x"]}
    history = [
        event(1, "statement-issued", "2024-06-01", said),
        event(2, "item-leaked", "2024-05-01", {"items": ["item:x"], "to": ["public"]}),
    ]
    assert of(knower(history, "public"), "basis", "from", "via") == ["leak", None, uid(2)]
    zoe = what(history, P, "tester:zoe", LATER, 2)["items"]
    assert [(each["item"], each["basis"], each["from"]) for each in zoe] == [
        ("item:x", "public", "public"),
        ("statement:s", "public", "public"),
    ]


def test_asked_not_told_until_anything_is_learned() -> None:
    def asked(number: int, when: str, by: str) -> Event:
        data = {"item": "item:x", "by": by, "of": "staff:bo"}
        return event(number, "knowledge-requested", when, data, grade="primary")

    history = [
        asked(1, "2024-05-02", "tester:cy"),
        asked(2, "2024-05-01", "tester:cy"),
        asked(3, "2024-05-01", "tester:ana"),
        asked(4, "2024-05", "tester:dan"),
        told(5, "2024-06-01", "staff:bo", "tester:ana"),
    ]
    # On 3 May: ana's and cy's requests are certain, dan's (any time of May) is not.
    answer = who(history, P, "item:x", "2024-05-03T00:00:00Z", 5)
    assert [each["party"] for each in answer["knowers"]] == ["tester:ana", "tester:cy"]
    assert answer["knowers"][1] == {
        "party": "tester:cy",
        "item": "item:x",
        "state": "asked-not-told",
        "certainty": "certain",
        "possibly": None,
        "learned_at": None,
        "full_at": None,
        "from": None,
        "channel": None,
        "basis": None,
        "via": uid(2),
        "grade": "primary",
        "asserted_by": None,
        "disputed": False,
    }
    # During 1 June ana's learning is possible: no longer asked-not-told.
    answer = who(history, P, "item:x", "2024-06-01T12:00:00Z", 5)
    assert [(each["party"], each["state"], each["certainty"]) for each in answer["knowers"]] == [
        ("staff:bo", "full", "possible"),
        ("tester:ana", "full", "possible"),
        ("tester:cy", "asked-not-told", "certain"),
        ("tester:dan", "asked-not-told", "certain"),
    ]
    # Once it is public, those who asked know it from there, and are still listed.
    history.append(event(6, "item-published", "2024-07", {"items": ["item:x"]}))
    cy = knower(history, "tester:cy")
    assert of(cy, "state", "basis", "from", "via") == ["full", "public", "public", uid(6)]
    assert knower(history, "tester:zoe") is None


def test_what_happened_behind_ones_back() -> None:
    escalated = {"concern": "c", "tester": "tester:ana", "by": "staff:bo", "to": ["org:o"]}
    history = [event(1, "concern-escalated", "2024", escalated)]
    for item in ("concern:c", f"event:{uid(1)}"):
        knowers = who(history, P, item, LATER, 1)["knowers"]
        assert [(each["party"], each["basis"], each["from"]) for each in knowers] == [
            ("org:o", "told", "staff:bo"),
            ("staff:bo", "took-part", None),
        ]


def test_the_signatories_of_a_letter_tell_what_it_reveals() -> None:
    letter = {
        "letter": "l",
        "title": "t",
        "by": "group:artists",
        "signatories": ["tester:ana"],
        "reveals": ["item:x"],
        "addressed_to": ["org:o"],
    }
    history = [joined(1, "2020"), event(2, "open-letter-published", "2024", letter)]
    knowers = who(history, P, "item:x", LATER, 2)["knowers"]
    assert [(each["party"], each["basis"]) for each in knowers] == [
        ("group:artists", "telling"),
        ("public", "public"),
        ("tester:ana", "telling"),
    ]
    knowers = who(history, P, "letter:l", LATER, 2)["knowers"]
    assert [(each["party"], each["basis"]) for each in knowers] == [
        ("group:artists", "took-part"),
        ("public", "public"),
        ("tester:ana", "took-part"),
    ]
