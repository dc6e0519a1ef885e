"""Irregularities: what broke a rule, or came late, with the events that show it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any, Final

from domain.errors import Malformed
from domain.irregularities.codes import Code
from domain.irregularities.definitions import meaning
from service.prose.words import capital
from service.web.cards import cards, numbers
from service.web.look import Look
from service.web.panels.panel import Panel, Shown, one_of

SHOWN: Final = 40
"""So many are shown at once."""
COUNTED: Final = 100
COUNTED_OF_CODE: Final = 1_000
"""So many are counted at most: of all codes, or of one."""
_OF_PROMISES: Final = (Code.COMMITMENT_BROKEN.value, Code.COMMITMENT_OVERDUE.value)
_CODES: Final = tuple(each.value for each in Code)


def _show(look: Look) -> Shown:
    code = one_of(look, "code", _CODES)
    after, passed = _after(look.given.get("after"))
    found, place = look.questions.irregularities(
        look.programme,
        look.bounds,
        code=None if code is None else Code(code),
        after=after,
        limit=SHOWN,
    )
    return {
        "codes": _CODES,
        "code": code,
        "groups": [
            {"code": each, "meaning": meaning(Code(each)), "found": [_one(look, one) for one in of]}
            for each, of in groupby(found, key=lambda one: str(one["code"]))
        ],
        "range": None if passed is None else (passed + 1, passed + len(found)),
        "total": _total(look, code, passed, len(found), last=place is None),
        "next": None
        if place is None
        else look.to(after="-".join(map(str, (*place, (passed or 0) + len(found))))),
        "first": look.to(after=None) if look.given.get("after") else None,
    }


def _one(look: Look, found: dict[str, Any]) -> dict[str, Any]:
    return {
        "says": capital(found["detail"]).rstrip("."),
        "since": look.zone.when(found["since"]),
        "promise": _promise(look, found),
        "events": numbers(look, found["events"]),
    }


def _promise(look: Look, found: Mapping[str, Any]) -> str | None:
    """By whom something was promised to whom, and in which words, where that is about it."""
    if found["code"] not in _OF_PROMISES:
        return None
    made = [each for each in cards(look, found["events"]) if each["type"] == "commitment-made"]
    return str(made[0]["says"]) if made else None


def _total(look: Look, code: str | None, passed: int | None, shown: int, *, last: bool) -> str:
    """How many there are, so far as they are counted."""
    if last and passed is not None:
        return f"{passed + shown:,}"
    most = COUNTED if code is None else COUNTED_OF_CODE
    most = max(most, (passed or 0) + shown)
    wanted = None if code is None else Code(code)
    total = look.questions.count_irregularities(look.programme, look.bounds, wanted, most + 1)
    return f"{total:,}" if total <= most else f"more than {most:,}"


def _after(given: str | None) -> tuple[tuple[int, int, int] | None, int | None]:
    """A place to go on after, as a link of ours gives it, and how many were passed by (None: the
    link does not say)."""
    if not given:
        return None, 0
    parts = given.split("-")
    if len(parts) not in (3, 4) or not all(
        each.isascii() and each.isdecimal() and len(each) < 19 for each in parts
    ):
        raise Malformed("after is no place among irregularities")
    place = (int(parts[0]), int(parts[1]), int(parts[2]))
    return place, int(parts[3]) if len(parts) == 4 else None


PANEL: Final = Panel(
    "irregular",
    "Irregularities",
    _show,
    {"code": "Only those of this code.", "after": "A place to go on after."},
)
