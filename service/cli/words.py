"""How answers are said, to be read aloud: what is shared, and who knew what. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from service.cli.times import instant, when

Answer = Mapping[str, Any]

_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_EXTENTS: Final = {
    "full": "in full",
    "partial": "in part",
    "existence": "that it exists",
    "rumour": "by rumour",
    "access": "had access",
}
_KNEW: Final = {
    "full": "knew in full",
    "partial": "knew in part",
    "existence": "knew that it exists",
    "rumour": "knew of it by rumour",
    "access": "had the means to know",
}
GRADES: Final = {
    "primary": "at first hand",
    "reported": "reported",
    "claimed": "claimed",
    "rumour": "a rumour",
}


def plain(text: str) -> str:
    """Text of the ledger as a terminal may show it: nothing in it can steer the terminal."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)


def listed(things: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *before, last = things or ("nothing",)
    return f"{', '.join(before)} and {last}" if before else last


def counted(number: int, one: str, more: str | None = None) -> str:
    """`1 line`, `2 lines`."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def party(name: str) -> str:
    """A party as one says it."""
    return "the public" if name == "public" else name


def year_of(answer: Answer) -> int:
    """The year that an answer speaks of, so that its times need not repeat it."""
    return int(answer["as_of"][:4])


def bounds(answer: Answer) -> str:
    """The two bounds of an answer, as a sentence."""
    recorded = answer["as_recorded"]
    if recorded["recorded_at"] is None:
        return f"Before we had recorded anything; what had happened by {instant(answer['as_of'])}."
    return (
        f"What we had recorded by position {recorded['position']:,} "
        f"({instant(recorded['recorded_at'])}) "
        f"about what had happened by {instant(answer['as_of'])}."
    )


# --- what a party knew of an item ------------------------------------------------------------


def extent(known: Answer) -> str:
    """How much of it."""
    if known["state"] == "asked-not-told":
        return "asked, not told"
    perhaps = known["possibly"]
    return _EXTENTS[known["state"]] + (f", perhaps {_EXTENTS[perhaps]}" if perhaps else "")


def learned(known: Answer, year: int | None = None) -> str:
    """When it came to know, and when in full if that was later."""
    first, full = known["learned_at"], known["full_at"]
    if first is None:
        return ""
    if full is None or full == first:
        return when(first, year)
    return f"{when(first, year)}, in full {when(full, year)}"


def manner(known: Answer) -> str:
    """From whom and how it came to know."""
    source, channel = known["from"], known["channel"]
    by = _by(source)
    match known["basis"]:
        case None:
            return ""
        case "took-part":
            how = "as a party to it"
        case "telling":
            how = "telling others of it"
        case "told":
            how = f"told{by}"
        case "member" if channel and channel.startswith("group:"):
            return f"told{by} as a member of {channel}"
        case "member":
            how = f"told{by} as a member of a group"
        case "leak":
            how = f"through a leak{by}"
        case "access":
            how = f"given access{by}"
        case "public" if known["party"] == "public":
            how = f"made public{by}"
        case "public":
            how = "as everybody could"
        case other:
            how = other
    return f"{how} ({channel})" if channel else how


def account(known: Answer) -> str:
    """How good the account is, whose it is, and whether it is disputed."""
    word, whose = GRADES[known["grade"]], known["asserted_by"]
    if whose:
        word += (
            ", on its own word" if whose == known["party"] else f", on the word of {party(whose)}"
        )
    return f"{word}; disputed" if known["disputed"] else word


def knower(known: Answer, year: int | None = None) -> str:
    """A sentence about one party, without its full stop."""
    who = party(known["party"])
    if known["state"] == "asked-not-told":
        return f"{who} had asked, and is not recorded as told; {account(known)}"
    surely = "certainly" if known["certainty"] == "certain" else "possibly"
    perhaps = known["possibly"]
    knew = _KNEW[known["state"]] + (f" (perhaps {_EXTENTS[perhaps]})" if perhaps else "")
    parts = (f"{who} {surely} {knew}", learned(known, year), manner(known))
    return f"{', '.join(part for part in parts if part)}; {account(known)}"


def known(known: Answer, year: int | None = None) -> str:
    """A sentence about one item, without its full stop."""
    parts = (known["item"], extent(known), learned(known, year), manner(known))
    return f"{', '.join(part for part in parts if part)}; {account(known)}"


def by_certainty(found: Sequence[Answer]) -> Iterator[tuple[str, Sequence[Answer]]]:
    """What is known for certain, what possibly, and what was only asked; none of them empty."""
    told = [each for each in found if each["state"] != "asked-not-told"]
    groups = {
        "For certain": [each for each in told if each["certainty"] == "certain"],
        "Possibly": [each for each in told if each["certainty"] == "possible"],
        "Asked, and not recorded as told": [each for each in found if each not in told],
    }
    for title, group in groups.items():
        if group:
            yield title, group


def _by(source: str | None) -> str:
    return f" by {party(source) if source else 'somebody who is not recorded'}"


def nobody(item: str) -> str:
    """That no knower is recorded."""
    return f"Nobody is recorded as knowing of {item}."


def nothing(who: str) -> str:
    """That a party is not recorded as knowing anything."""
    return f"{capital(party(who))} is not recorded as knowing anything."


def capital(sentence: str) -> str:
    """A sentence begins with a capital, but a name such as `org:openai` stays as it is."""
    begins = re.match(r"[a-z]+(?::)?", sentence)
    if begins is None or begins.group().endswith(":"):
        return sentence
    return sentence[0].upper() + sentence[1:]


def difference(view: str, missing: int, surplus: int, doubled: int) -> str:
    """How a live view differs from what the events make."""
    found = [
        f"{counted(number, 'row')} {what}"
        for number, what in (
            (missing, "missing"),
            (surplus, "that no event gives"),
            (doubled, "too many of the same"),
        )
        if number
    ]
    return f"{view}: {listed(found)}"


# --- what went wrong -------------------------------------------------------------------------


def problem(document: Answer) -> str:
    """A problem document as one sentence."""
    said = str(document.get("detail") or document.get("title") or "No reason was given")
    faults = [
        f"{each.get('pointer') or each.get('parameter')}: {each['detail']}"
        for each in document.get("errors", ())
    ]
    if faults:
        said = f"{said.rstrip('.')} ({'; '.join(faults)})"
    return plain(said if said.endswith((".", "?", "!")) else f"{said}.")
