"""A token as it is asked for."""

from __future__ import annotations

from domain.names import Programme
from service.access import PROGRAMMES_LIMIT, ROLES, parse_expiry, parse_name
from service.api.schemas.catalogue import Strict
from service.api.schemas.fields import Choice, Formed, ListOf, field_for


class NewToken(Strict):
    """A token that is asked for."""

    name = Formed(
        parse_name,
        required=True,
        metadata={
            "description": "Whose it is, as events say who recorded them.",
            "minLength": 1,
            "maxLength": 100,
            "examples": ["ci"],
        },
    )
    role = Choice(
        ROLES,
        required=True,
        metadata={
            "description": "What it may: `reader` reads, `recorder` posts, too, `archivist`"
            " restores history, too, `admin` is for tokens, replay and the access log, too."
        },
    )
    programmes = ListOf(
        field_for(Programme),
        at_most=PROGRAMMES_LIMIT,
        metadata={
            "description": "The programmes that it is bound to: others are, for it, not there."
            " Without, it sees all."
        },
    )
    expires = Formed(
        parse_expiry,
        metadata={
            "description": "Until when it is valid: an RFC 3339 instant, or a duration from now,"
            " a number with m, h, d or w. Without, until it is revoked.",
            "examples": ["90d", "2027-01-01T00:00:00Z"],
        },
    )
