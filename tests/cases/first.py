"""First among learnings: by latest, earliest, position, then basis, from, channel, extent."""

from __future__ import annotations

from .acts import (
    ALPHA,
    ANA,
    BETA,
    DEMO,
    LENA,
    OMAR,
    PUBLIC,
    T1,
    T3,
    T4,
    T5,
    T9,
    act,
    disclosed,
    joined,
    leaked,
)
from .form import Case, at, ki, uid, what

# No case turns on `from` or extent alone: one event has one teller and, for one thing, one
# extent, so that two learnings equal in all else do not differ there.

CASES: list[Case] = [
    Case(
        "first is by latest, not by position",
        "What happened first comes first, in whatever order it was recorded.",
        [disclosed(1, T5, DEMO, LENA, [ANA]), disclosed(2, T3, DEMO, OMAR, [ANA])],
        [what(ANA, [ki(DEMO, learned_at=at(T3), from_=OMAR, via=uid(2))])],
    ),
    Case(
        "latest goes before earliest",
        "An instant comes before a month that begins before it: it is over sooner.",
        [disclosed(1, "2024-03", DEMO, LENA, [ANA]), disclosed(2, T5, DEMO, OMAR, [ANA])],
        [what(ANA, [ki(DEMO, learned_at=at(T5), from_=OMAR)])],
    ),
    Case(
        "of one latest the earliest goes first",
        "Equal latest: the smaller earliest, though recorded later.",
        # Both end with 10 March; the second may have been four days earlier.
        [
            disclosed(1, "2024-03-10", DEMO, LENA, [ANA]),
            disclosed(2, "2024-03-06/2024-03-10", DEMO, OMAR, [ANA]),
        ],
        [what(ANA, [ki(DEMO, via=uid(2), from_=OMAR)])],
    ),
    Case(
        "a null earliest goes first",
        "Equal latest: unbounded earliest comes before any instant.",
        [
            disclosed(1, "2024-03-06/2024-03-10", DEMO, LENA, [ANA]),
            disclosed(2, "../2024-03-10", DEMO, OMAR, [ANA]),
        ],
        [what(ANA, [ki(DEMO, via=uid(2))])],
    ),
    Case(
        "a null latest goes last",
        "What may still be to come is after all that has an end; both are possible here.",
        [
            disclosed(1, "2024-03-01/..", DEMO, LENA, [ANA]),
            disclosed(2, "2024-03-05", DEMO, OMAR, [ANA]),
        ],
        [what(ANA, [ki(DEMO, certainty="possible", via=uid(2))], as_of=T5)],
    ),
    Case(
        "of equal bounds the position decides",
        "Equal bounds, written with other offsets: the one recorded first.",
        [
            disclosed(1, "2024-03-05T14:00:00+02:00", DEMO, OMAR, [ANA]),
            disclosed(2, "2024-03-05T12:00:00Z", DEMO, LENA, [ANA]),
        ],
        [what(ANA, [ki(DEMO, via=uid(1), from_=OMAR)])],
    ),
    Case(
        "took-part goes before telling",
        "A statement that names itself among its items: who issues it took part in it.",
        [
            act(
                1,
                "statement-issued",
                T1,
                statement="sorry",
                by=LENA,
                to=[ANA],
                text="We are.",
                items=["statement:sorry"],
            )
        ],
        [what(LENA, [ki("statement:sorry", basis="took-part")])],
    ),
    Case(
        "took-part goes before told",
        "Feedback that a tester addresses to herself.",
        [act(1, "feedback-given", T1, tester=ANA, feedback="one", text="hm", to=[ANA])],
        [what(ANA, [ki("feedback:one", basis="took-part", from_=None)])],
    ),
    Case(
        "telling goes before told",
        "Who tells herself was telling.",
        [disclosed(1, T1, DEMO, LENA, [LENA])],
        [what(LENA, [ki(DEMO, basis="telling", from_=None)])],
    ),
    Case(
        "telling goes before member",
        "Who tells a group that she belongs to was telling.",
        [joined(1, T1, ALPHA, LENA), disclosed(2, T3, DEMO, LENA, [ALPHA])],
        [what(LENA, [ki(DEMO, basis="telling", from_=None, channel=None)])],
    ),
    Case(
        "told goes before member, whatever the order in to",
        "Named beside her group: told.",
        [joined(1, T1, ALPHA, ANA), disclosed(2, T3, DEMO, LENA, [ALPHA, ANA])],
        [what(ANA, [ki(DEMO, basis="told", channel=None)])],
    ),
    Case(
        "member goes before leak",
        "A leak to a party and to its group: member, on the group's channel.",
        [joined(1, T1, ALPHA, ANA), leaked(2, T3, DEMO, LENA, [ANA, ALPHA])],
        [what(ANA, [ki(DEMO, basis="member", channel=ALPHA)])],
    ),
    Case(
        "told goes before public",
        "Named beside the public: told, from the teller.",
        [disclosed(1, T1, DEMO, LENA, [PUBLIC, ANA])],
        [what(ANA, [ki(DEMO, basis="told", from_=LENA)])],
    ),
    Case(
        "member goes before public",
        "A group named beside the public: member, from the teller.",
        [joined(1, T1, ALPHA, ANA), disclosed(2, T3, DEMO, LENA, [PUBLIC, ALPHA])],
        [what(ANA, [ki(DEMO, basis="member", from_=LENA)])],
    ),
    Case(
        "leak goes before public",
        "A leak to a party and to the public: by leak, from the teller.",
        [leaked(1, T1, DEMO, LENA, [PUBLIC, ANA])],
        [what(ANA, [ki(DEMO, basis="leak", from_=LENA)])],
    ),
    Case(
        "bounds go before basis",
        "A leak comes before a later disclosure, though told is before leak in the order.",
        [leaked(1, T4, DEMO, OMAR, [ANA]), disclosed(2, T5, DEMO, LENA, [ANA])],
        [what(ANA, [ki(DEMO, basis="leak", from_=OMAR)])],
    ),
    Case(
        "position goes before basis",
        "Equal bounds: the leak that was recorded before the disclosure comes first.",
        [leaked(1, T4, DEMO, OMAR, [ANA]), disclosed(2, T4, DEMO, LENA, [ANA])],
        [what(ANA, [ki(DEMO, basis="leak", from_=OMAR)])],
    ),
    Case(
        "of two groups the first channel",
        "A member of two groups that are told together: equal to the channel, which sorts.",
        [
            joined(1, T1, BETA, ANA),
            joined(2, T1, ALPHA, ANA),
            disclosed(3, T3, DEMO, LENA, [BETA, ALPHA]),
        ],
        [what(ANA, [ki(DEMO, basis="member", channel=ALPHA)], as_of=T9)],
    ),
]
