"""What the pages are given to work with, and who looks at them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, cast

from flask import current_app, g

from service.access import Caller
from service.access_log import AccessLog
from service.clock import Clock
from service.sessions import Sessions
from service.views.asking import Views
from service.web.marks import KeptMarks

_EXTENSION: Final = "testigo.pages"


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
