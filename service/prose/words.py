"""How answers are said, to be read aloud: what is shared, and who knew what. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from service.prose.times import instant, when

Answer = Mapping[str, Any]

_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_EXTENTS: Final = {
    "full": "in full",
    "partial": "in part",
    "existence": "that it exists",
    "rumour": "by rumour",
    "access": "had access",
}
_KNOWING: Final = {
    "full": "knowing in full",
    "partial": "knowing in part",
    "existence": "knowing that it exists",
    "rumour": "knowing of it by rumour",
    "access": "having the means to know",
}
_GRADES: Final = {
    "primary": "at first hand",
    "reported": "reported",
    "claimed": "claimed",
    "rumour": "hearsay",
}
BY_THEN: Final = "By then, whatever the exact times"
PERHAPS: Final = "Perhaps by then, depending on the exact times"
NOT_TOLD: Final = "Asked, and not recorded as told"
_PARAMETERS: Final = {"item": "ITEM", "party": "PARTY"}
"""How the command line calls parameters that are no options there."""


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


def progress(done: int, total: int, seconds: float) -> str:
    """How far something is after so many seconds, at which rate, and how long it will take."""
    said = f"{done:,} of {counted(total, 'event')}"
    if not done or seconds <= 0:
        return said
    rate = done / seconds
    left = round((total - done) / rate)
    minutes = f"{left // 60:,} min " if left >= 60 else ""
    pace = f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"
    return f"{said}, {pace} a second" + (f", {minutes}{left % 60} s left" if left else "")


def not_rebuilt(outcome: str, reason: str) -> str:
    """Why a replay ended that was not done."""
    ended = "was cancelled" if outcome == "cancelled" else "failed"
    return f"The replay {ended}: {reason} The views are as they were."


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


def extent_of(learning: Answer) -> str:
    """How much one learning taught."""
    return "with access to it" if learning["extent"] == "access" else _EXTENTS[learning["extent"]]


def learned(known: Answer, year: int | None = None) -> str:
    """When it came to know.

    From whom and how (`manner`) belongs to the strongest extent; of the first learning an answer
    has the time alone. Where it may be another, weaker one, that is said.
    """
    first, full = known["learned_at"], known["full_at"]
    if first is None:
        return when(known["request"]["occurred_at"], year) if known.get("request") else ""
    if known["state"] in ("rumour", "access"):
        return f"first {when(first, year)}"
    if full is None:
        return f"first heard of it, perhaps less, {when(first, year)}"
    if (full["earliest"], full["latest"]) == (first["earliest"], first["latest"]):
        return when(full, year)
    return f"{when(full, year)} (first heard of it {when(first, year)})"


def manner(known: Answer) -> str:
    """From whom and how it came to know what it knows at most; whom it asked, if no more."""
    if known["state"] == "asked-not-told":
        return _asked(known)
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
        case "imputed":
            how = f"through {source}, one of its people"
        case "public" if known["party"] == "public":
            how = f"made public{by}"
        case "public":
            how = "as everybody could"
        case other:
            how = other
    return f"{how} ({channel})" if channel else how


def _asked(known: Answer) -> str:
    request = known.get("request")
    if not request:
        return ""
    asked, channel = request["data"]["of"], request["data"].get("channel")
    return f"asked {party(asked)} ({channel})" if channel else f"asked {party(asked)}"


def account(known: Answer) -> str:
    """How good the account is, whose it is, and whether it is disputed."""
    word, whose = grade(known), known["asserted_by"]
    if whose:
        word += (
            ", on its own word" if whose == known["party"] else f", on the word of {party(whose)}"
        )
    return f"{word}; disputed" if known["disputed"] else word


def grade(told: Answer) -> str:
    """How good an account is."""
    return _GRADES[told["grade"]]


def knower(known: Answer, year: int | None = None) -> str:
    """A sentence about one party, without its full stop."""
    who = party(known["party"])
    if known["state"] == "asked-not-told":
        asked = " ".join(each for each in (_asked(known) or "asked", learned(known, year)) if each)
        return f"{who} {asked}, and is not recorded as told; {account(known)}"
    perhaps = "" if known["certainty"] == "certain" else "perhaps "
    return _whole(f"{who} is recorded as {perhaps}{knowing(known)}", known, year)


def knowing(known: Answer) -> str:
    """That it knows and how much, to be said after `is recorded as`."""
    more = known["possibly"]
    return _KNOWING[known["state"]] + (f" (perhaps {_EXTENTS[more]})" if more else "")


def known(known: Answer, year: int | None = None) -> str:
    """A sentence about one item, without its full stop."""
    return _whole(f"{known['item']}, {extent(known)}", known, year)


def _whole(knows: str, known: Answer, year: int | None) -> str:
    """When and how it came to know so much, and whose account that is."""
    since = learned(known, year)
    if known["state"] in ("partial", "existence"):
        knows, since = f"{knows} ({since})", ""
    return f"{', '.join(part for part in (knows, since, manner(known)) if part)}; {account(known)}"


def by_certainty(found: Sequence[Answer]) -> Iterator[tuple[str, Sequence[Answer]]]:
    """What is known whatever the exact times, what perhaps, what was only asked; none is empty.

    None of this says that an account is true: each has its own.
    """
    told = [each for each in found if each["state"] != "asked-not-told"]
    groups = {
        BY_THEN: [each for each in told if each["certainty"] == "certain"],
        PERHAPS: [each for each in told if each["certainty"] == "possible"],
        NOT_TOLD: [each for each in found if each not in told],
    }
    for title, group in groups.items():
        if group:
            yield title, group


def identity(said: Answer, year: int | None = None) -> str:
    """That a party was identified as another, without its full stop."""
    perhaps = "" if said["certainty"] == "certain" else "perhaps "
    return (
        f"{said['party']} was {perhaps}identified as {said['same_as']} {when(said['since'], year)}"
    )


def _by(source: str | None) -> str:
    return f" by {party(source) if source else 'somebody who is not recorded'}"


def nobody(item: str) -> str:
    """That no knower is recorded."""
    return f"Nobody is recorded as knowing of {item}."


def nothing(who: str) -> str:
    """That a party is not recorded as knowing anything."""
    return f"{capital(party(who))} is not recorded as knowing anything."


def unnamed(name: str, near: Sequence[str]) -> str:
    """That no event names a party or an item, and which names look like it."""
    return f"No event names {name}.{_meant(near)}"


def unopened(programme: str, near: Sequence[str]) -> str:
    """That there are no events of a programme, and which programmes look like it."""
    return f"There is no programme {programme} yet.{_meant(near)}"


def _meant(near: Sequence[str]) -> str:
    return f" Did you mean {' or '.join(near)}?" if near else ""


def unseen(number: int, who: str) -> str:
    """That there are events that name a party, but none that is visible."""
    if number == 1:
        count, are, them = "1 event that names", "is", "it"
    else:
        count, are, them = f"{number:,} events that name", "are", "them"
    return (
        f"{count} {party(who)} {are} not visible, being retracted or successfully disputed: "
        f"see {them} with an earlier --as-recorded."
    )


def capital(sentence: str) -> str:
    """A sentence begins with a capital, but a name such as `org:openai` stays as it is."""
    if not re.match(r"[a-z]+(?!\w|:\S)", sentence):
        return sentence
    return sentence[0].upper() + sentence[1:]


def ended(sentence: str) -> str:
    """A sentence with its full stop, unless what it quotes last ends it already."""
    return sentence if sentence.endswith((".", "?", "!", "…")) else f"{sentence}."


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
    faults = [_fault(each) for each in document.get("errors", ())]
    if faults:
        said = f"{str(document.get('title', said)).rstrip('.')} ({'; '.join(faults)})"
    return plain(ended(said))


def _fault(fault: Answer) -> str:
    """What is wrong, and where: by a pointer, or by the name that a parameter has here."""
    detail = fault["detail"]
    if "parameter" in fault:
        name = str(fault["parameter"])
        return f"{_PARAMETERS.get(name) or '--' + name.replace('_', '-')}: {detail}"
    return f"{fault['pointer']}: {detail}" if fault.get("pointer") else f"it {detail}"
