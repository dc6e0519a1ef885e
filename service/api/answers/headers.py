"""What is said in headers."""

from __future__ import annotations

from typing import Final

from service.api.answers.words import TEXT, Schema

HEADERS: Final[dict[str, Schema]] = {
    "ETag": {"description": "Strong; where the bounds were given.", "schema": TEXT}
}
LIST_HEADERS: Final[dict[str, Schema]] = {
    "Link": {"description": 'The next page, with `rel="next"`.', "schema": TEXT},
}
PAGE_HEADERS: Final[dict[str, Schema]] = {**HEADERS, **LIST_HEADERS}
