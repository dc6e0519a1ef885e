"""What the pages are given to work with, and who looks at them."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Final, cast

from flask import current_app, g

from domain.names import Programme
from service.access import Caller
from service.access_log import AccessLog
from service.clock import Clock
from service.sessions import Sessions
from service.views.asking import Questions, Views
from service.views.marks import Marks

_EXTENSION: Final = "testigo.pages"
_KEPT: Final = 8
"""Of so many programmes, or heads, the marks are kept."""


class KeptMarks:
    """The marks of a programme, which many looks share: at one position they never change."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Programme, int], Marks] = {}
        self._lock = threading.Lock()

    def of(self, questions: Questions, programme: Programme, position: int) -> Marks:
        """The marks as they are at a position."""
        key = (programme, position)
        found = self._kept.get(key)
        if found is None:
            found = questions.marks(programme, position)
            with self._lock:
                self._kept[key] = found
                while len(self._kept) > _KEPT:
                    del self._kept[next(iter(self._kept))]
        return found


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the service behind the pages."""

    views: Views
    clock: Clock
    sessions: Sessions
    access_log: AccessLog
    marks: KeptMarks = field(default_factory=KeptMarks)

    def join(self, extensions: dict[str, object]) -> None:
        """Become the parts of an application."""
        extensions[_EXTENSION] = self


def parts() -> Parts:
    """The parts of the application that answers."""
    return cast(Parts, current_app.extensions[_EXTENSION])


def caller() -> Caller:
    """Who looks; known on every page that is not public."""
    return cast(Caller, g.caller)
