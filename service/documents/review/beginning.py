"""In short, and what happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

from domain.incidents import DECISIONS, OFFICIAL
from service.documents.parts import Block, Picture, Points, Sentence, Table, paragraph
from service.documents.review.record import Answer, Record, elapsed, parties
from service.pictures.lanes import Happening, lanes
from service.pictures.scales import Stretched
from service.prose import words
from service.prose.times import end, instant

MOST_LANES: Final = 14
MOST_DRAWN: Final = 90

_STEPS: Final = {
    "leaked": "It leaked",
    "letter": "A letter was published",
    "opened": "The incident was opened",
    "detected": "The leak was detected",
    "cut": "Access was cut",
    "suspended": "The programme was suspended",
    "stated": "The organisation issued a statement",
    "contained": "The leak was contained",
    "resumed": "The programme was resumed",
    "closed": "The incident was closed",
}
_WARNINGS: Final = ("concern-raised", "concern-escalated")
_TELLINGS: Final = ("item-disclosed", "item-published", "item-leaked", "knowledge-requested")


def in_short(record: Record) -> list[Block]:
    """The steps of the incident with their times, and the figures."""
    return [_steps(record), Points(list(_figures(record)))]


def _steps(record: Record) -> Block:
    steps = record["summary"]["steps"]
    if not steps:
        return paragraph("No step of it is recorded.")
    rows = [
        [
            record.sentence(_STEPS[each["step"]], [each["event"]]),
            Sentence(record.when(each["event"])),
            Sentence("" if each["seconds"] is None else elapsed(each["seconds"])),
        ]
        for each in steps
    ]
    return Table(("Step", "When", "After the first"), rows)


def _figures(record: Record) -> Iterator[Sentence]:
    summary, review = record["summary"], record
    late, gone = summary["recorded_late"], summary["events"] - summary["visible"]
    yield Sentence(
        f"{words.counted(summary['chronology'], 'event')} of the incident; {late:,} of them"
        " recorded over a day after it happened."
    )
    yield Sentence(
        f"{words.counted(summary['testers'], 'tester')} and"
        f" {words.counted(summary['events'], 'event')} in the programme; {gone:,} of them retracted"
        " or refuted."
    )
    signed = summary["signatories"]
    if signed["parties"]:
        number = words.counted(len(signed["parties"]), "party", "parties")
        text = f"{number} signed a letter: {parties(signed['parties'])}."
        yield record.sentence(text, signed["events"])
    promises = review["promises"]
    if promises["made"]:
        yield Sentence(
            f"{words.counted(promises['made'], 'promise')}: {promises['kept']:,} kept,"
            f" {promises['broken']:,} broken, {promises['overdue']:,} overdue,"
            f" {promises['open']:,} open."
        )
    counts = [f"{each['code']} {each['count']:,}" for each in review["irregularities"]]
    if counts:
        yield Sentence(f"Irregularities: {words.listed(counts)}.")
    states = Counter(each["state"] for each in review["disputes"]["told"])
    if states:
        said = [f"{number} {state}" for state, number in sorted(states.items())]
        yield Sentence(f"Disputed facts of the incident: {words.listed(said)}.")


def what_happened(record: Record) -> list[Block]:
    """The chronology, drawn and told."""
    chronology = record["chronology"]
    if not chronology:
        return [paragraph("Nothing of it is recorded as having happened by then.")]
    about = record["scope"]
    time = f"{instant(about['since'])} to {end(about['until'])}"
    said = [
        f"Of the incident are, from {time}: the events that name it and those they are about;"
        " letters and leaks (of the week before, too); cuts of access, suspensions, and statements"
        " of organisations and their staff.",
        "And, of whatever time, who told of what leaked or was revealed, who raised or answered"
        " such a concern, and who made or kept such a promise.",
        f"Leaked: {words.listed(about['leaked'])}.",
        f"Revealed: {words.listed(about['revealed'])}.",
    ]
    return [
        Points([Sentence(each) for each in said]),
        *_lanes(record),
        chronicle(record, chronology),
    ]


def chronicle(record: Record, ids: Sequence[str]) -> Table:
    """Events with both clocks, on whose word, and their ids."""
    rows = [_row(record, record.events[each]) for each in ids]
    anchors = [record.position(each) for each in ids]
    return Table(("#", "Happened", "What", "The account", "Recorded"), rows, anchors)


def _row(record: Record, event: Answer) -> list[Sentence]:
    return [
        Sentence(f"#{event['position']}"),
        Sentence(record.when(event["id"])),
        Sentence(words.ended(words.capital(record.deed(event["id"])))),
        Sentence(_account(event)),
        Sentence(f"{instant(event['recorded_at'], record.year)}; {event['id']}"),
    ]


def _account(event: Answer) -> str:
    whose = event.get("asserted_by")
    source = event.get("source")
    found = [
        words.grade(event),
        f"on the word of {words.party(whose)}" if whose else "",
        "perhaps by then" if event["certainty"] == "possible" else "",
        "corrected" if event["corrected_by"] else "",
        "disputed" if event["disputed"] else "",
        "" if event["visible"] else "no longer counted",
        f"source: {source}" if source else "",
    ]
    return "; ".join(part for part in found if part)


# --- the lanes -------------------------------------------------------------------------------


def _lanes(record: Record) -> Iterator[Picture]:
    """Who did what to whom, along time; nothing if nobody is named."""
    happenings = [_happening(record, each) for each in record["chronology"]]
    drawn = [each for each in happenings if each.lane][:MOST_DRAWN]
    names = _names(record, drawn)
    if not names:
        return
    shown = [each for each in drawn if each.lane in names]
    scale = Stretched(
        bound for each in shown if each.dated for bound in (each.earliest, each.latest)
    )
    description = (
        f"{words.counted(len(shown), 'event')} in {words.counted(len(names), 'lane')}; the"
        " chronology below tells each of them."
    )
    left = len(record["chronology"]) - len(shown)
    caption = (
        "Each lane is a party. A diamond is a decision, a triangle a warning, a circle a telling, a"
        " square all else; an arrow leads to whoever was told; a bar lasts as long as the time is"
        " uncertain; ! is disputed. Numbers before a lane are of events of which one end is open."
        " The order is true, distances are not to scale."
        + (f" {words.counted(left, 'event')} not drawn, all told below." if left else "")
    )
    svg = lanes("lanes", "Who did what, and whom they told", description, names, shown, scale)
    yield Picture(svg, caption)


def _names(record: Record, drawn: Sequence[Happening]) -> list[str]:
    """The parties that have lanes: who did what the incident is made of, then who did most."""
    steps = {record.position(each["event"]) for each in record["summary"]["steps"]}
    counts = Counter(party for each in drawn for party in (each.lane, *each.told))
    counts.update({each.lane: len(drawn) for each in drawn if each.number in steps})
    often = sorted(counts, key=lambda party: (-counts[party], party))[:MOST_LANES]
    return sorted(often, key=lambda party: _first_place(party, drawn))


def _first_place(party: str, drawn: Sequence[Happening]) -> tuple[bool, int]:
    """Lanes stand in the order in which parties appear, the public last."""
    place = next(place for place, each in enumerate(drawn) if party in (each.lane, *each.told))
    return party == "public", place


def _happening(record: Record, event_id: str) -> Happening:
    event = record.events[event_id]
    data, (earliest, latest) = event["data"], record.bounds(event_id)
    return Happening(
        number=event["position"],
        lane=_actor(data),
        told=_told(event["type"], data),
        earliest=earliest,
        latest=latest,
        says=words.ended(f"#{event['position']}, {record.when(event_id)}: {record.deed(event_id)}"),
        kind=_kind(event["type"], data),
        disputed=event["disputed"],
        to=f"#e{event['position']}",
    )


def _actor(data: dict[str, Any]) -> str:
    for name in ("by", "tester", "signatory", "party"):
        if data.get(name):
            return str(data[name])
    return str(data["parties"][0]) if data.get("parties") else ""


def _told(type_name: str, data: dict[str, Any]) -> Sequence[str]:
    if type_name in ("item-published", "open-letter-published"):
        return ["public"]
    if type_name == "access-cut" and data.get("by"):
        return [data["tester"]]
    return list(data.get("to", ()))


def _kind(type_name: str, data: Answer) -> str:
    if type_name == "statement-issued" and not data["by"].startswith(OFFICIAL):
        return "telling"
    if type_name in DECISIONS:
        return "decision"
    if type_name in _WARNINGS:
        return "warning"
    return "telling" if type_name in _TELLINGS else "other"
