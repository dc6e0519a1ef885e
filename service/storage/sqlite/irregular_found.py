"""Rows of SQLite as what irregularities are looked for in."""

from __future__ import annotations

import json
import sqlite3
from typing import Any, Final

from domain.irregularities.records import Record
from domain.irregularities.telling import Telling
from domain.learnings import Basis, Extent, Learning
from domain.occurrence import Occurrence
from domain.promises import Promise
from domain.references import Reference
from domain.secrecy import Disclosure, Registration
from domain.standing import Deed
from domain.terms import Terms
from service.views.rows import Move

_WITH_VIA: Final = ("via", "position", "earliest", "latest")


def _through(row: sqlite3.Row) -> dict[str, Any]:
    """By which event, where, and when."""
    return {name: row[name] for name in _WITH_VIA}


def deed(row: sqlite3.Row) -> Deed:
    """What adds to a tester's standing."""
    return Deed(
        tester=row["tester"],
        type=row["type"],
        slug=row["slug"],
        items=tuple(json.loads(row["items"])),
        **_through(row),
    )


def promise(row: sqlite3.Row) -> Promise:
    """What was promised, or became of it."""
    return Promise(type=row["type"], slug=row["slug"], due_at=row["due_at"], **_through(row))


def terms(row: sqlite3.Row) -> Terms:
    """Which terms were published."""
    return Terms(terms=row["terms"], kind=row["kind"], replaces=row["replaces"], **_through(row))


def registration(row: sqlite3.Row) -> Registration:
    """How secret an item was to be."""
    return Registration(
        item=row["item"],
        confidentiality=row["confidentiality"],
        embargo_until=row["embargo_until"],
        **_through(row),
    )


def disclosure(row: sqlite3.Row) -> Disclosure:
    """What was made known."""
    return Disclosure(
        type=row["type"],
        by=row["doer"],
        to=tuple(json.loads(row["told"])),
        items=tuple(json.loads(row["items"])),
        under=row["under"],
        **_through(row),
    )


def move(row: sqlite3.Row) -> Move:
    """Who joined or left which group."""
    occurred = Occurrence(row["occurred"], row["earliest"], row["latest"])
    return Move(row["company"], row["party"], bool(row["joined"]), occurred)


def reference(row: sqlite3.Row) -> Reference:
    """What an event makes or refers to."""
    return Reference(
        name=row["name"],
        makes=bool(row["makes"]),
        type=row["type"],
        tester=row["tester"],
        **_through(row),
    )


def record(row: sqlite3.Row) -> Record:
    """When an event was recorded."""
    return Record(
        type=row["type"], tester=row["tester"], recorded_at=row["recorded_at"], **_through(row)
    )


def learning(row: sqlite3.Row) -> Learning:
    """Who came to know what."""
    return Learning(
        party=row["party"],
        item=row["item"],
        extent=Extent(row["extent"]),
        basis=Basis(row["basis"]),
        source=row["source"],
        channel=row["channel"],
        shared=bool(row["shared"]),
        **_through(row),
    )


def telling(row: sqlite3.Row) -> Telling:
    """Who first told of an item."""
    return Telling(party=row["party"], item=row["item"], **_through(row))
