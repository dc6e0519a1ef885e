"""Which reads are noted in the access log, and as what."""

from __future__ import annotations

from typing import Final

from flask import request

from service.access_log import Read
from service.api.queries import read_query
from service.api.wiring import caller, parts
from service.views.bounds import Bounds

NOTED: Final = frozenset({"knowledge", "replay"})
"""The blueprints whose answers say who knew what."""
NOTED_ALONE: Final = frozenset({"incidents.review"})
"""And of other blueprints these."""
_NOT_ASKED: Final = ("as_of", "as_recorded", "limit", "cursor")
"""They are no part of what is asked: the bounds are noted as resolved, each page as a read."""


def note(bounds: Bounds) -> None:
    """Note the read that is about to be answered, if it is of who knew what.

    All that stands in a path or a query has passed its schema by now: names and choices, so that
    there is no personal text in it.
    """
    noted = request.blueprint in NOTED or request.endpoint in NOTED_ALONE
    if not noted or request.url_rule is None:
        return
    asked = {**(request.view_args or {}), **read_query(request.query_string)}
    parts().access_log.note(
        Read(
            at=parts().clock(),
            caller=caller().principal,
            question=request.url_rule.rule.replace("<", "{").replace(">", "}"),
            parameters={name: each for name, each in asked.items() if name not in _NOT_ASKED},
            as_of=bounds.as_of,
            position=bounds.position,
            recorded_at=bounds.recorded_at,
        )
    )
