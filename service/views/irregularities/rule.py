"""How a code is looked for: what may show it by position, judged in batches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

from domain.instant import Instant
from domain.irregularities.codes import Code, Irregularity
from domain.names import Party, Programme
from domain.standing import Deed
from service.views.irregularities.rows import IrregularityRows, World

BATCH: Final = 200
"""How many showing events are judged together, with the companions of them all."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Where is looked: one world of one programme."""

    rows: IrregularityRows
    programme: Programme
    world: World

    @property
    def as_of(self) -> Instant:
        """What had at least possibly happened by then is there."""
        return self.world.as_of


class Placed(Protocol):
    """What stands at a position."""

    @property
    def position(self) -> int: ...


S = TypeVar("S", bound=Placed)


@dataclass(frozen=True, slots=True)
class Rule(Generic[S]):
    """How one code is looked for.

    `shown`: the next batch of what may show it, after a position and in its order; with all of
    what is at a position; of a tester, it may leave out what cannot name that one. `judged`: the
    irregularities that a batch shows, in order.
    """

    code: Code
    shown: Callable[[Scene, int, Party | None], Sequence[S]]
    judged: Callable[[Scene, Sequence[S]], Iterable[Irregularity]]

    def found(self, scene: Scene, after: int, tester: Party | None) -> Iterator[Irregularity]:
        """The irregularities whose showing events come after a position, one by one."""
        while batch := self.shown(scene, after, tester):
            for each in self.judged(scene, batch):
                if tester in (None, each.tester):
                    yield each
            after = batch[-1].position


def by_tester(deeds: Iterable[Deed]) -> Mapping[Party | None, Sequence[Deed]]:
    """Deeds by whose they are; none for whom there are none."""
    found: dict[Party | None, list[Deed]] = defaultdict(list)
    for each in deeds:
        found[each.tester].append(each)
    return found


def testers_of(deeds: Iterable[Deed]) -> frozenset[Party]:
    """Whose these deeds are."""
    return frozenset(each.tester for each in deeds if each.tester is not None)


def deeds_shown(type_name: str) -> Callable[[Scene, int, Party | None], Sequence[Deed]]:
    """The deeds of a type as what may show something."""

    def shown(scene: Scene, after: int, tester: Party | None) -> Sequence[Deed]:
        return scene.rows.deeds_by_position(
            scene.programme, type_name, scene.world, after=after, limit=BATCH, tester=tester
        )

    return shown
