"""Section 5: which events are visible at `as_recorded`, and with which content."""

from __future__ import annotations

from .acts import (
    ALPHA,
    ANA,
    BEN,
    CAI,
    DEMO,
    LENA,
    MODEL,
    OMAR,
    PRESS,
    T1,
    T2,
    T3,
    T4,
    T5,
    T6,
    act,
    corrected,
    disclosed,
    disputed,
    joined,
    retracted,
    settled,
)
from .form import Ask, Case, Event, at, ev, k, ki, span, uid, what, who

TOLD = disclosed(1, T2, DEMO, LENA, [ANA])
KNOWS = [ki(DEMO, via=uid(1), disputed=False)]
KNOWS_DISPUTED = [ki(DEMO, via=uid(1), disputed=True)]
NOTHING: list[dict[str, object]] = []


def after_each(*answers: list[dict[str, object]]) -> list[Ask]:
    """What ANA knows after event 1, after event 2, and so on."""
    return [what(ANA, answer, recorded=count) for count, answer in enumerate(answers, 1)]


def course(name: str, sentence: str, *steps: tuple[Event, list[dict[str, object]]]) -> Case:
    """The disclosure and what is recorded about it: each step with what ANA then knows."""
    events = [TOLD, *(event for event, _ in steps)]
    return Case(name, sentence, events, after_each(KNOWS, *(answer for _, answer in steps)))


