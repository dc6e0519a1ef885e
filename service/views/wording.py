"""How answers write what they share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar, overload

from domain.events.encoding import data_of
from domain.events.envelope import Event, Principal, Recorded
from domain.history import Reading
from domain.instant import bound_text, format_instant
from domain.occurrence import Occurrence
from service.content import evidence_of

T = TypeVar("T")


class Unworded(Sequence[dict[str, Any]], Generic[T]):
    """A list of answers of which only the part that is looked at is put into words."""

    def __init__(self, found: Sequence[T], word: Callable[[Sequence[T]], list[dict[str, Any]]]):
        self._found = found
        self._word = word

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, part: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, part: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, part: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        if isinstance(part, slice):
            return self._word(self._found[part])
        return self._word([self._found[part]])[0]


def occurrence_answer(occurred: Occurrence) -> dict[str, str | None]:
    """An uncertain time in its three parts."""
    return {
        "text": occurred.text,
        "earliest": bound_text(occurred.earliest),
        "latest": bound_text(occurred.latest),
    }


def content_answer(event: Event) -> dict[str, Any]:
    """What an event says, without who recorded it and where."""
    content: dict[str, Any] = {"occurred_at": occurrence_answer(event.occurred)}
    if event.zone is not None:
        content["zone"] = event.zone
    if event.source is not None:
        content["source"] = event.source
    if event.source_id is not None:
        content["source_id"] = event.source_id
    if event.asserted_by is not None:
        content["asserted_by"] = event.asserted_by
    if event.reported is not None:
        content["reported_at"] = occurrence_answer(event.reported)
    content["grade"] = event.grade
    if event.evidence:
        content["evidence"] = [evidence_of(each) for each in event.evidence]
    content["data"] = data_of(event.fact)
    return content


def _principal(by: Principal) -> dict[str, str]:
    return {"name": by.name, "principal": by.principal}


def event_answer(reading: Reading) -> dict[str, Any]:
    """A recorded event as it stands, with its original content and its effective one."""
    record = reading.record
    answer: dict[str, Any] = {
        "position": record.position,
        "id": record.event.id,
        "type": record.event.type,
        "type_version": 1,
        "programme": record.event.programme,
        "stream": record.stream,
        "version": record.version,
        "recorded_at": format_instant(record.recorded_at),
        "recorded_by": _principal(record.recorded_by),
    }
    if record.restored is not None:
        answer["restored"] = {
            "at": format_instant(record.restored.at),
            "by": _principal(record.restored.by),
        }
    answer |= content_answer(record.event)
    effective = reading.effective
    answer["effective"] = None if effective is None else content_answer(effective)
    answer["corrected_by"] = list(reading.corrected_by)
    answer["retracted_by"] = list(reading.retracted_by)
    answer["disputed_by"] = list(reading.disputed_by)
    return answer


def untouched(record: Recorded) -> Reading:
    """A recorded event about which nothing was said."""
    return Reading(record, record.event)
