"""The answer K for one party and one item, field by field."""

from __future__ import annotations

from .acts import (
    ANA,
    BEN,
    DEMO,
    LENA,
    OMAR,
    PRESS,
    T1,
    T2,
    T3,
    T4,
    T5,
    T6,
    T7,
    act,
    asked,
    disclosed,
    disputed,
    granted,
    leaked,
    published,
    registered,
    retracted,
)
from .form import Case, at, k, ki, span, uid, what, who

NOTHING = {
    "possibly": None,
    "learned_at": None,
    "full_at": None,
    "from_": None,
    "channel": None,
    "basis": None,
}
NOT_TOLD = {"state": "asked-not-told", "certainty": "certain", **NOTHING}
DAY5 = span("2024-03-05", "2024-03-05T00:00:00Z", "2024-03-05T23:59:59.999999Z")

CASES: list[Case] = [
    Case(
        "the whole answer",
        "Every field of K, for one disclosure.",
        [
            disclosed(
                1,
                T2,
                DEMO,
                LENA,
                [ANA],
                extent="partial",
                channel="mail",
                grade="primary",
                asserted_by=PRESS,
            )
        ],
        [
            what(
                ANA,
                [
                    {
                        "party": ANA,
                        "item": DEMO,
                        "state": "partial",
                        "certainty": "certain",
                        "possibly": None,
                        "learned_at": {"text": T2, "earliest": T2, "latest": T2},
                        "full_at": None,
                        "from": LENA,
                        "channel": "mail",
                        "basis": "told",
                        "via": uid(1),
                        "grade": "primary",
                        "asserted_by": PRESS,
                        "disputed": False,
                    }
                ],
            )
        ],
    ),
    Case(
        "grade and asserted_by by default",
        "The grade is `reported` unless said; asserted_by is null.",
        [disclosed(1, T2, DEMO, LENA, [ANA])],
        [what(ANA, [ki(DEMO, grade="reported", asserted_by=None)])],
    ),
    # --- S ------------------------------------------------------------------------------------
    Case(
        "only possible learnings count where none is certain",
        "S: the certain learnings by as_of or, if there are none, the possible ones.",
        [disclosed(1, "2024-03-05", DEMO, LENA, [ANA])],
        [
            what(ANA, [], as_of=T4),
            what(ANA, [ki(DEMO, certainty="possible", learned_at=DAY5, full_at=DAY5)], as_of=T5),
            what(ANA, [ki(DEMO, certainty="certain", learned_at=DAY5)], as_of=T6),
        ],
    ),
    Case(
        "a certain rumour and a possible disclosure in full",
        "`possibly`: a stronger extent that is only possible; all else is of the certain ones.",
        [
            disclosed(1, T2, DEMO, OMAR, [ANA], extent="rumour"),
            disclosed(2, "2024-03-05", DEMO, LENA, [ANA]),
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
                        learned_at=at(T2),
                        full_at=None,
                        from_=OMAR,
                        via=uid(1),
                    )
                ],
                as_of=T5,
            ),
            what(
                ANA,
                [
                    ki(
                        DEMO,
                        state="full",
                        possibly=None,
                        learned_at=at(T2),
                        full_at=DAY5,
                        from_=LENA,
                    )
                ],
                as_of=T6,
            ),
        ],
    ),
    Case(
        "the strongest of several possible extents",
        "`possibly` is the strongest that is only possible.",
        [
            granted(1, T1, ANA, [DEMO], LENA),
            disclosed(2, "2024-03-05", DEMO, OMAR, [ANA], extent="rumour"),
            disclosed(3, "2024-03-05", DEMO, LENA, [ANA], extent="partial"),
        ],
        [what(ANA, [ki(DEMO, state="access", certainty="certain", possibly="partial")], as_of=T5)],
    ),
    Case(
        "a possible extent that is not stronger is not shown",
        "`possibly` is null unless it is stronger than `state`.",
        [
            disclosed(1, T2, DEMO, OMAR, [ANA], extent="partial"),
            disclosed(2, "2024-03-05", DEMO, LENA, [ANA], extent="partial"),
            disclosed(3, "2024-03-05", DEMO, LENA, [ANA], extent="existence"),
        ],
        [what(ANA, [ki(DEMO, state="partial", possibly=None)], as_of=T5)],
    ),
    Case(
        "where all is possible the strongest is the state",
        "S are all the possible ones then: state is their strongest, and `possibly` null.",
        [
            disclosed(1, "2024-03-04/2024-03-06", DEMO, OMAR, [ANA], extent="rumour"),
            disclosed(2, "2024-03-05", DEMO, LENA, [ANA]),
        ],
        [
            what(
                ANA,
                [
                    ki(
                        DEMO,
                        state="full",
                        certainty="possible",
                        possibly=None,
                        # 5 March ends before 6 March does: the disclosure is the first.
                        learned_at=DAY5,
                        full_at=DAY5,
                        via=uid(2),
                    )
                ],
                as_of=T5,
            )
        ],
    ),
    # --- state, learned_at, full_at -------------------------------------------------------------
    Case(
        "the extents by strength",
        "full > partial > existence > rumour > access, whenever each was learned.",
        [
            granted(1, T1, ANA, [DEMO], LENA),
            disclosed(2, T2, DEMO, OMAR, [ANA], extent="rumour"),
            disclosed(3, T3, DEMO, OMAR, [ANA], extent="existence"),
            disclosed(4, T4, DEMO, OMAR, [ANA], extent="partial"),
            disclosed(5, T5, DEMO, OMAR, [ANA], extent="full"),
            disclosed(6, T6, DEMO, OMAR, [ANA], extent="rumour"),
        ],
        [
            what(ANA, [ki(DEMO, state="access", via=uid(1))], as_of=T1),
            what(ANA, [ki(DEMO, state="rumour", via=uid(2))], as_of=T2),
            what(ANA, [ki(DEMO, state="existence", via=uid(3))], as_of=T3),
            what(ANA, [ki(DEMO, state="partial", via=uid(4))], as_of=T4),
            what(ANA, [ki(DEMO, state="full", via=uid(5))], as_of=T5),
            what(ANA, [ki(DEMO, state="full", via=uid(5))], as_of=T6),
        ],
    ),
    Case(
        "heard as a rumour, told in full",
        "learned_at may be a rumour's, and `from` the one who told it in full.",
        [
            disclosed(1, T2, DEMO, OMAR, [ANA], extent="rumour", channel="chat"),
            disclosed(2, T4, DEMO, LENA, [ANA], channel="mail", grade="primary", asserted_by=LENA),
            disclosed(3, T5, DEMO, BEN, [ANA]),
        ],
        [
            what(
                ANA,
                [
                    ki(
                        DEMO,
                        state="full",
                        learned_at=at(T2),
                        full_at=at(T4),
                        from_=LENA,
                        channel="mail",
                        via=uid(2),
                        grade="primary",
                        asserted_by=LENA,
                    )
                ],
            )
        ],
    ),
    Case(
        "access does not make learned_at",
        "learned_at leaves out those of basis access where there is any other.",
        [granted(1, T1, ANA, [DEMO], LENA), disclosed(2, T3, DEMO, OMAR, [ANA], extent="rumour")],
        [
            what(ANA, [ki(DEMO, state="access", learned_at=at(T1), full_at=None)], as_of=T2),
            what(ANA, [ki(DEMO, state="rumour", learned_at=at(T3), from_=OMAR)]),
        ],
    ),
    Case(
        "only access is learned by access",
        "Where S has nothing but access, learned_at is the first access.",
        [granted(1, T4, ANA, [DEMO], LENA), granted(2, T2, ANA, [DEMO], OMAR)],
        [what(ANA, [ki(DEMO, basis="access", learned_at=at(T2), from_=OMAR, via=uid(2))])],
    ),
    Case(
        "a certain access and a possible telling",
        "S are the certain ones: access alone makes learned_at while all else is only possible.",
        [granted(1, T1, ANA, [DEMO], LENA), disclosed(2, "2024-03-05", DEMO, OMAR, [ANA])],
        [what(ANA, [ki(DEMO, state="access", possibly="full", learned_at=at(T1))], as_of=T5)],
    ),
    # --- disputed -----------------------------------------------------------------------------
    Case(
        "a dispute of what gives the state is shown",
        "`disputed`: an open dispute of `via` is visible.",
        [
            disclosed(1, T2, DEMO, OMAR, [ANA], extent="rumour"),
            disclosed(2, T4, DEMO, LENA, [ANA]),
            disputed(3, 1),
            disputed(4, 2),
        ],
        [
            # The rumour gives learned_at alone: its dispute does not show.
            what(ANA, [ki(DEMO, via=uid(2), disputed=False)], recorded=3),
            what(ANA, [ki(DEMO, via=uid(2), disputed=True, learned_at=at(T2))]),
        ],
    ),
    # --- asked and not told -------------------------------------------------------------------
    Case(
        "asked and not told",
        "Who asked and has no learning by as_of; `of` knows no more for being asked.",
        [asked(1, T2, DEMO, ANA, LENA, channel="mail", grade="primary", asserted_by=BEN)],
        [
            who(DEMO, [], as_of=T1),
            who(
                DEMO,
                [k(ANA, **NOT_TOLD, via=uid(1), grade="primary", asserted_by=BEN, disputed=False)],
            ),
            what(LENA, []),
        ],
    ),
    Case(
        "asked, then told",
        "No learning *by as_of*: told later, she was asked-not-told before.",
        [asked(1, T2, DEMO, ANA, LENA), disclosed(2, T4, DEMO, LENA, [ANA])],
        [
            what(ANA, [ki(DEMO, **NOT_TOLD)], as_of=T3),
            what(ANA, [ki(DEMO, state="full", via=uid(2), learned_at=at(T4))], as_of=T4),
        ],
    ),
    Case(
        "told, then asked",
        "A learning earlier than the request counts too.",
        [disclosed(1, T1, DEMO, LENA, [ANA], extent="rumour"), asked(2, T2, DEMO, ANA, LENA)],
        [what(ANA, [ki(DEMO, state="rumour", via=uid(1))])],
    ),
    Case(
        "asked, and the public knows",
        "The public's learnings count as the party's.",
        [asked(1, T1, DEMO, ANA, LENA), published(2, T2, DEMO, PRESS, extent="existence")],
        [what(ANA, [ki(DEMO, state="existence", basis="public", from_="public")])],
    ),
    Case(
        "asked, and possibly told",
        "A learning that is only possible counts.",
        [asked(1, T1, DEMO, ANA, LENA), disclosed(2, "2024-03-05", DEMO, LENA, [ANA])],
        [
            what(ANA, [ki(DEMO, **NOT_TOLD)], as_of=T4),
            what(ANA, [ki(DEMO, state="full", certainty="possible")], as_of=T5),
        ],
    ),
    Case(
        "asked, and had access",
        "Access included: who could have looked is not asked-not-told.",
        [asked(1, T1, DEMO, ANA, LENA), granted(2, T2, ANA, [DEMO], LENA)],
        [what(ANA, [ki(DEMO, state="access", basis="access")])],
    ),
    Case(
        "perhaps asked",
        "The request is certain by as_of, or does not count.",
        [asked(1, "2024-03-05", DEMO, ANA, LENA)],
        [
            what(ANA, [], as_of=T5),
            who(DEMO, [], as_of=T5),
            what(ANA, [ki(DEMO, **NOT_TOLD)], as_of=T6),
        ],
    ),
    Case(
        "asked several times",
        "via, grade, asserted_by, disputed are those of the first request.",
        [
            asked(1, T5, DEMO, ANA, LENA, grade="primary"),
            asked(2, "2024-03", DEMO, ANA, OMAR, grade="rumour"),
            asked(3, T4, DEMO, ANA, OMAR, grade="claimed"),
            asked(4, T4, DEMO, ANA, LENA),
            disputed(5, 3),
        ],
        # First by latest (4 March), then, both having equal bounds, by position.
        [what(ANA, [ki(DEMO, **NOT_TOLD, via=uid(3), grade="claimed", disputed=True)])],
    ),
    Case(
        "a retracted request was not made",
        "As `by` of a *visible* request.",
        [asked(1, T2, DEMO, ANA, LENA), retracted(2, 1)],
        [what(ANA, [ki(DEMO, **NOT_TOLD)], recorded=1), what(ANA, []), who(DEMO, [])],
    ),
    Case(
        "asked for one thing, told another",
        "A request of the item, and no learning of it.",
        [
            asked(1, T1, DEMO, ANA, LENA),
            disclosed(2, T2, "item:model", LENA, [ANA]),
            registered(3, T1, DEMO, OMAR),
        ],
        [
            what(ANA, [ki(DEMO, **NOT_TOLD), ki("item:model", state="full")]),
            what(OMAR, [ki(DEMO, basis="took-part")]),
        ],
    ),
    Case(
        "what happens after as_of is not known yet",
        "Learnings are those by as_of: a later leak changes nothing before.",
        [disclosed(1, T2, DEMO, OMAR, [ANA], extent="rumour"), leaked(2, T7, DEMO, BEN, [ANA])],
        [
            what(ANA, [ki(DEMO, state="rumour", possibly=None, full_at=None)], as_of=T6),
            what(ANA, [ki(DEMO, state="full", learned_at=at(T2), basis="leak")], as_of=T7),
        ],
    ),
    Case(
        "programmes do not mix",
        "Parties belong to a programme: what happens in another teaches nobody here.",
        [
            {**act(1, "item-published", T1, items=[DEMO], by=PRESS), "programme": "elsewhere"},
            disclosed(2, T2, DEMO, LENA, [ANA]),
        ],
        [what(BEN, []), what(ANA, [ki(DEMO, basis="told", learned_at=at(T2))])],
    ),
]
