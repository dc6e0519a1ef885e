"""What is looked at: a programme within both bounds, in a time zone. All of it is in the URL."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, NamedTuple
from urllib.parse import urlencode

from flask import request, url_for
from werkzeug.exceptions import NotFound

from domain.errors import Malformed
from domain.instant import Instant, format_instant, parse_instant
from domain.names import Programme, parse_programme
from service.access_log import Read
from service.views.asking import Head, Questions
from service.views.bounds import Bounds
from service.views.marks import Marks
from service.web.axis import Axis
from service.web.times import Zone, zone_named
from service.web.wiring import caller, parts

FRAME: Final = ("as_of", "as_recorded", "apart", "zone")
"""The parameters that every page of a review has. `apart`: the sliders are not locked. They are not
either where they stand at different moments."""
MOMENTS: Final = frozenset({"as_of", "as_recorded", "then"})
"""Where these are others, so are the lists: they begin anew."""
CURSOR: Final = "after"
"""Where a list goes on."""
SLIDERS: Final = ("happened", "recorded", "compared")
"""What the sliders send: how far along they stand, in parts of their length. It is answered with
where they lead: to the nearest of their stops."""
STOPS: Final = tuple(f"{each}_stop" for each in SLIDERS)
"""What keys send: the number of a stop, since many may stand at one place."""
ALONG: Final = ("then", "item")
"""What goes along to other panels: with what is compared, and of which item it is told."""
TYPED: Final = tuple(f"{each}_by" for each in SLIDERS)
"""What is typed: a time. It leads to the last of their stops by then."""
SHOWN: Final = tuple(f"{each}_shown" for each in SLIDERS)
"""What stood in the fields for it before."""
_SENT: Final = frozenset((*FRAME, *SLIDERS, *STOPS, *TYPED, *SHOWN))
_DIGITS: Final = 18
"""So many digits of a whole number no database finds too long."""


class Wrong(NamedTuple):
    """What was typed as the time of a slider, and is none: why."""

    slider: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a programme. Another is a link away (`to`)."""

    questions: Questions
    programme: Programme
    bounds: Bounds
    marks: Marks
    happenings: Axis
    """When anything happened, each instant once: those that are past; and the end."""
    recordings: Axis
    """Before anything was recorded, and each recording."""
    unlocked: bool
    """Whether the address says that the sliders move separately."""
    sent: bool
    """Whether it is what a form of sliders sends: its box says all of that."""
    zone: Zone
    panel: str
    given: Mapping[str, str]
    """What else the address says: for the panel."""
    wrong: Wrong | None = None

    @property
    def apart(self) -> bool:
        """Whether the sliders move separately: they do not where they stand at one moment, unless
        that is asked for."""
        return self.unlocked or not (self.sent or self.together)

    @property
    def together(self) -> bool:
        """Whether what is looked at had been recorded by the moment by which it had happened."""
        as_of, recorded_at = self.bounds.as_of, self.bounds.recorded_at
        return as_of == recorded_at or self.place(self.recorded_by(as_of)) == self.recorded

    @property
    def end(self) -> Instant:
        """The moment by which all that is known of had happened and was recorded."""
        return self.happenings.stops[-1] if self.happenings else self.bounds.as_of

    @property
    def happened(self) -> int:
        """The stop of `as_of`: the last by then, from 0."""
        return max(0, bisect_right(self.happenings.stops, self.bounds.as_of) - 1)

    @property
    def recorded(self) -> int:
        """How many events of the programme had been recorded."""
        return self.place(self.bounds.position)

    @property
    def happened_along(self) -> float:
        """How far along its axis `as_of` stands, from 0 to 1."""
        return self.happenings.of_instant(self.bounds.as_of)

    @property
    def recorded_along(self) -> float:
        """As `happened_along`, of `as_recorded`."""
        return self.recordings.of_stop(self.recorded)

    @property
    def along(self) -> dict[str, str]:
        """What goes along to other panels, which do not look at it."""
        return {name: self.given[name] for name in ALONG if name in self.given}

    @property
    def as_of_text(self) -> str:
        """`as_of` as it stands in an address."""
        return format_instant(self.bounds.as_of)

    def to(self, panel: str | None = None, **changes: str | int | None) -> str:
        """The address of another look: what is not changed stays, None leaves out.

        What is for one panel alone does not come along to another; what was opened is closed, and
        a list begins anew where it is another.
        """
        leads = self.panel if panel is None else panel
        kept = dict(self.given) if leads == self.panel else self.along
        kept.pop("event", None)
        frame: dict[str, str | int | None] = {
            "as_of": self.as_of_text,
            "as_recorded": self.bounds.position,
            "apart": "yes" if self.apart else None,
            "zone": None if self.zone.is_utc else self.zone.name,
        }
        before = {**frame, **kept}
        if any(str(changes[each]) != str(before.get(each)) for each in MOMENTS & changes.keys()):
            kept.pop(CURSOR, None)
        wanted = {**frame, **kept, **changes}
        then, upto = wanted.get("then"), wanted["as_recorded"]
        if _is_after(then, upto):
            del wanted["then"]  # it would be compared with what came before it
        query = urlencode({name: each for name, each in wanted.items() if each not in (None, "")})
        path = url_for("review.panel", programme=self.programme, panel=leads)
        return f"{path}?{query}"

    def to_review(self, incident: str, form: str) -> str:
        """The address of an incident's review in a form, within these bounds."""
        bounds = urlencode({"as_of": self.as_of_text, "as_recorded": self.bounds.position})
        path = url_for("review.document", programme=self.programme, incident=incident, form=form)
        return f"{path}?{bounds}"

    def at(self, happened: int | None = None, recorded: int | None = None) -> str:
        """The address of the look from another stop; with the other slider if they are locked."""
        if recorded is not None:
            return self.from_recorded(recorded)
        stops = self.happenings.stops
        if happened is None or not stops:
            return self.to()
        return self.from_instant(stops[_within(happened, len(stops) - 1)])

    def from_instant(self, as_of: Instant) -> str:
        """The address of the look from another instant; with both sliders if they are locked."""
        position = self.bounds.position if self.apart else self.recorded_by(as_of)
        return self.to(as_of=format_instant(as_of), as_recorded=position)

    def from_recorded(self, place: int) -> str:
        """The address of the look from where so many events of the programme had been recorded;
        with both sliders if they are locked."""
        all_ = self.marks.recordings
        place = _within(place, len(all_))
        as_of = self.bounds.as_of
        if not self.apart and place:
            as_of = self.end if place == len(all_) else all_[place - 1].recorded_at
        return self.to(as_of=format_instant(as_of), as_recorded=self.position(place))

    def both_at(self, instant: Instant) -> str | None:
        """The address of the look with both sliders at a moment; None if it is yet to come."""
        if instant > self.end:
            return None
        position = self.recorded_by(instant)
        return self.to(as_of=format_instant(instant), as_recorded=position, apart=None)

    def position(self, place: int) -> int:
        """The position by which so many events of the programme had been recorded."""
        place = _within(place, len(self.marks.recordings))
        return self.marks.recordings[place - 1].position if place else 0

    def place(self, position: int) -> int:
        """How many of the programme had been recorded by a position."""
        return bisect_right(self.marks.recordings, position, key=lambda each: each.position)

    def note(self, question: str, **parameters: str) -> None:
        """Note in the access log that it is looked at who knew what. All is parsed: only names."""
        parts().access_log.note(
            Read(
                at=parts().clock(),
                caller=caller().principal,
                question=question,
                parameters={"programme": self.programme, **parameters},
                as_of=self.bounds.as_of,
                position=self.bounds.position,
                recorded_at=self.bounds.recorded_at,
            )
        )

    def recorded_by(self, instant: Instant) -> int:
        """The last position of the programme that had been recorded by an instant; 0 if none."""
        if instant >= self.end:
            return self.position(len(self.marks.recordings))
        place = bisect_right(self.marks.recordings, instant, key=lambda each: each.recorded_at)
        return self.marks.recordings[place - 1].position if place else 0


