"""Rows of PostgreSQL as what irregularities are looked for in."""

from __future__ import annotations

import json
from typing import Any, Final

from psycopg.rows import DictRow

from domain.irregularities.records import Record
from domain.irregularities.telling import Telling
from domain.promises import Promise
from domain.references import Reference
from domain.secrecy import Disclosure, Registration
from domain.terms import Terms

_WITH_VIA: Final = ("via", "position", "earliest", "latest")


def _through(row: DictRow) -> dict[str, Any]:
    """By which event, where, and when."""
    return {name: row[name] for name in _WITH_VIA}


def promise(row: DictRow) -> Promise:
    """What was promised, or became of it."""
    return Promise(type=row["type"], slug=row["slug"], due_at=row["due_at"], **_through(row))


def terms(row: DictRow) -> Terms:
    """Which terms were published."""
    return Terms(terms=row["terms"], kind=row["kind"], replaces=row["replaces"], **_through(row))


def registration(row: DictRow) -> Registration:
    """How secret an item was to be."""
    return Registration(
        item=row["item"],
        confidentiality=row["confidentiality"],
        embargo_until=row["embargo_until"],
        **_through(row),
    )


def disclosure(row: DictRow) -> Disclosure:
    """What was made known."""
    return Disclosure(
        type=row["type"],
        by=row["doer"],
        to=tuple(json.loads(row["told"])),
        items=tuple(json.loads(row["items"])),
        under=row["under"],
        **_through(row),
    )


def reference(row: DictRow) -> Reference:
    """What an event makes or refers to."""
    return Reference(
        name=row["name"],
        makes=bool(row["makes"]),
        type=row["type"],
        tester=row["tester"],
        **_through(row),
    )


def record(row: DictRow) -> Record:
    """When an event was recorded."""
    return Record(
        type=row["type"], tester=row["tester"], recorded_at=row["recorded_at"], **_through(row)
    )


def telling(row: DictRow) -> Telling:
    """Who first told of an item."""
    return Telling(party=row["party"], item=row["item"], **_through(row))
