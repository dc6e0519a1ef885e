"""What a step through history touches: what may be irregular because of it, or no longer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from domain.events.envelope import Event, Recorded
from domain.events.knowledge import GroupJoined, GroupLeft
from domain.learnings import Learning, learnings
from domain.names import Party
from domain.promises import Promise, promise
from domain.references import Reference, references
from domain.secrecy import Disclosure, Registration, disclosure, registration
from domain.standing import Deed, deed
from domain.terms import Terms, published_terms
from service.views.irregularities.rows import World

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Stood:
    """An event as it stood in a world, with its record."""

    event: Event
    record: Recorded


@dataclass(frozen=True, slots=True)
class Touch:
    """The events that a step changed: as they stand in one of its worlds (`here`), and as they
    stand in either (`anywhere`); `other` is the other world."""

    here: Sequence[Stood]
    anywhere: Sequence[Stood]
    other: World

    def deeds(self, *types: str) -> Sequence[Deed]:
        """The deeds of these types, anywhere."""
        return [each for each in _given(deed, self.anywhere) if each.type in types]

    def deeds_here(self, *types: str) -> Sequence[Deed]:
        """The deeds of these types, here."""
        return [each for each in _given(deed, self.here) if each.type in types]

    @property
    def everybody(self) -> bool:
        """Whether the programme was suspended, or resumed."""
        return bool(self.deeds("programme-suspended", "programme-resumed"))

    @property
    def terms(self) -> Sequence[Terms]:
        """The terms that were published, anywhere."""
        return list(_given(published_terms, self.anywhere))

    @property
    def registrations(self) -> Sequence[Registration]:
        """What was registered, anywhere."""
        return list(_given(registration, self.anywhere))

    @property
    def disclosures(self) -> Sequence[Disclosure]:
        """What was made known, here."""
        return list(_given(disclosure, self.here))

    def promises(self, *types: str) -> Sequence[Promise]:
        """What was promised, kept or broken, anywhere."""
        return [each for each in _given(promise, self.anywhere) if each.type in types]

    @property
    def moves(self) -> Sequence[tuple[Party, Party]]:
        """Which party joined or left which group, anywhere: (group, party)."""
        facts = (each.event.fact for each in self.anywhere)
        return [(f.group, f.party) for f in facts if isinstance(f, GroupJoined | GroupLeft)]

    @property
    def made(self) -> frozenset[str]:
        """What was made, anywhere, that others may refer to."""
        return frozenset(
            name.name
            for each in self.anywhere
            for name in references(each.event, each.record.position)
            if name.makes
        )

    @property
    def references(self) -> Sequence[Reference]:
        """What is referred to here."""
        found = (references(each.event, each.record.position) for each in self.here)
        return [each for referred in found for each in referred if not each.makes]

    @property
    def learnings(self) -> Sequence[Learning]:
        """What anybody learned, anywhere."""
        found = (learnings(each.event, each.record.position) for each in self.anywhere)
        return [each for learned in found for each in learned]


def _given(read: Callable[[Event, int], R | None], stood: Iterable[Stood]) -> Iterator[R]:
    for each in stood:
        found = read(each.event, each.record.position)
        if found is not None:
            yield found
