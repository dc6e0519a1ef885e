"""`same_as`: who was identified as whom, shown with the answers and never merged."""

from typing import Any

from .happened import happened_by, of_type, order
from .times import read_instant, three_part
from .visibility import Event, visible


def parties_of(answer: dict[str, Any]) -> set[str]:
    """The parties of an answer to who, what, how or matrix: the asked one, and its entries'."""
    asked = {answer["party"]} if "party" in answer else set()
    entries = [*answer.get("knowers", []), *answer.get("path", []), *answer.get("cells", [])]
    return asked | {entry["party"] for entry in entries}


def same_as(
    history: list[Event], programme: str, answer: dict[str, Any], as_of: str, as_recorded: int
) -> list[dict[str, Any]]:
    """What stands with an answer."""
    # > "for visible party-identified events at least possible by T in which a party of the answered
    # page (or the asked party) stands on either side; by (latest, earliest, position)"
    parties = parties_of(answer)
    happened = happened_by(visible(history, programme, as_recorded), read_instant(as_of))
    return [
        {
            "party": each.data["party"],
            "same_as": each.data["same_as"],
            "via": each.id,
            "certainty": each.certainty,
            "since": three_part(each.when),
        }
        for each in sorted(of_type(happened, "party-identified"), key=order)
        if each.data["party"] in parties or each.data["same_as"] in parties
    ]
