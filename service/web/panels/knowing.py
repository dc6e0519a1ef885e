"""Who knew what: parties by items, and the path by which one came to know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from markupsafe import Markup

from domain.errors import Malformed
from domain.names import EventId, Item, Party, parse_item, parse_knower
from service.pictures.matrix import WORDS, Cell, glyph
from service.prose import paths, words
from service.prose.words import capital
from service.views.knowledge import Knower
from service.views.matrix import Wanted
from service.web.cards import Card, cards
from service.web.look import Look
from service.web.panels.panel import PARTIES_MOST, Panel, Shown, one_of, place_of

ROWS: Final = 25
COLUMNS: Final = 6
ITEMS_MOST: Final = 500
"""So many items of a kind are offered."""
KINDS: Final = (
    *("item", "letter", "statement", "incident", "terms", "commitment", "feedback", "concern"),
)
_NAMED: Final[Mapping[str, tuple[str, str]]] = {
    "public": ("public", "public"),
    "org": ("organisation", "organisations"),
    "staff": ("member of staff", "members of staff"),
    "tester": ("tester", "testers"),
    "press": ("of the press", "of the press"),
    "group": ("group", "groups"),
    "system": ("system", "systems"),
}
PARTY_KINDS: Final = ("tester", "staff", "org", "press", "group", "system", "public")


def _show(look: Look) -> Shown:
    kind = one_of(look, "kind", KINDS) or "item"
    among = one_of(look, "among", PARTY_KINDS)
    items = look.questions.items_of_kind(look.programme, kind, ITEMS_MOST)
    sort, event = _sort(look, kind, items)
    knowers = look.questions.knowers(look.programme, sort, look.bounds) if sort else ()
    parties = _parties(look, among, [each.party for each in knowers])
    choices, items = items, [sort] if sort and event else items
    chosen = items.index(sort) // COLUMNS * COLUMNS if sort else 0
    first = place_of(look, "row", len(parties))
    left = place_of(look, "column", len(items)) if look.given.get("column") else chosen
    rows, columns = parties[first : first + ROWS], items[left : left + COLUMNS]
    look.note("/review/{programme}/knowing", kind=kind, rows=str(first), columns=str(left))
    return {
        "kinds": KINDS,
        "kind": kind,
        "party_kinds": PARTY_KINDS,
        "among": among,
        "sort": sort,
        "event_sorted_by": event,
        "known_by": _known_by(knowers),
        "choices": choices,
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


def _sort(look: Look, kind: str, items: Sequence[Item]) -> tuple[Item | None, Card | None]:
    """The item to sort by: one of these, or an event, then with its card. Raises `Malformed`."""
    given = look.given.get("sort")
    item = parse_item(given) if given else None
    if item is None or item in items:
        return item, None
    of, _, name = item.partition(":")
    if of == "event":
        for each in cards(look, [EventId(name)]):
            return item, each
    elif of != kind:  # it was chosen among those of another kind
        return None, None
    raise Malformed("sort is none of the items")


def _known_by(knowers: Sequence[Knower]) -> str:
    """How many know, and what they are, in a sentence."""
    told = [each for each in knowers if not each.asked]
    kinds = Counter(each.party.partition(":")[0] for each in told)
    who = [
        "the public" if kind == "public" else words.counted(kinds[kind], *named)
        for kind, named in _NAMED.items()
        if kinds[kind]
    ]
    perhaps, asked = sum(1 for each in told if each.perhaps), len(knowers) - len(told)
    know = "knows" if len(told) == 1 else "know"
    said = (
        f"{len(told):,} {know} of it by then: {', '.join(who)}"
        if told
        else "Nobody knows of it by then"
    )
    if perhaps:
        said += f"; {perhaps:,} of them perhaps"
    return f"{said}; {asked:,} asked and not recorded as told" if asked else said


def _parties(look: Look, among: str | None, knowers: Sequence[Party]) -> list[Party]:
    """All parties by name; first those who know what is sorted by."""
    everybody = [
        each
        for each in look.questions.parties_after(look.programme, "", PARTIES_MOST)
        if among is None or each.partition(":")[0] == among
    ]
    there = set(everybody)
    first = [each for each in knowers if each in there]
    others = there.difference(first)
    return [*first, *(each for each in everybody if each in others)]


def _rows(look: Look, parties: Sequence[Party], items: Sequence[Item]) -> list[dict[str, Any]]:
    if not parties or not items:
        return [{"party": each, "cells": []} for each in parties]
    wanted = Wanted(parties, items, events=items[0].startswith("event:"))
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
    changes: dict[str, Any] = {name: max(0, place)}
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
        "sort": "An item, or `event:…`: parties by when they came to know it.",
        "row": "How many parties to pass over.",
        "column": "How many items to pass over.",
        "party": "With `about`: whose path is opened.",
        "about": "An item: how it came to `party`.",
    },
)
