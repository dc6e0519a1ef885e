"""What a panel is: a name in the address, a title, and what it shows of a look."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from service.web.look import Look

Shown = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel of a review; its template is `panels/<name>.html`."""

    name: str
    title: str
    show: Callable[[Look], Shown]
    """What its template is given. Raises `Malformed` for what the address cannot mean."""
    takes: Mapping[str, str]
    """The parameters that it takes besides those of every look, each with what it means."""
