"""The one place that appends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from domain.errors import (
    ClockBehind,
    Fault,
    IdTaken,
    Invalid,
    Malformed,
    Refusal,
    VersionConflict,
)
from domain.events.catalogue import Fact, type_name
from domain.events.envelope import Event, Principal, Restored
from domain.events.fields import UNCHANGED
from domain.events.incident import FindingRecorded, LeakDetected
from domain.events.ledger import EventCorrected, LedgerFact, OrdinaryFact
from domain.history import Case, Reading, refuse_unless_sayable
from domain.instant import MICROSECOND, SECOND, Instant, format_instant
from domain.names import EventId, Programme
from domain.occurrence import parse_occurrence
from service.clock import Clock
from service.content import Encoded, decode, encode
from service.drafts import Draft, Receipt
from service.event_store import Append, Declared, EventStore, Head, Place, Row
from service.group_commit import WAITING_MOST, Foreseen, GroupCommit

T = TypeVar("T")
CLOCK_MAY_FALL_BACK = 5 * SECOND
MAY_BEGIN_IN_FUTURE = 5 * 60 * SECOND


class RefusedInBatch(Refusal):
    """One event of a batch was refused, and so nothing of the batch was kept."""

    code = "refused-in-batch"

    def __init__(self, index: int, refusal: Refusal) -> None:
        super().__init__(refusal.detail)
        self.index = index
        self.refusal = refusal


class Commits(Protocol):
    """Where appends are run."""

    def run(self, work: Callable[[Append], T], foreseen: Foreseen = ()) -> T:
        """Run one; what it returns."""


class Ledger:
    """Records events: durably, in one gapless order, each once."""

    def __init__(
        self,
        store: EventStore,
        clock: Clock,
        appended: Callable[[], None],
        waiting_most: Callable[[], int] = lambda: WAITING_MOST,
    ) -> None:
        """`appended` is called after every commit that appended something."""
        self._store = store
        self._clock = clock
        self._appended = appended
        self._commits: Commits = GroupCommit(store, waiting_most)

    def record(self, drafts: Sequence[Draft], by: Principal) -> list[Receipt]:
        """Record all of these, or none: `RefusedInBatch` says which one was refused, and why.

        When it returns, they are durable. Raises `Overloaded` if too many wait already.
        """
        encoded = [_encoded(index, draft) for index, draft in enumerate(drafts)]

        def append_all(append: Append) -> list[Receipt]:
            now = self._clock()
            receipts = []
            for index, (draft, content) in enumerate(zip(drafts, encoded, strict=True)):
                try:
                    receipts.append(_record(append, draft, content, by, now))
                except Refusal as refusal:
                    raise RefusedInBatch(index, refusal) from refusal
            return receipts

        receipts = self._commits.run(append_all, _foreseen(drafts))
        self._wake(receipts)
        return receipts

    def record_each(self, drafts: Sequence[Draft], by: Principal) -> list[Receipt | Refusal]:
        """Record those of these that can be; each refusal stands in its place.

        When it returns, what it recorded is durable. Raises `Overloaded` as `record` does.
        """

        def append_each(append: Append) -> list[Receipt | Refusal]:
            now = self._clock()
            outcomes: list[Receipt | Refusal] = []
            for draft in drafts:
                try:
                    outcomes.append(_record(append, draft, encode(draft.event), by, now))
                except Refusal as refusal:
                    outcomes.append(refusal)
            return outcomes

        outcomes = self._commits.run(append_each, _foreseen(drafts))
        self._wake([each for each in outcomes if isinstance(each, Receipt)])
        return outcomes

    def type_of(self, event_id: EventId, programme: Programme) -> str | None:
        """The type of a recorded event of a programme; None if the programme has no such event."""
        with self._store.reading() as history:
            found = history.find(event_id)
        if found is None or found.event.programme != programme:
            return None
        return found.event.type

    def rehearsal(self) -> Rehearsal:
        """This ledger, to try what would be recorded now."""
        return Rehearsal(self._store, self._clock)

    def _wake(self, receipts: Sequence[Receipt]) -> None:
        if any(not receipt.already for receipt in receipts):
            self._appended()


class Rehearsal(Ledger):
    """A ledger that records in memory, after what another holds: what it says is what would be."""

    def __init__(self, store: EventStore, clock: Clock) -> None:
        super().__init__(store, clock, _nobody)
        self._commits = store.trying()

    def type_of(self, event_id: EventId, programme: Programme) -> str | None:
        """As of a ledger; also of an event that was tried."""
        found = self._commits.run(lambda append: _of_programme(append, event_id, programme))
        return None if found is None else decode(found.stored.topic, found.stored.state).type


def _nobody() -> None:
    """Nothing was appended: nobody is told."""


def stream_of(event: Event, root: Event) -> str:
    """The stream of an event; a Ledger event is in the stream of the event it is about."""
    tester = getattr(root.fact, "tester", None)
    return event.programme if tester is None else f"{event.programme}/{tester}"


def _foreseen(drafts: Sequence[Draft]) -> list[tuple[EventId, str]]:
    return [(each.event.id, stream_of(each.event, each.event)) for each in drafts]


def _encoded(index: int, draft: Draft) -> Encoded:
    try:
        return encode(draft.event)
    except Refusal as refusal:
        raise RefusedInBatch(index, refusal) from refusal


def _record(append: Append, draft: Draft, encoded: Encoded, by: Principal, now: Instant) -> Receipt:
    """Decide about one draft, and append it if nothing speaks against it."""
    event = draft.event
    found = append.find(event.id)
    if found is not None:
        return _already(found, event, encoded)
    case = _case_of(append, event)
    root = event if case is None else case.root
    stream = stream_of(event, root)
    version = append.version(stream)
    if draft.expected_version not in (None, version):
        raise VersionConflict(f"{stream} is at version {version}, not {draft.expected_version}.")
    recorded_at = _recorded_at(append.head, draft.recorded_at, now)
    _check(append, event, case, recorded_at)
    restored = None if draft.recorded_at is None else Restored(at=now, by=by)
    place = Place(stream, version + 1, root.id, recorded_at)
    declared = append.add(event, encoded, place, by, restored)
    return Receipt(event.id, declared.position, *place[:2], recorded_at, already=False)


def _already(found: Row, event: Event, offered: Encoded) -> Receipt:
    stored, declared = found
    if offered != (stored.topic, stored.state):
        raise IdTaken(_taken(declared, event))
    return Receipt(
        event.id,
        declared.position,
        str(stored.originator_id),
        stored.originator_version,
        declared.recorded_at,
        already=True,
    )


def _taken(declared: Declared, event: Event) -> str:
    """Whose an id is. Of another programme, which the caller perhaps may not see, only that."""
    if declared.programme != event.programme:
        return f"The id {event.id} belongs to another event."
    instead = (
        "to change it, post an event-corrected"
        if declared.root == event.id
        else "it is about another event and can only be retracted"
    )
    return (
        f"The id {event.id} is recorded at position {declared.position} with other content; "
        f"{instead}."
    )


def _case_of(append: Append, event: Event) -> Case | None:
    """The case that a Ledger event belongs to, None for any other event."""
    if event.about is None:
        return None
    target = _of_programme(append, event.about, event.programme)
    if target is None:
        raise Invalid(Fault("/data/event", "no such event in this programme"))
    return append.case(target.declared.root)


def _of_programme(append: Append, event_id: EventId, programme: Programme) -> Row | None:
    found = append.find(event_id)
    return found if found is not None and found.declared.programme == programme else None


def _recorded_at(head: Head, restored: Instant | None, now: Instant) -> Instant:
    """The recorded time of the next event: strictly after the last one."""
    last = head.recorded_at
    if restored is not None:
        if restored > now:
            raise Invalid(Fault("/recorded_at", "lies in the future"))
        if last is not None and restored <= last:
            raise Invalid(
                Fault("/recorded_at", f"is not after the last event's, {format_instant(last)}")
            )
        return restored
    if last is None or now > last:
        return now
    if now < last - CLOCK_MAY_FALL_BACK:
        raise ClockBehind(
            f"The clock says {format_instant(now)}; the last event was recorded at "
            f"{format_instant(last)}. Posts are accepted again when it has caught up."
        )
    return Instant(last + MICROSECOND)


def _check(append: Append, event: Event, case: Case | None, at: Instant) -> None:
    """What must hold of an event beyond its form."""
    faults = []
    if event.occurred.earliest > at + MAY_BEGIN_IN_FUTURE:
        faults.append(Fault("/occurred_at", "begins more than 5 minutes in the future"))
    faults += _unknown_events(append, event.fact, event.programme, "/data")
    if isinstance(event.fact, LedgerFact):
        assert case is not None  # a Ledger event has one
        target = case.reading(event.fact.event)
        refuse_unless_sayable(event.fact, target)
        if isinstance(event.fact, EventCorrected):
            faults += _misread(event.fact, target, at)
            if event.fact.data is not UNCHANGED:
                faults += _of_another_type(event.fact.data, case.root)
                faults += _unknown_events(append, event.fact.data, event.programme, "/data/data")
    if faults:
        raise Invalid(*faults)


def _unknown_events(append: Append, fact: Fact, programme: Programme, pointer: str) -> list[Fault]:
    named: list[tuple[str, EventId]] = []
    if isinstance(fact, LeakDetected) and fact.leak is not None:
        named.append(("leak", fact.leak))
    if isinstance(fact, FindingRecorded):
        named += [(f"about/{index}", each) for index, each in enumerate(fact.about or ())]
    return [
        Fault(f"{pointer}/{field}", "no such event in this programme")
        for field, event_id in named
        if _of_programme(append, event_id, programme) is None
    ]


def _of_another_type(data: OrdinaryFact, corrected: Event) -> list[Fault]:
    """Whether new data were read as another type's: the event was recorded in the meantime."""
    if type_name(data) == corrected.type:
        return []
    return [Fault("/data/data", f"is not the data of {corrected.type}")]


def _misread(fact: EventCorrected, target: Reading, at: Instant) -> list[Fault]:
    """Whether a corrected time can be read in the event's own, perhaps corrected, zone."""
    if fact.occurred_at is UNCHANGED and fact.zone is UNCHANGED:
        return []
    effective = target.effective
    assert effective is not None  # refuse_unless_sayable saw it
    zone = effective.zone if fact.zone is UNCHANGED else fact.zone
    text = effective.occurred.text if fact.occurred_at is UNCHANGED else fact.occurred_at
    field = "zone" if fact.occurred_at is UNCHANGED else "occurred_at"
    try:
        occurred = parse_occurrence(text, zone)
    except Malformed as malformed:
        return [Fault(f"/data/{field}", malformed.detail)]
    if occurred.earliest > at + MAY_BEGIN_IN_FUTURE:
        return [Fault(f"/data/{field}", "begins more than 5 minutes in the future")]
    return []
