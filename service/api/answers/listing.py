"""Lists: told in pages, whole as JSON, or row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from service.api.answers.words import Schema, both, list_of, means, object_, page, ref

Answer = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Listing:
    """A list: how its answer looks, and which rows it is made of."""

    schema: Schema
    """Of a page of it, as JSON."""
    row: Schema
    name: str
    """The member of the answer in which it stands."""
    members: tuple[str, ...]
    """The members of the answer that the rows are made of."""
    rows_of: Callable[[Answer], Iterable[Answer]]
    bounds: str | None = "Bounds"
    """The component that describes the bounds of the answer, if it has any."""


def listing(
    name: str,
    row: Schema,
    order: str,
    *more: Schema,
    bounds: str | None = "Bounds",
    **about: Schema,
) -> Listing:
    """A list that stands in one member of its answer, a row an entry.

    `order`: what the entries are, and in which order they come.
    """
    schema = page(bounds, **about, **{name: means(order, list_of(row))})
    whole = both(schema, *more) if more else schema
    return Listing(whole, row, name, (name,), lambda answer: answer[name], bounds)


def rest_of(listing: Listing) -> Schema:
    """The last line of a list told row by row: what else its answer says."""
    done = object_(done={"const": True}, next={"type": ["string", "null"]})
    return done if listing.bounds is None else both(done, ref(listing.bounds))
