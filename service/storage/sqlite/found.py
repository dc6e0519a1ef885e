"""Rows of the kept views as what the views ask for."""

from __future__ import annotations

import json
import sqlite3

from domain.learnings import Basis, Extent, Learning, Request
from domain.occurrence import Occurrence
from domain.standing import Deed
from service.views.rows import Account, Move


def learning(row: sqlite3.Row) -> Learning:
    """Who came to know what."""
    return Learning(
        party=row["party"],
        item=row["item"],
        extent=Extent(row["extent"]),
        basis=Basis(row["basis"]),
        source=row["source"],
        channel=row["channel"],
        via=row["via"],
        position=row["position"],
        earliest=row["earliest"],
        latest=row["latest"],
        shared=bool(row["shared"]),
    )


def request(row: sqlite3.Row) -> Request:
    """Who asked for what."""
    return Request(
        party=row["party"],
        item=row["item"],
        via=row["via"],
        position=row["position"],
        earliest=row["earliest"],
        latest=row["latest"],
    )


def occurrence(row: sqlite3.Row) -> Occurrence:
    """When it happened."""
    return Occurrence(row["occurred"], row["earliest"], row["latest"])


def move(row: sqlite3.Row) -> Move:
    """Who joined or left which group."""
    return Move(row["company"], row["party"], bool(row["joined"]), occurrence(row))


def account(row: sqlite3.Row) -> Account:
    """How an event stood."""
    return Account(
        via=row["via"],
        position=row["position"],
        occurred=occurrence(row),
        grade=row["grade"],
        asserted_by=row["asserted_by"],
        disputed=bool(row["disputed"]),
        since=row["r_from"],
    )


def deed(row: sqlite3.Row) -> Deed:
    """What it adds to a tester's standing."""
    return Deed(
        tester=row["tester"],
        type=row["type"],
        via=row["via"],
        position=row["position"],
        earliest=row["earliest"],
        latest=row["latest"],
        slug=row["slug"],
        items=tuple(json.loads(row["items"])),
    )
