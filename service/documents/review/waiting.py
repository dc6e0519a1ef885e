"""Warnings and answers, promises and terms, irregularities, signals."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from domain.commitments import Fate
from domain.instant import DAY, Instant, parse_instant
from domain.irregularities.codes import Code
from domain.irregularities.definitions import gist
from domain.signals.series import definition
from service.documents.parts import Block, Picture, Points, Sentence, Table, paragraph
from service.documents.review.record import Answer, Record, parties, span
from service.pictures.bars import drawn as bars
from service.pictures.charts import Mark, chart
from service.prose import words
from service.prose.times import day, end, instant

Value = int | float | None
_MONTH: Final = 30 * DAY
MOST_PROMISES: Final = 20
"""Of each fate so many promises are told."""
_FATES: Final = (Fate.BROKEN, Fate.OVERDUE, Fate.OPEN, Fate.KEPT)
FEW: Final = 3
"""So many irregularities of a code are told, where none of them is of the incident."""
_BARS: Final = 40
"""So many bars a series has at most, where it is not drawn."""
_LETTERS: Final = {"open-letter-published": "L", "item-leaked": "K"}


def warnings_and_answers(record: Record) -> list[Block]:
    """How long the first warning waited, of all and of those behind it."""
    found, behind = record["answering"], record["scope"]["behind"]
    told = []
    if found["anybody"] is None:
        told.append(Sentence("No concern is recorded as raised in the programme."))
    elif found["behind"] == found["anybody"]:
        which = "The first concern of the programme, and of those behind the incident,"
        told.append(_waited(record, which, found["anybody"]))
    else:
        told.append(_waited(record, "The first concern of the programme", found["anybody"]))
        if found["behind"] is not None:
            told.append(_waited(record, "The first of those behind the incident", found["behind"]))
    told += _first_answer(record, found)
    if behind:
        told.append(Sentence(_counts(behind, found["counts_of_behind"])))
    return [Points(told)]


def _first_answer(record: Record, found: Answer) -> Iterator[Sentence]:
    """The first answer to any concern, where the first concern had none or another came first."""
    first, concern = found["first_answer"], found["anybody"]
    if concern is None or first == concern["answer"]:
        return
    if first is None:
        yield Sentence("No concern is recorded as answered.")
        return
    text = f"The first answer to any concern: {record.deed(first)}, {record.when(first)}"
    yield record.sentence(words.ended(text), [first])


def _waited(record: Record, which: str, each: Answer) -> Sentence:
    seconds = each["seconds"]
    raised = (
        f"{which} was concern:{each['concern']} of {each['tester']}, {record.when(each['warning'])}"
    )
    if each["answer"] is None:
        until = end(record["as_of"], record.year)
        text = f"{raised}; no answer to it is recorded, for {_least(seconds)}, until {until}."
        return record.sentence(text, [each["warning"]])
    text = f"{raised}; it was answered {record.when(each['answer'])}, after {_length(seconds)}."
    return record.sentence(text, [each["warning"], each["answer"]])


def _least(seconds: Mapping[str, int | None]) -> str:
    least = seconds["least"]
    return "an unknown time" if least is None else f"{span(least)} at least"


def _length(seconds: Mapping[str, int | None]) -> str:
    least, most = seconds["least"], seconds["most"]
    if least is None or most is None:
        return _least(seconds)
    return span(least) if least == most else f"{span(least)} to {span(most)}"


def _counts(behind: Sequence[str], counts: Mapping[str, int]) -> str:
    return (
        "Those behind it, who published, signed or leaked, or were in a group that did, are"
        f" {parties(behind)}. They had"
        f" {_answered('raised', 'concern', counts['concerns_raised'], counts['concerns_answered'])}"
        " and"
        f" {_answered('given', 'feedback', counts['feedback_given'], counts['feedback_answered'])}."
    )


def _answered(did: str, what: str, number: int, answered: int) -> str:
    """`raised 3 concerns (1 answered)`; `given no feedback`."""
    if not number:
        return f"{did} no {what}"
    some = (
        f"{what} {words.counted(number, 'time')}" if did == "given" else words.counted(number, what)
    )
    return f"{did} {some} ({answered:,} answered)"


# --- promises --------------------------------------------------------------------------------


def promises_and_terms(record: Record) -> list[Block]:
    """What became of promises, those that were not kept first; the terms, and what they
    replaced."""
    found = record["promises"]
    blocks: list[Block] = []
    if not found["made"]:
        blocks.append(paragraph("No promise is recorded as made."))
    for state in _FATES:
        if found[state]:
            told = [_promise(record, each) for each in found["told"] if each["state"] == state]
            shown = told[:MOST_PROMISES]
            left = found[state] - len(shown)
            if left:
                where = "" if found[state] > len(told) else ", in the JSON of this review"
                shown.append(Sentence(f"And {left:,} more{where}."))
            of_all = f"{found[state]:,} of {found['made']:,}"
            blocks.append(Points(shown, f"{words.capital(state)}: {of_all}"))
    terms = [_terms(record, each) for each in record["terms"]]
    blocks.append(Points(terms or [Sentence("No terms are recorded as published.")], "Terms"))
    return blocks


def _promise(record: Record, each: Answer) -> Sentence:
    due = f", due by {instant(each['due_at'], record.year)}" if each["due_at"] else ""
    changed = ", changed since" if each["changed"] else ""
    made, *settled = each["events"]
    ended = f" {record.when(settled[0])}" if settled else ""
    text = (
        f"{words.capital(each['state'])}{ended}: commitment:{each['commitment']}, which"
        f" {each['by']} made to {parties(each['to'])} {record.when(made)}{changed}{due}:"
        f" {each['text']}"
    )
    return record.sentence(words.ended(text), each["events"])


def _terms(record: Record, each: Answer) -> Sentence:
    by = f" by {each['by']}" if each["by"] else ""
    instead = f", replacing terms:{each['replaces']}" if each["replaces"] else ""
    summary = f": {each['summary']}" if each["summary"] else ""
    corrected = record.events[each["events"][0]]["corrected_by"]
    changed = f", corrected by {record.numbers(corrected)}" if corrected else ""
    text = (
        f"terms:{each['terms']} ({each['kind']}), published{by}"
        f" {record.when(each['events'][0])}{instead}{changed}{summary}"
    )
    return record.sentence(words.ended(text), each["events"])


# --- what broke a rule -----------------------------------------------------------------------


def irregularities(record: Record) -> list[Block]:
    """Of each code those of the incident's events, or else the first; how many there are."""
    found = record["irregularities"]
    if not found:
        return [paragraph("Nothing irregular is recorded.")]
    return [Points(list(_of_code(record, each)), _code(each)) for each in found]


