"""How it came to a party, in words: hop by hop, and where the record ends. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from service.prose import words
from service.prose.times import when

_STRONGER_FIRST: Final = ("full", "partial", "existence", "rumour", "access")
_OBJECTS: Final = {
    "partial": "part of it",
    "existence": "that it exists",
    "rumour": "of it by rumour",
}
_MADE_PUBLIC: Final = {
    "partial": "made part of it public",
    "existence": "made public that it exists",
    "rumour": "spread a rumour of it in public",
}


def hop(learning: Mapping[str, Any], year: int | None = None) -> str:
    """One step of a path, without its full stop."""
    possibly = "" if learning["certainty"] == "certain" else "possibly, "
    channel = learning["channel"]
    through = f" ({channel})" if channel else ""
    grade = "" if learning["grade"] == "reported" else f"; {words.grade(learning)}"
    return f"{possibly}{_step(learning)}{through}, {when(learning['learned_at'], year)}{grade}"


def _step(learning: Mapping[str, Any]) -> str:
    who, source = words.party(learning["party"]), learning["from"]
    by = words.party(source) if source else "somebody who is not recorded"
    object_ = _OBJECTS.get(learning["extent"], "")
    so_much = f" {object_}" if object_ else ""
    match learning["basis"]:
        case "took-part":
            return f"{who} was a party to it"
        case "telling":
            return f"{who} told others{so_much}"
        case "leak":
            return f"{by} leaked it to {who}"
        case "access":
            return f"{by} gave {who} access"
        case "imputed" if learning["extent"] == "access":
            return f"{who} had access through {by}, one of its people"
        case "imputed":
            return f"{who} learned {object_ or 'it'} through {by}, one of its people"
        case "public" if learning["party"] == "public":
            return f"{by} {_MADE_PUBLIC.get(learning['extent'], 'made it public')}"
        case "public":
            return f"{who} could learn {object_ or 'it'} as everybody could"
        case "member":
            return f"{by} told {who}{so_much} as a member of a group"
        case _:
            return f"{by} told {who}{so_much}"


def is_in_full(answer: Mapping[str, Any]) -> bool:
    """Whether the learning that a path leads to is the strongest that there can be."""
    path: Sequence[Mapping[str, Any]] = answer["path"]
    return not path or path[-1]["extent"] == "full"


def more(
    answer: Mapping[str, Any], known: Mapping[str, Any], year: int | None = None
) -> str | None:
    """That the party knew more than the learning tells to which its path leads; None if not."""
    last = answer["path"][-1]
    if _STRONGER_FIRST.index(known["state"]) >= _STRONGER_FIRST.index(last["extent"]):
        return None
    since = when(known["full_at"], year) if known["full_at"] else ""
    later = (words.knowing(known), since, words.manner(known))
    return (
        f"This is how it first came to {words.party(last['party'])}, {words.extent_of(last)}. "
        f"It is recorded as {', '.join(part for part in later if part)}; {words.account(known)}: "
        f"see testigo who {last['item']}."
    )


def ending(answer: Mapping[str, Any]) -> str:
    """Where a path begins, and why it cannot be followed further back."""
    path: Sequence[Mapping[str, Any]] = answer["path"]
    if not path:
        who, item = words.capital(words.party(answer["party"])), answer["item"]
        return f"{who} is not recorded as knowing of {item}."
    origin = path[0]
    who, source = words.party(origin["party"]), words.party(origin["from"] or "somebody")
    match answer["stopped"]:
        case None:
            return "The path is complete."
        case "unknown-source" if origin["basis"] == "telling":
            return f"There the path stops: how {who} came to know is not recorded."
        case "unknown-source":
            return f"There the path stops: from whom {who} had it is not recorded."
        case "cycle":
            return f"There the record goes round in a circle: {source} was met before."
        case _:
            return f"There the path stops: how {source} came to know is not recorded."
