"""Every list that is answered in pages, and a ledger in which each has more than two entries.

A test holds this to the OpenAPI document: a list that is not here fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from domain.instant import format_instant
from service.access import Role
from tests.builders import PROGRAMME, an_event
from tests.given import NOW, AService, an_id

HOME = f"/v1/programmes/{PROGRAMME}"


@dataclass(frozen=True)
class List:
    """A list as it is asked for, and the members of its answer that hold its entries."""

    route: str
    path: str
    members: tuple[str, ...]
    query: Mapping[str, Any] = field(default_factory=dict)
    timed: bool = True
    """Whether it knows `as_of`."""
    bounded: bool = True
    role: Role = "recorder"

    def __str__(self) -> str:
        said = ",".join(f"{name}={each}" for name, each in self.query.items())
        return f"{self.route}?{said}" if said else self.route

    @property
    def bounds(self) -> dict[str, Any]:
        """What makes its answer the same for ever."""
        if not self.bounded:
            return {}
        return {"as_recorded": "15"} | ({"as_of": format_instant(NOW)} if self.timed else {})

    def rows(self, answer: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The entries of an answer."""
        if self.members == ("points", "signals"):
            series = answer["signals"]
            return [
                {"at": at, **{name: each[number] for name, each in series.items()}}
                for number, at in enumerate(answer["points"])
            ]
        if len(self.members) > 1:
            return [{"kind": kind, **each} for kind in self.members for each in answer[kind]]
        return list(answer[self.members[0]])


def _of(rest: str, *members: str, **query: Any) -> List:
    """A list of a programme."""
    path = rest.replace("{tester}", "tester:b")
    return List(f"/v1/programmes/{{programme}}/{rest}", f"{HOME}/{path}", members, query)


LISTS = (
    List("/v1/events", "/v1/events", ("events",), timed=False),
    List(
        "/v1/events", "/v1/events", ("events",), {"programme": PROGRAMME, "after": 1}, timed=False
    ),
    List("/v1/programmes", "/v1/programmes", ("programmes",)),
    _of("timeline", "events"),
    _of("timeline", "events", **{"from": "2024-11-01T00:00:00Z", "type": "item-disclosed"}),
    _of("roster", "testers"),
    _of("testers/{tester}", "events"),
    _of("irregularities", "irregularities"),
    _of("incidents", "incidents"),
    _of("replay", "steps"),
    _of("replay", "steps", by="occurred"),
    _of("signals", "points", "signals", as_of="2024-12-01T00:00:00Z"),
    _of("knowledge/who", "knowers", item="item:sora"),
    _of("knowledge/what", "items", party="staff:kim", events="true"),
    _of("knowledge/how", "path", party="tester:c", item="item:sora"),
    _of("knowledge/reach", "reached", item="item:hint"),
    _of("knowledge/matrix", "cells"),
    _of("knowledge/diff", "added", "removed", "changed", item="item:sora", then=0),
    List(
        "/v1/access-log",
        "/v1/access-log",
        ("reads",),
        timed=False,
        bounded=False,
        role="admin",
    ),
    List("/v1/tokens", "/v1/tokens", ("tokens",), timed=False, bounded=False, role="admin"),
)


def told_ledger(ledger: AService) -> AService:
    """A ledger in which every list has more than two entries."""
    parties = ["staff:kim", "tester:a", "tester:b", "tester:c"]
    hint = {"items": ["item:hint"], "by": "staff:omar", "to": ["staff:lena"]}
    ledger.recorded(
        an_event("item-disclosed", occurred_at="2024-11-01", data=hint),
        an_event("contact-observed", occurred_at="2024-11-02", data={"parties": parties}),
        an_event(
            "contact-observed",
            occurred_at="2024-11-03",
            data={"parties": ["staff:lena", *parties]},
        ),
    )
    for number, (by, to) in enumerate(pairwise(parties)):
        data = {"by": by, "to": [to]}
        ledger.recorded(
            an_event("item-disclosed", occurred_at=f"2024-11-2{number}", data=data),
            an_event("tester-invited", data={"tester": to}),
            an_event("tester-invited", programme=f"other-{number}"),
            an_event("incident-opened", data={"incident": f"leak-{number}"}),
        )
        ledger.service.tokens.admit(f"token-{number}", to, "reader", an_id(number), NOW)
        ledger.ask(f"{HOME}/knowledge/who", item="item:sora")
    return ledger
