"""The view `arrivals`: from when on each tester may have been in its programme."""

from __future__ import annotations

from typing import Final, NamedTuple

from service.projections.kept.view import KeptView


class ArrivalRow(NamedTuple):
    """The least `earliest` of the deeds of a tester that held at a position."""

    programme: str
    tester: str
    earliest: int


ARRIVALS: Final = KeptView(version=1, of=("deeds",))
