"""Tokens."""

from __future__ import annotations

from typing import Final

from service.access import ROLES
from service.api.answers.listing import listing
from service.api.answers.words import (
    EVENT_ID,
    INSTANT,
    INSTANT_OR_NULL,
    TEXT,
    Schema,
    both,
    means,
    object_,
    one_of,
    ref,
)

COMPONENTS: Final[dict[str, Schema]] = {
    "Token": {
        **object_(
            id=means("The principal that it stands for.", EVENT_ID),
            name=means("Whose it is.", TEXT),
            role=means("What it may: each may what those before it may.", one_of(*ROLES)),
            programmes=means(
                "Those that it is bound to; null: it sees all.",
                {"type": ["array", "null"], "items": TEXT},
            ),
            created_at=means("When it was made.", INSTANT),
            expires_at=means("Until when it is valid; null: it does not end.", INSTANT_OR_NULL),
            revoked_at=means("When it was revoked; null: it was not.", INSTANT_OR_NULL),
        ),
        "description": "What is kept of a token. `id` is the principal that it stands for, which"
        " is never given to another. `programmes`: those that it is bound to; null: it sees all.",
    },
}

TOKEN: Final = ref("Token")
MADE_TOKEN: Final = both(ref("Token"), object_(token=means("The token, shown only now.", TEXT)))
TOKENS: Final = listing(
    "tokens", ref("Token"), "In the order in which they were made.", bounds=None
)
