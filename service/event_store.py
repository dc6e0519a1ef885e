"""The events as the event sourcing library keeps them: the only file that speaks its words.

| the library's | ours |
|---|---|
| originator id | stream, `programme/party` or `programme` |
| originator version | version: the event's place in its stream, from 1 |
| notification id | position: its place in the ledger, from 1, without gaps |
| topic | stored name, such as `feedback-given.v1` |
| state | content: canonical JSON (RFC 8785), without position and recorded time |

What is known only under the lock that orders appends (position, recorded time) and what the
ledger looks events up by stands in declared columns of the same row: `Declared`.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar, cast

from eventsourcing.application import Application
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import ApplicationRecorder, JSONTranscoder, Mapper, StoredEvent
from eventsourcing.utils import Environment, EnvType

from domain.events.envelope import Event, Principal, Recorded, Restored
from domain.history import Case
from domain.instant import Instant
from domain.names import EventId, Programme
from service.cases import Cases
from service.content import Encoded, decode, encode

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Placed:
    """An event in its stream: what the library calls a domain event."""

    event: Event
    originator_id: str
    originator_version: int


class LedgerMapper(Mapper[str]):
    """Events to stored events and back, by stored names that outlive every class.

    Personal fields are marked in the catalogue (`is_personal`); this is where they will be
    sealed with a key per person.
    """

    def to_stored_event(self, domain_event: DomainEventProtocol[str]) -> StoredEvent:
        """Write an event's content. Raises `TooLarge` beyond 256 KiB."""
        placed = cast(Placed, domain_event)
        topic, state = encode(placed.event)
        return StoredEvent(
            originator_id=placed.originator_id,
            originator_version=placed.originator_version,
            topic=topic,
            state=state,
        )

    def to_domain_event(self, stored_event: StoredEvent) -> DomainEventProtocol[str]:
        """Read a stored event; never refuses what was once recorded."""
        event = decode(stored_event.topic, stored_event.state)
        placed = Placed(event, str(stored_event.originator_id), stored_event.originator_version)
        return cast(DomainEventProtocol[str], placed)


class Declared(NamedTuple):
    """What stands beside the library's four columns, in the same row."""

    position: int
    event_id: EventId
    programme: Programme
    root: EventId
    """The event at the head of its case: itself, or what it is, at last, about."""
    recorded_at: Instant
    recorded_by: Principal
    restored: Restored | None


class Place(NamedTuple):
    """Where an event will stand, but for its position."""

    stream: str
    version: int
    root: EventId
    recorded_at: Instant


class Row(NamedTuple):
    """A stored event with what is declared beside it."""

    stored: StoredEvent
    declared: Declared


class Head(NamedTuple):
    """The end of the ledger: the last position and its recorded time; (0, None) when empty."""

    position: int
    recorded_at: Instant | None


class Reading(Protocol):
    """What can be looked up among the recorded events. Rows come by position."""

    def head(self) -> Head: ...
    def head_at(self, recorded_by: Instant) -> Head: ...
    def head_of(self, position: int) -> Head: ...
    def find(self, event_id: EventId) -> Row | None: ...
    def case(self, root: EventId, after: int, upto: int) -> Sequence[Row]: ...
    def after(self, position: int, limit: int) -> Sequence[Row]: ...
    def version(self, stream: str) -> int: ...


class Appending(Reading, Protocol):
    """An open append: nobody else appends until it is closed, and all or nothing is kept."""

    def foresee(self, event_ids: Collection[EventId], streams: Collection[str]) -> None: ...
    def insert(self, stored: StoredEvent, declared: Declared) -> None: ...

    def savepoint(self) -> AbstractContextManager[None]:
        """Undo what is done within, and only that, if it ends with an exception.

        `StoreUnavailable` means that the store failed, and with it the whole append.
        """


