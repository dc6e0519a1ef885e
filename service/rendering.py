"""Answers as bytes: the same answer has the same bytes."""

from __future__ import annotations

import json
import re
from typing import Any, Final

JSON: Final = "application/json"
NDJSON: Final = "application/x-ndjson"
CSV: Final = "text/csv"
CSV_WITH_HEADER: Final = f"{CSV}; charset=utf-8; header=present"
HTML: Final = "text/html"
MARKDOWN: Final = "text/markdown"
EVENT_STREAM: Final = "text/event-stream"
METRICS: Final = "text/plain; version=0.0.4; charset=utf-8"
PROBLEM_JSON: Final = "application/problem+json"

_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_COMPACT: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def to_json(document: Any) -> bytes:
    """Compact JSON in UTF-8, members in the order in which they stand."""
    return printable(_COMPACT.encode(document)).encode()


def printable(text: str) -> str:
    """The text with every lone surrogate replaced by U+FFFD, so that UTF-8 can carry it."""
    return _LONE_SURROGATE.sub("\ufffd", text)
