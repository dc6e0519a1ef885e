"""The table of section 6, its first row: what whoever takes part in an event learns by that."""

from __future__ import annotations

from .acts import (
    ALPHA,
    ANA,
    BEN,
    DEMO,
    LENA,
    NOVA,
    OMAR,
    T1,
    T2,
    act,
    asked,
    disclosed,
    disputed,
    joined,
)
from .form import Case, Event, ev, k, ki, uid, what, who

TOOK_PART = {"state": "full", "basis": "took-part", "from_": None, "channel": None}


def part_takers(field: str, event: Event, parties: list[str]) -> Case:
    """A case of one event (number 1): exactly these parties learn of the event itself."""
    return Case(
        f"takes part as {field} of {event['type']}",
        f"Every party in `{field}` learns event:<id>, basis took-part, from none.",
        [event],
        [who(ev(1), [k(party, **TOOK_PART) for party in parties])],
    )


def thing_learned(item: str, event: Event, party: str) -> Case:
    """A case of one event (number 1): the party that takes part in it learns that thing."""
    return Case(
        f"{item} from the field of its kind in {event['type']}",
        "Who takes part learns <kind>:<slug> for a field of data named exactly for that kind.",
        [event],
        [who(item, [k(party, **TOOK_PART, via=event["id"])])],
    )


