"""The table of section 6, its other rows: who is told, who tells, and who has the means."""

from __future__ import annotations

from .acts import (
    ANA,
    BEN,
    CAI,
    DEMO,
    LENA,
    MODEL,
    NOVA,
    OMAR,
    PRESS,
    PUBLIC,
    T1,
    T2,
    act,
    disclosed,
    granted,
    leaked,
    published,
    registered,
)
from .form import Case, at, ev, k, ki, uid, what, who

CASES: list[Case] = [
    # --- told ----------------------------------------------------------------------------
    Case(
        "a commitment is told to those it is made to",
        "commitment-made: `to` learns event:<id> and the commitment, told, from `by`.",
        [act(1, "commitment-made", T1, commitment="pay", by=LENA, to=[ANA, BEN], text="will")],
        [
            who(
                "commitment:pay",
                [
                    k(LENA, basis="took-part", from_=None),
                    k(ANA, basis="told", from_=LENA, via=uid(1), state="full"),
                    k(BEN, basis="told", from_=LENA, via=uid(1), state="full"),
                ],
            ),
            who(ev(1), [k(LENA, basis="took-part"), k(ANA, basis="told"), k(BEN, basis="told")]),
        ],
    ),
    Case(
        "feedback is told by its tester",
        "feedback-given has no `by`: `to` is told from `tester`, on the event's channel.",
        [
            act(
                1,
                "feedback-given",
                T1,
                tester=ANA,
                feedback="one",
                text="hm",
                to=[LENA],
                channel="forum",
            )
        ],
        [
            who(
                "feedback:one",
                [
                    k(LENA, basis="told", from_=ANA, channel="forum"),
                    k(ANA, basis="took-part", from_=None, channel="forum"),
                ],
            ),
            who(ev(1), [k(LENA, basis="told", from_=ANA), k(ANA, basis="took-part")]),
        ],
    ),
    Case(
        "a concern is told by its tester",
        "concern-raised has no `by`: `to` is told event:<id> and the concern from `tester`.",
        [act(1, "concern-raised", T1, tester=ANA, concern="pay", text="hm", to=[LENA])],
        [
            who("concern:pay", [k(LENA, basis="told", from_=ANA), k(ANA, basis="took-part")]),
            who(ev(1), [k(LENA, basis="told", from_=ANA), k(ANA, basis="took-part")]),
        ],
    ),
    Case(
        "an escalated concern is told by who escalates",
        "concern-escalated has a `by`: `to` is told from it, not from the tester.",
        [act(1, "concern-escalated", T1, tester=ANA, concern="pay", by=LENA, to=[OMAR])],
        [
            who("concern:pay", [k(LENA, basis="took-part"), k(OMAR, basis="told", from_=LENA)]),
            who(ev(1), [k(LENA, basis="took-part"), k(OMAR, basis="told", from_=LENA)]),
        ],
    ),
    Case(
        "a statement tells itself and its items",
        "statement-issued: `to` is told event:<id>, the statement and the `items`, from `by`.",
        [
            act(
                1,
                "statement-issued",
                T1,
                statement="sorry",
                by=LENA,
                to=[ANA],
                text="We are.",
                items=[DEMO, MODEL],
            )
        ],
        [
            what(
                ANA,
                [
                    ki(ev(1), basis="told", from_=LENA),
                    ki(DEMO, basis="told", from_=LENA),
                    ki(MODEL, basis="told", from_=LENA),
                    ki("statement:sorry", basis="told", from_=LENA),
                ],
                events=True,
            ),
            # The items by telling; that there is a statement by taking part.
            what(
                LENA,
                [
                    ki(DEMO, basis="telling", from_=None),
                    ki(MODEL, basis="telling", from_=None),
                    ki("statement:sorry", basis="took-part", from_=None),
                ],
            ),
        ],
    ),
    Case(
        "a disclosure tells its items",
        "item-disclosed: `to` is told event:<id> and the `items` from `by`, who is telling.",
        [disclosed(1, T1, DEMO, LENA, [ANA, BEN], channel="mail")],
        [
            who(
                DEMO,
                [
                    k(LENA, basis="telling", from_=None, channel="mail", state="full"),
                    k(ANA, basis="told", from_=LENA, channel="mail", learned_at=at(T1)),
                    k(BEN, basis="told", from_=LENA, channel="mail", full_at=at(T1)),
                ],
            ),
            who(ev(1), [k(LENA, basis="took-part"), k(ANA, basis="told"), k(BEN, basis="told")]),
            what(CAI, []),
        ],
    ),
    Case(
        "told by nobody known",
        "Without a `by` the `from` is null, and nobody is telling.",
        [disclosed(1, T1, DEMO, None, [ANA])],
        [who(DEMO, [k(ANA, basis="told", from_=None)])],
    ),
    Case(
        "an event can itself be known",
        "The items of a disclosure may be events: that others had been told.",
        [disclosed(1, T1, DEMO, LENA, [ANA]), disclosed(2, T2, ev(1), LENA, [BEN])],
        [
            what(BEN, [ki(ev(1), basis="told", via=uid(2)), ki(ev(2), basis="told")], events=True),
            what(BEN, []),  # which does not make him know the demo
        ],
    ),
    # --- extent ------------------------------------------------------------------------------
    Case(
        "a partial disclosure is partial for the teller too",
        "Extent: that of the event for its items, for whoever learns them; else full.",
        [disclosed(1, T1, DEMO, LENA, [ANA], extent="partial")],
        [
            who(
                DEMO,
                [k(LENA, state="partial", full_at=None), k(ANA, state="partial", full_at=None)],
            ),
            who(ev(1), [k(LENA, state="full"), k(ANA, state="full")]),
        ],
    ),
    Case(
        "a published rumour is a rumour for all who learn it",
        "The extent of item-published holds for `public` and for who tells.",
        [published(1, T1, DEMO, PRESS, extent="rumour")],
        [
            who(DEMO, [k(PRESS, state="rumour"), k(PUBLIC, state="rumour")]),
            who(ev(1), [k(PRESS, state="full"), k(PUBLIC, state="full")]),
        ],
    ),
    # --- leaks -------------------------------------------------------------------------------
    Case(
        "a leak reaches those it was leaked to",
        "item-leaked: `to` learns event:<id> and the `items` by leak, in full, from `by`.",
        [leaked(1, T1, DEMO, ANA, [PRESS], channel="chat")],
        [
            who(
                DEMO,
                [
                    k(PRESS, basis="leak", from_=ANA, channel="chat", state="full"),
                    k(ANA, basis="telling", from_=None, channel="chat"),
                ],
            ),
            who(ev(1), [k(PRESS, basis="leak", from_=ANA), k(ANA, basis="took-part")]),
        ],
    ),
    # --- publications ------------------------------------------------------------------------
    Case(
        "a publication teaches the public",
        "item-published: `public` learns event:<id> and the items, public, from `by`.",
        [published(1, T1, DEMO, PRESS, channel="web")],
        [
            who(
                DEMO,
                [
                    k(PRESS, basis="telling", from_=None),
                    k(PUBLIC, basis="public", from_=PRESS, channel="web"),
                ],
            ),
            who(ev(1), [k(PRESS, basis="took-part"), k(PUBLIC, basis="public", from_=PRESS)]),
        ],
    ),
    Case(
        "an open letter teaches itself and what it reveals",
        "open-letter-published: `public` learns event:<id>, the letter and `reveals` from `by`.",
        [act(1, "open-letter-published", T1, letter="open", title="T", by=ANA, reveals=[DEMO])],
        [
            what(
                PUBLIC,
                [
                    ki(ev(1), basis="public", from_=ANA),
                    ki(DEMO, basis="public", from_=ANA),
                    ki("letter:open", basis="public", from_=ANA),
                ],
                events=True,
            )
        ],
    ),
    Case(
        "signatories of an open letter tell what it reveals",
        "open-letter-published: `by` and its `signatories` know `reveals` by telling.",
        [
            act(
                1,
                "open-letter-published",
                T1,
                letter="open",
                title="T",
                by=ANA,
                signatories=[BEN],
                reveals=[DEMO],
            )
        ],
        [
            who(
                DEMO,
                [
                    k(PUBLIC, basis="public", from_=ANA),
                    k(ANA, basis="telling", from_=None),
                    k(BEN, basis="telling", from_=None),
                ],
            )
        ],
    ),
    Case(
        "signing later reveals nothing",
        "letter-signed is not in the row of tellings: who signs learns letter and event only.",
        [act(1, "letter-signed", T1, letter="open", signatory=BEN)],
        [what(BEN, [ki(ev(1)), ki("letter:open", basis="took-part")], events=True)],
    ),
    # --- takes part in the item itself -------------------------------------------------------
    Case(
        "who registers an item knows it",
        "item-registered: `by` learns the item as took-part, from none, in full.",
        [registered(1, T1, DEMO, LENA)],
        [who(DEMO, [k(LENA, basis="took-part", from_=None, state="full", full_at=at(T1))])],
    ),
    Case(
        "an item registered by nobody is known by nobody",
        "Without a `by`, registering teaches nobody.",
        [registered(1, T1, DEMO)],
        [who(DEMO, []), who(ev(1), [])],
    ),
    Case(
        "who detects a leak knows items and leak",
        "leak-detected: `by` learns the items and event:<leak> as took-part.",
        [
            leaked(1, T1, DEMO, ANA, [PRESS]),
            act(2, "leak-detected", T2, incident="leak", by=OMAR, leak=uid(1), items=[DEMO]),
        ],
        [
            what(
                OMAR,
                [
                    ki(ev(1), basis="took-part", via=uid(2), from_=None),
                    ki(ev(2), basis="took-part", via=uid(2)),
                    ki("incident:leak", basis="took-part"),
                    ki(DEMO, basis="took-part", via=uid(2), learned_at=at(T2)),
                ],
                events=True,
            )
        ],
    ),
    # --- access ------------------------------------------------------------------------------
    Case(
        "access gives the means to know",
        "access-granted with items: the tester learns them as access, from `by`.",
        [granted(1, T1, ANA, [DEMO], LENA)],
        [
            who(
                DEMO,
                [
                    # `by` knows in full, having taken part in it.
                    k(LENA, state="full", basis="took-part", from_=None, full_at=at(T1)),
                    k(ANA, state="access", basis="access", from_=LENA, full_at=None),
                ],
            ),
            who(ev(1), [k(LENA, basis="took-part"), k(ANA, basis="took-part", state="full")]),
        ],
    ),
    Case(
        "access to nothing in particular teaches no item",
        "access-granted without items: only that it was granted is learned.",
        [granted(1, T1, ANA, None, LENA)],
        [what(ANA, [ki(ev(1), basis="took-part")], events=True), what(LENA, [])],
    ),
    # --- what teaches nothing ----------------------------------------------------------------
    Case(
        "contact teaches no items",
        "Learnings are those of the table: being seen with one who knows teaches nothing.",
        [registered(1, T1, DEMO, LENA), act(2, "contact-observed", T2, parties=[LENA, ANA])],
        [who(DEMO, [k(LENA)]), what(ANA, [])],
    ),
    Case(
        "an organisation and its people do not share what they know",
        "An affiliation reaches neither way: what the organisation is told is not its people's.",
        [
            act(1, "affiliation-began", T1, party=LENA, org=NOVA),
            disclosed(2, T2, DEMO, OMAR, [NOVA]),
            disclosed(3, T2, MODEL, OMAR, [LENA]),
        ],
        [who(DEMO, [k(NOVA), k(OMAR)]), who(MODEL, [k(LENA), k(OMAR)])],
    ),
    Case(
        "who is identified with another is never merged with it",
        "party-identified is shown, never merged: neither knows what the other was told.",
        [
            act(1, "party-identified", T1, party=ANA, same_as=BEN),
            disclosed(2, T2, DEMO, LENA, [BEN]),
        ],
        [who(DEMO, [k(LENA), k(BEN)]), what(ANA, [])],
    ),
    Case(
        "nobody unlearns",
        "What was learned stays learned after a cut and after leaving.",
        [
            disclosed(1, T1, DEMO, LENA, [ANA]),
            act(2, "access-cut", T2, tester=ANA, by=LENA),
            act(3, "tester-left", T2, tester=ANA),
        ],
        [what(ANA, [ki(DEMO, state="full", learned_at=at(T1))])],
    ),
    Case(
        "a retracted event can still be known of",
        "That an event:<id> is itself retracted takes nothing away from who was told of it.",
        [
            disclosed(1, T1, DEMO, LENA, [ANA]),
            disclosed(2, T2, ev(1), OMAR, [BEN]),
            act(3, "event-retracted", T2, event=uid(1), reason="an error"),
        ],
        [
            who(DEMO, []),
            # Those who learned it by the event itself have lost it with the event.
            who(ev(1), [k(OMAR, basis="telling"), k(BEN, basis="told", via=uid(2))]),
        ],
    ),
]
