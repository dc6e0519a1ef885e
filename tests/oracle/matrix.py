"""Section 7, `knowledge/matrix`: every knower of every item."""

from .knowledge import Answer, World, knowers, world_of
from .times import read_instant
from .visibility import Event, visible


def items_of(world: World, events: bool) -> set[str]:
    """Every item that somebody learned or asked for."""
    # > "`events=true` to have `event:` items where `items` is not given"
    items = set(world.own) | {request["data"]["item"] for request, _ in world.requests}
    return {item for item in items if events or not item.startswith("event:")}


def cells(items: set[str], world: World, as_of: int) -> list[Answer]:
    """K of every pair that `who` would list, for these items."""
    # > "sorted by party, item (code point); only cells that `who` would list"
    found = [cell for item in items for cell in knowers(item, world, as_of)]
    return sorted(found, key=lambda cell: (cell["party"], cell["item"]))


def matrix(
    history: list[Event],
    programme: str,
    as_of: str,
    as_recorded: int,
    items: list[str] | None = None,
    parties: list[str] | None = None,
    events: bool = False,
) -> Answer:
    """All on one page, for these items and parties, or for all."""
    world = world_of(visible(history, programme, as_recorded))
    asked = items_of(world, events) if items is None else {item.lower() for item in items}
    found = [
        cell
        for cell in cells(asked, world, read_instant(as_of))
        if parties is None or cell["party"] in parties
    ]
    # > '"parties","items": those of the cells of this page, sorted'
    return {
        "parties": sorted({cell["party"] for cell in found}),
        "items": sorted({cell["item"] for cell in found}),
        "cells": found,
    }
