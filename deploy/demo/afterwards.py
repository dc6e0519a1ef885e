"""The questions of README.md that a postmortem asks after who knew what."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from urllib.parse import quote

from page import Answer, Ledger, Page
from questions import LEAK, YEAR

from service.cli import reaching, tester
from service.prose import deeds, words
from service.prose.times import day, when

AFTERWARDS = "2025-12-31T00:00:00Z"
LETTER = "2024-11-26T05:00:00Z"
TWO_WEEKS_LATER = "2024-12-10T00:00:00Z"
ARTISTS = "group:sora-alpha-artists"
LATE = "recorded-late"


def what_was_irregular(page: Page, ledger: Ledger) -> None:
    """Question 5: what broke a rule, and what came late."""
    page.title("5. What was irregular?")
    found = ledger.ask("irregularities", "irregularities", AFTERWARDS)["irregularities"]
    for code, group in groupby(found, key=lambda each: str(each["code"])):
        these = list(group)
        page.line()
        page.line(f"{code} ({len(these)}):", style="bold")
        if code == LATE:
            _came_late(page, ledger, [each["events"][0] for each in these])
        else:
            for each in these:
                page.point(each["detail"], indent=2)


def _came_late(page: Page, ledger: Ledger, ids: Sequence[str]) -> None:
    """What was recorded more than a day after it happened, by the day on which it was."""

    def on(event_id: str) -> str:
        return day(ledger.events[event_id]["recorded_at"])

    in_order = sorted(ids, key=lambda each: int(ledger.events[each]["position"]))
    for recorded, group in groupby(in_order, key=on):
        happened: dict[str, list[str]] = {}
        for event_id in group:
            occurred = when(ledger.events[event_id]["occurred_at"])
            happened.setdefault(occurred, []).append(ledger.number(event_id))
        said = [f"{words.listed(numbers)} ({time})" for time, numbers in happened.items()]
        page.point(f"Only on {recorded}: {words.listed(said)}.", indent=2)


def who_could_have_known(page: Page, ledger: Ledger) -> None:
    """Question 6: opportunities, which are no knowledge."""
    page.title("6. Who else could have known of the leak, and along which path?")
    answer = ledger.ask("knowledge/reach", "reached", AFTERWARDS, item=LEAK)
    knew = [words.party(each["party"]) for each in answer["sources"]]
    page.line(f"Recorded as knowing, and so not asked about here: {words.listed(knew)}.")
    page.line("By a contact or in a common group, as far as these are recorded:")
    page.line()
    for each in answer["reached"]:
        page.point(f"{reaching.reached(each, YEAR)}.", indent=2)
    page.line()
    page.line("An opportunity is no knowledge; and both paths rest on events read into the facts.")


def what_was_promised(page: Page, ledger: Ledger) -> None:
    """Question 7: one tester, here known as a group only."""
    page.title(f"7. Where did {ARTISTS} stand, and what was promised to them?")
    answer = ledger.ask(f"testers/{quote(ARTISTS, safe='')}", "events", AFTERWARDS)
    for each in tester.standing(answer, YEAR):
        page.point(f"{each}.", indent=2)
    page.line()
    page.line(f"Promised ({len(answer['commitments'])}):", style="bold")
    for each in answer["commitments"]:
        page.point(f"{words.capital(tester.commitment(each, YEAR))}.", indent=2)


def what_stays_disputed(page: Page, ledger: Ledger) -> None:
    """Question 8: accounts that contradict each other, side by side."""
    page.title("8. Which accounts stay disputed?")
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
    entries = ledger.ask("timeline", "events", AFTERWARDS)["events"]
    others = sorted(
        each["position"] for each in entries if each["disputed"] and each["id"] not in shown
    )
    page.line(f"Also disputed: {words.listed([f'#{position}' for position in others])}.")
    page.line("No dispute was upheld. Every account stays, with what speaks against it.")


def _contradictions(page: Page, ledger: Ledger, event: Answer, disputes: Sequence[Answer]) -> None:
    text = event["data"].get("text")
    said = f"“{text}”" if text else deeds.deed(event["type"], event["data"])
    page.point(f"{event['asserted_by']}: {said} ({ledger.number(event['id'])})", indent=2)
    for each in disputes:
        if each["data"]["event"] == event["id"]:
            page.point(f"{each['data']['by']}: {each['data']['grounds']}.", mark=">")


def what_could_be_seen_coming(page: Page, ledger: Ledger) -> None:
    """Question 9: the signals, day by day, each as it was recorded by then."""
    page.title("9. Could it have been seen coming?")
    answer = ledger.page_of("signals", TWO_WEEKS_LATER, step="day", limit="2000")
    points, series = answer["points"], answer["signals"]
    page.line(f"{len(series)} signals over {len(points)} days, each by what was recorded by then:")
    page.line()
    rose = {
        name: next((at for at, value in zip(points, values, strict=True) if value), None)
        for name, values in series.items()
    }
    before = [name for name, at in rose.items() if at is not None and at < LETTER]
    page.point(
        f"Before the day of the letter: {words.listed(before)} showed something."
        if before
        else "Before the day of the letter: all at nothing, every day. They told nothing.",
        indent=2,
    )
    for name, at in rose.items():
        if at is not None:
            said = f"{series[name][-1]} on {day(points[-1])}"
            page.point(f"{name}: something from {day(at)} on, {said}.", indent=2)
    page.line()
    page.line(
        "The public record has nothing of what testers said before the letter, and the contacts are"
        " read into it. Signals are for a ledger that is kept while a programme runs."
    )
