"""Warnings and answers, promises and terms, irregularities, signals."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from domain.instant import DAY, Instant, parse_instant
from service.documents.parts import Block, Picture, Points, Sentence, Table, paragraph
from service.documents.review.record import Answer, Record, parties, span
from service.pictures.charts import Mark, chart
from service.prose import words
from service.prose.times import day, instant

Value = int | float | None
_MONTH: Final = 30 * DAY
MOST_PROMISES: Final = 20
FEW: Final = 3
"""So many irregularities of a code are told, where none of them is of the incident."""
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
    if behind:
        told.append(Sentence(_counts(behind, found["counts_of_behind"])))
    return [Points(told)]


def _waited(record: Record, which: str, each: Answer) -> Sentence:
    seconds = each["seconds"]
    raised = (
        f"{which} was concern:{each['concern']} of {each['tester']}, {record.when(each['warning'])}"
    )
    if each["answer"] is None:
        text = f"{raised}; no answer to it is recorded, for {_least(seconds)}."
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
        f"Those behind it, who published, signed or leaked, or were in a group that did, are"
        f" {parties(behind)}. Of their {words.counted(counts['concerns_raised'], 'concern')}"
        f" {counts['concerns_answered']:,} were answered, and of what they gave as feedback"
        f" ({counts['feedback_given']:,}) {counts['feedback_answered']:,}."
    )


# --- promises --------------------------------------------------------------------------------


def promises_and_terms(record: Record) -> list[Block]:
    """What became of promises; the terms, and what they replaced."""
    found = record["promises"]
    blocks: list[Block] = []
    if not found["made"]:
        blocks.append(paragraph("No promise is recorded as made."))
    else:
        told = [_promise(record, each) for each in found["not_kept"][:MOST_PROMISES]]
        left = found["made"] - found["kept"] - len(told)
        if left:
            told.append(Sentence(f"And {left:,} more, in the JSON of this review."))
        kept = f"Kept: {found['kept']:,} of {found['made']:,}"
        blocks.append(Points(told, f"{kept}; the others" if told else f"{kept}."))
    terms = [_terms(record, each) for each in record["terms"]]
    blocks.append(Points(terms or [Sentence("No terms are recorded as published.")], "Terms"))
    return blocks


def _promise(record: Record, each: Answer) -> Sentence:
    due = f", due by {instant(each['due_at'], record.year)}" if each["due_at"] else ""
    changed = "; changed since it was made" if each["changed"] else ""
    made, *settled = each["events"]
    ended = f" {record.when(settled[0])}" if settled else ""
    text = (
        f"{words.capital(each['state'])}{ended}: commitment:{each['commitment']}, which"
        f" {each['by']} made to {parties(each['to'])} {record.when(made)}{due}: {each['text']}"
    )
    return record.sentence(words.ended(f"{text}{changed}"), each["events"])


def _terms(record: Record, each: Answer) -> Sentence:
    by = f" by {each['by']}" if each["by"] else ""
    instead = f", replacing terms:{each['replaces']}" if each["replaces"] else ""
    summary = f": {each['summary']}" if each["summary"] else ""
    text = (
        f"terms:{each['terms']} ({each['kind']}), published{by}"
        f" {record.when(each['events'][0])}{instead}{summary}"
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
    shown = each["told"][: each["of_incident"] or FEW]
    for one in shown:
        yield record.sentence(one["detail"], one["events"])
    left = each["count"] - len(shown)
    if left:
        yield Sentence(f"And {left:,} more: testigo irregularities --code {each['code']}.")


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
    for name, values in rising.items():
        blocks.append(_chart(name, points, values, drawn, found["points"]))
    return blocks


def _about(record: Record, found: Answer, rising: Mapping[str, Any]) -> Block:
    quiet = [name for name in found["signals"] if name not in rising]
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


def _table(points: Sequence[Instant], rising: Mapping[str, Sequence[Value]], eve: Instant) -> Table:
    """Each signal a month before, on the eve and at the end."""
    last = max(0, bisect_left(points, eve) - 1)
    month = max(0, bisect_left(points, Instant(eve - _MONTH)) - 1)
    rows = [
        [Sentence(each) for each in (name, *(_value(values[at]) for at in (month, last, -1)))]
        for name, values in rising.items()
    ]
    return Table(("Signal", "A month before", "On the eve", "At the end"), rows)


def _value(value: Value) -> str:
    return "none" if value is None else f"{value:,}"


def _chart(
    name: str,
    points: Sequence[Instant],
    values: Sequence[Value],
    marks: Sequence[Mark],
    texts: Sequence[str],
) -> Picture:
    highest = max(each for each in values if each is not None)
    first = next(at for at, each in zip(texts, values, strict=True) if each)
    description = (
        f"From {_value(values[0])} to {_value(values[-1])}, at most {_value(highest)}; above"
        f" nothing from {day(first)} on."
    )
    svg = chart(f"chart-{name.replace('_', '-')}", name, description, points, values, marks)
    return Picture(svg, f"{name}. {description}")
