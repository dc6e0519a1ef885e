"""What was learned only later, disputed facts, findings, agreed actions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from domain.instant import SECOND, parse_instant
from service.documents.parts import Block, Points, Sentence, paragraph
from service.documents.review.record import Answer, Record, span
from service.prose import words
from service.prose.times import instant

MOST: Final = 40
_ENDED: Final = {"event-retracted": "retracted", "dispute-settled": "refuted"}
_STANDS: Final = {
    "open": "the dispute is open",
    "dismissed": "the dispute was dismissed",
    "upheld": "the dispute was upheld, and the account no longer counts",
}


def learned_later(record: Record) -> list[Block]:
    """What had happened when the record of the incident began, and was recorded only after; what
    was corrected, and what no longer counts."""
    found = record["learned_later"]
    blocks: list[Block] = [paragraph("Nothing of the incident is recorded.")]
    if found is not None:
        blocks = list(_began(record, found))
    gone = [_gone(record, each) for each in record["withdrawn"][:MOST]]
    left = len(record["withdrawn"]) - len(gone)
    if left:
        gone.append(Sentence(f"And {left:,} more, in the JSON of this review."))
    if gone:
        blocks.append(Points(gone, "Once on record, and no longer counted"))
    return blocks


def _began(record: Record, found: Answer) -> Iterator[Block]:
    began = instant(found["recorded_at"], record.year)
    yield Points(
        [
            record.sentence(
                f"The first event of the incident was recorded on {began}. What had certainly"
                " happened by then, and was recorded only after it, follows; at a decision,"
                " what was learned later of who knew stands under it.",
                [found["event"]],
            )
        ]
    )
    told = [_late(record, each) for each in found["events"][:MOST]]
    left = len(found["events"]) - len(told)
    if left:
        told.append(Sentence(f"And {left:,} more, in the JSON of this review."))
    if found["perhaps"]:
        told.append(
            Sentence(
                f"{words.counted(found['perhaps'], 'more event')} may have happened by then: their"
                " times are uncertain."
            )
        )
    yield Points(told or [Sentence("Nothing.")], "Recorded afterwards")
    thoughts = [_thought(record, each) for each in found["second_thoughts"][:MOST]]
    left = len(found["second_thoughts"]) - len(thoughts)
    if left:
        thoughts.append(Sentence(f"And {left:,} more, in the JSON of this review."))
    if thoughts:
        yield Points(thoughts, "Corrected afterwards")


def _gone(record: Record, each: Answer) -> Sentence:
    """What was told, from when to when it counted, and why it no longer does."""
    event_id, because = each["event"], each["because"]
    since = instant(record.events[event_id]["recorded_at"], record.year)
    ended = [
        f"{_ENDED[record.events[one]['type']]} on"
        f" {instant(record.events[one]['recorded_at'], record.year)}:"
        f" {record.events[one]['data']['reason']}"
        for one in because
    ]
    text = (
        f"{words.capital(record.when(event_id))}:"
        f" {words.ended(words.capital(record.deed(event_id)))}"
        f" On record since {since}; {'; '.join(ended)}"
    )
    return record.sentence(words.ended(text), [event_id, *because])


def _late(record: Record, event_id: str) -> Sentence:
    event = record.events[event_id]
    latest = record.bounds(event_id)[1]
    lag = span((parse_instant(event["recorded_at"]) - latest) // SECOND)
    text = (
        f"{words.capital(record.when(event_id))}, recorded {lag} after:"
        f" {words.ended(words.capital(record.deed(event_id)))}"
    )
    return record.sentence(text, [event_id], hindsight=True)


def _thought(record: Record, each: Answer) -> Sentence:
    event_id = each["event"]
    at = instant(record.events[event_id]["recorded_at"], record.year)
    text = f"Recorded on {at}: {words.ended(words.capital(record.deed(event_id)))}"
    return record.sentence(text, [event_id], hindsight=True)


def disputed(record: Record) -> list[Block]:
    """Each disputed fact with the accounts of both sides, and how the dispute ended."""
    found = record["disputes"]
    blocks: list[Block] = [
        Points(
            list(_sides(record, each)),
            f"#{record.position(each['event'])}: {_STANDS[each['state']]}",
        )
        for each in found["told"]
    ]
    if found["elsewhere"]:
        number = words.counted(found["elsewhere"], "disputed fact")
        more = f"{number} of the programme" + (" besides" if found["told"] else "")
        blocks.append(paragraph(f"{more}, not of the incident."))
    return blocks or [paragraph("Nothing is recorded as disputed.")]


def _sides(record: Record, each: Answer) -> Iterator[Sentence]:
    event_id = each["event"]
    event = record.events[event_id]
    whose = words.party(event["asserted_by"]) if event.get("asserted_by") else "the record"
    said = words.ended(
        f"{words.capital(record.when(event_id))}, by the account of {whose}"
        f" ({words.grade(event)}): {words.capital(record.deed(event_id))}"
    )
    yield record.sentence(said, [event_id])
    for dispute in each["against"]:
        data = record.events[dispute]["data"]
        yield record.sentence(words.ended(f"Against it {data['by']}: {data['grounds']}"), [dispute])
    for settled in each["settled"]:
        data = record.events[settled]["data"]
        settles = words.ended(f"{words.capital(data['outcome'])}: {data['reason']}")
        yield record.sentence(settles, [settled])


def findings(record: Record) -> list[Block]:
    """What was found, as hindsight where it rests on what was not recorded by then."""
    found = record["findings"]
    if not found:
        return [paragraph("No finding is recorded.")]
    return [Points([_finding(record, each) for each in found])]


def _finding(record: Record, each: Answer) -> Sentence:
    data = record.events[each["finding"]]["data"]
    by = f"{words.capital(data['by'])}, " if data.get("by") else ""
    text = f"{by}{record.when(each['finding'])}: {data['text']}"
    said = [words.capital(words.ended(text)), *_rests(record, each)]
    ids = [each["finding"], *each["about"]]
    return record.sentence(" ".join(said), ids, hindsight=each["hindsight"])


def _rests(record: Record, each: Answer) -> Iterator[str]:
    """What a finding rests on, with both clocks, and what of that was not on record by then."""
    if not each["about"]:
        yield "It names no event that it rests on."
        return
    yield f"It rests on {words.listed([_clocks(record, one) for one in each['about']])}."
    if each["hindsight"]:
        yield f"What {record.numbers(each['because'])} now says was not on record by then."
    elif each["perhaps_hindsight"]:
        yield (
            f"Whether what {record.numbers(each['because'])} now says was on record by then depends"
            " on the exact time."
        )


def _clocks(record: Record, event_id: str) -> str:
    event = record.events[event_id]
    recorded = instant(event["recorded_at"], record.year)
    changed = [event[name] for name in ("corrected_by", "retracted_by")]
    verbs = ("corrected by", "retracted by")
    more = [
        f"{verb} {record.numbers(ids)}" for verb, ids in zip(verbs, changed, strict=True) if ids
    ]
    if not event["visible"] and not event["retracted_by"]:
        more.append("refuted")
    said = [record.when(event_id), f"recorded {recorded}", *more]
    return f"#{event['position']} ({'; '.join(said)})"


def actions(record: Record) -> list[Block]:
    """What was agreed."""
    found = record["actions"]
    if not found:
        return [paragraph("No action is recorded as agreed.")]
    return [Points([_action(record, each) for each in found])]


def _action(record: Record, each: Answer) -> Sentence:
    due = ""
    if each["due_at"]:
        passed = ", which has passed (whether it was done, no type of event says)"
        due = f", due by {instant(each['due_at'], record.year)}{passed if each['due'] else ''}"
    agreed = f"Agreed {record.when(each['event'])}: {each['owner']} is to {each['action']}{due}"
    return record.sentence(words.ended(agreed), [each["event"]])
