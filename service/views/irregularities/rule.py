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
from service.views.irregularities.touch import Touch

FEW: Final = 25
MANY: Final = 400
"""How many showing events are judged together, with the companions of them all: few to begin with,
since that may be a page already; ever more where few of them show anything."""


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

    `shown`: what may show it after a position and in its order, at most so many events; all of
    what is at a position comes together; of a tester, it may leave out what cannot name that one.
    `judged`: the irregularities that these show, in order. `touched`: those of a world that a step
    may have made, or whose likes in the other world it may have ended; in no order, each once.
    """

    code: Code
    shown: Callable[[Scene, int, int, Party | None], Sequence[S]]
    judged: Callable[[Scene, Sequence[S]], Iterable[Irregularity]]
    touched: Callable[[Scene, Touch], Iterable[Irregularity]]

    def found(self, scene: Scene, after: int, tester: Party | None) -> Iterator[Irregularity]:
        """The irregularities whose showing events come after a position, one by one."""
        limit = FEW
        while batch := self.shown(scene, after, limit, tester):
            for each in self.judged(scene, batch):
                if tester in (None, each.tester):
                    yield each
            after = batch[-1].position
            limit = min(2 * limit, MANY)


def distinct(shown: Iterable[S]) -> Sequence[S]:
    """What stands at different positions, in their order."""
    at = {each.position: each for each in shown}
    return [at[position] for position in sorted(at)]


def batches(fetch: Callable[[int, int], Sequence[S]]) -> Iterator[Sequence[S]]:
    """All that is fetched (after a position, so many), batch by batch."""
    after = 0
    while batch := fetch(after, MANY):
        yield batch
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


def deeds_shown(type_name: str) -> Callable[[Scene, int, int, Party | None], Sequence[Deed]]:
    """The deeds of a type as what may show something."""

    def shown(scene: Scene, after: int, limit: int, tester: Party | None) -> Sequence[Deed]:
        return scene.rows.deeds_by_position(
            scene.programme, type_name, scene.world, after=after, limit=limit, tester=tester
        )

    return shown