CASES: list[Case] = [
    # --- every field that makes one take part --------------------------------------------
    part_takers("by", act(1, "programme-closed", T1, by=LENA), [LENA]),
    part_takers("by", disclosed(1, T1, DEMO, LENA, [LENA]), [LENA]),  # and not told of it
    part_takers("signatory", act(1, "letter-signed", T1, letter="open", signatory=ANA), [ANA]),
    part_takers("party", joined(1, T1, ALPHA, ANA), [ANA]),  # the group takes no part
    part_takers("parties", act(1, "contact-observed", T1, parties=[BEN, ANA]), [ANA, BEN]),
    part_takers("by and of", asked(1, T1, DEMO, ANA, LENA), [LENA, ANA]),
    part_takers("org", act(1, "programme-opened", T1, org=NOVA, title="Early"), [NOVA]),
    part_takers(
        "party and org", act(1, "affiliation-began", T1, party=LENA, org=NOVA), [NOVA, LENA]
    ),
    part_takers(
        "owner",
        act(1, "action-agreed", T1, incident="leak", action="write to all", owner=OMAR),
        [OMAR],
    ),
    part_takers("tester", act(1, "tester-invited", T1, tester=ANA, by=LENA), [LENA, ANA]),
    part_takers("a group as tester", act(1, "nda-signed", T1, tester=ALPHA, terms="nda"), [ALPHA]),
    Case(
        "signatories take part in an open letter",
        "Every party in `signatories` learns event:<id> as took-part; so does `by`.",
        # A letter is public too, in the same event; took-part comes before public in *first*.
        [act(1, "open-letter-published", T1, letter="open", title="T", by=ANA, signatories=[BEN])],
        [
            who(ev(1), [k("public", basis="public"), k(ANA, **TOOK_PART), k(BEN, **TOOK_PART)]),
            who(
                "letter:open",
                [k("public", basis="public"), k(ANA, **TOOK_PART), k(BEN, **TOOK_PART)],
            ),
        ],
    ),
    # --- behind one's back -----------------------------------------------------------------
    Case(
        "an escalation happens behind the tester's back",
        "The `tester` of concern-escalated learns neither the event nor the concern by it.",
        [act(1, "concern-escalated", T1, tester=ANA, concern="pay", by=LENA, to=[OMAR])],
        [
            who(ev(1), [k(LENA, basis="took-part"), k(OMAR, basis="told")]),
            who("concern:pay", [k(LENA, basis="took-part"), k(OMAR, basis="told")]),
            what(ANA, [], events=True),
        ],
    ),
    Case(
        "a cut happens behind the tester's back",
        "The `tester` of access-cut does not learn of it; its `by` does.",
        [act(1, "access-cut", T1, tester=ANA, by=LENA, items=[DEMO])],
        [who(ev(1), [k(LENA, **TOOK_PART)]), who(DEMO, []), what(ANA, [], events=True)],
    ),
    Case(
        "an identification happens behind the party's back",
        "The `party` of party-identified does not learn of it, and `same_as` takes no part.",
        [act(1, "party-identified", T1, party=ANA, same_as=BEN)],
        [who(ev(1), []), what(ANA, [], events=True), what(BEN, [], events=True)],
    ),
    Case(
        "a tester who escalates takes part as by",
        "Only the field `tester` of an escalation does not count; `by` counts for everybody.",
        [act(1, "concern-escalated", T1, tester=ANA, concern="pay", by=ANA, to=[OMAR])],
        [who("concern:pay", [k(OMAR, basis="told", from_=ANA), k(ANA, basis="took-part")])],
    ),
    # --- who does not take part --------------------------------------------------------------
    Case(
        "being addressed is not taking part",
        "`addressed_to` is not in the row: the addressee of a letter knows it as everybody does.",
        [
            act(
                1,
                "open-letter-published",
                T1,
                letter="open",
                title="T",
                by=ANA,
                addressed_to=[NOVA],
            )
        ],
        [
            who("letter:open", [k("public"), k(ANA)]),
            what(NOVA, [ki("letter:open", basis="public")]),
        ],
    ),
    Case(
        "the word of a party teaches it nothing",
        "`asserted_by` is no field of data: on whose word it is recorded is not who learned.",
        [act(1, "nda-signed", T1, tester=ANA, terms="nda", asserted_by=NOVA)],
        [
            who(ev(1), [k(ANA, asserted_by=NOVA)]),
            what(NOVA, [], events=True),
        ],
    ),
    # --- the things of an event ----------------------------------------------------------------
    thing_learned(
        "feedback:one",
        act(1, "feedback-given", T1, tester=ANA, feedback="one", text="hm", to=[ANA]),
        ANA,
    ),
    thing_learned(
        "concern:pay",
        act(1, "concern-raised", T1, tester=ANA, concern="pay", text="hm", to=[ANA]),
        ANA,
    ),
    thing_learned(
        "commitment:pay",
        act(1, "commitment-made", T1, commitment="pay", by=LENA, to=[LENA], text="will"),
        LENA,
    ),
    thing_learned("terms:nda", act(1, "nda-signed", T1, tester=ANA, terms="nda"), ANA),
    thing_learned("letter:open", act(1, "letter-signed", T1, letter="open", signatory=ANA), ANA),
    thing_learned(
        "statement:sorry",
        act(1, "statement-issued", T1, statement="sorry", by=LENA, to=[LENA], text="We are."),
        LENA,
    ),
    thing_learned("incident:leak", act(1, "leak-contained", T1, incident="leak", by=LENA), LENA),
    Case(
        "an answer shows the feedback to both",
        "Who answers and the tester who is answered both take part: both learn feedback:<slug>.",
        [act(1, "feedback-answered", T1, tester=ANA, feedback="one", by=LENA)],
        [who("feedback:one", [k(LENA, **TOOK_PART), k(ANA, **TOOK_PART)])],
    ),
    Case(
        "a thing that nobody takes part in is learned by nobody",
        "commitment-broken has no party in its data, so nobody learns the commitment by it.",
        [act(1, "commitment-broken", T1, commitment="pay")],
        [who("commitment:pay", []), who(ev(1), [])],
    ),
    Case(
        "under and replaces teach no terms",
        "Only a field named exactly `terms` counts: not `under`, not `replaces`.",
        [
            disclosed(1, T1, DEMO, LENA, [ANA], under="nda"),
            act(2, "terms-published", T2, terms="new", kind="nda", by=LENA, replaces="old"),
        ],
        [who("terms:nda", []), who("terms:old", []), who("terms:new", [k(LENA, **TOOK_PART)])],
    ),
    Case(
        "what feedback is about is not learned by giving it",
        "`about` of feedback is not in the table: neither tester nor reader learns that item.",
        [
            act(
                1,
                "feedback-given",
                T1,
                tester=ANA,
                feedback="one",
                text="hm",
                to=[LENA],
                about=DEMO,
            )
        ],
        [who(DEMO, []), what(LENA, [ki("feedback:one", basis="told")])],
    ),
    Case(
        "a finding does not show what it is about",
        "`about[]` of a finding is not in the table: its `by` learns the incident and the event.",
        [
            act(1, "programme-suspended", T1),
            act(2, "finding-recorded", T2, incident="leak", text="so", about=[uid(1)], by=OMAR),
        ],
        [
            what(OMAR, [ki(ev(2)), ki("incident:leak")], events=True),
            who(ev(1), []),
        ],
    ),
    Case(
        "who disputes learns of the dispute alone",
        "A Ledger event teaches its own event:<id>, not that of the event it is about.",
        [act(1, "programme-suspended", T1, by=LENA), disputed(2, 1, by=ANA, occurred_at=T2)],
        [who(ev(2), [k(ANA, **TOOK_PART)]), who(ev(1), [k(LENA)])],
    ),
]
