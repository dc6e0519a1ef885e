"""The questions of README.md about who knew, their answers in words to be read aloud."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from page import Answer, Ledger, Page

from service.prose import paths, words
from service.prose.times import instant

LEAK = "item:sora-leak"
EVE = "2024-11-26T04:59:59Z"
NOON = "2024-11-26T17:05:00Z"
EVENING = "2024-11-27T05:00:00Z"
DAY_AFTER = "2024-11-28T00:00:00Z"
YEAR = 2024
FEW = 3
GRIEVANCES = ("concern:", "item:artistwashing")
COMPANY = "org:openai"


def who_knew(page: Page, ledger: Ledger) -> None:
    """Question 1: one question about one instant, as recorded then and in the end."""
    page.title("1. Who knew of the leak at 17:05 UTC on 26 November 2024?")
    page.line("Four minutes earlier the Space had gone dead.")
    _knowers(page, ledger, "As it was recorded then", NOON)
    _knowers(page, ledger, "As it is recorded in the end", ledger.end)


def _knowers(page: Page, ledger: Ledger, title: str, at: str | int) -> None:
    answer = ledger.ask("knowledge/who", "knowers", NOON, at, item=LEAK)
    page.line()
    page.line(f"{title}, by position {answer['as_recorded']['position']}:", style="bold")
    groups = {words.BY_THEN: [], **dict(words.by_certainty(answer["knowers"]))}
    for heading, found in groups.items():
        page.line(f"{heading}:", indent=4)
        if not found:
            page.point("Nobody is recorded as knowing.")
        if len(found) > FEW:
            page.point(f"{words.capital(_names(found))}.")
            continue
        for each in found:
            page.point(f"{words.capital(words.knower(each, YEAR))}.")


def _names(found: Sequence[Answer]) -> str:
    return words.listed([words.party(each["party"]) for each in found])


def what_changed(page: Page, ledger: Ledger) -> None:
    """Question 2: the same question, as recorded on two days, and which events made it another."""
    page.title("2. What changed our mind about that instant in the day that followed?")
    answer = ledger.page_of("knowledge/diff", NOON, DAY_AFTER, item=LEAK, then=NOON)
    then, now = (instant(answer[each]["recorded_at"], YEAR) for each in ("then", "as_recorded"))
    page.line(f"From what was recorded by {then} to what was recorded by {now}.")
    alike: dict[tuple[str, str], list[Answer]] = {}
    for change in (*answer["changed"], *answer["removed"], *answer["added"]):
        alike.setdefault((_surely(change["before"]), _surely(change["after"])), []).append(change)
    for (before, after), changes in alike.items():
        page.line()
        page.line(f"From {before} to {after}:", style="bold")
        page.point(f"{words.capital(_names(changes))}.")
        because = sorted(
            {each for change in changes for each in change["because"]},
            key=lambda event_id: int(ledger.events[event_id]["position"]),
        )
        for reason in _reasons(ledger, because):
            page.point(reason, indent=6, mark=">")


def _surely(known: Answer | None) -> str:
    if known is None:
        return "nothing on record"
    return f"“{words.BY_THEN if known['certainty'] == 'certain' else words.PERHAPS}”"


def _reasons(ledger: Ledger, because: Sequence[str]) -> Iterator[str]:
    """The events that are responsible, each with what it says, or many of them in one line."""
    recorded = [instant(ledger.events[each]["recorded_at"], YEAR) for each in because]
    if len(because) > FEW:
        numbers = words.listed([ledger.number(each) for each in because])
        yield f"Because of {numbers}, recorded from {recorded[0]} to {recorded[-1]}."
        return
    for event_id, at in zip(because, recorded, strict=True):
        yield f"Because of {ledger.number(event_id)}, recorded {at}: {ledger.deed(event_id)}."


def how_the_press(page: Page, ledger: Ledger) -> None:
    """Question 3: paths, one of them broken off."""
    page.title("3. How did the press come to know, by the end of that day?")
    explained: set[str] = set()
    for party, item in (
        ("press:ars-technica", LEAK),
        ("press:techcrunch", LEAK),
        ("press:washington-post", "item:sora-pause"),
    ):
        answer = ledger.ask("knowledge/how", "path", EVENING, party=party, item=item)
        page.line()
        title = "" if item in explained else f", {ledger.title(item)}"
        explained.add(item)
        page.line(f"{party}, of {item}{title}:", style="bold")
        for number, hop in enumerate(answer["path"], start=1):
            page.point(f"{words.capital(paths.hop(hop, YEAR))}.", mark=f"{number}.")
        page.line(paths.ending(answer), indent=4)


def what_the_company_knew(page: Page, ledger: Ledger) -> None:
    """Question 4: what was known before, on whose word, and what only through its people."""
    page.title("4. What did OpenAI know of grievances before the day of the letter?")
    for title, at in (("As recorded at 17:05 on that day", NOON), ("In the end", ledger.end)):
        page.line()
        page.line(f"{title}:", style="bold")
        before = _grievances(ledger, EVE, at)
        if not before:
            page.point("Nothing is recorded.", indent=2)
        for each in before:
            page.point(f"{words.known(each, YEAR)}.", indent=2)
            page.point(f"{ledger.title(each['item'])}.", indent=4, mark=">")
    page.line()
    page.line("And by the end of that day, from the letter:", style="bold")
    known = {each["item"] for each in before}
    for each in _grievances(ledger, EVENING, ledger.end):
        if each["item"] not in known:
            how = f"{words.manner(each)}; {words.account(each)}"
            page.point(f"{each['item']}, {ledger.title(each['item'])}, {how}.", indent=2)
    page.line()
    page.line("And through its people alone, if what they knew is imputed to it:", style="bold")
    wanted = {"party": COMPANY, "events": "true"}
    own = ledger.ask("knowledge/what", "items", EVENING, **wanted)["items"]
    everything = ledger.ask("knowledge/what", "items", EVENING, **wanted, imputed="true")["items"]
    itself = {each["item"] for each in own}
    for each in everything:
        if each["item"] not in itself:
            page.point(_imputed(ledger, each), indent=2)


def _grievances(ledger: Ledger, as_of: str, at: str | int) -> list[Answer]:
    known = ledger.ask("knowledge/what", "items", as_of, at, party=COMPANY)["items"]
    return [each for each in known if each["item"].startswith(GRIEVANCES)]


def _imputed(ledger: Ledger, known: Answer) -> str:
    item = known["item"]
    says = f"that {ledger.deed(item[6:])}" if item.startswith("event:") else item
    perhaps = "" if known["certainty"] == "certain" else "perhaps "
    return f"{words.capital(f'{perhaps}{says}')}: through {known['from']}, one of its people."
