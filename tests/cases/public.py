"""What `public` knows, everybody knows from then on."""

from __future__ import annotations

from .acts import (
    ALPHA,
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
    disclosed,
    leaked,
    published,
)
from .form import Case, at, k, ki, span, uid, what, who

FROM_PUBLIC = {"basis": "public", "from_": "public"}

CASES: list[Case] = [
    Case(
        "what the public knows everybody knows",
        "The learnings of any other party, named or not, include those of `public`, else the same.",
        [published(1, T2, DEMO, PRESS, channel="web", grade="primary", extent="partial")],
        [
            what(
                party,
                [
                    ki(
                        DEMO,
                        **FROM_PUBLIC,
                        state="partial",
                        certainty="certain",
                        learned_at=at(T2),
                        full_at=None,
                        channel="web",
                        via=uid(1),
                        grade="primary",
                    )
                ],
            )
            for party in (ANA, ALPHA, "org:never-named")
        ],
    ),
    Case(
        "everybody knows it from then on, not before",
        "A publication teaches from when it happened.",
        [published(1, T2, DEMO, PRESS)],
        [what(ANA, [], as_of=T1), what(ANA, [ki(DEMO)], as_of=T2)],
    ),
    Case(
        "a publication of an uncertain day is possible for everybody",
        "The learnings of `public` are everybody's with the same bounds and certainty.",
        [published(1, "2024-03-02", DEMO, PRESS)],
        [
            what(
                ANA,
                [
                    ki(
                        DEMO,
                        **FROM_PUBLIC,
                        certainty="possible",
                        learned_at=span(
                            "2024-03-02", "2024-03-02T00:00:00Z", "2024-03-02T23:59:59.999999Z"
                        ),
                    )
                ],
                as_of=T2,
            ),
            what(ANA, [ki(DEMO, **FROM_PUBLIC, certainty="certain")], as_of=T3),
        ],
    ),
    Case(
        "a statement to the public is a publication",
        "`public` in a `to`: basis public, from `by`; for all others from `public`.",
        [
            act(
                1,
                "statement-issued",
                T1,
                statement="sorry",
                by=LENA,
                to=[PUBLIC],
                text="We are.",
                items=[DEMO],
            )
        ],
        [
            what(
                PUBLIC,
                [
                    ki(DEMO, basis="public", from_=LENA),
                    ki("statement:sorry", basis="public", from_=LENA),
                ],
            ),
            what(ANA, [ki(DEMO, **FROM_PUBLIC), ki("statement:sorry", **FROM_PUBLIC)]),
        ],
    ),
    Case(
        "a disclosure to the public is a publication",
        "`public` may stand in any `to`, and makes it a publication: basis public.",
        [disclosed(1, T1, DEMO, LENA, [PUBLIC], extent="existence")],
        [
            who(
                DEMO,
                [
                    k(PUBLIC, basis="public", from_=LENA, state="existence"),
                    k(LENA, basis="telling", from_=None, state="existence"),
                ],
            ),
            what(ANA, [ki(DEMO, **FROM_PUBLIC, state="existence")]),
        ],
    ),
    Case(
        "a promise made to the public",
        "`public` in the `to` of a commitment: it learns the commitment, and so does everybody.",
        [act(1, "commitment-made", T1, commitment="pay", by=LENA, to=[PUBLIC], text="will")],
        [
            who("commitment:pay", [k(PUBLIC, basis="public", from_=LENA), k(LENA)]),
            what(BEN, [ki("commitment:pay", **FROM_PUBLIC)]),
        ],
    ),
    Case(
        "a leak to the public",
        "`public` in the `to` of a leak knows by leak; everybody else by public, from public.",
        [leaked(1, T1, DEMO, ANA, [PUBLIC], channel="chat")],
        [
            who(DEMO, [k(PUBLIC, basis="leak", from_=ANA), k(ANA, basis="telling")]),
            what(BEN, [ki(DEMO, **FROM_PUBLIC, channel="chat", state="full", via=uid(1))]),
        ],
    ),
    Case(
        "the public does not know what one party was told",
        "Everybody knows what `public` knows; `public` does not know what anybody knows.",
        [disclosed(1, T1, DEMO, LENA, [ANA]), published(2, T2, MODEL, LENA)],
        [what(PUBLIC, [ki(MODEL)]), what(ANA, [ki(DEMO, basis="told"), ki(MODEL, **FROM_PUBLIC)])],
    ),
    Case(
        "what was public first was learned from the public",
        "Public learnings count with one's own: the first gives learned_at and from.",
        [published(1, T1, DEMO, PRESS), disclosed(2, T2, DEMO, LENA, [ANA])],
        [what(ANA, [ki(DEMO, **FROM_PUBLIC, learned_at=at(T1), via=uid(1))])],
    ),
    Case(
        "what was told first was learned from the teller",
        "Public learnings count with one's own, and come later here.",
        [disclosed(1, T1, DEMO, LENA, [ANA]), published(2, T2, DEMO, PRESS)],
        [what(ANA, [ki(DEMO, basis="told", from_=LENA, learned_at=at(T1), via=uid(1))])],
    ),
]
