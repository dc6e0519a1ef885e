"""Exports: every event by position, written while it is read, however many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Final, Literal

from domain.errors import Refusal
from service.event_store import EventStore, Row
from service.moving.archive import archived
from service.moving.cloudevents import cloudevents
from service.moving.tables import table

PAGE: Final = 200
"""How many events are in memory at once; each is at most 256 KiB."""

Form = Literal["jsonl", "cloudevents", "csv"]
Written = Callable[[Iterator[Row]], Iterator[bytes]]

_FLAT: Final[Mapping[Form, Written]] = {"cloudevents": cloudevents, "csv": table}


class NothingRecorded(Refusal):
    """A programme of which nothing is recorded."""

    code = "nothing-recorded"


def exported(store: EventStore, form: Form, programme: str | None) -> Iterator[bytes]:
    """The events up to the head as it is now, of one programme or of all, line by line.

    Raises `NothingRecorded` before the first line if the ledger does not know the programme.
    """
    with store.reading() as history:
        head = history.head().position
    rows = _rows(store, head, programme)
    if programme is not None:
        first = next(rows, None)
        if first is None:
            raise NothingRecorded(f"Nothing is recorded of a programme {programme}.")
        rows = chain([first], rows)
    if form == "jsonl":
        return archived(rows, programme, head)
    return _FLAT[form](rows)


def _rows(store: EventStore, head: int, programme: str | None) -> Iterator[Row]:
    """Rows up to the head. Each page is a reading of its own: nothing recorded ever changes."""
    reached = 0
    while reached < head:
        with store.reading() as history:
            page = history.stored_after(reached, min(PAGE, head - reached))
        for row in page:
            if programme is None or row.declared.programme == programme:
                yield row
        reached = page[-1].declared.position