@contextmanager
def looking(programme: str, panel: str) -> Iterator[Look]:
    """Look at a programme as the address says.

    Raises `NotFound` for one that is not there, or not for the caller; `Malformed` for bounds that
    are none, or lie beyond.
    """
    now = parts().clock()
    with parts().views.reading() as questions:
        named = seen(questions, programme)
        head = questions.head()
        axes = parts().marks.of(questions, named, head.position)
        happenings = axes.happened(now)
        last: Head = (*axes.marks.recordings[-1:], head)[0]
        upto = _upto(questions, head, request.args.get("as_recorded"), now, last)
        as_of = _as_of(request.args.get("as_of"), happenings, now)
        yield Look(
            questions=questions,
            programme=named,
            bounds=Bounds(as_of, upto.position, upto.recorded_at),
            marks=axes.marks,
            happenings=happenings,
            recordings=axes.recorded,
            unlocked=request.args.get("apart") == "yes",
            sent=any(each in request.args for each in (*SLIDERS, *STOPS, *TYPED)),
            zone=zone_named(request.args.get("zone") or "UTC"),
            panel=panel,
            given={name: each for name, each in request.args.items() if name not in _SENT},
        )


def seen(questions: Questions, text: str) -> Programme:
    """The programme of a path. Raises `NotFound` for one that is not there, or not for the caller,
    and for what can be none."""
    try:
        named = parse_programme(text)
    except Malformed:
        raise NotFound("There is no such programme.") from None
    if not (caller().sees(named) and questions.has_programme(named)):
        raise NotFound(f"There is no programme {named}.")
    return named


def _as_of(given: str | None, happenings: Axis, now: Instant) -> Instant:
    if not given:
        return happenings.stops[-1] if happenings else now
    as_of = _instant("as_of", given)
    if as_of > now:
        raise Malformed("as_of lies in the future")
    return as_of


def _upto(questions: Questions, head: Head, given: str | None, now: Instant, last: Head) -> Head:
    if not given:
        return last
    if given.isdecimal() and given.isascii():
        position = whole_number("as_recorded", given)
        if position > head.position:
            raise Malformed(f"as_recorded lies beyond the last position, {head.position}")
        return questions.head_of(position)
    recorded_by = _instant("as_recorded", given)
    if recorded_by > max(now, head.recorded_at or now):
        raise Malformed("as_recorded lies in the future")
    return questions.head_at(recorded_by)


def _instant(name: str, text: str) -> Instant:
    try:
        return parse_instant(text)
    except Malformed as malformed:
        raise Malformed(f"{name} is {malformed.detail}") from malformed


def whole_number(name: str, text: str) -> int:
    """A number of a parameter. Raises `Malformed`."""
    if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS):
        raise Malformed(f"{name} is no whole number")
    return int(text)


def _is_after(then: str | int | None, upto: str | int | None) -> bool:
    """Whether a position that an address gives lies after another."""
    given = str(then)
    is_number = given.isascii() and given.isdecimal() and len(given) <= _DIGITS
    return is_number and upto is not None and int(given) > int(upto)


def _within(place: int, most: int) -> int:
    return min(max(place, 0), most)
