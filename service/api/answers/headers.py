"""What is said in headers."""

from __future__ import annotations

from typing import Final

from service.api.answers.words import INSTANT, NUMBER, TEXT, Schema

HEADER_COMPONENTS: Final[dict[str, Schema]] = {
    "ETag": {
        "description": "Strong, and of this representation alone. Where the bounds were given:"
        " the answer is then the same for ever.",
        "schema": TEXT,
        "example": '"5f1c2d0e"',
    },
    "Link": {
        "description": 'The next page, with `rel="next"`; where there is one.',
        "schema": TEXT,
        "example": '</v1/events?limit=100&cursor=WyJk>; rel="next"',
    },
    "AsOf": {"description": "`as_of` as resolved; with CSV.", "schema": INSTANT},
    "AsRecorded": {"description": "`as_recorded` as resolved; with CSV.", "schema": NUMBER},
    "RecordedAt": {"description": "When that was recorded; with CSV.", "schema": INSTANT},
    "Rules": {"description": "`rules`; with CSV.", "schema": NUMBER},
    "Location": {
        "description": "Where what was made is found; of a batch, each by its id.",
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "Allow": {
        "description": "The methods that this address knows.",
        "schema": TEXT,
        "example": "GET, HEAD, OPTIONS",
    },
    "RequestId": {
        "description": "The `X-Request-Id` of the request, if it was 1 to 128 letters, digits and"
        " `-._~:/+=@`; else one that was made. It stands in the logs.",
        "schema": TEXT,
    },
    "RateLimitLimit": {"description": "How much may be asked in a window.", "schema": NUMBER},
    "RateLimitRemaining": {"description": "How much of that is left.", "schema": NUMBER},
    "RateLimitReset": {"description": "When the window ends, in seconds.", "schema": NUMBER},
    "RetryAfter": {"description": "When to try again, in seconds.", "schema": NUMBER},
    "Challenge": {
        "description": "`Bearer`, and what is wrong with the token.",
        "schema": TEXT,
        "required": True,
        "example": 'Bearer realm="testigo"',
    },
}


def _header(name: str) -> Schema:
    return {"$ref": f"#/components/headers/{name}"}


HEADERS: Final[dict[str, Schema]] = {"ETag": _header("ETag")}
LIST_HEADERS: Final[dict[str, Schema]] = {"Link": _header("Link")}
BOUNDS_HEADERS: Final[dict[str, Schema]] = {
    "Testigo-As-Of": _header("AsOf"),
    "Testigo-As-Recorded": _header("AsRecorded"),
    "Testigo-Recorded-At": _header("RecordedAt"),
    "Testigo-Rules": _header("Rules"),
}
PAGE_HEADERS: Final[dict[str, Schema]] = {**HEADERS, **LIST_HEADERS, **BOUNDS_HEADERS}
LOCATION: Final[dict[str, Schema]] = {"Location": _header("Location")}
ALLOW: Final[dict[str, Schema]] = {"Allow": _header("Allow")}
TRACED: Final[dict[str, Schema]] = {"X-Request-Id": _header("RequestId")}
LIMITED: Final[dict[str, Schema]] = {
    "RateLimit-Limit": _header("RateLimitLimit"),
    "RateLimit-Remaining": _header("RateLimitRemaining"),
    "RateLimit-Reset": _header("RateLimitReset"),
}
PROBLEM_HEADERS: Final[dict[int, dict[str, Schema]]] = {
    401: {"WWW-Authenticate": {**_header("Challenge")}},
    429: {"Retry-After": _header("RetryAfter"), **LIMITED},
    503: {"Retry-After": _header("RetryAfter")},
}
