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
    object_,
    one_of,
    or_null,
    ref,
)

_STANDS: Final = object_(state=TEXT_OR_NULL, possibly=TEXT_OR_NULL)

COMPONENTS: Final[dict[str, Schema]] = {
    "Step": {
        **object_(
            event=ref("RecordedEvent"),
            at=object_(as_of=INSTANT, as_recorded=NUMBER),
            changed=object_(
                knowledge=list_of(
                    object_(
                        party=TEXT,
                        item=TEXT,
                        before=or_null(ref("Knower")),
                        after=or_null(ref("Knower")),
                    )
                ),
                standing=list_of(
                    object_(
                        tester=TEXT,
                        facet=one_of("membership", "nda", "access"),
                        before=_STANDS,
                        after=_STANDS,
                    )
                ),
                irregularities=object_(
                    appeared=list_of(ref("Irregularity")), gone=list_of(ref("Irregularity"))
                ),
            ),
        ),
        "description": "One event and what it changed, `at` these bounds: in the answers of `who`"
        " (but for `event:` items), in the facets of the roster, and in the irregularities,"
        " whatever their details.",
    },
}

REPLAY: Final = listing("steps", ref("Step"), by=one_of("recorded", "occurred"))
