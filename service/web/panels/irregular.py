"""Irregularities: what broke a rule, or came late, with the events that show it."""

from __future__ import annotations

from itertools import groupby
from typing import Any, Final

from domain.errors import Malformed
from domain.irregularities.codes import Code
from domain.irregularities.definitions import meaning
from service.prose.words import capital
from service.web.cards import numbers
from service.web.look import Look
from service.web.panels.panel import Panel, Shown, one_of

SHOWN: Final = 40
"""So many are shown at once."""
_CODES: Final = tuple(each.value for each in Code)


def _show(look: Look) -> Shown:
    code = one_of(look, "code", _CODES)
    found, place = look.questions.irregularities(
        look.programme,
        look.bounds,
        code=None if code is None else Code(code),
        after=_after(look.given.get("after")),
        limit=SHOWN,
    )
    return {
        "codes": _CODES,
        "code": code,
        "groups": [
            {"code": each, "meaning": meaning(Code(each)), "found": [_one(look, one) for one in of]}
            for each, of in groupby(found, key=lambda one: str(one["code"]))
        ],
        "next": None if place is None else look.to(after="-".join(map(str, place))),
        "first": look.to(after=None) if look.given.get("after") else None,
    }


def _one(look: Look, found: dict[str, Any]) -> dict[str, Any]:
    return {
        "says": capital(found["detail"]).rstrip("."),
        "since": look.zone.when(found["since"]),
        "events": numbers(look, found["events"]),
    }


def _after(given: str | None) -> tuple[int, int, int] | None:
    """A place to go on after, as a link of ours gives it."""
    if not given:
        return None
    parts = given.split("-")
    if len(parts) != 3 or not all(
        each.isascii() and each.isdecimal() and len(each) < 19 for each in parts
    ):
        raise Malformed("after is no place among irregularities")
    return (int(parts[0]), int(parts[1]), int(parts[2]))


PANEL: Final = Panel(
    "irregular",
    "Irregularities",
    _show,
    {"code": "Only those of this code.", "after": "A place to go on after."},
)
