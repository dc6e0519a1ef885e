"""The review of an incident, put together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Protocol

from domain.events.incident import IncidentOpened, StatementIssued
from domain.events.mentions import mentioned
from domain.events.programme import ProgrammeOpened
from domain.incidents import is_decision
from domain.names import EventId, Programme, Slug, is_event, item_of
from service.views import events as events_view
from service.views.bounds import Bounds
from service.views.irregularities.listing import (
    IrregularityFilter,
    ListingRows,
    Placement,
    irregularities,
)
from service.views.matrix import MatrixRows, Wanted, matrix
from service.views.review import answering, figures, later
from service.views.review.accounts import disputes, withdrawn
from service.views.review.answering import AnsweringRows
from service.views.review.arriving import MOST_ITEMS as MOST_ARRIVALS, arrivals, arriving
from service.views.review.deciding import (
    MOST_DECISIONS,
    MOST_ITEMS,
    DecidingRows,
    decisions,
    moments_of,
)
from service.views.review.later import LaterRows
from service.views.review.promised import PromisedRows, promises, terms
from service.views.review.scope import MOST_ITEMS as MOST_LOOKED_UP, Scope, scope_of
from service.views.review.seen import cited, of_filter
from service.views.review.watched import watched
from service.views.rows import EventFilter
from service.views.signals import SignalRows

TOLD_OF_A_CODE: Final = 10
"""So many irregularities of one code are told, those of the incident first; all are counted."""
CELLS: Final = 10_000
MOST_PARTIES: Final = 30
"""So many parties are shown in the table of who knew what."""
AT_ONCE: Final = 1_000


class ReviewRows(
    AnsweringRows,
    DecidingRows,
    LaterRows,
    MatrixRows,
    PromisedRows,
    ListingRows,
    SignalRows,
    Protocol,
):
    """What is asked of a storage for a review."""

    def digest(self, programme: Programme, at: int) -> tuple[int, str]:
        """How many events of a programme there are up to a position, and the SHA-256 of the lines
        that an export has of them."""
        ...


def has_incident(rows: ReviewRows, programme: Programme, incident: Slug, head: int) -> bool:
    """Whether any event ever recorded names an incident."""
    wanted = EventFilter(programme, item=item_of("incident", incident))
    return bool(rows.events(wanted, 0, head, 1))


def review(
    rows: ReviewRows, programme: Programme, incident: Slug, bounds: Bounds
) -> dict[str, Any]:
    """Everything about an incident, by what had been recorded by then, and nothing of later.

    Events are named by their ids; each stands once under `cited`, with its position.
    """
    scope = scope_of(rows, programme, incident, bounds)
    count, sha256 = rows.digest(programme, bounds.position)
    chronology = [each.id for each in scope.events]
    gone = withdrawn(rows, programme, scope, bounds)
    ever = {*chronology, *(each["event"] for each in gone)}
    told, elsewhere = disputes(rows, programme, ever, bounds)
    found = {
        "programme": programme,
        "incident": incident,
        **_titles(rows, programme, scope, bounds),
        "evidence": {"events": count, "sha256": sha256},
        "scope": scope.answer(),
        "summary": _summary(rows, programme, scope, bounds),
        "chronology": chronology,
        "decisions": decisions(rows, programme, scope, bounds),
        "matrix": _matrix(rows, programme, scope, bounds),
        "arrivals": arrivals(rows, programme, scope, bounds),
        "answering": answering.answering(rows, programme, scope, bounds),
        "promises": promises(rows, programme, bounds),
        "terms": terms(rows, programme, bounds),
        "irregularities": _irregularities(rows, programme, set(chronology), bounds),
        "signals": watched(rows, programme, scope, bounds),
        "learned_later": later.learned_later(rows, programme, scope, bounds),
        "withdrawn": gone,
        "disputes": {"told": told, "elsewhere": elsewhere},
        "findings": later.findings(rows, scope, bounds),
        "actions": later.actions(scope, bounds),
        "left_out": _left_out(scope),
    }
    ids = {*_ids(found), *_known_events(scope)}
    return {**found, "cited": cited(rows, ids, bounds)}


def _known_events(scope: Scope) -> Iterator[EventId]:
    """The events that others of the incident name as what somebody told or knew."""
    for each in scope.events:
        for name in mentioned(each.fact):
            if is_event(name):
                yield EventId(name.partition(":")[2])


def _left_out(scope: Scope) -> dict[str, int]:
    """How much is not told of what there is too much of; what else is cut says so beside it."""
    return {
        "decisions": max(0, len(moments_of(scope)) - MOST_DECISIONS),
        "items": max(0, len(scope.items) - MOST_ITEMS),
        "arrivals": max(0, len(arriving(scope)) - MOST_ARRIVALS),
        "tellings": max(0, len(scope.items) - MOST_LOOKED_UP),
    }


def _titles(rows: ReviewRows, programme: Programme, scope: Scope, bounds: Bounds) -> dict[str, Any]:
    """What the programme and the incident are called, and whose programme it is."""
    opened = of_filter(rows, programme, bounds, EventFilter(type="programme-opened"))
    about = next((each.fact for each in opened if isinstance(each.fact, ProgrammeOpened)), None)
    first = scope.opened
    named = None if first is None else first.fact
    return {
        "programme_title": None if about is None else about.title,
        "org": None if about is None else about.org,
        "title": named.title if isinstance(named, IncidentOpened) else None,
        "opened": None if first is None else first.id,
    }


def _summary(
    rows: ReviewRows, programme: Programme, scope: Scope, bounds: Bounds
) -> dict[str, Any]:
    about = events_view.programme(rows, programme, bounds)
    stated = [
        each
        for each in scope.events
        if isinstance(each.fact, StatementIssued) and is_decision(each.type, each.fact)
    ]
    return {
        "events": about["events"],
        "visible": about["visible"],
        "testers": about["testers"],
        "chronology": len(scope.events),
        "recorded_late": figures.late(scope.events),
        "steps": figures.steps(scope, stated),
        "signatories": figures.signatories(scope),
    }


def _matrix(rows: ReviewRows, programme: Programme, scope: Scope, bounds: Bounds) -> dict[str, Any]:
    """Who knew what of the incident's subjects in the end: a table that can be looked over.

    Of the parties first those that are no testers, then those behind it; who is left out is
    counted.
    """
    items = scope.items[:MOST_ITEMS]
    wanted = Wanted(None, items, events=False)
    cells = matrix(rows, programme, wanted, bounds, None, CELLS)[0] if items else []
    behind = set(scope.behind)

    def nearness(party: str) -> tuple[bool, bool, str]:
        return party.startswith("tester:"), party not in behind, party

    parties = sorted({each["party"] for each in cells}, key=nearness)
    shown = parties[:MOST_PARTIES]
    return {
        "parties": shown,
        "items": items,
        "cells": [each for each in cells if each["party"] in set(shown)],
        "left_out": len(parties) - len(shown),
    }


def _irregularities(
    rows: ReviewRows, programme: Programme, of_incident: Collection[EventId], bounds: Bounds
) -> list[dict[str, Any]]:
    """How many of each code, and some of them: those of the incident's events first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for each in _all_irregularities(rows, programme, bounds):
        found.setdefault(each["code"], []).append(each)
    return [
        {
            "code": code,
            "count": len(these),
            "of_incident": sum(_is_of(each, of_incident) for each in these),
            "told": sorted(these, key=lambda each: not _is_of(each, of_incident))[:TOLD_OF_A_CODE],
        }
        for code, these in found.items()
    ]


