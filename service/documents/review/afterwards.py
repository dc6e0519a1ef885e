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


def learned_later(record: Record) -> list[Block]:
    """What had happened when the record of the incident began, and was recorded only after."""
    found = record["learned_later"]
    if found is None:
        return [paragraph("Nothing of the incident is recorded.")]
    began = instant(found["recorded_at"], record.year)
    blocks: list[Block] = [
        Points(
            [
                record.sentence(
                    f"The first event of the incident was recorded on {began}. What had certainly"
                    " happened by then, and was recorded only after it, follows; at a decision,"
                    " what was learned later of who knew stands under it.",
                    [found["event"]],
                )
            ]
        )
    ]
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
    blocks.append(Points(told or [Sentence("Nothing.")], "Recorded afterwards"))
    thoughts = [_thought(record, each) for each in found["second_thoughts"]]
    if thoughts:
        blocks.append(Points(thoughts, "Corrected or retracted afterwards"))
    return blocks


def _late(record: Record, event_id: str) -> Sentence:
    event = record.events[event_id]
    latest = record.bounds(event_id)[1]
    lag = span((parse_instant(event["recorded_at"]) - latest) // SECOND)
    text = (
        f"{words.capital(record.deed(event_id))}, {record.when(event_id)}: recorded {lag} after"
        " it happened."
    )
    return record.sentence(text, [event_id], hindsight=True)


def _thought(record: Record, each: Answer) -> Sentence:
    event_id = each["event"]
    at = instant(record.events[event_id]["recorded_at"], record.year)
    text = f"{words.capital(record.deed(event_id))}; recorded on {at}."
    return record.sentence(text, [event_id], hindsight=True)


def disputed(record: Record) -> list[Block]:
    """Each disputed fact with the accounts of both sides, and how the dispute ended."""
    found = record["disputes"]
    blocks: list[Block] = [
        Points(list(_sides(record, each)), f"{words.capital(each['state'])}: {_fact(record, each)}")
        for each in found["told"]
    ]
    if found["elsewhere"]:
        number = words.counted(found["elsewhere"], "disputed fact")
        blocks.append(paragraph(f"{number} of the programme not of the incident."))
    return blocks or [paragraph("Nothing is recorded as disputed.")]


def _fact(record: Record, each: Answer) -> str:
    return f"#{record.position(each['event'])}"


def _sides(record: Record, each: Answer) -> Iterator[Sentence]:
    event = record.events[each["event"]]
    whose = words.party(event["asserted_by"]) if event.get("asserted_by") else "The record"
    text = f"{words.capital(whose)} ({words.grade(event)}): {record.deed(each['event'])}"
    yield record.sentence(words.ended(text), [each["event"]])
    for dispute in each["against"]:
        data = record.events[dispute]["data"]
        against = words.ended(f"Against it, {data['by']}: {data['grounds']}")
        yield record.sentence(against, [dispute])
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
    about = words.listed([f"#{record.position(one)}" for one in each["about"]])
    rests = f" It rests on {about}." if each["about"] else " It names no event that it rests on."
    text = f"{by}{record.when(each['finding'])}: {data['text']}"
    said = f"{words.capital(words.ended(text))}{rests}"
    return record.sentence(said, [each["finding"]], hindsight=each["hindsight"])


def actions(record: Record) -> list[Block]:
    """What was agreed."""
    found = record["actions"]
    if not found:
        return [paragraph("No action is recorded as agreed.")]
    return [Points([_action(record, each) for each in found])]


def _action(record: Record, each: Answer) -> Sentence:
    due = ""
    if each["due_at"]:
        passed = " (that has passed; whether it was done, no event of this kind says)"
        due = f", due by {instant(each['due_at'], record.year)}{passed if each['due'] else ''}"
    agreed = f"{words.capital(each['owner'])} is to {each['action']}{due}"
    return record.sentence(f"{agreed}; agreed {record.when(each['event'])}.", [each["event"]])
