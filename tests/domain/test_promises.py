"""What events say of commitments and of terms."""

from __future__ import annotations

import pytest

from domain.instant import parse_instant
from domain.promises import Promise, promise
from domain.terms import Terms, published_terms
from tests.builders import ORDINARY_TYPES

from .recorded import an_act, an_id, history


def of(type_name: str, **data: object) -> tuple[Promise | None, Terms | None]:
    (record,) = history(an_act(type_name, "2024-11-20", **data))
    return promise(record.event, record.position), published_terms(record.event, record.position)


def test_a_commitment_is_made_kept_and_broken_under_its_slug() -> None:
    made, _ = of("commitment-made", commitment="credit", due_at="2024-12-01T00:00:00+01:00")
    assert made is not None
    assert (made.type, made.slug) == ("commitment-made", "credit")
    assert made.due_at == parse_instant("2024-11-30T23:00:00Z")
    for type_name in ("commitment-kept", "commitment-broken"):
        settled, _ = of(type_name, commitment="credit")
        assert settled is not None
        assert (settled.type, settled.slug, settled.due_at) == (type_name, "credit", None)


def test_commitments_and_terms_say_when_and_where_they_were_recorded() -> None:
    for found in (of("commitment-made")[0], of("terms-published")[1]):
        assert found is not None
        assert (found.via, found.position) == (an_id(1), 1)
        assert found.earliest == parse_instant("2024-11-20T00:00:00Z")
        assert found.latest == parse_instant("2024-11-20T23:59:59.999999Z")


def test_a_commitment_need_not_be_due() -> None:
    made, _ = of("commitment-made")
    assert made is not None
    assert made.due_at is None


def test_terms_replace_others_but_never_themselves() -> None:
    _, terms = of("terms-published", terms="v2", kind="nda", replaces="v1")
    assert terms is not None
    assert (terms.terms, terms.kind, terms.replaces) == ("v2", "nda", "v1")
    _, terms = of("terms-published", terms="v2", kind="nda", replaces="v2")
    assert terms is not None
    assert terms.replaces is None


@pytest.mark.parametrize("type_name", ORDINARY_TYPES)
def test_no_other_event_says_anything_of_them(type_name: str) -> None:
    found, terms = of(type_name)
    assert (found is not None) == type_name.startswith("commitment-")
    assert (terms is not None) == (type_name == "terms-published")
