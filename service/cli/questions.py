"""The questions: who, what, how, timeline, roster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import click
from rich.console import Console

from service.cli import showing
from service.cli.answering import doubt, show
from service.cli.asking import Document
from service.cli.inquiry import Inquiry
from service.cli.options import Asked, limit_option, question_options
from service.prose import deeds, paths, words
from service.prose.times import when

Answer = Mapping[str, Any]


imputed_option = click.option(
    "--imputed", is_flag=True, help="Organisations know what their people learned, too."
)


@click.command(short_help="Who knew an ITEM.")
@click.argument("item")
@imputed_option
@limit_option
@question_options
def who(asked: Asked, item: str, imputed: bool, limit: int | None) -> None:
    """Who knew an ITEM, such as item:launch-date or concern:unpaid-work."""
    wanted = {"item": item, "imputed": _flag(imputed)}
    with asked.inquiry() as inquiry:
        answer = inquiry.answer("knowledge/who", wanted, "knowers", limit)
        doubt(inquiry, item=item)
        if not asked.as_json:
            answer = inquiry.with_requests(answer, "knowers")
    show(answer, asked.as_json, partial(_tell_who, imputed=imputed))


@click.command(short_help="What a PARTY knew.")
@click.argument("party")
@click.option("--events", is_flag=True, help="Also the events that it knew of.")
@imputed_option
@limit_option
@question_options
def what(asked: Asked, party: str, events: bool, imputed: bool, limit: int | None) -> None:
    """What a PARTY knew, such as org:acme, tester:ana or public."""
    wanted = {"party": party, "events": _flag(events), "imputed": _flag(imputed)}
    with asked.inquiry() as inquiry:
        answer = inquiry.answer("knowledge/what", wanted, "items", limit)
        doubt(inquiry, party=party)
        if not asked.as_json:
            answer = _in_words(inquiry, inquiry.with_requests(answer, "items"))
    show(answer, asked.as_json, partial(_tell_what, imputed=imputed))


@click.command(short_help="How a PARTY came to know an ITEM.")
@click.argument("party")
@click.argument("item")
@imputed_option
@question_options
def how(asked: Asked, party: str, item: str, imputed: bool) -> None:
    """How a PARTY came to know an ITEM, hop by hop, the origin first."""
    wanted = {"party": party, "item": item, "imputed": _flag(imputed)}
    with asked.inquiry() as inquiry:
        answer = inquiry.answer("knowledge/how", wanted, "path")
        doubt(inquiry, party=party, item=item)
        if not asked.as_json and not paths.is_in_full(answer):
            answer["known"] = inquiry.known(answer, imputed=imputed)
    show(answer, asked.as_json, _tell_how)


@click.command()
@click.option("--from", "start", metavar="INSTANT", help="What may have happened from then on.")
@click.option("--to", "end", metavar="INSTANT", help="What may have happened until then.")
@click.option("--type", "type_", metavar="TYPE", help="Events of this type only.")
@click.option("--party", metavar="PARTY", help="Events that name this party only.")
@limit_option
@question_options
def timeline(
    asked: Asked,
    start: str | None,
    end: str | None,
    type_: str | None,
    party: str | None,
    limit: int | None,
) -> None:
    """What happened, in order."""
    wanted = {"from": start, "to": end, "type": type_, "party": party}
    with asked.inquiry() as inquiry:
        answer = inquiry.answer("timeline", wanted, "events", limit)
        if party:
            doubt(inquiry, party=party)
        if not asked.as_json:
            at = answer["as_recorded"]["position"]
            answer["cited"] = inquiry.cited(answer["events"], at)
            if party and not answer["events"]:
                answer["party"], answer["unseen"] = party, inquiry.unseen(answer, {"party": party})
    show(answer, asked.as_json, tell_timeline)


@click.command(short_help="Where every tester stood.")
@limit_option
@question_options
def roster(asked: Asked, limit: int | None) -> None:
    """Where every tester stood: invited, signed, given access, and what is open."""
    with asked.inquiry() as inquiry:
        answer = inquiry.answer("roster", {}, "testers", limit)
    show(answer, asked.as_json, _tell_roster)


# --- answers for people ----------------------------------------------------------------------


def _flag(given: bool) -> str | None:
    """A flag as a query says it, where it is given."""
    return "true" if given else None


def _tell_who(console: Console, answer: Answer, *, imputed: bool) -> None:
    if not answer["knowers"]:
        showing.say(console, words.nobody(answer["item"]))
    _tell_known(console, answer["knowers"], "party", words.year_of(answer))
    if imputed:
        _tell_imputed(console, answer["knowers"])
    _tell_same_as(console, answer)


def _tell_what(console: Console, answer: Answer, *, imputed: bool) -> None:
    if not answer["items"]:
        showing.say(console, words.nothing(answer["party"]))
    _tell_known(console, answer["items"], "item", words.year_of(answer))
    if imputed:
        _tell_imputed(console, answer["items"])
    _tell_same_as(console, answer)


def _in_words(inquiry: Inquiry, answer: Document) -> Document:
    """An answer whose events are called by their numbers and what they say, not by their ids."""
    names = [each["item"] for each in answer["items"]]
    about = inquiry.told_of(names, answer["as_recorded"]["position"])
    said = {f"event:{event_id}": deeds.cited(event_id, about) for event_id in about}
    items = [{**each, "item": said.get(each["item"], each["item"])} for each in answer["items"]]
    return {**answer, "items": items}


def _tell_known(console: Console, found: Sequence[Answer], subject: str, year: int) -> None:
    """What is known, by how surely: tables where there is room, else sentences."""
    for index, (title, group) in enumerate(words.by_certainty(found)):
        if index:
            showing.say(console)
        showing.say(console, f"{title} ({len(group)}):", "bold")
        if showing.is_wide(console):
            heads = (subject.capitalize(), "Knew", "When", "How", "The account")
            showing.table(console, heads, [_known_row(each, subject, year) for each in group])
        else:
            say = words.knower if subject == "party" else words.known
            showing.points(console, [f"{words.capital(say(each, year))}." for each in group])


def _tell_imputed(console: Console, found: Sequence[Answer]) -> None:
    """How many of these are an organisation's through its people: they are easily overlooked."""
    number = sum(each["basis"] == "imputed" for each in found)
    showing.say(console)
    showing.say(console, f"Imputed, through one of an organisation's people: {number or 'none'}.")


