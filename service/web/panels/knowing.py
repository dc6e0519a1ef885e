"""Who knew what: parties by items, and the path by which one came to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from markupsafe import Markup

from domain.errors import Malformed
from domain.names import Item, Party, parse_item, parse_knower
from service.pictures.matrix import WORDS, Cell, glyph
from service.prose import paths, words
from service.prose.words import capital
from service.views.matrix import Wanted
from service.web.cards import cards
from service.web.look import Look
from service.web.panels.panel import PARTIES_MOST, Panel, Shown, one_of, place_of

ROWS: Final = 25
COLUMNS: Final = 6
ITEMS_MOST: Final = 500
"""So many items of a kind are offered."""
KINDS: Final = (
    *("item", "letter", "statement", "incident", "terms", "commitment", "feedback", "concern"),
)
PARTY_KINDS: Final = ("tester", "staff", "org", "press", "group", "system", "public")


def _show(look: Look) -> Shown:
    kind = one_of(look, "kind", KINDS) or "item"
    among = one_of(look, "among", PARTY_KINDS)
    items = look.questions.items_of_kind(look.programme, kind, ITEMS_MOST)
    sort = look.given.get("sort")
    if sort and sort not in items:
        raise Malformed("sort is none of the items")
    parties = _parties(look, among, Item(sort) if sort else None)
    first, left = place_of(look, "row", len(parties)), place_of(look, "column", len(items))
    rows, columns = parties[first : first + ROWS], items[left : left + COLUMNS]
    look.note("/review/{programme}/knowing", kind=kind, rows=str(first), columns=str(left))
    return {
        "kinds": KINDS,
        "kind": kind,
        "party_kinds": PARTY_KINDS,
        "among": among,
        "sort": sort,
        "items": columns,
        "rows": _rows(look, rows, columns),
        "first": first,
        "total": len(parties),
        "before": _to(look, "row", first - ROWS, first > 0),
        "after": _to(look, "row", first + ROWS, first + ROWS < len(parties)),
        "left": left,
        "total_items": len(items),
        "to_left": _to(look, "column", left - COLUMNS, left > 0),
        "to_right": _to(look, "column", left + COLUMNS, left + COLUMNS < len(items)),
        "path": _path(look),
        "legend": _LEGEND,
    }


def _parties(look: Look, among: str | None, sort: Item | None) -> list[Party]:
    """All parties by name; by when they came to know an item, then those who do not."""
    everybody = [
        each
        for each in look.questions.parties_after(look.programme, "", PARTIES_MOST)
        if among is None or each.partition(":")[0] == among
    ]
    if sort is None:
        return everybody
    knowers = look.questions.knowers(look.programme, sort, look.bounds)
    there = set(everybody)
    first = [each for each in knowers if each in there]
    return [*first, *(each for each in everybody if each not in set(first))]


def _rows(look: Look, parties: Sequence[Party], items: Sequence[Item]) -> list[dict[str, Any]]:
    if not parties or not items:
        return [{"party": each, "cells": []} for each in parties]
    wanted = Wanted(parties, items, events=False)
    found, _ = look.questions.matrix(look.programme, wanted, look.bounds, None, ROWS * COLUMNS)
    cells = {(each["party"], each["item"]): each for each in found}
    return [
        {"party": each, "cells": [_cell(look, each, item, cells) for item in items]}
        for each in parties
    ]


def _cell(
    look: Look, party: Party, item: Item, cells: Mapping[tuple[str, str], Mapping[str, Any]]
) -> dict[str, Any]:
    known = cells.get((party, item))
    if known is None:
        return {"glyph": _UNKNOWN, "word": "unknown", "to": None}
    perhaps, disputed = known["certainty"] == "possible", known["disputed"]
    since = known["learned_at"]
    return {
        "glyph": Markup(glyph(Cell(state=known["state"], perhaps=perhaps, disputed=disputed))),
        "word": WORDS[known["state"]],
        "perhaps": perhaps,
        "possibly": WORDS[known["possibly"]] if known["possibly"] else None,
        "disputed": disputed,
        "since": look.zone.when(since) if since else None,
        "to": f"{look.to(party=party, about=item)}#path",
    }


def _path(look: Look) -> Shown | None:
    """How an item came to a party, if that is asked for."""
    party, about = look.given.get("party"), look.given.get("about")
    if not (party and about):
        return None
    knower, item = parse_knower(party), parse_item(about)
    how = look.questions.how(look.programme, knower, item, look.bounds)
    known = _known(look, knower, item)
    look.note("/review/{programme}/knowing", party=party, item=item)
    hops = how["path"]
    told = {each["id"]: each for each in cards(look, [hop["via"] for hop in hops])}
    numbers = {each: card["position"] for each, card in told.items()}
    asked = cards(look, [known["via"]]) if known and not hops else ()
    return {
        "party": party,
        "item": item,
        "known": capital(words.knower(known)) if known else None,
        "hops": [
            {
                "says": capital(paths.hop(hop)),
                "card": told.pop(hop["via"], None),
                "position": numbers.get(hop["via"]),
            }
            for hop in hops
        ],
        "asked": asked,
        "ending": paths.ending(how),
        "more": paths.more(how, known) if known and hops else None,
        "close": look.to(party=None, about=None),
    }


def _known(look: Look, party: Party, item: Item) -> dict[str, Any] | None:
    wanted = Wanted([party], [item], events=True)
    found, _ = look.questions.matrix(look.programme, wanted, look.bounds, None, 1)
    return found[0] if found else None


def _to(look: Look, name: str, place: int, there: bool) -> str | None:
    changes: dict[str, Any] = {name: max(0, place) or None}
    return look.to(**changes) if there else None


_UNKNOWN: Final = Markup(glyph(Cell(state="unknown")))
_LEGEND: Final = [
    *((Markup(glyph(Cell(state=state))), word or "unknown") for state, word in WORDS.items()),
    (Markup(glyph(Cell(state="full", perhaps=True))), "perhaps: broken line"),
]
PANEL: Final = Panel(
    "knowing",
    "Who \N{MULTIPLICATION SIGN} what",
    _show,
    {
        "kind": "The kind of the items: item, letter, commitment, …",
        "among": "The kind of the parties: tester, staff, org, …",
        "sort": "An item: parties by when they came to know it.",
        "row": "How many parties to pass over.",
        "column": "How many items to pass over.",
        "party": "With `about`: whose path is opened.",
        "about": "An item: how it came to `party`.",
    },
)
