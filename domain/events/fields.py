"""What the fields of the catalogue hold beyond names, and how a field is marked personal."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, field, fields
from enum import Enum
from typing import Any, Final, Literal, NewType

from domain.errors import Malformed
from domain.instant import format_instant, parse_instant

Text = NewType("Text", str)
"""1 to 20,000 characters, no NUL, no lone surrogate."""
ShortText = NewType("ShortText", str)
"""1 to 2,000 characters, as Text."""
Sha256 = NewType("Sha256", str)
"""64 hexadecimal digits, in lower case."""
Amount = NewType("Amount", str)
"""A decimal such as `99.50`, not negative; at most 18 digits before the point, 9 behind."""
Currency = NewType("Currency", str)
"""Three capital letters, as in ISO 4217."""
Deadline = NewType("Deadline", str)
"""An instant, in UTC, as answers write it; it may lie in the future."""
Size = NewType("Size", int)
"""How many people, 1 to 2^53 - 1."""

Confidentiality = Literal["public", "confidential", "embargoed"]
Extent = Literal["full", "partial", "existence", "rumour"]
Grade = Literal["primary", "reported", "claimed", "rumour"]
Outcome = Literal["upheld", "dismissed"]
TermsKind = Literal["nda", "participation", "content-approval"]

TEXT_LIMIT: Final = 20_000
SHORT_TEXT_LIMIT: Final = 2_000
LIST_LIMIT: Final = 1_000
SIZE_LIMIT: Final = 2**53 - 1

_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_AMOUNT = re.compile(r"[0-9]{1,18}(\.[0-9]{1,9})?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


class Unchanged(Enum):
    """The mark of a field that a correction does not name."""

    UNCHANGED = "unchanged"


UNCHANGED: Final = Unchanged.UNCHANGED


def personal(*, optional: bool = False) -> Any:
    """A field that holds personal data: to be sealed per person, and kept out of logs."""
    return field(default=None if optional else MISSING, metadata={"personal": True})


def is_personal(each: Field[Any]) -> bool:
    """Whether the field is marked as personal."""
    return bool(each.metadata.get("personal"))


def stored_name(each: Field[Any]) -> str:
    """The name of a field in the contract: `for_` is `for`, which Python keeps to itself."""
    return each.name.removesuffix("_")


def field_names(kind: type) -> tuple[str, ...]:
    """The contract's names of all fields of a catalogue class."""
    return tuple(stored_name(each) for each in fields(kind))


def parse_text(text: str, limit: int = TEXT_LIMIT) -> Text:
    """1 to `limit` characters, without NUL and lone surrogates."""
    if not text:
        raise Malformed("must not be empty")
    if len(text) > limit:
        raise Malformed(f"longer than {limit:,} characters")
    if _NOT_TEXT.search(text):
        raise Malformed("holds a NUL or a lone surrogate")
    return Text(text)


def parse_short_text(text: str) -> ShortText:
    """1 to 2,000 characters, without NUL and lone surrogates."""
    return ShortText(parse_text(text, SHORT_TEXT_LIMIT))


def parse_sha256(text: str) -> Sha256:
    """64 hexadecimal digits; lower-cased."""
    if not _SHA256.fullmatch(text):
        raise Malformed("not 64 hexadecimal digits")
    return Sha256(text.lower())


def parse_amount(text: str) -> Amount:
    """A decimal string that is not negative."""
    if not _AMOUNT.fullmatch(text):
        raise Malformed('not a decimal string such as "250" or "99.50"')
    return Amount(text)


def parse_currency(text: str) -> Currency:
    """Three capital letters. Whether ISO 4217 lists them today is not asked: the list changes."""
    if not _CURRENCY.fullmatch(text):
        raise Malformed("not the three capital letters of an ISO 4217 currency code")
    return Currency(text)


def parse_deadline(text: str) -> Deadline:
    """An RFC 3339 instant; written again in UTC."""
    return Deadline(format_instant(parse_instant(text)))


PARSERS: Mapping[Any, Callable[[str], str]] = {
    Text: parse_text,
    ShortText: parse_short_text,
    Sha256: parse_sha256,
    Amount: parse_amount,
    Currency: parse_currency,
    Deadline: parse_deadline,
}
"""How each kind of text is read; every reader raises `Malformed`."""