class LedgerRecorder(ApplicationRecorder):
    """The library's recorder, with an append that decides under the lock."""

    @abstractmethod
    def appending(self) -> AbstractContextManager[Appending]:
        """Open an append; committed durably when it ends without an exception."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[Reading]:
        """Open a consistent reading of what is committed."""


class Append:
    """An open append, in the ledger's words."""

    def __init__(self, rows: Appending, mapper: LedgerMapper, cases: Cases) -> None:
        self._rows = rows
        self._mapper = mapper
        self._cases = cases
        self._perhaps_undone: set[EventId] = set()
        self.head = rows.head()
        self._durable = self.head.position

    def foresee(self, event_ids: Collection[EventId], streams: Collection[str]) -> None:
        """Say what will be looked up, so that a storage may look it up at once."""
        self._rows.foresee(event_ids, streams)

    def version(self, stream: str) -> int:
        """How many events the stream holds; 0: it is new."""
        return self._rows.version(stream)

    def find(self, event_id: EventId) -> Row | None:
        """The row of an event, None if it was never recorded."""
        return self._rows.find(event_id)

    def case(self, root: EventId) -> Case:
        """An event and what was said about it; what was not read of it before is read now."""
        upto = self.head.position
        case = self._cases.brought_up(
            root,
            upto,
            lambda after: (
                recorded(row, self._mapper) for row in self._rows.case(root, after, upto)
            ),
        )
        if case.position > self._durable:
            self._perhaps_undone.add(root)
        return case

    def forget(self) -> None:
        """Something was undone: cases that were told what perhaps no longer is are read anew."""
        for root in self._perhaps_undone:
            self._cases.forget(root)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo what is appended within, and only that, if it ends with an exception."""
        head = self.head
        try:
            with self._rows.savepoint():
                yield
        except BaseException:
            self.head = head
            self.forget()
            raise

    def add(
        self,
        event: Event,
        encoded: Encoded,
        place: Place,
        by: Principal,
        restored: Restored | None,
    ) -> Declared:
        """Append it at the next position."""
        declared = Declared(
            position=self.head.position + 1,
            event_id=event.id,
            programme=event.programme,
            root=place.root,
            recorded_at=place.recorded_at,
            recorded_by=by,
            restored=restored,
        )
        stored = StoredEvent(
            originator_id=place.stream,
            originator_version=place.version,
            topic=encoded.topic,
            state=encoded.state,
        )
        self._rows.insert(stored, declared)
        self.head = Head(declared.position, place.recorded_at)
        return declared


class Trying:
    """Appends that are kept in memory, one after the other, and never stored.

    Each begins with a reading of the ledger; what others append meanwhile is not of it.
    """

    def __init__(
        self, reading: Callable[[], AbstractContextManager[Reading]], mapper: LedgerMapper
    ) -> None:
        self._reading = reading
        self._mapper = mapper
        self._cases = Cases()
        self._tried: dict[EventId, Row] = {}
        self._versions: dict[str, int] = {}
        self._heads: list[Head] = []

    def run(self, work: Callable[[Append], T], foreseen: object = ()) -> T:  # noqa: ARG002 (nothing is gained)
        """Run `work` as if it appended; what it appends is there for the next."""
        with self._reading() as rows:
            self._rows = rows
            self._heads = self._heads or [rows.head()]
            return work(Append(self, self._mapper, self._cases))

    def head(self) -> Head:
        return self._heads[-1]

    def head_at(self, recorded_by: Instant) -> Head:
        return self._rows.head_at(recorded_by)

    def head_of(self, position: int) -> Head:
        return self._rows.head_of(position)

    def find(self, event_id: EventId) -> Row | None:
        return self._tried.get(event_id) or self._rows.find(event_id)

    def case(self, root: EventId, after: int, upto: int) -> Sequence[Row]:
        tried = [
            each
            for each in self._tried.values()
            if each.declared.root == root and after < each.declared.position <= upto
        ]
        return [*self._rows.case(root, after, min(upto, self._heads[0].position)), *tried]

    def after(self, position: int, limit: int) -> Sequence[Row]:
        return self._rows.after(position, limit)

    def version(self, stream: str) -> int:
        known = self._versions.get(stream)
        return self._rows.version(stream) if known is None else known

    def foresee(self, event_ids: Collection[EventId], streams: Collection[str]) -> None:
        """Nothing is gained by it."""

    def insert(self, stored: StoredEvent, declared: Declared) -> None:
        self._tried[declared.event_id] = Row(stored, declared)
        self._versions[str(stored.originator_id)] = stored.originator_version
        self._heads[1:] = [Head(declared.position, declared.recorded_at)]

    def savepoint(self) -> AbstractContextManager[None]:
        return nullcontext()


def recorded(row: Row, mapper: LedgerMapper) -> Recorded:
    """A row as the recorded event that it holds."""
    placed = cast(Placed, mapper.to_domain_event(row.stored))
    return Recorded(
        event=placed.event,
        position=row.declared.position,
        recorded_at=row.declared.recorded_at,
        stream=placed.originator_id,
        version=placed.originator_version,
        recorded_by=row.declared.recorded_by,
        restored=row.declared.restored,
    )


class History:
    """A consistent reading of the recorded events, in the ledger's words."""

    def __init__(self, rows: Reading, mapper: LedgerMapper) -> None:
        self._rows = rows
        self._mapper = mapper

    def head(self) -> Head:
        """The end of the ledger."""
        return self._rows.head()

    def head_at(self, recorded_by: Instant) -> Head:
        """The last position recorded at or before an instant."""
        return self._rows.head_at(recorded_by)

    def head_of(self, position: int) -> Head:
        """The ledger's end as it was at a position up to the head."""
        return self._rows.head_of(position)

    def find(self, event_id: EventId) -> Recorded | None:
        """One event, None if it was never recorded."""
        row = self._rows.find(event_id)
        return None if row is None else recorded(row, self._mapper)

    def case(self, root: EventId, after: int, upto: int) -> Iterator[Recorded]:
        """What is of the case of a root between two positions, the latter included."""
        return (recorded(each, self._mapper) for each in self._rows.case(root, after, upto))

    def after(self, position: int, limit: int) -> list[tuple[Recorded, EventId]]:
        """At most `limit` events after a position, each with the root of its case."""
        return [
            (recorded(row, self._mapper), row.declared.root)
            for row in self.stored_after(position, limit)
        ]

    def stored_after(self, position: int, limit: int) -> Sequence[Row]:
        """At most `limit` rows after a position, as they are stored."""
        return self._rows.after(position, limit)


