"""Which parties and items stand in a fact."""

from __future__ import annotations

from dataclasses import fields
from types import NoneType
from typing import Any, Final, get_args, get_type_hints

from domain.events.catalogue import CATALOGUE, Fact
from domain.events.fields import UNCHANGED
from domain.events.ledger import EventCorrected
from domain.names import SLUG_KINDS, EventId, Group, Item, Member, Org, Party, Recipient, Tester

_NAMES: Final = frozenset({Party, Recipient, Tester, Group, Org, Member, Item})
_KIND_OF_FIELD: Final = {kind: kind for kind in SLUG_KINDS} | {
    "under": "terms",
    "replaces": "terms",
}


def mentioned(fact: Fact) -> frozenset[str]:
    """The parties and items (with their kind) that a fact names, in whichever field.

    An event that it names is mentioned as `event:<uuid>`; a correction mentions what its new
    data does.
    """
    names = set()
    for attribute, prefix in _MENTIONS[type(fact)]:
        value = getattr(fact, attribute)
        for each in value if isinstance(value, tuple) else (value,):
            if each is not None:
                names.add(f"{prefix}{each}")
    if isinstance(fact, EventCorrected) and fact.data is not UNCHANGED:
        names |= mentioned(fact.data)
    return frozenset(names)


def _leaf(annotation: Any) -> Any:
    """The kind of name inside `tuple[X, ...]`, `X | None` and their like."""
    inner = [each for each in get_args(annotation) if each not in (Ellipsis, NoneType)]
    return _leaf(inner[0]) if inner else annotation


def _prefixes(kind: type[Any]) -> tuple[tuple[str, str], ...]:
    hints = get_type_hints(kind)
    prefixes = []
    for each in fields(kind):
        leaf = _leaf(hints[each.name])
        if leaf in _NAMES:
            prefixes.append((each.name, ""))
        elif leaf is EventId:
            prefixes.append((each.name, "event:"))
        elif each.name in _KIND_OF_FIELD:
            prefixes.append((each.name, f"{_KIND_OF_FIELD[each.name]}:"))
    return tuple(prefixes)


_MENTIONS: Final = {
    kind: _prefixes(kind) for kind in CATALOGUE.values() if kind is not EventCorrected
} | {EventCorrected: (("event", "event:"),)}
