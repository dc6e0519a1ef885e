"""What each event changed."""

from __future__ import annotations

from typing import Final

from service.api.answers.listing import listing
from service.api.answers.words import (
    INSTANT,
    NUMBER,
    TEXT,
    TEXT_OR_NULL,
    Schema,
    list_of,
    means,
    object_,
    one_of,
    or_null,
    ref,
)

_STANDS: Final = object_(
    state=means("Where it stood, as is certain.", TEXT_OR_NULL),
    possibly=means("What it may have become; null: nothing else.", TEXT_OR_NULL),
)

COMPONENTS: Final[dict[str, Schema]] = {
    "Step": {
        **object_(
            event=means("The event.", ref("RecordedEvent")),
            at=means(
                "The bounds at which it is looked at.",
                object_(as_of=INSTANT, as_recorded=means("A position.", NUMBER)),
            ),
            changed=means(
                "What it changed.",
                object_(
                    knowledge=means(
                        "In who knew what.",
                        list_of(
                            object_(
                                party=TEXT,
                                item=TEXT,
                                before=or_null(ref("Knower")),
                                after=or_null(ref("Knower")),
                            )
                        ),
                    ),
                    standing=means(
                        "In where testers stood.",
                        list_of(
                            object_(
                                tester=TEXT,
                                facet=means("Which facet.", one_of("membership", "nda", "access")),
                                before=_STANDS,
                                after=_STANDS,
                            )
                        ),
                    ),
                    irregularities=means(
                        "In what was irregular.",
                        object_(
                            appeared=means("What became so.", list_of(ref("Irregularity"))),
                            gone=means("What is so no longer.", list_of(ref("Irregularity"))),
                        ),
                    ),
                ),
            ),
        ),
        "description": "One event and what it changed, `at` these bounds: in the answers of `who`"
        " (but for `event:` items), in the facets of the roster, and in the irregularities,"
        " whatever their details.",
    },
}

REPLAY: Final = listing(
    "steps",
    ref("Step"),
    "One event after the other, in the order that `by` says.",
    by=means("In which order.", one_of("recorded", "occurred")),
)
