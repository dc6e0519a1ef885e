"""Who knew what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from service.api.answers.events import UP_TO
from service.api.answers.listing import Answer, Listing, listing
from service.api.answers.words import (
    CERTAINTY,
    EVENT_ID,
    EVENT_IDS,
    FLAG,
    INSTANT_OR_NULL,
    TEXT,
    TEXT_OR_NULL,
    Schema,
    both,
    list_of,
    means,
    object_,
    one_of,
    or_null,
    page,
    ref,
)

_EXTENTS: Final = ("full", "partial", "existence", "rumour", "access")
_BASIS: Final = one_of(
    "took-part", "telling", "told", "member", "leak", "public", "access", "imputed"
)

_FROM: Final = means("From whom it knew so; null: nobody, or not recorded.", TEXT_OR_NULL)

COMPONENTS: Final[dict[str, Schema]] = {
    "Knower": object_(
        party=TEXT,
        item=TEXT,
        state=means(
            "How much it knew: the strongest extent among what it had certainly learned by `as_of`,"
            " or, if that is nothing, possibly (`certainty` says which). `access`: it had the means"
            " to know. `asked-not-told`: it asked, and by `as_of` nothing had told it.",
            one_of(*_EXTENTS, "asked-not-told"),
        ),
        certainty=CERTAINTY,
        possibly=means(
            "A stronger extent, which it knew only possibly; else null.", one_of(*_EXTENTS, None)
        ),
        learned_at=means(
            "When it first came to know of it, to whatever extent; of mere `access` only if there"
            " is nothing else. Null: it only asked.",
            or_null(ref("Occurrence")),
        ),
        full_at=means(
            "When it first came to know it in full; null: it did not.", or_null(ref("Occurrence"))
        ),
        **{"from": _FROM},
        channel=TEXT_OR_NULL,
        basis=or_null(_BASIS),
        via=means(
            "The event by which it first knew as much as `state` says; of one who only asked, the"
            " first request.",
            EVENT_ID,
        ),
        grade=TEXT,
        asserted_by=TEXT_OR_NULL,
        disputed=FLAG,
    ),
    "Learning": object_(
        party=TEXT,
        item=TEXT,
        extent=one_of(*_EXTENTS),
        basis=_BASIS,
        **{"from": _FROM},
        channel=TEXT_OR_NULL,
        via=EVENT_ID,
        grade=TEXT,
        certainty=CERTAINTY,
        learned_at=means("When it came to know it so.", ref("Occurrence")),
    ),
    "Change": {
        **object_(
            party=TEXT,
            item=TEXT,
            before=or_null(ref("Knower")),
            after=or_null(ref("Knower")),
            fields=means("Which members of the answer differ.", list_of(TEXT)),
            because=means("The events responsible, as they were recorded.", EVENT_IDS),
        ),
        "description": "An answer that is not what it was; null where there was, or is, none."
        " `fields`: which members of a changed answer differ. `because`: the events with which it"
        " changed, in the order in which they were recorded, since it was last as it had been.",
    },
    "Identity": {
        **object_(
            party=TEXT,
            same_as=means("The party that it was identified as.", TEXT),
            via=EVENT_ID,
            certainty=CERTAINTY,
            since=means("When it was identified.", ref("Occurrence")),
        ),
        "description": "That two names are said to be of the same party. It is shown, and nothing"
        " is merged: whoever asks decides whether to ask about the other name too.",
    },
    "Reached": {
        **object_(
            party=TEXT,
            at=means("The earliest that it could have; null: unbounded.", INSTANT_OR_NULL),
            path=means(
                "A way from one who knew, hop by hop.",
                list_of(
                    object_(
                        **{"from": means("Who could have told.", TEXT)},
                        to=means("Who could have been told.", TEXT),
                        at=means("The earliest that it could have been.", INSTANT_OR_NULL),
                        through=means("Through what.", one_of("contact", "group")),
                        via=means("The contact; null: a group.", or_null(EVENT_ID)),
                        group=means("The common group; null: a contact.", TEXT_OR_NULL),
                    )
                ),
            ),
        ),
        "description": "A party that could have come to know, at the earliest `at` (null:"
        " unbounded); not one that knew. `path`: a way from one who knew, no hop before the last:"
        " through the `contact-observed` that is `via`, or in a common `group`. Of the ways that"
        " arrive first, one with few hops; always the same.",
    },
}

_SAME_AS: Final = list_of(ref("Identity"))
WHO: Final = listing(
    "knowers",
    ref("Knower"),
    "By when they learned it (latest, earliest), then by party; who only asked, last.",
    item=TEXT,
    same_as=_SAME_AS,
)
WHAT: Final = listing("items", ref("Knower"), "By item.", party=TEXT, same_as=_SAME_AS)
HOW: Final = listing(
    "path",
    ref("Learning"),
    "Hop by hop, the origin first; empty: it is not recorded as knowing.",
    party=TEXT,
    item=TEXT,
    complete=means("Whether the path leads to one who took part.", FLAG),
    stopped=means(
        "Why it does not: who told is not known (`unknown-source`); who told is not recorded as"
        " knowing (`unrecorded`); or was met before (`cycle`). Null: it does.",
        one_of("unknown-source", "unrecorded", "cycle", None),
    ),
    same_as=_SAME_AS,
)
REACH: Final = listing(
    "reached",
    ref("Reached"),
    "By the earliest that they could have, then by party.",
    item=TEXT,
    sources=means(
        "Who knew, from whom it is reckoned.",
        list_of(object_(party=TEXT, at=means("Since when; null: unbounded.", INSTANT_OR_NULL))),
    ),
)
MATRIX: Final = listing(
    "cells",
    ref("Knower"),
    "By party, then by item; only those that `who` would list.",
    parties=means("Those that cells may be of.", list_of(TEXT)),
    items=means("Those that cells may be of.", list_of(TEXT)),
    same_as=_SAME_AS,
)
_KINDS: Final = ("added", "removed", "changed")


def _changes(answer: Answer) -> Iterator[dict[str, Any]]:
    for kind in _KINDS:
        for change in answer[kind]:
            yield {"kind": kind, **change}


_ROW: Final = both(
    object_(kind=means("What became of the answer.", one_of(*_KINDS))), ref("Change")
)
_DIFF: Final = both(
    page(
        "Bounds",
        then=means("What the ledger held before, as resolved.", UP_TO),
        added=means("What is answered now, and was not then.", list_of(ref("Change"))),
        removed=means("What was answered then, and is not now.", list_of(ref("Change"))),
        changed=means("What is answered otherwise.", list_of(ref("Change"))),
    ),
    {"oneOf": [object_(item=TEXT), object_(party=TEXT)]},
)
DIFF: Final = Listing(_DIFF, _ROW, "changed", _KINDS, _changes)
