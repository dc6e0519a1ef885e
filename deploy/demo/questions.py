"""The questions of README.md, their answers in words to be read aloud."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from service.cli import deeds, paths, words
from service.cli.asking import Asker, get_all

PROGRAMME = "sora-early-access"
ABOUT = f"/v1/programmes/{PROGRAMME}"
LEAK = "item:sora-leak"
EVE = "2024-11-26T04:59:59Z"
NOON = "2024-11-26T17:05:00Z"
EVENING = "2024-11-27T05:00:00Z"
AFTERWARDS = "2025-12-31T00:00:00Z"
THEN, END = "0901", "2402"
"""The last event recorded before any account of the cut, and the last of all."""
WIDTH = 96
FEW = 3
GRIEVANCES = ("concern:", "item:artistwashing")

Answer = Mapping[str, Any]


class Page:
    """Where the demo is written: short lines, indented, no wall of text."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, markup=False, emoji=False)
        self._console.width = min(self._console.width, WIDTH) if self.is_live else WIDTH

    @property
    def is_live(self) -> bool:
        """Whether a person sits before it."""
        return sys.stdin.isatty() and sys.stdout.isatty()

    def title(self, text: str) -> None:
        """What comes now."""
        self._console.print()
        self._console.print(Text(text, "bold cyan"))

    def line(self, text: str = "", indent: int = 2, style: str = "") -> None:
        """One sentence."""
        self._hang(text, " " * indent, style)

    def point(self, text: str, indent: int = 4, mark: str = "-") -> None:
        """One of several: the lines after the first hang from its mark."""
        self._hang(text, f"{' ' * indent}{mark} ")

    def _hang(self, text: str, start: str, style: str = "") -> None:
        room = self._console.width - len(start)
        for line in Text(words.plain(text), style).wrap(self._console, room) or [Text()]:
            line.rstrip()
            self._console.print(Text(start) + line if line else Text())
            start = " " * len(start)


class Ledger:
    """What the demo asks, and the recorded events, which it calls by their positions."""

    def __init__(self, asker: Asker, positions: Mapping[str, int]) -> None:
        self._asker = asker
        self.then, self.end = positions[THEN], positions[END]
        wanted: dict[str, str | int] = {"programme": PROGRAMME, "as_recorded": self.end}
        found = get_all(asker, "/v1/events", wanted, "events")
        self.events: dict[str, Answer] = {each["id"]: each for each in found["events"]}

    def ask(self, about: str, name: str, as_of: str, at: int, **params: str) -> Answer:
        """A question within both bounds, answered with the whole of its list `name`."""
        bounds: dict[str, str | int] = {"as_of": as_of, "as_recorded": at}
        return get_all(self._asker, f"{ABOUT}/{about}", {**params, **bounds}, name)

    def named(self, short: str) -> Answer:
        """An event by the end of its id."""
        return next(each for each in self.events.values() if each["id"].endswith(short))

    def number(self, event_id: str) -> str:
        """An event as the demo calls it: by its position, where it can be looked up."""
        return f"#{self.events[event_id]['position']}"

    def title(self, item: str) -> str:
        """What an item is, as it was registered or raised."""
        kind, _, slug = item.partition(":")
        field, text = ("concern", "text") if kind == "concern" else ("item", "title")
        wanted = slug if kind == "concern" else item
        makers = ("item-registered", "concern-raised")
        return next(
            f"“{each['data'][text]}”"
            for each in self.events.values()
            if each["type"] in makers and each["data"].get(field) == wanted
        )


def short(event_id: str) -> str:
    """An id of the demo as its README writes it."""
    return event_id[-4:]


# --- the questions ---------------------------------------------------------------------------


def who_knew(page: Page, ledger: Ledger) -> None:
    """Question 1: one question about one instant, as recorded then and in the end."""
    page.title("1. Who knew of the leak at 17:05 UTC on 26 November 2024?")
    page.line("Four minutes earlier the Space had gone dead.")
    before = _knowers(page, ledger, ledger.then, "As it was recorded then")
    after = _knowers(page, ledger, ledger.end, "As it is recorded in the end")
    page.line()
    page.line("What changed in between, and through which events:", style="bold")
    changes: dict[tuple[str, str], list[Answer]] = {}
    for party, known in after.items():
        change = (_surely(before.get(party)), _surely(known))
        if change[0] != change[1]:
            changes.setdefault(change, []).append(known)
    for (earlier, now), found in changes.items():
        page.point(f"From {earlier} to {now}: {_names(found)}.")
        for event in dict.fromkeys(_because(ledger, found)):
            page.point(event, indent=6, mark=">")


def _knowers(page: Page, ledger: Ledger, at: int, title: str) -> dict[str, Answer]:
    answer = ledger.ask("knowledge/who", "knowers", NOON, at, item=LEAK)
    page.line()
    page.line(f"{title}, by position {at}:", style="bold")
    groups = {words.BY_THEN: [], **dict(words.by_certainty(answer["knowers"]))}
    for heading, found in groups.items():
        page.line(f"{heading}:", indent=4)
        if not found:
            page.point("Nobody is recorded as knowing.")
        if len(found) > FEW:
            page.point(f"{words.capital(_names(found))}.")
            continue
        for each in found:
            page.point(f"{words.capital(words.knower(each, 2024))}.")
    return {each["party"]: each for each in answer["knowers"]}


