"""The whole document, section by section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from service.documents.parts import (
    Block,
    Command,
    Document,
    Paragraph,
    Picture,
    Points,
    Section,
    Sentence,
    Table,
    paragraph,
)
from service.documents.review import afterwards, beginning, knowing, waiting
from service.documents.review.record import Record
from service.prose import words

WORDING: Final = 1
"""Raised whenever a document of the same answer comes out as other bytes: a golden test sees it."""


def review_document(review: Mapping[str, Any], release: str) -> Document:
    """The review of an incident, from its answer and nothing else: the same answer, in the same
    `release` and `WORDING` of this software, is the same document."""
    record = Record(_plain(review))
    sections = [
        Section("short", "In short", beginning.in_short(record)),
        Section("chronology", "What happened", beginning.what_happened(record)),
        Section("decisions", "Who knew what at each decision", knowing.at_decisions(record)),
        Section("matrix", "Who knew what in the end", knowing.in_the_end(record)),
        Section("arrivals", "How it became known", knowing.became_known(record)),
        Section("warnings", "From warning to answer", waiting.warnings_and_answers(record)),
        Section("promises", "Promises and terms", waiting.promises_and_terms(record)),
        Section("irregularities", "Irregularities", waiting.irregularities(record)),
        Section("signals", "The signals as they were seen then", waiting.signals(record)),
        Section("later", "What we learned only later", afterwards.learned_later(record)),
        Section("disputes", "Disputed facts", afterwards.disputed(record)),
        Section("findings", "Findings on record", afterwards.findings(record)),
        Section("actions", "Agreed actions", afterwards.actions(record)),
    ]
    return Document(
        title=_title(record),
        bounds=words.bounds(record.review),
        made_from=_made_from(record),
        commands=_commands(record, release),
        sections=[*sections, _others(record, sections)],
        identity=[*_identity(record), ("release", release), ("wording", str(WORDING))],
    )


def _title(record: Record) -> str:
    named = record["title"]
    of_incident = f"incident:{record['incident']}"
    return f"Review: {named} ({of_incident})" if named else f"Review of {of_incident}"


def _made_from(record: Record) -> list[Sentence]:
    programme, title = record["programme"], record["programme_title"]
    called = f"{programme} (“{title}”)" if title else programme
    evidence, position = record["evidence"], record["as_recorded"]["position"]
    return [
        Sentence(
            f"It rests on the {words.counted(evidence['events'], 'event')} that the programme"
            f" {called} has up to position {position:,}. The SHA-256 of their lines, as testigo"
            f" export writes them, is {evidence['sha256']}."
        ),
        Sentence(
            "A number such as #14 is the position of the event that a sentence rests on; #14! is"
            " disputed. HINDSIGHT marks what rests on an event that was recorded, or corrected,"
            " only after the time it speaks of. Times are in UTC; days of another zone say so."
            " Where something is cut short, it is said how much more there is; “within these"
            " bounds” is with the same --as-of and --as-recorded as below."
        ),
    ]


def _commands(record: Record, release: str) -> list[Command]:
    programme, evidence = record["programme"], record["evidence"]
    within = (
        f"--programme {programme} --as-of {record['as_of']}"
        f" --as-recorded {record['as_recorded']['position']}"
    )
    return [
        Command(
            f"Made again, byte for byte, by testigo {release} (rules {record['rules']}, wording"
            f" {WORDING}) with",
            f"testigo review {record['incident']} {within} --format",
            formed=True,
        ),
        Command(
            "The digest is that of",
            f"testigo export --programme {programme} | sed '1d;$d' | head -n {evidence['events']}"
            " | sha256sum",
        ),
    ]


def _identity(record: Record) -> list[tuple[str, str]]:
    upto = record["as_recorded"]
    return [
        ("programme", record["programme"]),
        ("incident", record["incident"]),
        ("as_of", record["as_of"]),
        ("as_recorded", str(upto["position"])),
        ("recorded_at", upto["recorded_at"] or ""),
        ("rules", str(record["rules"])),
        ("events", str(record["evidence"]["events"])),
        ("sha256", record["evidence"]["sha256"]),
    ]


def _others(record: Record, sections: Iterable[Section]) -> Section:
    """The events that are cited and do not stand in the chronology."""
    told = set(record["chronology"])
    cited = {position for each in sections for block in each.blocks for position in _cites(block)}
    ids = [
        event_id
        for event_id, event in record.events.items()
        if event["position"] in cited and event_id not in told
    ]
    title = "The other events that are cited"
    if not ids:
        return Section("others", title, [paragraph("None.")])
    return Section("others", title, [beginning.chronicle(record, ids)])


def _cites(block: Block) -> Iterator[int]:
    match block:
        case Paragraph(sentences=sentences) | Points(sentences=sentences):
            for each in sentences:
                yield from each.cites
        case Table(rows=rows):
            yield from _of_rows(rows)
        case Picture(instead=instead):
            if instead is not None:
                yield from _of_rows(instead.rows)


def _of_rows(rows: Sequence[Sequence[Sentence]]) -> Iterator[int]:
    for row in rows:
        for cell in row:
            yield from cell.cites


def _plain(found: Any) -> Any:
    """The answer without what could steer a terminal, or is no text of a document."""
    if isinstance(found, str):
        return words.plain(found)
    if isinstance(found, Mapping):
        return {name: _plain(each) for name, each in found.items()}
    if isinstance(found, list | tuple):
        return [_plain(each) for each in found]
    return found