def _code(each: Answer) -> str:
    of_incident = each["of_incident"]
    among = f", {of_incident:,} of them of the incident" if of_incident else ""
    return f"{each['code']}: {each['count']:,}{among}"


def _of_code(record: Record, each: Answer) -> Iterator[Sentence]:
    yield Sentence(words.ended(gist(Code(each["code"]))))
    shown = each["told"][: each["of_incident"] or FEW]
    for one in shown:
        yield record.sentence(one["detail"], one["events"])
    left = each["count"] - len(shown)
    if left:
        command = f"testigo irregularities --code {each['code']}, within these bounds"
        yield Sentence(f"And {left:,} more: {command}.")


# --- signals ---------------------------------------------------------------------------------


def signals(record: Record) -> list[Block]:
    """The signals around the incident, each point from what had been recorded by then."""
    found = record["signals"]
    points = [parse_instant(each) for each in found["points"]]
    if len(points) < 2:
        return [paragraph("Too little is recorded for a series of signals.")]
    marks = sorted({(parse_instant(each["at"]), each["type"]) for each in found["marks"]})
    rising = {name: each for name, each in found["signals"].items() if any(each)}
    eve = marks[0][0] if marks else points[-1]
    blocks: list[Block] = [
        _about(record, found, rising),
        *([_table(points, rising, eve)] if rising else []),
    ]
    drawn = [Mark(at, _LETTERS[type_name]) for at, type_name in marks]
    lines = _lines(rising) if rising else None
    for name, values in rising.items():
        blocks.append(_chart(name, points, values, drawn, found["points"], lines))
        lines = None
    return blocks


def _about(record: Record, found: Answer, rising: Mapping[str, Any]) -> Block:
    quiet = [_title(name) for name in found["signals"] if name not in rising]
    marked = [each["event"] for each in found["marks"]]
    points = found["points"]
    told = [
        record.sentence(
            f"Day by day from {day(points[0])} to {day(points[-1])}, each point from what had been"
            " recorded by it. A signal is no probability. L marks a letter, K a leak.",
            marked,
        )
    ]
    if quiet:
        told.append(Sentence(f"Nothing on any day: {words.listed(quiet)}."))
    return Points(told)


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _table(points: Sequence[Instant], rising: Mapping[str, Sequence[Value]], eve: Instant) -> Table:
    """Each signal a month before, on the eve and at the end, and what it counts."""
    last = max(0, bisect_left(points, eve) - 1)
    month = max(0, bisect_left(points, Instant(eve - _MONTH)) - 1)
    rows = [
        [
            Sentence(_title(name)),
            *(Sentence(_value(values[at])) for at in (month, last, -1)),
            Sentence(definition(name)),
        ]
        for name, values in rising.items()
    ]
    return Table(("Signal", "A month before", "On the eve", "At the end", "What it is"), rows)


def _lines(rising: Mapping[str, Sequence[Value]]) -> Table:
    """The series as lines of letters, where they are not drawn."""
    rows = [
        [Sentence(_title(name)), Sentence(bars(values, _BARS).replace(" ", "·"))]
        for name, values in rising.items()
    ]
    return Table(("Signal", "From the first day to the last"), rows)


def _value(value: Value) -> str:
    return "none" if value is None else f"{value:,}"


def _chart(
    name: str,
    points: Sequence[Instant],
    values: Sequence[Value],
    marks: Sequence[Mark],
    texts: Sequence[str],
    instead: Table | None,
) -> Picture:
    highest = max(each for each in values if each is not None)
    on = texts[values.index(highest)]
    description = (
        f"From {_value(values[0])} to {_value(values[-1])}; at most {_value(highest)}, first on"
        f" {day(on)}."
    )
    title = _title(name)
    svg = chart(f"chart-{name.replace('_', '-')}", title, description, points, values, marks)
    return Picture(svg, f"{title}. {description}", "", instead)
