"""Swim lanes: parties as lanes, events along time, arrows to whom they told it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from markupsafe import Markup

from domain.errors import Malformed
from domain.events.catalogue import CATALOGUE
from domain.instant import BEGINNING, DAY, END, SECOND, Instant, parse_instant
from domain.names import Party, parse_knower
from domain.occurrence import FIRST, LAST
from service.pictures.acting import actor, told
from service.pictures.lanes import Happening, lanes
from service.pictures.scales import Even, Scale, Stretched, Tick
from service.prose.words import counted
from service.web.cards import about, said
from service.web.look import Look, whole_number
from service.web.panels.elsewhere import elsewhere
from service.web.panels.panel import PARTIES_MOST, Panel, Shown, one_of

DRAWN: Final = 80
"""So many events are drawn at most."""
READ: Final = 240
"""So many are read."""
READ_OF_SOME: Final = 1_000
"""So many of each type, where only some are asked for."""
LANES: Final = 24
HOUR: Final = 3600 * SECOND
WINDOWS: Final[Mapping[str, int]] = {
    "2 hours": 2 * HOUR,
    "day": DAY,
    "week": 7 * DAY,
    "month": 30 * DAY,
    "year": 365 * DAY,
    "all": END,
}
"""How much time is drawn, from close to far."""
ROUTINE: Final = frozenset(
    {
        *("tester-invited", "invitation-accepted", "invitation-declined", "nda-signed"),
        *("access-granted", "feedback-given", "feedback-acknowledged", "feedback-answered"),
        *("reward-agreed", "reward-paid", "credit-given", "contact-observed", "group-joined"),
        *("group-left", "affiliation-began", "affiliation-ended", "commitment-made"),
        *("commitment-kept", "terms-published", "item-registered"),
    }
)
_DECISIONS: Final = frozenset(
    {
        *("access-cut", "statement-issued", "programme-suspended", "programme-resumed"),
        *("programme-closed", "open-letter-published", "leak-contained", "incident-opened"),
        *("incident-closed", "action-agreed"),
    }
)
_WARNINGS: Final = frozenset({"concern-raised", "concern-escalated", "leak-detected"})
_TELLINGS: Final = frozenset(
    {"item-disclosed", "item-published", "item-leaked", "knowledge-requested"}
)
_PIXELS: Final = 760.0


class _Widened:
    """A scale that is drawn as wide as there is room."""

    def __init__(self, scale: Scale) -> None:
        self._scale = scale
        self._factor = _PIXELS / max(1.0, scale.width)
        self.width = scale.width * self._factor

    def x(self, instant: Instant) -> float:
        return self._scale.x(instant) * self._factor

    def ticks(self, apart: float) -> Sequence[Tick]:
        found = self._scale.ticks(apart / self._factor)
        return [Tick(each.x * self._factor, each.text) for each in found]


class _Window(NamedTuple):
    """What is drawn: between two instants; None: from the beginning, to the end."""

    name: str
    start: Instant | None
    end: Instant | None


class _Choice(NamedTuple):
    """What is left out of a window."""

    type: str | None
    party: Party | None
    routine: bool
    """Whether what happens every day is hidden."""

    @property
    def types(self) -> Sequence[str | None]:
        """Of which types events are read; None: of any."""
        if self.type is None and not self.routine:
            return [None]
        asked = CATALOGUE if self.type is None else [self.type]
        return [each for each in asked if not (self.routine and each in ROUTINE)]


def _show(look: Look) -> Shown:
    choice = _choice(look)
    window = _window(look, choice)
    found, more = _found(look, choice, window)
    shown = [_happening(look, each) for each in _nearest(look, found, window)]
    names = _names(shown)
    return {
        "types": tuple(CATALOGUE),
        "choice": choice,
        "parties": look.questions.parties_after(look.programme, "", PARTIES_MOST),
        "windows": [
            {"name": each, "to": look.to(window=each), "here": each == window.name}
            for each in WINDOWS
        ],
        "spans": _spans(look, window),
        "earlier": _shifted(look, window, -1),
        "later": _shifted(look, window, 1),
        "all": look.to(around=None, window="all"),
        "picture": _picture(shown, names, window) if names else None,
        "elsewhere": None if names else _elsewhere(look, choice, window),
        "drawn": len(shown),
        "left": len(found) - len(shown),
        "unread": more,
        "events": [
            {"number": each.number, "says": each.says, "to": each.to}
            for each in sorted(shown, key=lambda one: (one.earliest, one.latest, one.number))
        ],
    }


def _choice(look: Look) -> _Choice:
    party = look.given.get("lane")
    return _Choice(
        type=one_of(look, "type", CATALOGUE),
        party=parse_knower(party) if party else None,
        routine=look.given.get("routine") == "hide",
    )


def _found(
    look: Look, choice: _Choice, window: _Window
) -> tuple[Sequence[Mapping[str, Any]], bool]:
    """What somebody did in a window, in order of time; and whether there is more than is read."""
    found, unread = _read(look, choice, window.start, window.end)
    cut = choice == _ANY and window.start is not None and window.start == _last_read(look)
    return [each for each in found if actor(each["data"]) is not None], unread or cut


def _read(
    look: Look, choice: _Choice, start: Instant | None, end: Instant | None
) -> tuple[Sequence[Mapping[str, Any]], bool]:
    """What is asked for between two instants, in order of time; and whether there is more."""
    found: list[Mapping[str, Any]] = []
    unread = False
    for type_ in choice.types:
        page, more = look.questions.timeline(
            look.programme,
            look.bounds,
            start=start,
            end=end,
            type=type_,
            party=choice.party,
            limit=READ if choice == _ANY else READ_OF_SOME,
        )
        found += page
        unread = unread or more is not None
    return sorted(found, key=_time) if len(choice.types) > 1 else found, unread


def _elsewhere(look: Look, choice: _Choice, window: _Window) -> Mapping[str, Any] | None:
    last = _last_read(look) if choice == _ANY else None
    found, more = _read(look, choice, last, None)
    cut = more or last is not None
    between = (window.start, window.end)
    return elsewhere(look, window.name, between, found, cut=cut, ends=not more)


def _time(entry: Mapping[str, Any]) -> tuple[Instant, Instant, int]:
    """When it happened, and where it was recorded: what entries are sorted by."""
    earliest, latest = entry["occurred_at"]["earliest"], entry["occurred_at"]["latest"]
    return (
        BEGINNING if earliest is None else parse_instant(earliest),
        END if latest is None else parse_instant(latest),
        entry["position"],
    )


def _window(look: Look, choice: _Choice) -> _Window:
    """Around an event an hour; else as wide as asked for, or as there is room for.

    Of what is too much to read the last is looked at.
    """
    around = look.given.get("around")
    centre = _when(look, whole_number("around", around)) if around else None
    name = one_of(look, "window", WINDOWS) or ("2 hours" if centre else _roomy(look))
    last = _last_read(look) if choice == _ANY else None
    if name == "all":
        return _Window(name, last, None if last is None else look.bounds.as_of)
    width = WINDOWS[name]
    end = look.bounds.as_of if centre is None else Instant(min(LAST, centre + width // 2))
    start = Instant(max(FIRST, end - width))
    if centre is None and last is not None:
        start = max(start, last)
    return _Window(name, start, end)


def _last_read(look: Look) -> Instant | None:
    """From when on no more had happened by then than is read; None: from the beginning."""
    upto = bisect_right(look.marks.happened, look.bounds.as_of)
    return look.marks.happened[upto - READ] if upto > READ else None


def _roomy(look: Look) -> str:
    """The widest window in which something happened, and no more than is drawn; else the closest
    in which anything did."""
    happened, as_of = look.marks.happened, look.bounds.as_of
    upto = bisect_right(happened, as_of)
    counts = {name: upto - bisect_left(happened, as_of - width) for name, width in WINDOWS.items()}
    fit = [name for name, count in counts.items() if 0 < count <= DRAWN]
    some = [name for name, count in counts.items() if count]
    return (fit[-1:] or some[:1] or ["all"])[0]


def _when(look: Look, position: int) -> Instant:
    """When the event at a position happened: the end that is known."""
    found = look.questions.events(
        programme=look.programme,
        after=max(0, position - 1),
        limit=1,
        position=look.bounds.position,
    )
    if not found or found[0]["position"] != position:
        raise Malformed("around is the position of no event that had been recorded by then")
    when = (found[0]["effective"] or found[0])["occurred_at"]
    return parse_instant(when["earliest"] or when["latest"])


def _shifted(look: Look, window: _Window, by: int) -> str | None:
    """The window beside this one, as an `as_of`; None where that is not to be had."""
    if window.end is None or look.given.get("around"):
        return None
    as_of = window.end + by * WINDOWS[window.name]
    moments = look.happenings.stops
    if not moments or not moments[0] <= as_of <= moments[-1] + WINDOWS[window.name]:
        return None
    latest = min(as_of, max(moments[-1], look.bounds.as_of))
    return None if latest == look.bounds.as_of else look.from_instant(Instant(latest))


def _happening(look: Look, entry: Mapping[str, Any]) -> Happening:
    data = entry["data"]
    earliest, latest, position = _time(entry)
    return Happening(
        number=position,
        lane=actor(data) or "",
        told=told(entry["type"], data),
        earliest=earliest,
        latest=latest,
        says=f"#{position} {said(entry['type'], data, about(look, [entry]))},"
        f" {look.zone.when(entry['occurred_at'])}." + (" Disputed." if entry["disputed"] else ""),
        kind=_kind(entry["type"]),
        disputed=entry["disputed"],
        to=f"{look.to(event=position)}#event",
    )


def _kind(type_: str) -> str:
    if type_ in _DECISIONS:
        return "decision"
    if type_ in _WARNINGS:
        return "warning"
    return "telling" if type_ in _TELLINGS else "other"


def _nearest(
    look: Look, found: Sequence[Mapping[str, Any]], window: _Window
) -> Sequence[Mapping[str, Any]]:
    """Those that are drawn: of too many the last, or those nearest to what is looked around."""
    if len(found) <= DRAWN:
        return found
    if look.given.get("around") and window.start is not None and window.end is not None:
        centre = (window.start + window.end) // 2
        near = sorted(found, key=lambda each: abs(min(_time(each)[1], END - 1) - centre))
        return sorted(near[:DRAWN], key=_time)
    return found[-DRAWN:]


def _names(drawn: Sequence[Happening]) -> list[str]:
    """The lanes, in the order in which parties appear, the public last; of too many the busiest."""
    counts = Counter(party for each in drawn for party in (each.lane, *each.told))
    counts.update(each.lane for each in drawn)
    order = list(dict.fromkeys(party for each in drawn for party in (each.lane, *each.told)))
    busiest = {party for party, _ in counts.most_common(LANES)}
    return sorted((each for each in order if each in busiest), key=lambda each: each == "public")


def _picture(drawn: Sequence[Happening], names: Sequence[str], window: _Window) -> Markup:
    told_of = f"{counted(len(drawn), 'event')} in {counted(len(names), 'lane')}; a list is below."
    title, scale = "Who did what, and whom they told", _scale(drawn, window)
    return Markup(lanes("lanes", title, told_of, names, drawn, scale))


def _scale(drawn: Sequence[Happening], window: _Window) -> Scale:
    """Time as it passes, in a window that is short; else stretched where much happened."""
    bounds = [bound for each in drawn if each.dated for bound in (each.earliest, each.latest)]
    if window.start is None or window.end is None or WINDOWS[window.name] > DAY:
        stretched = Stretched(bounds)
        return stretched if stretched.width >= _PIXELS else _Widened(stretched)
    return Even(window.start, window.end, _PIXELS)


def _spans(look: Look, window: _Window) -> str:
    if window.start is None or window.end is None:
        return "all that had happened by then"
    return f"{look.zone.text(window.start)} to {look.zone.text(window.end)}"


_ANY: Final = _Choice(None, None, routine=False)
PANEL: Final = Panel(
    "lanes",
    "Swim lanes",
    _show,
    {
        "window": f"How much time is drawn: {', '.join(WINDOWS)}.",
        "around": "The position of an event to look around.",
        "type": "Only events of this type.",
        "lane": "Only events that name this party.",
        "routine": "`hide`: without what happens every day.",
    },
)
