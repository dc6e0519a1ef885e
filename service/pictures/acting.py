"""Who did it and who was told of it, by what an event says: where its mark stands in a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

_ACTORS: Final = ("by", "tester", "signatory", "party", "org", "owner")
_TO_ALL: Final = frozenset({"item-published", "open-letter-published"})
_TO_THE_TESTER: Final = frozenset(
    {
        *("access-cut", "access-granted", "tester-invited", "reward-agreed", "reward-paid"),
        *("feedback-acknowledged", "feedback-answered", "concern-answered", "credit-given"),
    }
)


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