class EventStore(Application[str]):
    """The library's application, over our mapper and the recorder of a storage.

    `persistence` names the storage's module (the library finds its `Factory` there), and
    `settings` are that module's. The process's environment is not asked: no variable of it can
    put a compressor or a cipher between the ledger and its bytes.
    """

    name = "testigo"

    def __init__(self, persistence: str, settings: dict[str, str]) -> None:
        super().__init__({"PERSISTENCE_MODULE": persistence, **settings})
        self._cases = Cases()

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """Only what was passed in."""
        return Environment(name, dict(env or {}))

    def construct_mapper(self) -> LedgerMapper:
        """Ours; the transcoder that the library asks for is never used."""
        return LedgerMapper(JSONTranscoder())

    @property
    def _recorder(self) -> LedgerRecorder:
        return cast(LedgerRecorder, self.recorder)

    @contextmanager
    def appending(self) -> Iterator[Append]:
        """Open an append under the lock that orders them; all or nothing is kept, durably."""
        append: Append | None = None
        try:
            with self._recorder.appending() as rows:
                append = Append(rows, cast(LedgerMapper, self.mapper), self._cases)
                yield append
        except BaseException:
            if append is not None:
                append.forget()
            raise

    def trying(self) -> Trying:
        """Begin to try what appends would do."""
        return Trying(self._recorder.reading, cast(LedgerMapper, self.mapper))

    @contextmanager
    def reading(self) -> Iterator[History]:
        """Open a consistent reading of what is committed."""
        with self._recorder.reading() as rows:
            yield History(rows, cast(LedgerMapper, self.mapper))
