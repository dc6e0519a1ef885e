"""Whatever comes is read or refused, never an error of ours."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given, settings, strategies as st

from domain.errors import Invalid, LedgerEventsAreRetracted
from domain.events.catalogue import LEDGER_TYPES
from domain.events.encoding import data_of
from tests.builders import (
    ALL_TYPES,
    AN_EVENT,
    an_event,
)
from tests.service.api.reading import read

words = st.text(max_size=8) | st.sampled_from(
    ["type", "data", "event", "_schema", "zone", "to", "a/b", "\ud800", *ALL_TYPES[-4:], AN_EVENT]
)
garbage = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)
targets = st.none() | st.sampled_from(ALL_TYPES)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner: Any = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    return [path, *(place for key, each in inner for place in places(each, (*path, key)))]


@st.composite
def mutated_events(draw: st.DrawFn) -> Any:
    event = copy.deepcopy(an_event(draw(st.sampled_from(ALL_TYPES))))
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.sampled_from([each for each in places(event) if each]))
        holder: Any = event
        for key in place[:-1]:
            holder = holder[key]
        change = draw(st.sampled_from(["replace", "drop", "add"]))
        if change == "drop":
            del holder[place[-1]]
        elif change == "add" and isinstance(holder, dict):
            holder[draw(words)] = draw(garbage)
        else:
            holder[place[-1]] = draw(garbage)
    return event


@settings(max_examples=500, deadline=None)
@given(document=garbage | mutated_events(), target=targets, may_restore=st.booleans())
def test_whatever_comes_is_read_or_refused(
    document: Any, target: str | None, may_restore: bool
) -> None:
    before = copy.deepcopy(document)
    try:
        draft = read(document, target, may_restore=may_restore)
    except Invalid as refused:
        told = [(each.pointer, each.detail) for each in refused.faults]
        json.dumps(told, ensure_ascii=False).encode()
    except LedgerEventsAreRetracted:
        assert target in LEDGER_TYPES
    else:
        assert data_of(draft.event.fact) == before["data"]
        assert repr(document) == repr(before)
