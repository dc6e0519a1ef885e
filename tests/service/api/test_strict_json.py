from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings, strategies as st

from service.api.strict_json import (
    DEPTH_LIMIT,
    NUMBER_LIMIT,
    BeyondLimits,
    DuplicateKey,
    NotJson,
    parse,
)
from service.rendering import printable

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@settings(deadline=None)
@given(json_values)
def test_reads_what_json_can_write(value: object) -> None:
    assert parse(json.dumps(value).encode()) == value
    assert parse(json.dumps(value, ensure_ascii=False).encode()) == value


@settings(deadline=None)
@given(st.binary())
def test_refuses_any_other_bytes_as_not_json(body: bytes) -> None:
    try:
        parse(body)
    except NotJson as refused:
        refused.detail.encode()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"{",
        b"{} {}",
        b"{}x",
        b"[1,]",
        b'{"a":1,}',
        b"'a'",
        b"01",
        b"+1",
        b".5",
        b"nul",
        b"// comment\n{}",
        b"\xa0{}",
        b'"tab\there"',
        rb'"\x41"',
        rb'"\u12"',
        rb'"\ud800',
        b'"' + b'\\"' * 100,
    ],
)
def test_refuses_what_only_looks_like_json(body: bytes) -> None:
    with pytest.raises(NotJson):
        parse(body)


@pytest.mark.parametrize("body", [b"NaN", b"[Infinity]", b'{"a": -Infinity}'])
def test_refuses_numbers_that_are_none(body: bytes) -> None:
    with pytest.raises(NotJson):
        parse(body)


@pytest.mark.parametrize(
    "body",
    [
        b'"caf\xe9"',  # Latin-1
        b'"\xed\xa0\x80"',  # a surrogate in UTF-8
        b'"\xc0\x80"',  # an overlong NUL
        "{}".encode("utf-16"),
        "{}".encode("utf-32"),
    ],
)
def test_refuses_other_encodings_than_utf_8(body: bytes) -> None:
    with pytest.raises(NotJson):
        parse(body)


def test_refuses_a_byte_order_mark() -> None:
    with pytest.raises(NotJson, match="byte order mark"):
        parse(b"\xef\xbb\xbf{}")


@pytest.mark.parametrize(
    "body", [b'{"a":1,"a":1}', b'[{"b":{"a":1,"c":2,"a":3}}]', rb'{"a":1,"\u0061":1}']
)
def test_refuses_a_key_that_stands_twice(body: bytes) -> None:
    with pytest.raises(DuplicateKey) as refused:
        parse(body)
    assert refused.value.code == "duplicate-key"
    assert "'a'" in refused.value.detail


def test_lets_different_objects_use_the_same_key() -> None:
    assert parse(b'[{"a":1},{"a":{"a":2}}]') == [{"a": 1}, {"a": {"a": 2}}]


def test_says_where_a_body_stops_being_json() -> None:
    with pytest.raises(NotJson, match="line 2, column 3"):
        parse(b'{"a": 1,\n  b}')


def test_does_not_repeat_the_body_in_its_refusal() -> None:
    with pytest.raises(NotJson) as refused:
        parse(b'{"name": "Ana Secret" "email": 1}')
    assert "Secret" not in refused.value.detail
    assert refused.value.__cause__ is None


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"a":'])
def test_refuses_nesting_beyond_the_limit_however_deep(opening: bytes) -> None:
    with pytest.raises(BeyondLimits):
        parse(opening * 1_000_000)


def test_takes_nesting_up_to_the_limit() -> None:
    assert parse(b"[" * DEPTH_LIMIT + b"]" * DEPTH_LIMIT)
    with pytest.raises(BeyondLimits):
        parse(b"[" * (DEPTH_LIMIT + 1) + b"]" * (DEPTH_LIMIT + 1))


def test_does_not_take_many_brackets_for_deep_ones() -> None:
    assert parse(b"[" + b",".join([b"[{}]"] * 1000) + b"]") == [[{}]] * 1000
    brackets = '[{"' * 1000
    assert parse(json.dumps([brackets, "\\"]).encode()) == [brackets, "\\"]


@pytest.mark.parametrize("number", [b"9" * 5_000, b"-" + b"9" * 5_000, b"0." + b"1" * 5_000])
def test_refuses_numbers_of_very_many_digits(number: bytes) -> None:
    with pytest.raises(BeyondLimits):
        parse(b'{"size": ' + number + b"}")


def test_takes_numbers_up_to_the_limit() -> None:
    assert parse(b"9" * NUMBER_LIMIT) == 10**NUMBER_LIMIT - 1


@pytest.mark.parametrize("number", [b"1e999", b"-1e999", b"1.5E+400"])
def test_refuses_numbers_that_no_double_can_hold(number: bytes) -> None:
    with pytest.raises(BeyondLimits):
        parse(number)


@pytest.mark.parametrize(
    "body",
    [
        b"9" * 4_000_000,
        b'"' + b'\\"' * 2_000_000,
        b"[[]" * 65 + b'"' + b'\\"' * 2_000_000,
        b"[" * 4_000_000,
        b"\\" * 4_000_000,
        b'{"a":0,' + b",".join(b'"%d":0' % number for number in range(300_000)) + b',"a":1}',
    ],
)
def test_refuses_large_bodies_in_linear_time(body: bytes) -> None:
    began = time.process_time()
    with pytest.raises(NotJson):
        parse(body)
    assert time.process_time() - began < 30


def test_lets_lone_surrogates_pass_for_the_schemas_to_refuse() -> None:
    assert parse(rb'["\ud800", "\ud83d\ude00"]') == ["\ud800", "\U0001f600"]


@settings(deadline=None)
@given(st.text(st.characters(codec=None)))
def test_printable_makes_any_text_fit_for_utf_8(text: str) -> None:
    printable(text).encode()
    assert printable(f"{text}\ud800\udfff") == f"{printable(text)}\ufffd\ufffd"
