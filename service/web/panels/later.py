"""Then and now: what was recorded between two moments, and what it changed in who knew what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from domain.errors import Malformed
from domain.instant import DAY, Instant, parse_instant
from domain.names import EventId, Item, parse_item
from service.prose import changes
from service.prose.words import counted
from service.views.bounds import Bounds
from service.web.cards import card, numbers
from service.web.frame import slider
from service.web.look import Look, whole_number
from service.web.panels.panel import Panel, Shown, one_of

EVENTS: Final = 40
"""So many events are shown at once."""
CHANGES: Final = 25
ITEMS_MOST: Final = 500
_KINDS: Final[Mapping[str, str]] = {
    "event-corrected": "Corrected",
    "event-retracted": "Retracted",
    "event-disputed": "Disputed",
    "dispute-settled": "Settled",
}
ADDED: Final = "Added later"
ALL: Final = "All"
COUNTED: Final = 20_000
"""Up to so many events are counted by group."""


def _show(look: Look) -> Shown:
    then = _then(look)
    after = max(then.position, whole_number("after", look.given.get("after") or "0"))
    kind = one_of(look, "kind", _KINDS)
    found = look.questions.events(
        programme=look.programme,
        type=kind,
        after=after,
        limit=EVENTS + 1,
        position=look.bounds.position,
    )
    page = found[:EVENTS]
    number = look.recorded - look.place(then.position)
    totals = _totals(look, then) if number <= COUNTED else None
    items = look.questions.items_of_kind(look.programme, "item", ITEMS_MOST)
    return {
        "then": then,
        "compared": _compared(look, then),
        "kinds": [
            {
                "title": title,
                "number": totals and totals[title],
                "to": look.to(kind=each, after=None),
                "here": each == kind,
            }
            for each, title in ((None, ALL), *_KINDS.items())
        ],
        "groups": [
            {"title": title, "total": totals and totals[title], "cards": group}
            for title, group in _groups(look, page)
        ],
        "later": number - totals[ALL]
        if totals
        else sum(1 for each in page if not _is_shown(each, look.bounds.as_of)),
        "number": number,
        "next": look.to(after=page[-1]["position"]) if len(found) > EVENTS else None,
        "first": look.to(after=None) if look.given.get("after") else None,
        "items": items,
        "changed": _changed(look, then, items, page),
    }


def _totals(look: Look, then: Bounds) -> Mapping[str, int]:
    """How many of each group were recorded since, of what had perhaps happened by then."""
    totals = dict.fromkeys((ADDED, *_KINDS.values()), 0)
    for each in look.questions.added(look.programme, then.position, look.bounds):
        about_another = each.type in _KINDS
        totals[_KINDS.get(each.type, ADDED)] += each.number if about_another else each.happened
    return {**totals, ALL: sum(totals.values())}


def _then(look: Look) -> Bounds:
    """With what is compared: by default as far as was recorded when it happened, or a day ago."""
    given = look.given.get("then")
    if given:
        position = whole_number("then", given)
        if position > look.bounds.position:
            raise Malformed("then lies after as_recorded")
    else:
        position, at = look.recorded_by(look.bounds.as_of), look.bounds.recorded_at
        if position >= look.bounds.position:
            position = 0 if at is None else look.recorded_by(Instant(at - DAY))
    upto = look.questions.head_of(position)
    return Bounds(look.bounds.as_of, upto.position, upto.recorded_at)


def _compared(look: Look, then: Bounds) -> dict[str, Any]:
    """The slider that chooses with what is compared, on the axis of recording."""
    place = look.place(then.position)
    since = look.recorded - place
    return {
        "title": "Compared with what we had recorded by",
        "many": f"{counted(since, 'event')} before now",
        "before": look.to(then=look.position(place - 1)) if place > 0 else None,
        "after": look.to(then=look.position(place + 1)) if since > 0 else None,
        **slider(
            look,
            "compared",
            look.recordings,
            place,
            look.recordings.of_stop(place),
            then.recorded_at,
            look.recorded_along,
        ),
    }


def _groups(look: Look, events: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[Any]]]:
    """Cards of what had happened by then, under how each changed the record."""
    groups: dict[str, list[Any]] = {name: [] for name in (ADDED, *_KINDS.values())}
    for each in events:
        if _is_shown(each, look.bounds.as_of):
            groups[_KINDS.get(each["type"], ADDED)].append(card(look, each))
    return [(name, group) for name, group in groups.items() if group]


def _is_shown(event: Mapping[str, Any], as_of: Instant) -> bool:
    """Whether it had perhaps happened by then, or is about another event."""
    if event["type"] in _KINDS:
        return True
    earliest = (event["effective"] or event)["occurred_at"]["earliest"]
    return earliest is None or parse_instant(earliest) <= as_of


def _changed(
    look: Look, then: Bounds, items: Sequence[Item], page: Sequence[Mapping[str, Any]]
) -> Shown | None:
    """What changed in who knew an item: the one asked for, or the first of those told of."""
    given = look.given.get("item")
    item = parse_item(given) if given else _first_told(items, page)
    if item is None:
        return None
    found, more = look.questions.diff_of_item(
        look.programme, item, then, look.bounds, None, CHANGES
    )
    look.note("/review/{programme}/later", item=item, then=str(then.position))
    return {
        "item": item,
        "lines": [
            {
                "says": _line(each),
                "because": numbers(look, each["because"]),
                "by": numbers(look, _learned_by(each)),
            }
            for each in found
        ],
        "more": more is not None,
    }


def _learned_by(change: Mapping[str, Any]) -> Sequence[EventId]:
    """By which event a party that there was not before knows so much, if by another than what
    made it known that it knows at all."""
    if change["before"] is not None or change["after"]["via"] in change["because"]:
        return ()
    return (change["after"]["via"],)


def _line(change: Mapping[str, Any]) -> str:
    year = 0  # of no answer: times are told whole
    if change["before"] is None:
        return changes.added(change, "party", year)
    if change["after"] is None:
        return changes.removed(change, "party", year)
    return changes.changed(change, "party", year)


def _first_told(items: Sequence[Item], page: Sequence[Mapping[str, Any]]) -> Item | None:
    there = set(items)
    told = (
        Item(name)
        for event in page
        for name in (event["effective"] or event)["data"].get("items", ())
        if name in there
    )
    return next(told, items[0] if items else None)


PANEL: Final = Panel(
    "later",
    "Then and now",
    _show,
    {
        "then": "The position to compare with.",
        "kind": f"Only events of this type: {', '.join(_KINDS)}.",
        "after": "Only events after this position.",
        "item": "An item: what changed in who knew it.",
    },
)
