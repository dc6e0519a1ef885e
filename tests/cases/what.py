"""What a party knows: which items, and in which order."""

from __future__ import annotations

from .acts import (
    ANA,
    BEN,
    DEMO,
    LENA,
    MODEL,
    PRESS,
    PUBLIC,
    T1,
    T2,
    T3,
    act,
    asked,
    disclosed,
    published,
)
from .form import Case, ev, ki, what

CASES: list[Case] = [
    Case(
        "items by name, not by time",
        "By item, its kind included, by code point.",
        [
            disclosed(1, T3, DEMO, LENA, [ANA]),
            disclosed(2, T2, MODEL, LENA, [ANA]),
            act(3, "nda-signed", T1, tester=ANA, terms="nda"),
            act(4, "concern-raised", T2, tester=ANA, concern="pay", text="hm", to=[LENA]),
            act(5, "commitment-made", T2, commitment="pay", by=LENA, to=[ANA], text="will"),
            disclosed(6, T1, "item:demo-2", LENA, [ANA]),
            disclosed(7, T1, "item:demo.1", LENA, [ANA]),
        ],
        [
            what(
                ANA,
                [
                    ki("commitment:pay", basis="told"),
                    ki("concern:pay", basis="took-part"),
                    ki(DEMO),
                    ki("item:demo-2"),
                    ki("item:demo.1"),
                    ki(MODEL),
                    ki("terms:nda", basis="took-part"),
                ],
            )
        ],
    ),
    Case(
        "events only if asked for",
        "`event:` items are answered only with events=true.",
        [disclosed(1, T1, DEMO, LENA, [ANA])],
        [
            what(ANA, [ki(DEMO)]),
            what(ANA, [ki(ev(1), basis="told"), ki(DEMO, basis="told")], events=True),
            what(LENA, [ki(ev(1), basis="took-part"), ki(DEMO, basis="telling")], events=True),
        ],
    ),
    Case(
        "what was asked and not told is included, in its place",
        "Asked-not-told stand among the others, by item.",
        [
            disclosed(1, T1, MODEL, LENA, [ANA]),
            asked(2, T2, DEMO, ANA, LENA),
        ],
        [what(ANA, [ki(DEMO, state="asked-not-told"), ki(MODEL, state="full")])],
    ),
    Case(
        "a request for an event is an event item",
        "An event may be asked for; it is answered only with events=true.",
        [
            disclosed(1, T1, DEMO, LENA, [BEN]),
            asked(2, T2, ev(1), ANA, LENA),
        ],
        [
            what(ANA, []),
            what(
                ANA,
                [ki(ev(1), state="asked-not-told"), ki(ev(2), basis="took-part")],
                events=True,
            ),
        ],
    ),
    Case(
        "what is public is included, for a party never named",
        "A party never named knows what is public, and no more.",
        [published(1, T2, DEMO, PRESS), disclosed(2, T1, MODEL, LENA, [ANA])],
        [
            what("tester:nobody", [ki(DEMO, basis="public", from_="public")]),
            what(
                "tester:nobody",
                [ki(ev(1), basis="public", from_="public"), ki(DEMO, basis="public")],
                events=True,
            ),
            what("tester:nobody", [], as_of=T1),
        ],
    ),
    Case(
        "what the public knows",
        "`public` is a party that can be asked about.",
        [published(1, T2, DEMO, PRESS), disclosed(2, T1, MODEL, LENA, [ANA])],
        [what(PUBLIC, [ki(DEMO, basis="public", from_=PRESS)])],
    ),
    Case(
        "what is possibly known is included",
        "Certain or possible: the answer says which.",
        [disclosed(1, "2024-03-02", DEMO, LENA, [ANA]), disclosed(2, T1, MODEL, LENA, [ANA])],
        [
            what(
                ANA,
                [ki(DEMO, certainty="possible"), ki(MODEL, certainty="certain")],
                as_of=T2,
            )
        ],
    ),
]
