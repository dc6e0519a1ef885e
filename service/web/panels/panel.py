"""What a panel is: a name in the address, a title, and what it shows of a look."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.errors import Malformed
from service.web.look import Look, whole_number

Shown = Mapping[str, Any]

PARTIES_MOST: Final = 5_000
"""So many parties are offered, or looked at, at most."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel of a review; its template is `panels/<name>.html`."""

    name: str
    title: str
    show: Callable[[Look], Shown]
    """What its template is given. Raises `Malformed` for what the address cannot mean."""
    takes: Mapping[str, str]
    """The parameters that it takes besides those of every look, each with what it means."""


def one_of(look: Look, name: str, choices: Collection[str]) -> str | None:
    """A parameter that is one of some, if it is given. Raises `Malformed`."""
    given = look.given.get(name) or None
    if given is not None and given not in choices:
        raise Malformed(f"{name} is none of {', '.join(choices)}")
    return given


def place_of(look: Look, name: str, most: int) -> int:
    """How many to pass over, less than there are. Raises `Malformed`."""
    place = whole_number(name, look.given.get(name) or "0")
    return place if place < most else 0
