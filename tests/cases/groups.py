"""A group in a `to`, or as tester of access-granted: what its members at that time learn."""

from __future__ import annotations

from .acts import (
    ALPHA,
    ANA,
    BEN,
    BETA,
    DEMO,
    LENA,
    NOVA,
    OMAR,
    PRESS,
    T1,
    T2,
    T3,
    T4,
    T5,
    T6,
    T9,
    act,
    disclosed,
    granted,
    joined,
    leaked,
    parted,
    retracted,
)
from .form import Case, Event, at, ev, k, ki, span, uid, what, who

MEMBER = {"basis": "member", "from_": LENA, "channel": ALPHA, "state": "full", "via": uid(9)}


def membership(
    name: str, sentence: str, coming_and_going: list[Event], certainty: str | None, when: str = T5
) -> Case:
    """LENA tells the group at `when` (event 9): ANA learns it with that certainty, or not."""
    learned = [] if certainty is None else [ki(DEMO, **MEMBER, certainty=certainty)]
    told = disclosed(9, when, DEMO, LENA, [ALPHA])
    return Case(name, sentence, [*coming_and_going, told], [what(ANA, learned)])


CERTAIN = "Certainly a member: a join with latest <= t, and no leave that may have come after it."
NO_LEAVE = "A leave counts if its latest >= the join's earliest and its earliest <= t."
POSSIBLE = "Possibly a member: a join with earliest <= t, and no leave that certainly came after."

