"""Who did it, who was told of it, and of which kind it is: where an event stands in a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from domain.incidents import DECISIONS, OFFICIAL

_ACTORS: Final = ("by", "tester", "signatory", "party", "org", "owner")
_TO_ALL: Final = frozenset({"item-published", "open-letter-published"})
_TO_THE_TESTER: Final = frozenset(
    {
        *("access-cut", "access-granted", "tester-invited", "reward-agreed", "reward-paid"),
        *("feedback-acknowledged", "feedback-answered", "concern-answered", "credit-given"),
    }
)
_WARNINGS: Final = frozenset({"concern-raised", "concern-escalated"})
_TELLINGS: Final = frozenset(
    {"item-disclosed", "item-published", "item-leaked", "knowledge-requested"}
)


def kind(type_: str, data: Mapping[str, Any]) -> str:
    """Which mark it has: `decision`, `warning`, `telling` or `other`.

    A statement is a decision where an organisation or its staff makes it.
    """
    if type_ == "statement-issued" and not data["by"].startswith(OFFICIAL):
        return "telling"
    if type_ in DECISIONS:
        return "decision"
    if type_ in _WARNINGS:
        return "warning"
    return "telling" if type_ in _TELLINGS else "other"


def actor(data: Mapping[str, Any]) -> str | None:
    """The party that did it; None if nobody is named."""
    for name in _ACTORS:
        if data.get(name):
            return str(data[name])
    return str(data["parties"][0]) if data.get("parties") else None


def told(type_: str, data: Mapping[str, Any]) -> Sequence[str]:
    """The parties that it was told, done to or done with, but for the actor."""
    if type_ in _TO_ALL:
        found = ["public"]
    elif type_ in _TO_THE_TESTER and "by" in data:
        found = [data["tester"]]
    elif type_ == "knowledge-requested":
        found = [data["of"]]
    else:
        found = [*data.get("to", ()), *data.get("parties", ())]
    return [each for each in dict.fromkeys(found) if each != actor(data)]
