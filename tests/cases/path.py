"""The path by which an item reached a party, origin first."""

from __future__ import annotations

from .acts import (
    ALPHA,
    ANA,
    BEN,
    CAI,
    DEMO,
    LENA,
    OMAR,
    PRESS,
    PUBLIC,
    T1,
    T2,
    T3,
    T4,
    T5,
    T6,
    T9,
    act,
    asked,
    disclosed,
    granted,
    joined,
    leaked,
    published,
    registered,
)
from .form import Case, at, ev, how, k, uid

KNOWN_BY_LENA = registered(1, T1, DEMO, LENA)
LENA_TOOK_PART = k(LENA, basis="took-part", via=uid(1), from_=None)

CASES: list[Case] = [
    # --- where it ends ------------------------------------------------------------------------
    Case(
        "a path of one hop",
        "Complete when the walk ends at a learning of basis took-part.",
        [KNOWN_BY_LENA],
        [
            how(
                LENA,
                DEMO,
                [
                    {
                        "party": LENA,
                        "item": DEMO,
                        "extent": "full",
                        "basis": "took-part",
                        "from": None,
                        "channel": None,
                        "via": uid(1),
                        "grade": "reported",
                        "certainty": "certain",
                        "learned_at": {"text": T1, "earliest": T1, "latest": T1},
                    }
                ],
            )
        ],
    ),
    Case(
        "from mouth to mouth",
        "Go on to its `from`; the path is answered origin first.",
        [
            KNOWN_BY_LENA,
            disclosed(2, T2, DEMO, LENA, [ANA], extent="partial", channel="mail", grade="primary"),
            disclosed(3, T3, DEMO, ANA, [BEN], channel="chat"),
        ],
        [
            how(
                BEN,
                DEMO,
                [
                    LENA_TOOK_PART,
                    k(
                        ANA,
                        extent="partial",
                        basis="told",
                        from_=LENA,
                        channel="mail",
                        via=uid(2),
                        grade="primary",
                        learned_at=at(T2),
                    ),
                    k(BEN, extent="full", basis="told", from_=ANA, channel="chat", via=uid(3)),
                ],
            )
        ],
    ),
    Case(
        "a teller without a source",
        "A walk that ends at a telling stopped at a learning without `from`: unknown-source.",
        [disclosed(1, T2, DEMO, LENA, [ANA])],
        [
            how(
                ANA,
                DEMO,
                [k(LENA, basis="telling", from_=None), k(ANA, basis="told")],
                "unknown-source",
            )
        ],
    ),
    Case(
        "told by nobody known leads nowhere",
        "A learning without `from` that is not took-part: unknown-source.",
        [KNOWN_BY_LENA, disclosed(2, T2, DEMO, None, [ANA])],
        [how(ANA, DEMO, [k(ANA, basis="told", from_=None)], "unknown-source")],
    ),
    Case(
        "no path to what is not known",
        "Nothing known: an empty path, false, unrecorded; asking is not knowing.",
        [KNOWN_BY_LENA, asked(2, T2, DEMO, ANA, LENA), disclosed(3, T5, DEMO, LENA, [BEN])],
        [
            how(ANA, DEMO, [], "unrecorded"),
            how(CAI, DEMO, [], "unrecorded"),
            how(BEN, DEMO, [], "unrecorded", as_of=T4),
            how(LENA, "item:other", [], "unrecorded"),
        ],
    ),
    Case(
        "two who told each other",
        "The `from` was met before: cycle.",
        # All on one day, so that none is certainly later than another. ANA has it from BEN by
        # event 2, which is not her own telling; BEN from ANA by event 1, not his; ANA again.
        [
            disclosed(1, "2024-03-02", DEMO, ANA, [BEN]),
            disclosed(2, "2024-03-02", DEMO, BEN, [ANA]),
        ],
        [
            how(ANA, DEMO, [k(BEN, from_=ANA, via=uid(1)), k(ANA, from_=BEN, via=uid(2))], "cycle"),
            how(BEN, DEMO, [k(ANA, from_=BEN, via=uid(2)), k(BEN, from_=ANA, via=uid(1))], "cycle"),
        ],
    ),
    # --- certainly later than a hop -----------------------------------------------------------
    Case(
        "what the teller learned afterwards is no source",
        "Left out: learnings certainly later than a hop already taken.",
        [KNOWN_BY_LENA, disclosed(2, T2, DEMO, ANA, [BEN]), disclosed(3, T5, DEMO, LENA, [ANA])],
        [how(BEN, DEMO, [k(ANA, basis="telling"), k(BEN, basis="told")], "unknown-source")],
    ),
    Case(
        "what the teller learned at that instant may be the source",
        "Certainly later is `earliest` > the least `latest`: at one instant it is not.",
        [KNOWN_BY_LENA, disclosed(2, T2, DEMO, ANA, [BEN]), disclosed(3, T2, DEMO, LENA, [ANA])],
        [how(BEN, DEMO, [LENA_TOOK_PART, k(ANA, via=uid(3)), k(BEN, via=uid(2))])],
    ),
    Case(
        "later than any hop, not only than the last",
        "The least `latest` of all the hops taken is the bound.",
        # BEN's hop ends on 3 March. ANA's lasts to the 9th, and LENA was told on the 5th: not
        # later than ANA's hop, but than BEN's. LENA's telling (1st to 9th) is left.
        [
            disclosed(1, T3, DEMO, ANA, [BEN]),
            disclosed(2, "2024-03-01/2024-03-09", DEMO, LENA, [ANA]),
            disclosed(3, T5, DEMO, OMAR, [LENA]),
        ],
        [
            how(
                BEN,
                DEMO,
                [k(LENA, basis="telling", via=uid(2)), k(ANA, via=uid(2)), k(BEN, via=uid(1))],
                "unknown-source",
            )
        ],
    ),
    # --- nobody learns from what they told ------------------------------------------------------
    Case(
        "who told before being told",
        "Left out for who told: what is certainly later than the first telling.",
        [KNOWN_BY_LENA, disclosed(2, T2, DEMO, ANA, [BEN]), disclosed(3, T5, DEMO, LENA, [ANA])],
        [how(ANA, DEMO, [k(ANA, basis="telling", via=uid(2))], "unknown-source")],
    ),
    Case(
        "the first telling counts, not the last",
        "Certainly later than its *first* telling, though before its second.",
        [
            disclosed(1, T2, DEMO, ANA, [BEN]),
            disclosed(2, T4, DEMO, LENA, [ANA]),
            disclosed(3, T6, DEMO, ANA, [CAI]),
        ],
        [how(ANA, DEMO, [k(ANA, basis="telling", via=uid(1))], "unknown-source")],
    ),
    Case(
        "told before, and told others after",
        "What came before the first telling stays.",
        [KNOWN_BY_LENA, disclosed(2, T2, DEMO, LENA, [ANA]), disclosed(3, T3, DEMO, ANA, [BEN])],
        [how(ANA, DEMO, [LENA_TOOK_PART, k(ANA, basis="told", from_=LENA)])],
    ),
    Case(
        "a telling that is not by as_of yet",
        "Tellings are those by as_of: before she told others, anything goes.",
        [disclosed(1, T2, DEMO, None, [ANA]), disclosed(2, T1, DEMO, ANA, [BEN])],
        [
            # At T1 she had told, and knew by nothing else.
            how(ANA, DEMO, [k(ANA, basis="telling")], "unknown-source", as_of=T1),
            # By T2 she was told, certainly later than her telling: no source.
            how(ANA, DEMO, [k(ANA, basis="telling")], "unknown-source", as_of=T2),
            # While only the later event is recorded, it is what she knew by.
            how(ANA, DEMO, [k(ANA, basis="told")], "unknown-source", recorded=1),
        ],
    ),
    Case(
        "who publishes does not learn it from the public",
        "Left out: what comes via the event of one of its tellings.",
        [published(1, T2, DEMO, PRESS)],
        [
            how(PRESS, DEMO, [k(PRESS, basis="telling")], "unknown-source"),
            how(PUBLIC, DEMO, [k(PRESS, basis="telling"), k(PUBLIC)], "unknown-source"),
        ],
    ),
    Case(
        "who perhaps publishes does not learn it from the public",
        "Tellings are certain or, if none is, possible ones.",
        # Without this, the possible public learning would go before the possible telling.
        [published(1, "2024-03-02", DEMO, PRESS)],
        [
            how(
                PRESS,
                DEMO,
                [k(PRESS, basis="telling", certainty="possible")],
                "unknown-source",
                as_of=T2,
            )
        ],
    ),
    Case(
        "who tells her own group does not learn it there",
        "Left out: what comes via the event of one of its tellings, as member too.",
        [joined(1, T1, ALPHA, LENA), disclosed(2, T2, DEMO, LENA, [ALPHA])],
        [how(LENA, DEMO, [k(LENA, basis="telling")], "unknown-source")],
    ),
    Case(
        "what comes via any of the tellings is left out",
        "*Any* of its tellings, not only the first.",
        # Both on one day: the publication is not certainly later than the first telling, yet
        # PRESS does not know the demo from a public that it told itself.
        [
            disclosed(1, "2024-03-02", DEMO, PRESS, [ANA]),
            published(2, "2024-03-02", DEMO, PRESS),
        ],
        [how(PRESS, DEMO, [k(PRESS, basis="telling", via=uid(1))], "unknown-source")],
    ),
    # --- which learning is taken ------------------------------------------------------------------
    Case(
        "the first source, not the strongest",
        "The first of the certain ones, whatever its extent.",
        [
            disclosed(1, T2, DEMO, OMAR, [ANA], extent="rumour"),
            disclosed(2, T3, DEMO, LENA, [ANA]),
        ],
        [
            how(
                ANA,
                DEMO,
                [k(OMAR, extent="rumour"), k(ANA, extent="rumour", from_=OMAR)],
                "unknown-source",
            )
        ],
    ),
    Case(
        "certainly told before an earlier possible membership",
        "Certain ones go before possible ones, whichever is first.",
        [
            joined(1, "2024-03-02", ALPHA, ANA),
            disclosed(2, T2, DEMO, LENA, [ALPHA]),
            disclosed(3, T4, DEMO, OMAR, [ANA]),
        ],
        [
            how(
                ANA,
                DEMO,
                [k(OMAR, basis="telling"), k(ANA, basis="told", certainty="certain")],
                "unknown-source",
            )
        ],
    ),
    Case(
        "a certain telling-to before an earlier access",
        "Certain ones that are neither telling nor access go before certain access.",
        [granted(1, T1, ANA, [DEMO], LENA), disclosed(2, T3, DEMO, OMAR, [ANA])],
        [how(ANA, DEMO, [k(OMAR, basis="telling"), k(ANA, basis="told")], "unknown-source")],
    ),
    Case(
        "certain access before what is only possible",
        "Certain access goes before possible ones; who granted it took part.",
        [granted(1, T3, ANA, [DEMO], LENA), disclosed(2, "2024-03-01/..", DEMO, OMAR, [ANA])],
        [
            how(
                ANA,
                DEMO,
                [LENA_TOOK_PART, k(ANA, extent="access", basis="access", certainty="certain")],
            )
        ],
    ),
    Case(
        "possibly told before possible access",
        "Possible ones neither telling nor access go before possible access, whatever is first.",
        [
            granted(1, "2024-03-05", ANA, [DEMO], LENA),
            disclosed(2, "2024-03-05/2024-03-20", DEMO, OMAR, [ANA]),
        ],
        [
            how(
                ANA,
                DEMO,
                [k(OMAR, basis="telling"), k(ANA, basis="told", certainty="possible")],
                "unknown-source",
                as_of=T5,
            )
        ],
    ),
    Case(
        "possibly told before a certain telling of one's own",
        "Possible ones that are no tellings go before certain tellings.",
        [disclosed(1, T5, DEMO, ANA, [BEN]), disclosed(2, "2024-03-04/..", DEMO, LENA, [ANA])],
        [
            how(
                ANA,
                DEMO,
                [k(LENA, basis="telling"), k(ANA, basis="told", certainty="possible")],
                "unknown-source",
            )
        ],
    ),
    Case(
        "possible access before a certain telling of one's own",
        "Possible access goes before certain tellings.",
        [disclosed(1, T5, DEMO, ANA, [BEN]), granted(2, "2024-03-04/..", ANA, [DEMO], LENA)],
        [
            how(
                ANA,
                DEMO,
                [
                    k(LENA, basis="took-part", certainty="possible"),
                    k(ANA, basis="access", certainty="possible"),
                ],
            )
        ],
    ),
    Case(
        "a certain telling before a possible one",
        "Of tellings the certain ones go first.",
        [disclosed(1, "2024-03-01/..", DEMO, ANA, [BEN]), disclosed(2, T5, DEMO, ANA, [CAI])],
        [
            how(
                ANA,
                DEMO,
                [k(ANA, basis="telling", via=uid(2), certainty="certain")],
                "unknown-source",
            )
        ],
    ),
    # --- through others -----------------------------------------------------------------------
    Case(
        "through the public",
        "`public` is a hop of its own between who published it and who knows it from there.",
        [KNOWN_BY_LENA, published(2, T2, DEMO, LENA)],
        [
            how(
                ANA,
                DEMO,
                [
                    LENA_TOOK_PART,
                    k(PUBLIC, basis="public", from_=LENA, via=uid(2)),
                    k(ANA, basis="public", from_="public", via=uid(2)),
                ],
            )
        ],
    ),
    Case(
        "through a leak to the public",
        "`public` knows by leak, everybody from public.",
        [disclosed(1, T1, DEMO, LENA, [BEN]), leaked(2, T2, DEMO, BEN, [PUBLIC])],
        [
            how(
                ANA,
                DEMO,
                [
                    k(LENA, basis="telling"),
                    k(BEN, basis="told"),
                    k(PUBLIC, basis="leak", from_=BEN),
                    k(ANA, basis="public", from_="public"),
                ],
                "unknown-source",
            )
        ],
    ),
    Case(
        "through a group",
        "A member has it from who told the group; the group is not a hop.",
        [KNOWN_BY_LENA, joined(2, T1, ALPHA, ANA), disclosed(3, T3, DEMO, LENA, [ALPHA])],
        [how(ANA, DEMO, [LENA_TOOK_PART, k(ANA, basis="member", from_=LENA, channel=ALPHA)])],
    ),
    Case(
        "of a thing and of an event",
        "Concerns and events have paths like items: here both begin with who took part.",
        [act(1, "concern-raised", T1, tester=ANA, concern="pay", text="hm", to=[LENA])],
        [
            how(LENA, "concern:pay", [k(ANA, basis="took-part"), k(LENA, from_=ANA)]),
            how(LENA, ev(1), [k(ANA, basis="took-part"), k(LENA, basis="told", from_=ANA)]),
        ],
    ),
    Case(
        "a possible member's path is possible",
        "A hop shows its own certainty; a possible member's stays possible.",
        [
            KNOWN_BY_LENA,
            joined(2, "2024-03-03", ALPHA, ANA),
            disclosed(3, T3, DEMO, LENA, [ALPHA]),
        ],
        [
            how(
                ANA,
                DEMO,
                [k(LENA, certainty="certain"), k(ANA, basis="member", certainty="possible")],
                as_of=T9,
            )
        ],
    ),
]
