"""What is looked at of an answer of the oracle."""

from typing import Any

from .given import LATER, P
from .knowledge import who
from .visibility import Event


def knower(
    history: list[Event], party: str, item: str = "item:x", as_of: str = LATER
) -> dict[str, Any] | None:
    """The party's K out of `who`."""
    found = who(history, P, item, as_of, len(history))["knowers"]
    return next((each for each in found if each["party"] == party), None)


def of(answer: dict[str, Any] | None, *fields: str) -> list[Any]:
    assert answer is not None
    return [answer[field] for field in fields]
