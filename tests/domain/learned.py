"""Learnings as they are once they are read, and the parties of whom tests speak."""

from __future__ import annotations

from typing import Any

from domain.instant import Instant
from domain.learnings import Basis, Extent, Learning
from domain.names import EventId, Item, Party

SORA = Item("item:sora")
ANA, BEN, CAI = Party("tester:ana"), Party("tester:ben"), Party("tester:cai")
KIM, LEE = Party("staff:kim"), Party("staff:lee")
NOVA = Party("org:nova")
ARTISTS = Party("group:artists")


def learned(party: Party, at: int, latest: int | None = None, **more: Any) -> Learning:
    """That the party was told in full, by default at an instant and by nobody known."""
    return Learning(
        **{
            "party": party,
            "item": SORA,
            "extent": Extent.FULL,
            "basis": Basis.TOLD,
            "source": None,
            "channel": None,
            "via": EventId(f"told {party} at {at}"),
            "position": 1,
            "earliest": Instant(at),
            "latest": Instant(at if latest is None else latest),
            **more,
        }
    )
