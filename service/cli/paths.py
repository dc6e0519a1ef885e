"""How it came to a party, in words: hop by hop, and where the record ends. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from service.cli import words
from service.cli.times import when


def hop(learning: Mapping[str, Any], year: int | None = None) -> str:
    """One step of a path, without its full stop."""
    possibly = "" if learning["certainty"] == "certain" else "possibly, "
    channel = learning["channel"]
    through = f" ({channel})" if channel else ""
    grade = "" if learning["grade"] == "reported" else f"; {words.GRADES[learning['grade']]}"
    return f"{possibly}{_step(learning)}{through}, {when(learning['learned_at'], year)}{grade}"


def _step(learning: Mapping[str, Any]) -> str:
    who, source = words.party(learning["party"]), learning["from"]
    by = words.party(source) if source else "somebody who is not recorded"
    match learning["basis"]:
        case "took-part":
            return f"{who} was a party to it"
        case "telling":
            return f"{who} told others"
        case "leak":
            return f"{by} leaked it to {who}"
        case "access":
            return f"{by} gave {who} access"
        case "public" if learning["party"] == "public":
            return f"{by} made it public"
        case "public":
            return f"{who} could learn it as everybody could"
        case "member":
            return f"{by} told {who} as a member of a group"
        case _:
            return f"{by} told {who}"


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