def _known_row(each: Answer, subject: str, year: int) -> tuple[str, ...]:
    return (
        words.party(each[subject]),
        words.extent(each),
        words.learned(each, year),
        words.manner(each),
        words.account(each),
    )


def _tell_how(console: Console, answer: Answer) -> None:
    """A path in numbered steps, where it begins, and whether the party came to know more."""
    year = words.year_of(answer)
    steps = [f"{words.capital(paths.hop(each, year))}." for each in answer["path"]]
    showing.points(console, steps, numbered=True)
    showing.say(console, paths.ending(answer))
    if answer.get("known") and (more := paths.more(answer, answer["known"], year)):
        showing.say(console, more)
    _tell_same_as(console, answer)


def _tell_same_as(console: Console, answer: Answer) -> None:
    """Who of those in an answer was identified as whom, under it: nothing in it was merged."""
    if answer["same_as"]:
        year = words.year_of(answer)
        showing.say(console)
        showing.say(console, "Identified, and shown under each name:", "bold")
        said = [words.identity(each, year) for each in answer["same_as"]]
        showing.points(console, [f"{words.capital(each)}." for each in said])


def tell_timeline(console: Console, answer: Answer) -> None:
    if not answer["events"]:
        showing.say(console, "Nothing is recorded as having happened.")
        if answer.get("unseen"):
            showing.say(console, words.unseen(answer["unseen"], answer["party"]))
        return
    rows = [
        (
            f"{each['position']}",
            when(each["occurred_at"]),
            deeds.deed(each["type"], each["data"], answer["cited"]),
            deeds.remarks(each),
        )
        for each in answer["events"]
    ]
    if showing.is_wide(console):
        showing.table(console, ("#", "When", "What happened", "The account"), rows)
    else:
        showing.points(console, [_entry(*row) for row in rows])


def _entry(number: str, time: str, says: str, account: str) -> str:
    return f"#{number}, {time}: {says}" + (f" ({account})." if account else ".")


def _tell_roster(console: Console, answer: Answer) -> None:
    if not answer["testers"]:
        showing.say(console, "No tester is recorded.")
        return
    year = words.year_of(answer)
    rows = [
        (
            each["tester"],
            deeds.facet(each["membership"], year),
            deeds.facet(each["nda"], year),
            deeds.facet(each["access"], year),
            deeds.counts(each["counts"]),
        )
        for each in answer["testers"]
    ]
    if showing.is_wide(console):
        showing.table(console, ("Tester", "Membership", "NDA", "Access", "Open"), rows)
    else:
        said = "{}: membership {}; NDA {}; access {}; {}."
        showing.points(console, [said.format(*row) for row in rows])
