"""Who knew what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from service.api.answers.listing import Answer, Listing, listing
from service.api.answers.words import (
    CERTAINTY,
    EVENT_ID,
    EVENT_IDS,
    FLAG,
    INSTANT_OR_NULL,
    NUMBER,
    TEXT,
    TEXT_OR_NULL,
    Schema,
    both,
    list_of,
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

COMPONENTS: Final[dict[str, Schema]] = {
    "Knower": object_(
        party=TEXT,
        item=TEXT,
        state=one_of(*_EXTENTS, "asked-not-told"),
        certainty=CERTAINTY,
        possibly=one_of(*_EXTENTS, None),
        learned_at=or_null(ref("Occurrence")),
        full_at=or_null(ref("Occurrence")),
        **{"from": TEXT_OR_NULL},
        channel=TEXT_OR_NULL,
        basis=or_null(_BASIS),
        via=EVENT_ID,
        grade=TEXT,
        asserted_by=TEXT_OR_NULL,
        disputed=FLAG,
    ),
    "Learning": object_(
        party=TEXT,
        item=TEXT,
        extent=one_of(*_EXTENTS),
        basis=_BASIS,
        **{"from": TEXT_OR_NULL},
        channel=TEXT_OR_NULL,
        via=EVENT_ID,
        grade=TEXT,
        certainty=CERTAINTY,
        learned_at=ref("Occurrence"),
    ),
    "Change": {
        **object_(
            party=TEXT,
            item=TEXT,
            before=or_null(ref("Knower")),
            after=or_null(ref("Knower")),
            fields=list_of(TEXT),
            because=EVENT_IDS,
        ),
        "description": "An answer that is not what it was; null where there was, or is, none."
        " `fields`: which members of a changed answer differ. `because`: the events with which it"
        " changed, in the order in which they were recorded, since it was last as it had been.",
    },
    "Identity": {
        **object_(
            party=TEXT, same_as=TEXT, via=EVENT_ID, certainty=CERTAINTY, since=ref("Occurrence")
        ),
        "description": "That two names are said to be of the same party. It is shown, and nothing"
        " is merged: whoever asks decides whether to ask about the other name too.",
    },
    "Reached": {
        **object_(
            party=TEXT,
            at=INSTANT_OR_NULL,
            path=list_of(
                object_(
                    **{"from": TEXT},
                    to=TEXT,
                    at=INSTANT_OR_NULL,
                    through=one_of("contact", "group"),
                    via=or_null(EVENT_ID),
                    group=TEXT_OR_NULL,
                )
            ),
        ),
        "description": "A party that could have come to know, at the earliest `at` (null:"
        " unbounded); not one that knew. `path`: a way from one who knew, no hop before the last:"
        " through the `contact-observed` that is `via`, or in a common `group`. Of the ways that"
        " arrive first, one with few hops; always the same.",
    },
}

_SAME_AS: Final = list_of(ref("Identity"))
WHO: Final = listing("knowers", ref("Knower"), item=TEXT, same_as=_SAME_AS)
WHAT: Final = listing("items", ref("Knower"), party=TEXT, same_as=_SAME_AS)
HOW: Final = listing(
    "path",
    ref("Learning"),
    party=TEXT,
    item=TEXT,
    complete=FLAG,
    stopped=one_of("unknown-source", "unrecorded", "cycle", None),
    same_as=_SAME_AS,
)
REACH: Final = listing(
    "reached",
    ref("Reached"),
    item=TEXT,
    sources=list_of(object_(party=TEXT, at=INSTANT_OR_NULL)),
)
MATRIX: Final = listing(
    "cells",
    ref("Knower"),
    parties=list_of(TEXT),
    items=list_of(TEXT),
    same_as=_SAME_AS,
)
_KINDS: Final = ("added", "removed", "changed")


def _changes(answer: Answer) -> Iterator[dict[str, Any]]:
    for kind in _KINDS:
        for change in answer[kind]:
            yield {"kind": kind, **change}


_DIFF: Final = both(
    page(
        "Bounds",
        then=object_(position=NUMBER, recorded_at=INSTANT_OR_NULL),
        added=list_of(ref("Change")),
        removed=list_of(ref("Change")),
        changed=list_of(ref("Change")),
    ),
    {"oneOf": [object_(item=TEXT), object_(party=TEXT)]},
)
DIFF: Final = Listing(
    _DIFF, both(object_(kind=one_of(*_KINDS)), ref("Change")), "changed", _KINDS, _changes
)