def _is_of(irregularity: Mapping[str, Any], of_incident: Collection[EventId]) -> bool:
    return any(each in of_incident for each in irregularity["events"])


def _all_irregularities(
    rows: ReviewRows, programme: Programme, bounds: Bounds
) -> Iterator[dict[str, Any]]:
    after: Placement | None = None
    while True:
        page, after = irregularities(rows, programme, IrregularityFilter(), bounds, after, AT_ONCE)
        yield from page
        if after is None:
            return


_NAMES_ONE: Final = frozenset(
    {"event", "via", "warning", "answer", "first_answer", "finding", "opened", "of"}
)
_NAMES_SEVERAL: Final = frozenset(
    {"events", "chronology", "about", "against", "settled", "because"}
)


def _ids(found: Any) -> Iterator[EventId]:
    """Every event that anything in a review rests on."""
    if isinstance(found, Mapping):
        for name, each in found.items():
            if name in _NAMES_ONE and isinstance(each, str):
                yield EventId(each)
            elif name in _NAMES_SEVERAL and isinstance(each, Sequence):
                yield from _texts(each)
            else:
                yield from _ids(each)
    elif isinstance(found, Iterable) and not isinstance(found, str):
        for each in found:
            yield from _ids(each)


def _texts(found: Iterable[Any]) -> Iterator[EventId]:
    for each in found:
        if isinstance(each, str):
            yield EventId(each)
        else:
            yield from _ids(each)
