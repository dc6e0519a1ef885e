"""How events are stored: names and bytes that are kept for ever."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
import rfc8785
from eventsourcing.persistence import JSONTranscoder, StoredEvent
from hypothesis import given, strategies as st

from domain.errors import TooLarge
from domain.events.catalogue import CATALOGUE, TYPE_VERSION
from domain.events.envelope import Evidence
from domain.events.fields import SIZE_LIMIT
from service.api.schemas.event import read_event
from service.content import encode
from service.event_store import LedgerMapper, Placed
from tests.builders import CORRECTED_TYPE, an_event
from tests.given import an_id

GOLDEN = Path(__file__).parent.parent / "golden"
"""One stored event per type and version. They were once written: they are never written anew."""

MAPPER = LedgerMapper(JSONTranscoder())


def placed(event_type: str, **overrides: object) -> Placed:
    document = an_event(event_type, id=an_id(1), **overrides)
    draft = read_event(
        document, new_id=lambda: an_id(2), type_of=lambda _id, _programme: CORRECTED_TYPE
    )
    return Placed(draft.event, "sora-early-access", 1)


def write(event: Placed) -> StoredEvent:
    return MAPPER.to_stored_event(cast(Any, event))


def stored(path: Path) -> StoredEvent:
    kept = json.loads(path.read_text(encoding="utf-8"))
    return StoredEvent(
        originator_id=kept["stream"],
        originator_version=kept["version"],
        topic=kept["topic"],
        state=kept["state"].encode(),
    )


def test_there_is_a_golden_event_for_every_type_and_version() -> None:
    kept = {path.name.removesuffix(".json") for path in GOLDEN.glob("*.json")}
    assert kept >= {f"{name}.v{TYPE_VERSION}" for name in CATALOGUE}


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def test_what_was_once_stored_is_read_for_ever(path: Path) -> None:
    kept = stored(path)
    read = MAPPER.to_domain_event(kept)
    assert isinstance(read, Placed)
    again = write(read)
    assert (again.topic, again.state) == (kept.topic, kept.state)
    assert kept.topic == path.stem


@pytest.mark.parametrize("event_type", CATALOGUE)
def test_every_event_comes_back_as_it_was(event_type: str) -> None:
    event = placed(event_type)
    assert MAPPER.to_domain_event(write(event)) == event


@pytest.mark.parametrize("event_type", CATALOGUE)
def test_content_is_canonical_json(event_type: str) -> None:
    state = write(placed(event_type)).state
    assert state == rfc8785.dumps(json.loads(state))


@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=99))
def test_content_with_any_text_is_canonical_json(text: str) -> None:
    event = placed("item-disclosed").event
    evidence = Evidence(note=f"{text}\x01\x1f\x7f\u2028\U0001f600")
    state = encode(replace(event, source=text, evidence=(evidence,))).state
    assert state == rfc8785.dumps(json.loads(state))


def test_content_with_the_largest_number_is_canonical_json() -> None:
    data = {**an_event("tester-invited")["data"], "size": SIZE_LIMIT}
    state = write(placed("tester-invited", data=data)).state
    assert state == rfc8785.dumps(json.loads(state))


def test_content_holds_neither_position_nor_recorded_time_nor_expectation() -> None:
    state = write(placed("item-disclosed", expected_version=3)).state
    assert not {"position", "recorded_at", "expected_version", "version"} & set(json.loads(state))


def test_an_event_beyond_256_kib_is_refused() -> None:
    notes = [{"note": "n" * 20_000}] * 14
    with pytest.raises(TooLarge):
        write(placed("item-disclosed", evidence=notes))
