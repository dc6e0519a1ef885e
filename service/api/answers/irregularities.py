"""What broke a rule."""

from __future__ import annotations

from typing import Final

from domain.irregularities.codes import Code
from domain.irregularities.definitions import meaning
from service.api.answers.listing import listing
from service.api.answers.words import (
    CERTAINTY,
    EVENT_IDS,
    TEXT,
    Schema,
    both,
    means,
    object_,
    one_of,
    optional,
    ref,
)

COMPONENTS: Final[dict[str, Schema]] = {
    "Irregularity": {
        **both(
            object_(
                code=means("Which rule was broken.", one_of(*Code)),
                events=means("Those that show it.", EVENT_IDS),
                detail=means("What happened, in a sentence.", TEXT),
                since=means("From when on it was irregular.", ref("Occurrence")),
                certainty=CERTAINTY,
            ),
            optional(tester=TEXT),
        ),
        "description": "What broke a rule: the events that show it, and a sentence that tells of"
        " it. It is `certain` if its showing event certainly happened, and no order of the times"
        " within their bounds would excuse it; `possible` if some order would make it one.\n\n"
        + "\n".join(f"- `{code}`: {meaning(code)}" for code in Code),
    },
}

IRREGULARITIES: Final = listing(
    "irregularities", ref("Irregularity"), "By code, in the order in which the codes are explained."
)
