"""What a caller posts, from a JSON document to receipts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from domain.errors import Fault, Invalid, Refusal, TooLarge
from domain.names import EventId, Programme
from service.access import Caller
from service.api.refusals import NotForProgramme
from service.api.schemas.event import TypeOf, read_event
from service.clock import Clock, new_id
from service.drafts import Draft, Receipt
from service.ledger import Ledger, RefusedInBatch

BATCH_LIMIT: Final = 1_000

Read = Callable[[object], Draft]
Form = Callable[[object, Read], Draft]
"""How documents say events: reads one, and what it says by means of what reads posted events."""


def as_posted(document: object, read: Read) -> Draft:
    """A document that is an event."""
    return read(document)


@dataclass(frozen=True, slots=True)
class Recording:
    """The ledger, as one caller may post to it."""

    ledger: Ledger
    clock: Clock
    caller: Caller
    form: Form = as_posted

    def read(self, document: object, type_of: TypeOf | None = None) -> Draft:
        """Read one event. Raises what `read_event` does, or the form; `NotForProgramme`."""
        return self.form(document, lambda event: self._read(event, type_of))

    def _read(self, document: object, type_of: TypeOf | None) -> Draft:
        look = type_of or self.ledger.type_of
        draft = read_event(
            document,
            new_id=lambda: new_id(self.clock()),
            # Nothing of a programme that the caller is not to see shows in how it is refused.
            type_of=lambda id_, of: look(id_, of) if self.caller.sees(of) else None,
            may_restore=self.caller.may("archivist"),
        )
        if not self.caller.sees(draft.event.programme):
            raise NotForProgramme(draft.event.programme)
        return draft

    def one(self, document: object) -> Receipt:
        """Record one event."""
        try:
            (receipt,) = self.ledger.record([self.read(document)], self.caller.principal)
        except RefusedInBatch as refused:
            raise refused.refusal from None
        return receipt

    def batch(self, documents: Sequence[Any]) -> list[Receipt]:
        """Record all of these events, or none."""
        if not documents:
            raise Invalid(Fault("", "must have at least one event"))
        if len(documents) > BATCH_LIMIT:
            raise TooLarge(f"A batch has at most {BATCH_LIMIT:,} events.")
        return self.ledger.record(self._read_batch(documents), self.caller.principal)

    def each(self, drafts: Sequence[Draft]) -> list[Receipt | Refusal]:
        """Record those of these that can be."""
        return self.ledger.record_each(drafts, self.caller.principal)

    def _read_batch(self, documents: Sequence[Any]) -> list[Draft]:
        drafts: dict[EventId, Draft] = {}

        def type_of(event_id: EventId, programme: Programme) -> str | None:
            known = self.ledger.type_of(event_id, programme)
            earlier = drafts.get(event_id)
            if known is None and earlier is not None and earlier.event.programme == programme:
                return earlier.event.type
            return known

        for index, document in enumerate(documents):
            try:
                draft = self.read(document, type_of)
                if draft.event.id in drafts:
                    raise Invalid(Fault("/id", "stands twice in this batch"))
            except Refusal as refusal:
                raise RefusedInBatch(index, refusal) from refusal
            drafts[draft.event.id] = draft
        return list(drafts.values())
