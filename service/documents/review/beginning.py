"""In short, and what happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from domain.instant import parse_instant
from domain.occurrence import FIRST
from service.documents.parts import Block, Picture, Points, Sentence, Table, paragraph
from service.documents.review.record import Answer, Record, elapsed, parties
from service.pictures.acting import actor, kind, told
from service.pictures.lanes import Happening, lanes
from service.pictures.scales import Stretched
from service.prose import words
from service.prose.times import end, instant

MOST_LANES: Final = 14
MOST_DRAWN: Final = 90
WIDEST: Final = 780.0
"""So wide, in pixels, time is drawn before the lanes go on in another picture."""

STEPS: Final = {
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
_LEGEND: Final = (
    "Each lane is a party. A diamond is a decision, a triangle a warning, a circle a telling, a"
    " square all else; an arrow leads to whoever was told; a bar lasts as long as the time is"
    " uncertain; ! is disputed. Numbers before a lane are of events of which one end is open."
    " The order is true, distances are not to scale."
)


def in_short(record: Record) -> list[Block]:
    """The steps of the incident with their times, and the figures."""
    return [_steps(record), Points(list(_figures(record)))]


def _steps(record: Record) -> Block:
    steps = record["summary"]["steps"]
    if not steps:
        return paragraph("No step of it is recorded.")
    rows = [
        [
            record.sentence(STEPS[each["step"]], [each["event"]]),
            Sentence(record.when(each["event"])),
            Sentence("" if each["seconds"] is None else elapsed(each["seconds"])),
            Sentence(record.account(each["event"])),
        ]
        for each in steps
    ]
    return Table(("Step", "When", "After the first", "The account"), rows)


def _figures(record: Record) -> Iterator[Sentence]:
    summary, review = record["summary"], record
    late, gone = summary["recorded_late"], summary["events"] - summary["visible"]
    yield Sentence(
        f"{words.counted(summary['chronology'], 'event')} of the incident; {late:,} of them"
        " recorded over a day after they happened."
    )
    yield Sentence(
        f"{words.counted(summary['testers'], 'tester')} and"
        f" {words.counted(summary['events'], 'event')} in the programme; {gone:,} of these"
        " retracted or refuted."
    )
    signed = summary["signatories"]
    if signed["parties"]:
        number = words.counted(len(signed["parties"]), "party", "parties")
        text = f"{number} signed a letter: {parties(signed['parties'])}."
        yield record.sentence(text, signed["events"])
    promises = review["promises"]
    if promises["made"]:
        yield Sentence(
            f"{words.counted(promises['made'], 'promise')} of the programme:"
            f" {promises['kept']:,} kept, {promises['broken']:,} broken,"
            f" {promises['overdue']:,} overdue, {promises['open']:,} open."
        )
    counts = [f"{each['code']} {each['count']:,}" for each in review["irregularities"]]
    if counts:
        yield Sentence(f"Irregularities of the programme: {words.listed(counts)}.")
    states = Counter(each["state"] for each in review["disputes"]["told"])
    if states:
        said = [f"{number} {state}" for state, number in sorted(states.items())]
        yield Sentence(f"Disputed facts of the incident: {words.listed(said)}.")


def what_happened(record: Record) -> list[Block]:
    """The chronology, drawn and told."""
    chronology = record["chronology"]
    if not chronology:
        return [paragraph("Nothing of it is recorded as having happened by then.")]
    about, unread = record["scope"], record["left_out"]["tellings"]
    time = f"{instant(about['since'])} to {end(about['until'])}"
    said = [
        f"Of the incident are, from {time}: the events that name it and those they are about;"
        " letters and leaks (of the week before, too); cuts of access, suspensions, and statements"
        " of organisations and their staff.",
        "And, of whatever time, who told of what leaked or was revealed, who raised or answered"
        " such a concern, and who made or kept such a promise."
        + (f" Of {words.counted(unread, 'thing')} more it was not looked up." if unread else ""),
        f"Leaked: {words.listed(about['leaked'])}.",
        f"Revealed: {words.listed(about['revealed'])}.",
        "In the order in which each may have happened at the earliest: what is only known to have"
        " happened by some time comes first.",
    ]
    return [
        Points([Sentence(each) for each in said]),
        *_lanes(record),
        chronicle(record, chronology),
    ]


def chronicle(record: Record, ids: Sequence[str]) -> Table:
    """Events with both clocks, on whose word and evidence, and their ids."""
    rows = [_row(record, record.events[each]) for each in ids]
    anchors = [record.position(each) for each in ids]
    return Table(("#", "Happened", "What", "The account", "Recorded"), rows, anchors)


def _row(record: Record, event: Answer) -> list[Sentence]:
    return [
        Sentence(f"#{event['position']}"),
        Sentence(record.when(event["id"])),
        Sentence(words.ended(words.capital(record.deed(event["id"])))),
        Sentence("; ".join([record.account(event["id"]), *_evidence(event)])),
        Sentence(f"{instant(event['recorded_at'], record.year)}; {event['id']}"),
    ]


def _evidence(event: Answer) -> Iterator[str]:
    if event.get("source"):
        yield f"source: {event['source']}"
    for each in event.get("evidence", ()):
        sha256 = f"SHA-256 {each['sha256']}" if each.get("sha256") else ""
        yield f"evidence: {', '.join(filter(None, (each.get('note'), each.get('url'), sha256)))}"


# --- the lanes -------------------------------------------------------------------------------


def _lanes(record: Record) -> Iterator[Picture]:
    """Who did what to whom, along time, in as many pictures as a page is wide; nothing if nobody
    is named."""
    happenings = [_happening(record, each) for each in record["chronology"]]
    drawn = _nearest(record, [each for each in happenings if each.lane])
    names = _names(record, drawn)
    shown = [each for each in drawn if each.lane in names]
    left = _not_drawn(len(record["chronology"]) - len(shown), _parties(drawn), names)
    for number, part in enumerate(_parts(shown), start=1):
        here = _parties(part)
        lanes_here = [each for each in names if each in here]
        says = (
            f"{words.counted(len(part), 'event')} in {words.counted(len(lanes_here), 'lane')}; the"
            " chronology below tells each of them."
        )
        title = "Who did what, and whom they told" + (f" ({number})" if number > 1 else "")
        svg = lanes(f"lanes-{number}", title, says, lanes_here, part, _scale(part))
        caption = f"{_LEGEND}{left}" if number == 1 else "It goes on."
        yield Picture(svg, caption, f"{title}: {says}")


def _not_drawn(events: int, everybody: Collection[str], names: Sequence[str]) -> str:
    """How much is missing in the pictures, and that it is told."""
    parties_left = len(everybody) - len(names)
    left = [
        *([words.counted(events, "event")] if events else []),
        *([words.counted(parties_left, "party", "parties")] if parties_left else []),
    ]
    return f" Not drawn, but told below: {words.listed(left)}." if left else ""


def _parties(drawn: Iterable[Happening]) -> set[str]:
    return {party for each in drawn for party in (each.lane, *each.told)}


def _nearest(record: Record, happenings: Sequence[Happening]) -> Sequence[Happening]:
    """Of too many those nearest to the beginning of the incident, decisions first."""
    if len(happenings) <= MOST_DRAWN:
        return happenings
    since = parse_instant(record["scope"]["since"])
    nearest = sorted(
        happenings,
        key=lambda each: (each.kind != "decision", abs(max(FIRST, each.earliest) - since)),
    )
    kept = {each.number for each in nearest[:MOST_DRAWN]}
    return [each for each in happenings if each.number in kept]


def _parts(shown: Sequence[Happening]) -> Iterator[Sequence[Happening]]:
    """These in order of time, part by part, none of them wider than a page; what is not dated
    stands in the first."""
    part = [each for each in shown if not each.dated]
    in_time = sorted(
        (each for each in shown if each.dated),
        key=lambda each: (each.earliest, each.latest, each.number),
    )
    for each in in_time:
        if _scale([*part, each]).width > WIDEST:
            yield part
            part = []
        part.append(each)
    if part:
        yield part


def _scale(part: Sequence[Happening]) -> Stretched:
    return Stretched(bound for each in part if each.dated for bound in (each.earliest, each.latest))


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
        lane=actor(data) or "",
        told=told(event["type"], data),
        earliest=earliest,
        latest=latest,
        says=words.ended(f"#{event['position']}, {record.when(event_id)}: {record.deed(event_id)}"),
        kind=kind(event["type"], data),
        disputed=event["disputed"],
        to=f"#e{event['position']}",
    )