CASES: list[Case] = [
    # --- what reaches members, and how -----------------------------------------------------
    Case(
        "a group learns as a party and so do its members",
        "A group in `to` learns; so does each member, as member, same from, channel the group.",
        [joined(1, T1, ALPHA, ANA), disclosed(2, T3, DEMO, LENA, [ALPHA])],
        [
            who(
                DEMO,
                [
                    k(ALPHA, basis="told", from_=LENA, channel=None),
                    k(LENA, basis="telling"),
                    k(ANA, basis="member", from_=LENA, channel=ALPHA, learned_at=at(T3)),
                ],
            ),
            who(ev(2), [k(ALPHA, basis="told"), k(LENA), k(ANA, basis="member", channel=ALPHA)]),
        ],
    ),
    Case(
        "the channel of the event goes before the group",
        "Channel of a member's learning: the group only if the event has none.",
        [joined(1, T1, ALPHA, ANA), disclosed(2, T3, DEMO, LENA, [ALPHA], channel="mail")],
        [what(ANA, [ki(DEMO, basis="member", channel="mail")])],
    ),
    Case(
        "members learn all that the group learns by the row",
        "A statement to the group: each member learns event, statement and items, of any kind.",
        [
            joined(1, T1, ALPHA, NOVA),
            act(
                2,
                "statement-issued",
                T3,
                statement="sorry",
                by=LENA,
                to=[ALPHA],
                text="We are.",
                items=[DEMO],
            ),
        ],
        [
            what(
                NOVA,
                [
                    ki(ev(1), basis="took-part"),
                    ki(ev(2), basis="member", from_=LENA),
                    ki(DEMO, basis="member", from_=LENA),
                    ki("statement:sorry", basis="member", from_=LENA),
                ],
                events=True,
            )
        ],
    ),
    Case(
        "feedback to a group reaches its members from the tester",
        "The same from as the group's: for feedback its tester.",
        [
            joined(1, T1, ALPHA, BEN),
            act(2, "feedback-given", T3, tester=ANA, feedback="one", text="hm", to=[ALPHA]),
        ],
        [what(BEN, [ki("feedback:one", basis="member", from_=ANA, channel=ALPHA)])],
    ),
    Case(
        "a leak to a group makes members of its members",
        "Basis member for a leak too; the group itself knows by leak.",
        [joined(1, T1, ALPHA, ANA), leaked(2, T3, DEMO, BEN, [ALPHA])],
        [
            who(
                DEMO,
                [
                    k(ALPHA, basis="leak", from_=BEN),
                    k(ANA, basis="member", from_=BEN, channel=ALPHA),
                    k(BEN, basis="telling"),
                ],
            )
        ],
    ),
    Case(
        "access of a group is access of its members",
        "A group as tester of access-granted: members learn the items as access, from `by`.",
        [joined(1, T1, ALPHA, ANA), granted(2, T3, ALPHA, [DEMO], LENA)],
        [
            who(
                DEMO,
                [
                    k(ALPHA, state="access", basis="access", from_=LENA, channel=None),
                    k(LENA, state="full", basis="took-part"),
                    k(ANA, state="access", basis="access", from_=LENA, channel=ALPHA),
                ],
            ),
            # That access was granted the group learns by another row, which stops with it.
            who(ev(2), [k(ALPHA, basis="took-part"), k(LENA, basis="took-part")]),
        ],
    ),
    Case(
        "taking part as a group does not reach members",
        "Only `to` and such access reach members: not `tester` of other events, not `by`.",
        [
            joined(1, T1, ALPHA, ANA),
            act(2, "nda-signed", T3, tester=ALPHA, terms="nda"),
            disclosed(3, T4, DEMO, ALPHA, [BEN]),
        ],
        [
            who("terms:nda", [k(ALPHA)]),
            who(DEMO, [k(ALPHA, basis="telling"), k(BEN, basis="told", from_=ALPHA)]),
        ],
    ),
    Case(
        "other groups learn nothing",
        "Each member of the group named, not of others.",
        [joined(1, T1, BETA, ANA), disclosed(2, T3, DEMO, LENA, [ALPHA])],
        [who(DEMO, [k(ALPHA), k(LENA)]), what(ANA, [])],
    ),
    Case(
        "a member told by its own name was told",
        "Named in `to` beside the group: two learnings, of which told comes first.",
        [joined(1, T1, ALPHA, ANA), disclosed(2, T3, DEMO, LENA, [ALPHA, ANA])],
        [what(ANA, [ki(DEMO, basis="told", channel=None)])],
    ),
    # --- certainly a member, at an instant -------------------------------------------------
    membership("joined before and never left", CERTAIN, [joined(1, T1, ALPHA, ANA)], "certain"),
    membership("joined at that very instant", CERTAIN, [joined(1, T5, ALPHA, ANA)], "certain"),
    membership("joined afterwards", CERTAIN, [joined(1, T6, ALPHA, ANA)], None),
    membership(
        "left before", NO_LEAVE, [joined(1, T1, ALPHA, ANA), parted(2, T3, ALPHA, ANA)], None
    ),
    membership(
        "left at that very instant",
        # The leave's earliest > the join's latest and its latest <= t: not even possibly.
        NO_LEAVE,
        [joined(1, T1, ALPHA, ANA), parted(2, T5, ALPHA, ANA)],
        None,
    ),
    membership(
        "left afterwards",
        NO_LEAVE,
        [joined(1, T1, ALPHA, ANA), parted(2, T6, ALPHA, ANA)],
        "certain",
    ),
    membership(
        "rejoined",
        "A leave before the second join does not touch it.",
        [joined(1, T1, ALPHA, ANA), parted(2, T2, ALPHA, ANA), joined(3, T3, ALPHA, ANA)],
        "certain",
    ),
    membership(
        "rejoined too late",
        "Between the leave and the second join there is no membership.",
        [joined(1, T1, ALPHA, ANA), parted(2, T2, ALPHA, ANA), joined(3, T6, ALPHA, ANA)],
        None,
    ),
    membership(
        "joined twice and left once",
        "A leave ends every join that certainly came before it.",
        [joined(1, T1, ALPHA, ANA), joined(2, T2, ALPHA, ANA), parted(3, T3, ALPHA, ANA)],
        None,
    ),
    membership(
        "another one left",
        "Leaves are those of the party and of the group.",
        [joined(1, T1, ALPHA, ANA), parted(2, T3, ALPHA, BEN), parted(3, T3, BETA, ANA)],
        "certain",
    ),
    membership("left without ever joining", CERTAIN, [parted(1, T1, ALPHA, ANA)], None),
    membership(
        "joined and left at one instant",
        # The leave may have come after the join (latest >= earliest): not certain. It did not
        # certainly come after it (earliest > latest does not hold): possible.
        NO_LEAVE,
        [joined(1, T2, ALPHA, ANA), parted(2, T2, ALPHA, ANA)],
        "possible",
    ),
    membership(
        "the order of recording does not matter",
        "Membership goes by when it happened: here the leave is recorded before the join.",
        [parted(1, T2, ALPHA, ANA), joined(2, T3, ALPHA, ANA)],
        "certain",
    ),
    # --- possibly a member ------------------------------------------------------------------
    membership("joined on that day", POSSIBLE, [joined(1, "2024-03-05", ALPHA, ANA)], "possible"),
    membership(
        "joined on the day before", CERTAIN, [joined(1, "2024-03-04", ALPHA, ANA)], "certain"
    ),
    membership(
        "joined and left on one day",
        POSSIBLE,
        [joined(1, "2024-03-02", ALPHA, ANA), parted(2, "2024-03-02", ALPHA, ANA)],
        "possible",
    ),
    membership(
        "left on that day",
        # The leave certainly came after the join, but its latest is not <= t yet.
        POSSIBLE,
        [joined(1, T1, ALPHA, ANA), parted(2, "2024-03-05", ALPHA, ANA)],
        "possible",
    ),
    membership("joined by then", CERTAIN, [joined(1, "../2024-03-04", ALPHA, ANA)], "certain"),
    membership(
        "joined not before then",
        "A join whose latest is unbounded never makes a certain member, but a possible one.",
        [joined(1, "2024-03-01/..", ALPHA, ANA)],
        "possible",
    ),
    membership(
        "left not before then",
        "A leave whose latest is unbounded never certainly happened: possible from its earliest.",
        [joined(1, T1, ALPHA, ANA), parted(2, "2024-03-03/..", ALPHA, ANA)],
        "possible",
    ),
    membership(
        "left by then, perhaps before joining",
        "A leave with unbounded earliest did not certainly come after the join.",
        [joined(1, T1, ALPHA, ANA), parted(2, "../2024-03-03", ALPHA, ANA)],
        "possible",
    ),
    Case(
        "a possible member is never certain",
        "It keeps the event's bounds but is possible from `earliest` on, whatever comes later.",
        [joined(1, "2024-03-05", ALPHA, ANA), disclosed(2, T5, DEMO, LENA, [ALPHA])],
        [
            what(ANA, [], as_of=T4),
            what(ANA, [ki(DEMO, certainty="possible", learned_at=at(T5))], as_of=T5),
            what(ANA, [ki(DEMO, certainty="possible", learned_at=at(T5))]),
        ],
    ),
    Case(
        "a possible member who is certainly told later",
        "What a possible member learned is left to `possibly`, however early it was.",
        [
            joined(1, "2024-03-03", ALPHA, ANA),
            disclosed(2, T3, DEMO, LENA, [ALPHA]),
            disclosed(3, T5, DEMO, OMAR, [ANA], extent="rumour"),
        ],
        [
            what(
                ANA,
                [
                    ki(
                        DEMO,
                        state="rumour",
                        certainty="certain",
                        possibly="full",
                        learned_at=at(T5),
                        full_at=None,
                        from_=OMAR,
                    )
                ],
            )
        ],
    ),
    Case(
        "membership is read whatever as_of",
        "A leave that may still come after as_of counts already.",
        # At as_of (6 March) the leave is only possible. It may have come before 5 March all the
        # same, so that membership then is possible, not certain.
        [
            joined(1, T1, ALPHA, ANA),
            parted(2, "2024-03-02/2024-03-20", ALPHA, ANA),
            disclosed(3, T5, DEMO, LENA, [ALPHA]),
        ],
        [what(ANA, [ki(DEMO, certainty="possible")], as_of=T6)],
    ),
    # --- over the whole of the event's bounds -----------------------------------------------
    membership(
        "a member all day", CERTAIN, [joined(1, T4, ALPHA, ANA)], "certain", when="2024-03-05"
    ),
    membership(
        "joined in the middle of the day",
        "Not a member at every instant of the bounds, but at some: possible.",
        [joined(1, T5, ALPHA, ANA)],
        "possible",
        when="2024-03-05",
    ),
    membership(
        "left in the middle of the day",
        "Not a member at every instant of the bounds, but at some: possible.",
        [joined(1, T1, ALPHA, ANA), parted(2, T5, ALPHA, ANA)],
        "possible",
        when="2024-03-05",
    ),
    membership(
        "away for a while within the month",
        "Certain at both ends of the bounds is not certain at every instant of them.",
        [
            joined(1, "2024-02-01", ALPHA, ANA),
            parted(2, T3, ALPHA, ANA),
            joined(3, T6, ALPHA, ANA),
        ],
        "possible",
        when="2024-03",
    ),
    membership(
        "a member only within the month",
        "Possible at neither end of the bounds is still possible at some instant of them.",
        [joined(1, T3, ALPHA, ANA), parted(2, T6, ALPHA, ANA)],
        "possible",
        when="2024-03",
    ),
    membership(
        "a member of the month before",
        "At no instant of the bounds.",
        [joined(1, "2024-02-01", ALPHA, ANA), parted(2, "2024-02-20", ALPHA, ANA)],
        None,
        when="2024-03",
    ),
    membership(
        "told by then, joined before then",
        # The bounds reach back for ever, and nobody was a member always.
        "Unbounded bounds have instants before any join.",
        [joined(1, T1, ALPHA, ANA)],
        "possible",
        when="../2024-03-05",
    ),
    membership(
        "told not before then, and never left",
        # Certain membership makes the learning as certain as its event, which never is.
        "If it certainly belonged at every instant, the learning is as certain as its event.",
        [joined(1, T1, ALPHA, ANA)],
        "possible",
        when="2024-03-05/..",
    ),
    Case(
        "a possible member of an uncertain event keeps its bounds",
        "It is possible from `earliest` on, and shows the event's bounds.",
        [joined(1, T5, ALPHA, ANA), disclosed(2, "2024-03-05", DEMO, LENA, [ALPHA])],
        [
            what(
                ANA,
                [
                    ki(
                        DEMO,
                        certainty="possible",
                        learned_at=span(
                            "2024-03-05", "2024-03-05T00:00:00Z", "2024-03-05T23:59:59.999999Z"
                        ),
                    )
                ],
                as_of="2024-03-05T00:00:00Z",
            ),
            what(ANA, [ki(DEMO, certainty="possible")], as_of=T9),
            who(
                DEMO,
                [
                    k(ALPHA, certainty="certain"),
                    k(LENA, certainty="certain"),
                    k(ANA, certainty="possible"),
                ],
                as_of=T9,
            ),
        ],
    ),
    # --- read from visible events -------------------------------------------------------------
    Case(
        "a retracted join makes no member",
        "Membership is read from the visible joins and leaves.",
        [
            joined(1, T1, ALPHA, ANA),
            disclosed(2, T3, DEMO, LENA, [ALPHA]),
            retracted(3, 1),
        ],
        [what(ANA, [ki(DEMO)], recorded=2), what(ANA, [])],
    ),
    Case(
        "a retracted leave makes a member again",
        "Membership is read from the visible joins and leaves.",
        [
            joined(1, T1, ALPHA, ANA),
            parted(2, T2, ALPHA, ANA),
            disclosed(3, T3, DEMO, LENA, [ALPHA]),
            retracted(4, 2),
        ],
        [what(ANA, [], recorded=3), what(ANA, [ki(DEMO, certainty="certain")])],
    ),
    Case(
        "a join recorded afterwards counts",
        "Evidence arrives in any order: membership follows when it happened.",
        [disclosed(1, T3, DEMO, LENA, [ALPHA]), joined(2, T1, ALPHA, ANA)],
        [what(ANA, [], recorded=1), what(ANA, [ki(DEMO, basis="member", via=uid(1))])],
    ),
    Case(
        "a group learns from the public like any party",
        "Every other party has the learnings of `public`, a group too.",
        [act(1, "item-published", T1, items=[DEMO], by=PRESS)],
        [what(ALPHA, [ki(DEMO, basis="public", from_="public")])],
    ),
]
