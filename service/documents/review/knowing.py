"""Who knew what at each decision and in the end, and how it became known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from service.documents.parts import Block, Picture, Points, Sentence, Table, paragraph
from service.documents.review.record import Answer, Record, parties
from service.pictures.matrix import Cell, matrix
from service.prose import paths, words
from service.prose.times import end, instant
from service.views.review.deciding import MOST_EXPLAINED

KNEW: Final = {
    "full": "in full",
    "partial": "in part",
    "existence": "that it exists",
    "rumour": "by rumour",
    "access": "had access",
    "asked-not-told": "asked, and was not told",
}

_DECIDED: Final = {
    "open-letter-published": "a letter was published",
    "leak-detected": "the leak was detected",
    "access-cut": "access was cut",
    "programme-suspended": "the programme was suspended",
    "statement-issued": "a statement was issued",
}

Group = tuple[Any, ...]


def at_decisions(record: Record) -> list[Block]:
    """Decision by decision: what was on record by then, and what was learned only later."""
    decisions = record["decisions"]
    if not decisions:
        return [
            paragraph("No decision is recorded: no leak detected, access cut, statement, letter.")
        ]
    left = record["left_out"]
    cut = (
        f" Of {words.counted(left['items'], 'item')} more it is not told." if left["items"] else ""
    )
    blocks: list[Block] = [
        paragraph(
            "Of what leaked and of what the letters reveal. Where a decision's time is uncertain,"
            " “perhaps” knew who may have learned it only while that time lasted. What was the same"
            f" at the decision before is not told again.{cut}"
        )
    ]
    before = _Before()
    for number, each in enumerate(decisions, start=1):
        blocks += _decision(record, number, each, before)
        before = _Before(each["on_record"], each["only_later"])
    if left["decisions"]:
        more = words.counted(left["decisions"], "more decision")
        blocks.append(paragraph(f"Of {more} it is not told who knew what."))
    return blocks


@dataclass(frozen=True, slots=True)
class _Before:
    """Who knew what at the decision before: as it was on record, and as it was learned later."""

    on_record: Sequence[Answer] = ()
    only_later: Sequence[Answer] = ()


def _decision(record: Record, number: int, each: Answer, before: _Before) -> Iterator[Block]:
    first, *others = each["events"]
    more = f" (and {words.counted(len(others), 'like it', 'like it')})" if others else ""
    text = words.ended(f"{words.capital(record.deed(first))}{more}")
    what = _DECIDED[record.events[first]["type"]]
    yield Points(
        [record.sentence(text, each["events"])],
        f"Decision {number}, {record.when(first)}: {what}",
    )
    upto = each["on_record_by"]
    by = "nothing was" if upto["recorded_at"] is None else f"up to #{upto['position']}"
    told = list(_known(record, each["on_record"], before.on_record))
    told += _no_longer(each["on_record"], before.on_record)
    heading = f"On record by {end(each['as_of'])} ({by})"
    yield Points(told or [Sentence("Nothing of it.")], heading, minor=True)
    later = list(_known(record, each["only_later"], before.only_later, hindsight=True))
    if later:
        yield Points(later, "Learned only later", minor=True)
    gone = list(_known(record, each["withdrawn"], (), hindsight=True))
    if gone:
        yield Points(gone, "On record then, and no longer", minor=True)


def _known(
    record: Record, found: Sequence[Answer], before: Sequence[Answer], *, hindsight: bool = False
) -> Iterator[Sentence]:
    """Who knew what, but for what was so before; items that the same parties knew together."""
    same = {_group(each) for each in before}
    together: dict[Group, list[Answer]] = {}
    for each in found:
        if _group(each) not in same:
            together.setdefault(_group(each)[1:], []).append(each)
    for (state, certainty, *_, who), these in together.items():
        perhaps = "perhaps " if certainty == "possible" else ""
        items = words.listed([each["item"] for each in these])
        events = [event for each in these for event in each["events"]]
        because = list(dict.fromkeys(event for each in these for event in each["because"]))
        knew = f"{perhaps}{KNEW[state]}, {items}{_account(these[0])}"
        text = f"{parties(who)}: {knew}{_since(record, because, whole=len(who) <= MOST_EXPLAINED)}."
        yield record.sentence(words.capital(text), [*because, *events], hindsight=hindsight)
    if len(found) > sum(map(len, together.values())):
        yield Sentence(f"{'The rest as' if together else 'As'} at the decision before.")


def _since(record: Record, because: Sequence[str], *, whole: bool) -> str:
    """Which events made it known, and when the first of them was recorded; not `whole`: perhaps
    others did so, too."""
    if not because:
        return ""
    first = min(because, key=record.position)
    recorded = instant(record.events[first]["recorded_at"], record.year)
    others = "" if whole else " (and perhaps others)"
    return f"; by {record.numbers(because)}{others}, recorded from {recorded} on"


def _no_longer(found: Sequence[Answer], before: Sequence[Answer]) -> Iterator[Sentence]:
    """Who was on record as knowing at the decision before, and is not at this one."""
    now = {(each["item"], party) for each in found for party in each["parties"]}
    for each in before:
        gone = [party for party in each["parties"] if (each["item"], party) not in now]
        if gone:
            yield Sentence(
                words.capital(f"{parties(gone)}: no longer on record as knowing of {each['item']}.")
            )


def _group(each: Answer) -> Group:
    alike = each["state"], each["certainty"], each["grade"], each["disputed"]
    return each["item"], *alike, tuple(each["parties"])


def _account(each: Answer) -> str:
    """How good the account is, where it is no mere report or is disputed."""
    found = [
        *([words.grade(each)] if each["grade"] != "reported" else []),
        *(["disputed"] if each["disputed"] else []),
    ]
    return f" ({', '.join(found)})" if found else ""


def in_the_end(record: Record) -> list[Block]:
    """The matrix: drawn, or as a table where there are no pictures."""
    found = record["matrix"]
    if not found["cells"]:
        return [paragraph("Nobody is recorded as knowing of it.")]
    cells = {(each["party"], each["item"]): _cell(record, each) for each in found["cells"]}
    svg = matrix(
        "matrix",
        "Who knew what in the end",
        f"{len(found['parties'])} parties by {len(found['items'])} items.",
        found["parties"],
        found["items"],
        cells,
    )
    by_pair = {(each["party"], each["item"]): each for each in found["cells"]}
    rows = [
        [
            Sentence(party),
            *(_in_words(record, by_pair.get((party, item))) for item in found["items"]),
        ]
        for party in found["parties"]
    ]
    left = found["left_out"]
    unasked = record["left_out"]["items"]
    cut = [
        *([words.counted(left, "other party", "other parties")] if left else []),
        *([words.counted(unasked, "other item")] if unasked else []),
    ]
    others = f" Not shown: {words.listed(cut)} (testigo who, within these bounds)." if cut else ""
    caption = (
        "By the end of what is reviewed; ? is only possible, ! disputed; the number is that of the"
        " event. Where there is no word, nothing is recorded; what is public is known to all, and"
        f" shown as the public's.{others}"
    )
    return [Picture(svg, caption, caption, Table(("Party", *found["items"]), rows))]


def _cell(record: Record, each: Answer) -> Cell:
    position = record.position(each["via"])
    return Cell(
        state=each["state"],
        perhaps=each["certainty"] == "possible",
        disputed=each["disputed"],
        since=f"#{position}",
        says=f"{words.capital(words.knower(each, record.year))} (#{position}).",
        to=f"#e{position}",
    )


def _in_words(record: Record, each: Answer | None) -> Sentence:
    if each is None:
        return Sentence("")
    perhaps = "perhaps " if each["certainty"] == "possible" else ""
    disputed = "; disputed" if each["disputed"] else ""
    return record.sentence(f"{perhaps}{KNEW[each['state']]}{disputed}", [each["via"]])


def became_known(record: Record) -> list[Block]:
    """Item by item, each hop once, with its event: whence it came to its teller stands above it."""
    blocks: list[Block] = []
    for each in record["arrivals"]:
        told = list(_hops(record, each["paths"]))
        left = each["told"] - len(each["paths"])
        if left > 0:
            told.append(
                Sentence(
                    f"{words.counted(left, 'other')} came to know of it after these: testigo who"
                    f" {each['item']}, within these bounds."
                )
            )
        told = told or [Sentence("To nobody from another, as far as is recorded.")]
        told += _detections(record, each["item"])
        knew = words.counted(each["knew"], "party", "parties")
        blocks.append(Points(told, f"{each['item']}, which {knew} knew of by the end"))
    left = record["left_out"]["arrivals"]
    if left:
        more = words.counted(left, "more item")
        blocks.append(paragraph(f"How {more} became known is not told here: see testigo how."))
    return blocks or [paragraph("Nothing is recorded as leaked, and no letter as published.")]


def _detections(record: Record, item: str) -> Iterator[Sentence]:
    """That it was seen to have leaked: from whom, no event of that type says."""
    for event_id in record["chronology"]:
        event = record.events[event_id]
        if event["type"] == "leak-detected" and item in event["data"]["items"]:
            text = f"{words.capital(record.deed(event_id))}, {record.when(event_id)}."
            yield record.sentence(text, [event_id])


def _hops(record: Record, found: Sequence[Mapping[str, Any]]) -> Iterator[Sentence]:
    """The hops of these paths, each once, and where a path stops."""
    told: set[tuple[str, str]] = set()
    for answer in found:
        for number, hop in enumerate(answer["path"]):
            if (hop["party"], hop["via"]) in told:
                continue
            told.add((hop["party"], hop["via"]))
            stops = number == 0 and not answer["complete"]
            ends = f" {paths.ending(answer)}" if stops else ""
            text = f"{words.capital(paths.hop(hop, record.year))}.{ends}"
            yield record.sentence(text, [hop["via"]])
