"""The forms of names and texts: how the domain reads each, and how clients are told of it.

The parsers of the domain decide. What is said here goes into the OpenAPI document; the tests hold
it to the parsers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from domain import names
from domain.events import fields
from domain.names import PARTY_KINDS, SLUG_KINDS

_SLUG = "[a-z0-9][a-z0-9._-]{0,63}"
_UUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"


@dataclass(frozen=True, slots=True)
class Form:
    """How texts of one kind are read, and the JSON Schema keywords that tell clients of it."""

    parse: Callable[[str], Any]
    described: Mapping[str, Any]


def _described(what: str, example: str, pattern: str | None = None, **more: Any) -> dict[str, Any]:
    anchored = {} if pattern is None else {"pattern": f"^{pattern}$"}
    return {"description": what, "examples": [example], **anchored, **more}


def _of_kinds(*kinds: str) -> str:
    return f"({'|'.join(kinds)}):{_SLUG}"


_DESCRIBED: Final[Mapping[Any, Mapping[str, Any]]] = {
    names.Programme: _described(
        "The slug of a programme.", "sora-early-access", "[a-z0-9][a-z0-9-]{0,62}"
    ),
    names.EventId: _described(
        "The UUID of an event; lower-cased.", "0190c1de-7b2a-7cc0-8d2e-3f4a5b6c7d8e", _UUID
    ),
    names.Slug: _described("A slug, without its kind.", "video-length", _SLUG),
    names.Item: _described(
        "What can be known: a thing with its kind, or an event.",
        "item:sora",
        f"({_of_kinds(*SLUG_KINDS)}|event:{_UUID})",
    ),
    names.Party: _described("A party, by a pseudonym.", "staff:kim", _of_kinds(*PARTY_KINDS)),
    names.Recipient: _described(
        "A party, by a pseudonym, or `public`.",
        "press:ars",
        f"({_of_kinds(*PARTY_KINDS)}|{names.PUBLIC})",
    ),
    names.Tester: _described(
        "A tester, or a group for people who are only known as one.",
        "tester:ana",
        _of_kinds("tester", "group"),
    ),
    names.Group: _described("A group of parties.", "group:artists", _of_kinds("group")),
    names.Org: _described("An organisation.", "org:openai", _of_kinds("org")),
    names.Member: _described(
        "A party that can join a group: any but a group.",
        "tester:ana",
        _of_kinds(*(kind for kind in PARTY_KINDS if kind != "group")),
    ),
    fields.Text: _described(
        "Text without NUL and lone surrogates.",
        "in their own words",
        minLength=1,
        maxLength=fields.TEXT_LIMIT,
    ),
    fields.ShortText: _described(
        "An address or a citation, without NUL and lone surrogates.",
        "https://example.org/letter",
        minLength=1,
        maxLength=fields.SHORT_TEXT_LIMIT,
    ),
    fields.Sha256: _described("A SHA-256 digest; lower-cased.", "0a" * 32, "[0-9a-fA-F]{64}"),
    fields.Amount: _described(
        "A decimal that is not negative.", "99.50", r"[0-9]{1,18}(\.[0-9]{1,9})?"
    ),
    fields.Currency: _described("A currency code as in ISO 4217.", "USD", "[A-Z]{3}"),
    fields.Deadline: _described(
        "An instant with an offset, also in the future; answered in UTC.",
        "2024-12-31T23:00:00Z",
        format="date-time",
    ),
}

FORMS: Final[Mapping[Any, Form]] = {
    kind: Form(parse, _DESCRIBED[kind])
    for kind, parse in chain(names.PARSERS.items(), fields.PARSERS.items())
}
"""The form of every kind of name and text that an annotation in the catalogue can be."""
