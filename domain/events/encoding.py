"""A fact as the plain `data` of the contract, and back. Nothing is checked here: doors check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from domain.events.catalogue import CATALOGUE, Fact
from domain.events.fields import UNCHANGED, stored_name
from domain.events.ledger import EventCorrected

_CLASSES = frozenset(CATALOGUE.values())
_FIELDS = {
    kind: tuple((each.name, stored_name(each)) for each in fields(kind)) for kind in _CLASSES
}


def data_of(fact: Fact) -> dict[str, Any]:
    """The `data` of a fact: fields that are not given are left out, lists keep their order."""
    data: dict[str, Any] = {}
    nullable = isinstance(fact, EventCorrected)
    for attribute, name in _FIELDS[type(fact)]:
        value = getattr(fact, attribute)
        if value is UNCHANGED or (value is None and not nullable):
            continue
        data[name] = _plain(value)
    return data


def fact_of(name: str, data: Mapping[str, Any], corrected: str | None = None) -> Fact:
    """The fact of the type `name` with this `data`.

    `corrected` is the type of the event that a correction with new data is about.
    """
    kind = CATALOGUE[name]
    values = {attribute: data[name] for attribute, name in _FIELDS[kind] if name in data}
    if corrected is not None:
        values["data"] = fact_of(corrected, data["data"])
    fact: Fact = kind(**{name: _frozen(value) for name, value in values.items()})
    return fact


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return data_of(value) if type(value) in _CLASSES else value


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
