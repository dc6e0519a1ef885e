"""The form of a worked case: some events as posted, some questions, and part of each answer.

A case is data. Its events go into an empty programme in order; its questions are then asked of
whatever claims to know the contract. Every expectation was worked out by hand from the text of
the contract, never copied from a program's answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Event = dict[str, Any]
PROGRAMME = "cases"
ID_PREFIX = "00000000-0000-4000-8000-"
END = "2024-12-31T23:59:59Z"  # after everything certain that a case tells of


@dataclass(frozen=True)
class Ask:
    """One question; `expect` names only the fields that matter, lists are whole and in order.

    `as_recorded` counts the events of the case (2: its first two are recorded), None is all of
    them. Where other events precede it in the ledger, add their number to get the position.
    """

    question: Literal["who", "what", "how"]
    params: dict[str, str]
    as_of: str
    as_recorded: int | None
    expect: list[dict[str, Any]] | dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One sentence of the contract, in our words, with the smallest history that shows it."""

    name: str
    sentence: str
    events: list[Event]
    asks: list[Ask]

    def copied(self, number: int) -> Case:
        """The same case in a programme and with ids of its own: many fit into one ledger."""
        text = json.dumps(asdict(self))
        text = text.replace(ID_PREFIX, f"{number:08x}{ID_PREFIX[8:]}")
        text = text.replace(f'"programme": "{PROGRAMME}"', f'"programme": "case-{number}"')
        copy = json.loads(text)
        asks = [Ask(**ask) for ask in copy["asks"]]
        return Case(copy["name"], copy["sentence"], copy["events"], asks)


# --- ids -----------------------------------------------------------------------------------


def uid(number: int) -> str:
    """The fixed id of a case's event: the number stands readable at its end."""
    return f"{ID_PREFIX}{number:012d}"


def ev(number: int) -> str:
    """That event as an item that can be known."""
    return f"event:{uid(number)}"


# --- asking --------------------------------------------------------------------------------


def who(
    item: str, expect: list[dict[str, Any]], as_of: str = END, recorded: int | None = None
) -> Ask:
    return Ask("who", {"item": item}, as_of, recorded, expect)


def what(
    party: str,
    expect: list[dict[str, Any]],
    as_of: str = END,
    recorded: int | None = None,
    events: bool = False,
) -> Ask:
    params = {"party": party, "events": "true"} if events else {"party": party}
    return Ask("what", params, as_of, recorded, expect)


def how(
    party: str,
    item: str,
    path: list[dict[str, Any]],
    stopped: str | None = None,
    as_of: str = END,
    recorded: int | None = None,
) -> Ask:
    """The path, origin first. Not stopped means complete."""
    expect = {"path": path, "complete": stopped is None, "stopped": stopped}
    return Ask("how", {"party": party, "item": item}, as_of, recorded, expect)


# --- expecting -----------------------------------------------------------------------------


def _fields(fields: dict[str, Any]) -> dict[str, Any]:
    return {name.rstrip("_"): value for name, value in fields.items()}


def k(party: str, **fields: Any) -> dict[str, Any]:
    """A knower in `who`, or a hop in `how`. Write `from_` for `from`."""
    return {"party": party, **_fields(fields)}


def ki(item: str, **fields: Any) -> dict[str, Any]:
    """An item in `what`. Write `from_` for `from`."""
    return {"item": item, **_fields(fields)}


def at(instant: str) -> dict[str, Any]:
    """The three-part form of an instant given in UTC."""
    return {"text": instant, "earliest": instant, "latest": instant}


def span(text: str, earliest: str | None, latest: str | None) -> dict[str, Any]:
    return {"text": text, "earliest": earliest, "latest": latest}


# --- comparing -----------------------------------------------------------------------------

LISTS = {"who": "knowers", "what": "items"}


def mismatches(answer: Mapping[str, Any], ask: Ask) -> list[str]:
    """Where the answer is not as expected, a line for each; empty if it is.

    `answer` is the body of the route: extra fields are passed over, missing ones are not.
    """
    if ask.question == "how":
        return _differences(answer, ask.expect, "")
    key = LISTS[ask.question]
    return _differences(answer.get(key), ask.expect, key)


def matches(answer: Mapping[str, Any], ask: Ask) -> bool:
    return not mismatches(answer, ask)


def _differences(given: Any, expected: Any, where: str) -> list[str]:
    if isinstance(expected, dict):
        if not isinstance(given, Mapping):
            return [f"{where}: expected an object, got {given!r}"]
        found = []
        for name, value in expected.items():
            if name not in given:
                found.append(f"{where}.{name}: missing, expected {value!r}")
            else:
                found += _differences(given[name], value, f"{where}.{name}")
        return found
    if isinstance(expected, list):
        if not isinstance(given, list):
            return [f"{where}: expected a list, got {given!r}"]
        found = []
        if len(given) != len(expected):
            found.append(f"{where}: expected {_names(expected)}, got {_names(given)}")
        for index, (one, other) in enumerate(zip(given, expected, strict=False)):
            found += _differences(one, other, f"{where}[{index}]")
        return found
    if type(given) is type(expected) and given == expected:
        return []
    return [f"{where}: expected {expected!r}, got {given!r}"]


def _names(rows: list[Any]) -> list[Any]:
    return [
        (row.get("party"), row.get("item")) if isinstance(row, Mapping) else row for row in rows
    ]
