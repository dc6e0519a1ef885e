"""What changed, in words: who knew what then and now, and what one event changed. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from service.prose import words
from service.prose.times import instant

Answer = Mapping[str, Any]


def compared(answer: Answer) -> str:
    """With what it is compared, as a sentence."""
    then = answer["then"]
    if then["recorded_at"] is None:
        return "Compared with before we had recorded anything."
    return (
        f"Compared with what we had recorded by position {then['position']:,} "
        f"({instant(then['recorded_at'])})."
    )


def added(change: Answer, subject: str, year: int) -> str:
    """An answer that there was not before, without its full stop."""
    return words.capital(_sentence(change["after"], subject, year))


def removed(change: Answer, subject: str, year: int) -> str:
    """An answer that there is no longer, without its full stop."""
    return f"No longer: {_sentence(change['before'], subject, year)}"


def _sentence(known: Answer, subject: str, year: int) -> str:
    return words.knower(known, year) if subject == "party" else words.known(known, year)


def changed(change: Answer, subject: str, year: int) -> str:
    """How an answer is another now than it was, without its full stop."""
    name = change[subject]
    who = words.party(name) if subject == "party" else name
    return words.capital(f"{who}: {difference(change['before'], change['after'], year)}")


def difference(before: Answer, after: Answer, year: int | None = None) -> str:
    """What of an answer is another now than it was; of times in `year`, it is left out."""
    return "; ".join(_differences(before, after, year)) or "by another event, else the same"


def _differences(before: Answer, after: Answer, year: int | None) -> Iterator[str]:
    aspects: Sequence[Callable[[Answer], str]] = (
        words.extent,
        _surely,
        lambda known: words.learned(known, year),
        words.manner,
        words.account,
    )
    for say in aspects:
        was, now = say(before), say(after)
        if was != now:
            yield f"{now or 'nothing said of how'} (was: {was or 'nothing said of how'})"


def _surely(known: Answer) -> str:
    return "by then" if known["certainty"] == "certain" else "perhaps by then"


# --- by one event --------------------------------------------------------------------------


def changes(changed: Answer) -> Iterator[str]:
    """What a step changed, each change a clause."""
    alike: dict[tuple[str, str], list[str]] = {}
    for each in changed["knowledge"]:
        change = _learned(each["before"], each["after"])
        alike.setdefault((words.party(each["party"]), change), []).append(each["item"])
    for (party, change), items in alike.items():
        yield f"{party}, of {words.listed(items)}: {change}"
    for each in changed["standing"]:
        was, now = (_stood(each[name]) for name in ("before", "after"))
        yield f"{each['tester']}, {each['facet']}: {was} → {now}"
    for each in changed["irregularities"]["appeared"]:
        yield f"{each['code']}: {each['detail']}"
    for each in changed["irregularities"]["gone"]:
        yield f"no longer {each['code']}: {each['detail']}"


def _learned(before: Answer | None, after: Answer | None) -> str:
    """What is known as it was and as it is; if as much, what else about it is another now."""
    was, now = _knew(before), _knew(after)
    if was != now or before is None or after is None:
        return f"{was} → {now}"
    return f"{now} as before, {difference(before, after)}"


def _knew(known: Answer | None) -> str:
    if known is None:
        return "nothing"
    surely = "" if known["certainty"] == "certain" else "perhaps "
    return f"{surely}{words.extent(known)}{', disputed' if known['disputed'] else ''}"


def _stood(facet: Answer) -> str:
    state = facet["state"] or "not recorded"
    return f"{state}, perhaps {facet['possibly']}" if facet["possibly"] else state
