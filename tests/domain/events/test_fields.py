"""The forms of texts, digests, amounts and deadlines."""

from __future__ import annotations

from dataclasses import fields

import pytest

from domain.errors import Malformed
from domain.events.fields import (
    LIST_LIMIT,
    PARSERS,
    SIZE_LIMIT,
    Amount,
    Currency,
    Deadline,
    Sha256,
    ShortText,
    Text,
    is_personal,
    parse_amount,
    parse_currency,
    parse_deadline,
    parse_sha256,
    parse_short_text,
    parse_text,
)
from domain.events.tester import FeedbackGiven


@pytest.mark.parametrize("text", ["a", " ", "\n", "ñ🎬", "a" * 20_000, "🎬" * 20_000])
def test_a_text_has_up_to_20_000_characters(text: str) -> None:
    assert parse_text(text) == text


@pytest.mark.parametrize("text", ["", "a" * 20_001])
def test_a_text_is_neither_empty_nor_longer(text: str) -> None:
    with pytest.raises(Malformed):
        parse_text(text)


@pytest.mark.parametrize("text", ["\0", "a\0b", "\ud800", "a\udfffb", "\ud83c\udfac"])
def test_a_text_holds_neither_nul_nor_lone_surrogates(text: str) -> None:
    for parse in (parse_text, parse_short_text):
        with pytest.raises(Malformed):
            parse(text)


@pytest.mark.parametrize("text", ["\x01", "\x7f", "\ud7ff", "\ue000", "\ufffe"])
def test_a_text_may_hold_any_other_character(text: str) -> None:
    assert parse_text(text) == text


def test_a_short_text_has_up_to_2_000_characters() -> None:
    assert parse_short_text("🎬" * 2_000) == "🎬" * 2_000
    for text in ("", "a" * 2_001):
        with pytest.raises(Malformed):
            parse_short_text(text)


def test_a_digest_is_lower_cased() -> None:
    assert parse_sha256("0A" * 32) == parse_sha256("0a" * 32) == "0a" * 32


@pytest.mark.parametrize("text", ["", "0a" * 31, "0a" * 33, "0g" * 32, "0a" * 32 + "\n"])
def test_a_digest_has_64_hexadecimal_digits(text: str) -> None:
    with pytest.raises(Malformed):
        parse_sha256(text)


@pytest.mark.parametrize("text", ["0", "250", "99.50", "0.000000001", "9" * 18 + "." + "9" * 9])
def test_an_amount_is_kept_as_the_decimal_that_was_written(text: str) -> None:
    assert parse_amount(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-1",
        "+1",
        "1.",
        ".5",
        "1,50",
        "1e3",
        " 1",
        "1\n",
        "1_0",
        "NaN",
        "9" * 19,
        "0.0000000001",
    ],
)
def test_anything_else_is_no_amount(text: str) -> None:
    with pytest.raises(Malformed):
        parse_amount(text)


def test_a_currency_is_three_capital_letters() -> None:
    assert parse_currency("EUR") == "EUR"
    for text in ("", "eur", "EU", "EURO", "€", "EU1", "EUR\n"):
        with pytest.raises(Malformed):
            parse_currency(text)


def test_a_deadline_is_an_instant_written_in_utc() -> None:
    assert parse_deadline("2024-12-31t23:30:00.5-01:00") == "2025-01-01T00:30:00.500000Z"
    for text in ("2024-12-31", "2024-12-31T23:30:00", "../2024", ""):
        with pytest.raises(Malformed):
            parse_deadline(text)


def test_every_form_has_its_reader() -> None:
    expected = {
        Text: parse_text,
        ShortText: parse_short_text,
        Sha256: parse_sha256,
        Amount: parse_amount,
        Currency: parse_currency,
        Deadline: parse_deadline,
    }
    assert expected == PARSERS


def test_lists_and_sizes_have_their_limits() -> None:
    assert LIST_LIMIT == 1_000
    assert SIZE_LIMIT == 2**53 - 1  # what JSON's numbers hold exactly


def test_a_field_is_personal_only_if_it_is_marked() -> None:
    assert [each.name for each in fields(FeedbackGiven) if is_personal(each)] == ["text"]
