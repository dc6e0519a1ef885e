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
    object_,
    one_of,
    ref,
)

COMPONENTS: Final[dict[str, Schema]] = {
    "Token": {
        **object_(
            id=EVENT_ID,
            name=TEXT,
            role=one_of(*ROLES),
            programmes={"type": ["array", "null"], "items": TEXT},
            created_at=INSTANT,
            expires_at=INSTANT_OR_NULL,
            revoked_at=INSTANT_OR_NULL,
        ),
        "description": "What is kept of a token. `id` is the principal that it stands for, which"
        " is never given to another. `programmes`: those that it is bound to; null: it sees all.",
    },
}

TOKEN: Final = ref("Token")
MADE_TOKEN: Final = both(ref("Token"), object_(token=TEXT))
TOKENS: Final = listing("tokens", ref("Token"), bounds=None)
