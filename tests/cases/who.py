"""Who is listed among the knowers of an item, and in which order."""

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
    asked,
    disclosed,
    joined,
    published,
    registered,
    retracted,
)
from .form import Case, at, k, who

CASES: list[Case] = [
    Case(
        "who knows only from the public is not listed",
        "Listed is who has a learning of its own, and `public` if it has one.",
        [joined(1, T1, ALPHA, ANA), published(2, T2, DEMO, PRESS)],
        [who(DEMO, [k(PRESS, basis="telling"), k(PUBLIC, basis="public", from_=PRESS)])],
    ),
    Case(
        "an own learning lists, even if the public knew before",
        "Listed for a learning of one's own by as_of, with the answer as it is: from public.",
        [published(1, T1, DEMO, PRESS), disclosed(2, T3, DEMO, LENA, [ANA])],
        [
            who(DEMO, [k(PRESS), k(PUBLIC)], as_of=T2),
            who(
                DEMO,
                [
                    k(PRESS, basis="telling"),
                    k(PUBLIC, basis="public"),
                    k(LENA, basis="public", from_="public", learned_at=at(T1)),
                    k(ANA, basis="public", from_="public", learned_at=at(T1)),
                ],
                as_of=T3,
            ),
        ],
    ),
    Case(
        "who asked is listed, even if it knows only from the public",
        "A certain request lists; the answer is what the party knows, from `public`.",
        [asked(1, T1, DEMO, ANA, LENA), published(2, T2, DEMO, PRESS)],
        [
            who(
                DEMO,
                [
                    k(PRESS),
                    k(PUBLIC),
                    k(ANA, state="full", basis="public", from_="public", learned_at=at(T2)),
                ],
            )
        ],
    ),
    Case(
        "a possible request does not list",
        "Who only perhaps asked, and knows only from the public, is not listed.",
        [asked(1, "2024-03-05", DEMO, ANA, LENA), published(2, T2, DEMO, PRESS)],
        [who(DEMO, [k(PRESS), k(PUBLIC)], as_of=T5)],
    ),
    Case(
        "a possible learning of one's own lists",
        "Own learnings may be certain or possible.",
        [published(1, T1, DEMO, PRESS), disclosed(2, "2024-03-05", DEMO, None, [ANA])],
        [
            who(DEMO, [k(PRESS), k(PUBLIC)], as_of=T4),
            who(DEMO, [k(PRESS), k(PUBLIC), k(ANA, basis="public", certainty="certain")], as_of=T5),
        ],
    ),
    Case(
        "knowers in the order in which they learned",
        "By learned_at: latest, then earliest; then by party.",
        [
            disclosed(1, T5, DEMO, None, [LENA]),
            disclosed(2, "2024-03-04", DEMO, None, [PRESS]),
            disclosed(3, "2024-03-02/2024-03-04", DEMO, None, [OMAR]),
            disclosed(4, "../2024-03-04", DEMO, None, [CAI]),
            disclosed(5, T2, DEMO, None, [BEN, ANA]),
        ],
        [who(DEMO, [k(ANA), k(BEN), k(CAI), k(OMAR), k(PRESS), k(LENA)])],
    ),
    Case(
        "knowers with no latest come last",
        "A null latest is last; certain and possible are not kept apart.",
        [
            disclosed(1, "2024-03-01/..", DEMO, None, [ANA]),
            disclosed(2, "2024-03-04/2024-03-09", DEMO, None, [BEN]),
            disclosed(3, T4, DEMO, None, [CAI]),
        ],
        [
            who(
                DEMO,
                [
                    k(CAI, certainty="certain"),
                    k(BEN, certainty="possible"),
                    k(ANA, certainty="possible"),
                ],
                as_of=T5,
            )
        ],
    ),
    Case(
        "knowers go by learned_at, not by when they knew in full",
        "learned_at is the rumour's: who heard it first stands first.",
        [
            disclosed(1, T1, DEMO, None, [BEN], extent="rumour"),
            disclosed(2, T2, DEMO, None, [ANA]),
            disclosed(3, T3, DEMO, None, [BEN]),
        ],
        [who(DEMO, [k(BEN, learned_at=at(T1), full_at=at(T3)), k(ANA, full_at=at(T2))])],
    ),
    Case(
        "asked-not-told come last, by party",
        "Whenever they asked.",
        [
            asked(1, T1, DEMO, BEN, LENA),
            asked(2, T2, DEMO, ANA, LENA),
            disclosed(3, T5, DEMO, LENA, [CAI]),
        ],
        [
            who(
                DEMO,
                [
                    k(LENA),
                    k(CAI),
                    k(ANA, state="asked-not-told"),
                    k(BEN, state="asked-not-told"),
                ],
            )
        ],
    ),
    Case(
        "nobody knows an unknown item",
        "Unknown item: an empty answer.",
        [disclosed(1, T1, DEMO, LENA, [ANA])],
        [who("item:other", []), who("concern:demo", [])],
    ),
    Case(
        "nobody knew what was not recorded yet",
        "Both bounds always hold: before it was recorded nobody knew, whenever it happened.",
        [registered(1, T5, DEMO), disclosed(2, T1, DEMO, LENA, [ANA]), retracted(3, 2)],
        [who(DEMO, [], recorded=1), who(DEMO, [k(LENA), k(ANA)], recorded=2), who(DEMO, [])],
    ),
]