CASES: list[Case] = [
    # --- retractions ----------------------------------------------------------------------------
    course(
        "retracted",
        "Not visible: what has a visible retraction. Before it was recorded, it was visible.",
        (retracted(2, 1), NOTHING),
    ),
    course(
        "a retraction retracted",
        "Retracting a retraction restores.",
        (retracted(2, 1), NOTHING),
        (retracted(3, 2), KNOWS),
    ),
    course(
        "a retraction restored",
        "Retracting the retraction of a retraction makes it count again.",
        (retracted(2, 1), NOTHING),
        (retracted(3, 2), KNOWS),
        (retracted(4, 3), NOTHING),
    ),
    course(
        "retracted a second time",
        "One visible retraction is enough.",
        (retracted(2, 1), NOTHING),
        (retracted(3, 2), KNOWS),
        (retracted(4, 1), NOTHING),
        (retracted(5, 3), NOTHING),
        (retracted(6, 4), NOTHING),  # the first retraction is visible again since event 5
        (retracted(7, 2), KNOWS),
    ),
    Case(
        "visibility goes by position alone",
        "A Ledger event's own occurred_at only says when somebody corrected.",
        [TOLD, retracted(2, 1, occurred_at=T6)],
        [
            what(ANA, [], as_of=T3),
            what(ANA, [], as_of=T6),
            what(ANA, KNOWS, as_of=T6, recorded=1),
        ],
    ),
    Case(
        "retracting one of two tellings leaves the other",
        "Only what no visible event taught was not learned.",
        [TOLD, disclosed(2, T4, DEMO, OMAR, [ANA]), retracted(3, 1)],
        [what(ANA, [ki(DEMO, via=uid(2), from_=OMAR, learned_at=at(T4))])],
    ),
    Case(
        "the rest of a programme is not touched",
        "Exactly the event that is retracted becomes invisible.",
        [TOLD, disclosed(2, T2, DEMO, LENA, [BEN]), retracted(3, 1)],
        [who(DEMO, [k(LENA, via=uid(2)), k(BEN)])],
    ),
    # --- disputes and settlements -----------------------------------------------------------------
    course(
        "disputed",
        "A dispute alone hides nothing: it is shown while it is open.",
        (disputed(2, 1), KNOWS_DISPUTED),
    ),
    course(
        "a dispute upheld",
        "Not visible: what has a dispute that is upheld.",
        (disputed(2, 1), KNOWS_DISPUTED),
        (settled(3, 1, "upheld"), NOTHING),
    ),
    course(
        "a dispute dismissed",
        "A visible settlement closes the dispute; if it does not uphold it, the event stays.",
        (disputed(2, 1), KNOWS_DISPUTED),
        (settled(3, 1, "dismissed"), KNOWS),
    ),
    course(
        "an open dispute retracted",
        "Retracting the dispute undoes it.",
        (disputed(2, 1), KNOWS_DISPUTED),
        (retracted(3, 2), KNOWS),
    ),
    course(
        "an upheld dispute retracted",
        "Retracting the dispute undoes it, upheld or not.",
        (disputed(2, 1), KNOWS_DISPUTED),
        (settled(3, 1, "upheld"), NOTHING),
        (retracted(4, 2), KNOWS),
    ),
    course(
        "a settlement retracted",
        "Retracting the settlement opens the dispute again.",
        (disputed(2, 1), KNOWS_DISPUTED),
        (settled(3, 1, "upheld"), NOTHING),
        (retracted(4, 3), KNOWS_DISPUTED),
        (settled(5, 1, "dismissed"), KNOWS),
    ),
    course(
        "one settlement for two disputes",
        "One settlement closes all disputes then open.",
        (disputed(2, 1, by=BEN), KNOWS_DISPUTED),
        (disputed(3, 1, by=CAI), KNOWS_DISPUTED),
        (settled(4, 1, "dismissed"), KNOWS),
    ),
    course(
        "two disputes upheld at once",
        "All open ones are upheld: it takes the retraction of both to undo that.",
        (disputed(2, 1, by=BEN), KNOWS_DISPUTED),
        (disputed(3, 1, by=CAI), KNOWS_DISPUTED),
        (settled(4, 1, "upheld"), NOTHING),
        (retracted(5, 2), NOTHING),
        (retracted(6, 3), KNOWS),
    ),
    course(
        "disputed again",
        "A settlement closes what was open, not what is disputed after it.",
        (disputed(2, 1), KNOWS_DISPUTED),
        (settled(3, 1, "dismissed"), KNOWS),
        (disputed(4, 1), KNOWS_DISPUTED),
        (settled(5, 1, "upheld"), NOTHING),
    ),
    course(
        "closed by the first settlement that is visible",
        "A dispute is closed by the first visible settlement after it: the next, if need be.",
        (disputed(2, 1), KNOWS_DISPUTED),
        (settled(3, 1, "dismissed"), KNOWS),
        (disputed(4, 1), KNOWS_DISPUTED),
        (settled(5, 1, "upheld"), NOTHING),
        # Without event 3, the first dispute too is closed, and upheld, by event 5.
        (retracted(6, 3), NOTHING),
        (retracted(7, 4), NOTHING),
        (retracted(8, 2), KNOWS),
    ),
    course(
        "closed by the first settlement for good",
        "A dispute that was dismissed is not upheld by a later settlement.",
        (disputed(2, 1), KNOWS_DISPUTED),
        (settled(3, 1, "dismissed"), KNOWS),
        (disputed(4, 1), KNOWS_DISPUTED),
        (settled(5, 1, "upheld"), NOTHING),
        (retracted(6, 4), KNOWS),
    ),
    course(
        "an upheld dispute that is retracted and restored",
        "Visible again, a dispute is as it was: closed by the settlement after it.",
        (disputed(2, 1), KNOWS_DISPUTED),
        (settled(3, 1, "upheld"), NOTHING),
        (retracted(4, 2), KNOWS),
        (retracted(5, 4), NOTHING),
    ),
    Case(
        "another event's dispute",
        "Disputes and settlements are those of the same event.",
        [
            TOLD,
            disclosed(2, T2, MODEL, LENA, [ANA]),
            disputed(3, 1),
            disputed(4, 2),
            settled(5, 2, "upheld"),
        ],
        [what(ANA, KNOWS_DISPUTED)],
    ),
    # --- corrections ----------------------------------------------------------------------------
    Case(
        "a corrected time",
        "A correction replaces occurred_at, from its position on.",
        [TOLD, corrected(2, 1, {"occurred_at": T5})],
        [
            what(ANA, [ki(DEMO, learned_at=at(T2))], recorded=1),
            what(ANA, [ki(DEMO, learned_at=at(T5))]),
            what(ANA, [], as_of=T4),
        ],
    ),
    Case(
        "corrected data",
        "Whole new data: who was told, what, and by whom follow from it alone.",
        [
            disclosed(1, T2, DEMO, LENA, [ANA], extent="partial", channel="mail"),
            corrected(2, 1, {"data": {"items": [MODEL], "to": [BEN], "by": OMAR}}),
        ],
        [
            what(ANA, [], events=True),
            what(LENA, [], events=True),
            what(
                BEN,
                [
                    ki(ev(1), basis="told", from_=OMAR),
                    ki(MODEL, state="full", from_=OMAR, channel=None, via=uid(1)),
                ],
                events=True,
            ),
            what(OMAR, [ki(MODEL, basis="telling")]),
        ],
    ),
    Case(
        "corrected word and grade",
        "grade and asserted_by are replaced; null removes asserted_by.",
        [
            disclosed(1, T2, DEMO, LENA, [ANA], grade="claimed", asserted_by=PRESS),
            corrected(2, 1, {"grade": "primary"}),
            corrected(3, 1, {"asserted_by": BEN}),
            corrected(4, 1, {"asserted_by": None}),
        ],
        after_each(
            [ki(DEMO, grade="claimed", asserted_by=PRESS)],
            [ki(DEMO, grade="primary", asserted_by=PRESS)],
            [ki(DEMO, grade="primary", asserted_by=BEN)],
            [ki(DEMO, grade="primary", asserted_by=None)],
        ),
    ),
    Case(
        "corrections in order of position",
        "Each replaces only the fields that it names; the last one named holds.",
        [
            TOLD,
            corrected(2, 1, {"occurred_at": T5, "grade": "claimed"}, occurred_at=T6),
            corrected(3, 1, {"occurred_at": T3, "source": "a letter"}, occurred_at=T4),
        ],
        [what(ANA, [ki(DEMO, learned_at=at(T3), grade="claimed", from_=LENA)])],
    ),
    Case(
        "a correction retracted",
        "Only visible corrections are applied: the one before holds again.",
        [
            TOLD,
            corrected(2, 1, {"occurred_at": T3}),
            corrected(3, 1, {"occurred_at": T5}),
            retracted(4, 3),
            retracted(5, 2),
            retracted(6, 4),
        ],
        after_each(
            [ki(DEMO, learned_at=at(T2))],
            [ki(DEMO, learned_at=at(T3))],
            [ki(DEMO, learned_at=at(T5))],
            [ki(DEMO, learned_at=at(T3))],
            [ki(DEMO, learned_at=at(T2))],
            [ki(DEMO, learned_at=at(T5))],
        ),
    ),
    Case(
        "a corrected zone moves the day",
        "A date is a day of the event's zone, perhaps corrected; null makes it UTC.",
        [
            disclosed(1, "2024-03-05", DEMO, LENA, [ANA], zone="+02:00"),
            corrected(2, 1, {"zone": "-05:00"}),
            corrected(3, 1, {"zone": None}),
        ],
        after_each(
            [
                ki(
                    DEMO,
                    learned_at=span(
                        "2024-03-05", "2024-03-04T22:00:00Z", "2024-03-05T21:59:59.999999Z"
                    ),
                )
            ],
            [
                ki(
                    DEMO,
                    learned_at=span(
                        "2024-03-05", "2024-03-05T05:00:00Z", "2024-03-06T04:59:59.999999Z"
                    ),
                )
            ],
            [
                ki(
                    DEMO,
                    learned_at=span(
                        "2024-03-05", "2024-03-05T00:00:00Z", "2024-03-05T23:59:59.999999Z"
                    ),
                )
            ],
        ),
    ),
    Case(
        "a corrected day is read in the event's zone",
        "Not in the zone of the Ledger event, nor in that of the correction's own envelope.",
        [
            disclosed(1, T2, DEMO, LENA, [ANA], zone="+02:00"),
            {**corrected(2, 1, {"occurred_at": "2024-03-05"}), "zone": "-05:00"},
            corrected(3, 1, {"zone": "+01:00"}),
        ],
        [
            what(
                ANA,
                [
                    ki(
                        DEMO,
                        learned_at=span(
                            "2024-03-05", "2024-03-04T22:00:00Z", "2024-03-05T21:59:59.999999Z"
                        ),
                    )
                ],
                recorded=2,
            ),
            # A zone corrected afterwards holds for the day corrected before.
            what(
                ANA,
                [
                    ki(
                        DEMO,
                        learned_at=span(
                            "2024-03-05", "2024-03-04T23:00:00Z", "2024-03-05T22:59:59.999999Z"
                        ),
                    )
                ],
            ),
        ],
    ),
    Case(
        "a corrected join changes who was a member",
        "Membership follows the corrected content of joins.",
        [
            joined(1, T1, ALPHA, ANA),
            disclosed(2, T3, DEMO, LENA, [ALPHA]),
            corrected(3, 1, {"occurred_at": T5}),
            corrected(4, 1, {"occurred_at": T2, "data": {"group": ALPHA, "party": BEN}}),
        ],
        [
            what(ANA, [ki(DEMO)], recorded=2),
            what(ANA, [], recorded=3),
            what(ANA, []),
            what(BEN, [ki(DEMO, basis="member")]),
        ],
    ),
    Case(
        "a retracted event's corrections come back with it",
        "Its content is its own with its visible corrections, also after it was restored.",
        [TOLD, corrected(2, 1, {"occurred_at": T5}), retracted(3, 1), retracted(4, 3)],
        [what(ANA, [ki(DEMO, learned_at=at(T5))])],
    ),
    Case(
        "a dispute is learned until it is retracted",
        "A Ledger event teaches its own event:<id> while it is visible.",
        [act(1, "programme-suspended", T1), disputed(2, 1, by=ANA), retracted(3, 2)],
        [
            what(ANA, [ki(ev(2), basis="took-part")], events=True, recorded=2),
            what(ANA, [], events=True),
        ],
    ),
]
