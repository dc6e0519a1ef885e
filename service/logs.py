"""Logs: a JSON object a line, or lines for people where a terminal is attached.

What a request is about stands beside every line that is written while it is answered: its id, its
route (the template, never the address), its trace. No query, body or token is logged; of what
failed, where and of which kind, but not its words, which may quote what is stored.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Final

ABOUT: Final[ContextVar[Mapping[str, Any]]] = ContextVar("about", default={})  # noqa: B039 (never written to)
"""What is being answered on this thread."""
FIELDS: Final = "testigo_fields"
"""Under which name a record carries fields of its own (`extra`)."""
_JSON: Final = json.JSONEncoder(ensure_ascii=False, default=str)
LINE: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """As logging asks for it."""
        at = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, Any] = {
            "time": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "pid": record.process,
            **ABOUT.get(),
            **getattr(record, FIELDS, {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = _told(record.exc_info[1])
        return _JSON.encode(line)


def formatter() -> logging.Formatter:
    """That of the standard error as it is."""
    return logging.Formatter(LINE) if sys.stderr.isatty() else JsonLines()


def set_up(level: str) -> None:
    """Log to the standard error from this level on. Nothing is sought out that no line tells."""
    logging._srcfile = None  # so its documentation says
    logging.logThreads = logging.logMultiprocessing = False
    handler = logging.StreamHandler()
    handler.setFormatter(formatter())
    logging.basicConfig(level=level.upper(), handlers=[handler])


def _told(error: BaseException) -> dict[str, Any]:
    """An error without its words."""
    frames = traceback.extract_tb(error.__traceback__)
    told: dict[str, Any] = {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "stack": [f"{each.filename}:{each.lineno} {each.name}" for each in frames],
    }
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        told["cause"] = _told(cause)
    return told