def _surely(known: Answer | None) -> str:
    if known is None:
        return "nothing on record"
    return f"“{words.BY_THEN if known['certainty'] == 'certain' else words.PERHAPS}”"


def _names(found: Sequence[Answer]) -> str:
    return words.listed([words.party(each["party"]) for each in found])


def _because(ledger: Ledger, found: Sequence[Answer]) -> Iterator[str]:
    """The events recorded since then that make answers what they are."""
    vias = sorted({each["via"] for each in found}, key=lambda via: ledger.events[via]["position"])
    tell = [ledger.number(via) for via in vias if ledger.events[via]["position"] > ledger.then]
    if tell:
        verb = "tells" if len(tell) == 1 else "tell"
        yield f"{words.listed(tell)} {verb} it, recorded since."
    for via in vias:
        for correction in ledger.events[via]["corrected_by"]:
            if ledger.events[correction]["position"] > ledger.then:
                reason = ledger.events[correction]["data"]["reason"]
                yield f"{ledger.number(correction)} corrected {ledger.number(via)}: {reason}."


def how_the_press(page: Page, ledger: Ledger) -> None:
    """Question 2: paths, some of them broken off."""
    page.title("2. How did the press come to know, by the end of that day?")
    explained: set[str] = set()
    for party, item in (
        ("press:ars-technica", LEAK),
        ("press:techcrunch", LEAK),
        ("press:chinese-ai-blog", LEAK),
        ("press:washington-post", "item:sora-pause"),
        ("press:ars-technica", "item:signers-doubted"),
    ):
        answer = ledger.ask("knowledge/how", "path", EVENING, ledger.end, party=party, item=item)
        page.line()
        title = "" if item in explained else f", {ledger.title(item)}"
        explained.add(item)
        page.line(f"{party}, of {item}{title}:", style="bold")
        for number, hop in enumerate(answer["path"], start=1):
            page.point(f"{words.capital(paths.hop(hop, 2024))}.", mark=f"{number}.")
        page.line(paths.ending(answer), indent=4)


def what_the_company_knew(page: Page, ledger: Ledger) -> None:
    """Question 3: what was known before, and on whose word."""
    page.title("3. What did OpenAI know of grievances before the day of the letter?")
    explained: set[str] = set()
    for title, as_of, at in (
        ("As recorded then", EVE, ledger.then),
        ("As recorded in the end", EVE, ledger.end),
        ("And by the end of the day of the letter", EVENING, ledger.end),
    ):
        page.line()
        page.line(f"{title}:", style="bold")
        known = ledger.ask("knowledge/what", "items", as_of, at, party="org:openai")["items"]
        grievances = [each for each in known if each["item"].startswith(GRIEVANCES)]
        if not grievances:
            page.point("Nothing is recorded.")
        for heading, found in words.by_certainty(grievances):
            page.line(f"{heading}:", indent=4)
            for each in found:
                page.point(f"{words.known(each, 2024)}.")
                if each["item"] not in explained:
                    page.point(f"{ledger.title(each['item'])}.", indent=6, mark=">")
                    explained.add(each["item"])


def what_stays_disputed(page: Page, ledger: Ledger) -> None:
    """Question 4: accounts that contradict each other, side by side."""
    page.title("4. Which accounts stay disputed?")
    disputes = [each for each in ledger.events.values() if each["type"] == "event-disputed"]
    shown: set[str] = set()
    for title, accounts in (
        ("How long did it last?", ("1502", "1404")),
        ("How many signed?", ("1602", "2601", "2701", "2102")),
        ("Were the signers testers?", ("1601",)),
    ):
        page.line()
        page.line(title, style="bold")
        for account in accounts:
            _contradictions(page, ledger, ledger.named(account), disputes)
            shown.add(ledger.named(account)["id"])
    page.line()
    entries = ledger.ask("timeline", "events", AFTERWARDS, ledger.end)["events"]
    others = sorted(
        each["position"] for each in entries if each["disputed"] and each["id"] not in shown
    )
    page.line(f"Also disputed: {words.listed([f'#{position}' for position in others])}.")
    page.line("No dispute was upheld. Every account stays, with what speaks against it.")


def _contradictions(page: Page, ledger: Ledger, event: Answer, disputes: Sequence[Answer]) -> None:
    text = event["data"].get("text")
    said = f"“{text}”" if text else deeds.deed(event["type"], event["data"])
    page.point(f"{event['asserted_by']}: {said} ({ledger.number(event['id'])})")
    for each in disputes:
        if each["data"]["event"] == event["id"]:
            page.point(f"{each['data']['by']}: {each['data']['grounds']}.", indent=6, mark=">")


QUESTIONS = (who_knew, how_the_press, what_the_company_knew, what_stays_disputed)
