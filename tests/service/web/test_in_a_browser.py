"""The demo's review, clicked through in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from tests import browsers, browsing
from tests.browsing import PHONE, REVIEW, Somebody

expect.set_options(timeout=browsing.PATIENCE)

THEN = f"{REVIEW}?as_of=2024-11-27T00:00:00Z&as_recorded=40"
VIEWS = ("knowing", "lanes", "later", "step", "irregular", "signals", "incidents")
LEAK = "&party=press:ars-technica&about=item:sora-leak"

Visit = Callable[..., Somebody]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = browsers.browser()
    if program is None:
        pytest.skip(browsers.WITHOUT)
    with browsing.a_browser(program) as started:
        yield started


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with browsing.the_story() as listening:
        yield listening


@pytest.fixture
def visit(browser: Browser, url: str) -> Iterator[Visit]:
    """Somebody comes; in the end the browser must have had nothing to complain of."""
    came: list[Somebody] = []

    def somebody(**how: Any) -> Somebody:
        came.append(Somebody(browser, url, **how))
        return came[-1]

    yield somebody
    for each in came:
        assert each.complaints == []
        each.leave()


def sentence(page: Page) -> str:
    return page.locator("#sentence").inner_text()


def test_somebody_signs_in_moves_both_sliders_and_sends_the_link(visit: Visit) -> None:
    maria = visit()
    maria.sign_in(THEN)
    page = maria.page
    expect(page.locator("#sentence")).to_have_text(
        "What we had recorded by 27 Nov 2024 00:40 UTC about what had happened by 27 Nov 2024"
        " 00:00 UTC."
    )
    expect(page.get_by_label("Move the two separately")).to_be_checked()
    recorded = page.get_by_role("slider", name="Recorded by")
    recorded.focus()
    recorded.press("ArrowRight")
    expect(recorded).to_have_attribute("aria-valuetext", re.compile("41 of 95 events"))
    expect(recorded).to_be_focused()
    recorded.press("PageUp")
    expect(recorded).to_have_attribute("aria-valuetext", re.compile("51 of 95 events"))
    happened = page.get_by_role("slider", name="Happened by")
    happened.focus()
    happened.press("Home")
    expect(page.locator("#sentence")).to_contain_text("had happened by 16 Feb 2024 00:00 UTC")
    page.get_by_label("Times in").select_option("Asia/Tokyo")
    expect(page.locator("#sentence")).to_contain_text("JST")
    typed = page.get_by_label("Recorded by: day and time")
    typed.fill("2024-11-27 09:00")
    typed.press("Enter")
    expect(page.locator("#sentence")).to_contain_text("by 27 Nov 2024 07:02 JST")
    expect(typed).to_be_focused()

    other = visit()
    other.sign_in(page.url)
    assert sentence(other.page) == sentence(page)

    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading")).to_have_text("Sign in")
    maria.go(REVIEW)
    expect(page.get_by_role("heading")).to_have_text("Sign in")


def off(page: Page, axis: str) -> float:
    """How far a thumb stands from the end of what it marks in the strip under it, in pixels."""
    found: float = page.evaluate(
        """axis => {
            const [slider, strip, marked] = ["", "-strip svg", "-strip .marked"]
                .map((part) => document.querySelector(`#${axis}${part}`));
            const [slide, drawn] = [slider, strip].map((each) => each.getBoundingClientRect());
            const thumb = parseFloat(getComputedStyle(document.documentElement).fontSize) * 1.25;
            const end = marked.x.baseVal.value + marked.width.baseVal.value;
            return slide.left + thumb / 2 + (slide.width - thumb) * slider.value / slider.max
                - (drawn.left + drawn.width * end / strip.viewBox.baseVal.width);
        }""",
        axis,
    )
    return abs(found)


def test_a_thumb_goes_to_the_nearest_event_and_stands_over_it(visit: Visit) -> None:
    for size in (browsing.DESKTOP, PHONE):
        maria = visit(size=size)
        maria.sign_in(f"{THEN}&apart=yes")
        page = maria.page
        recorded = page.get_by_role("slider", name="Recorded by")
        there = recorded.bounding_box()
        assert there is not None
        recorded.click(position={"x": there["width"] * 0.5, "y": there["height"] / 2})
        expect(recorded).not_to_have_attribute("aria-valuetext", re.compile("40 of 95"))
        maria.settled()
        placed = recorded.input_value()
        page.reload()
        assert recorded.input_value() == placed
        for axis in ("happened", "recorded"):
            assert off(page, axis) < 5


def test_the_review_of_an_incident_is_read_within_what_the_sliders_show(visit: Visit) -> None:
    maria = visit()
    maria.sign_in(THEN)
    page = maria.page
    page.get_by_role("link", name="Incidents").click()
    page.get_by_role("link", name="Read the review").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("sora-leak")
    expect(page.locator("body")).to_contain_text("2024-11-27T00:00:00Z")
    page.go_back()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download as Markdown").click()
    assert taken.value.suggested_filename == "review-sora-leak-40.md"


def test_locked_sliders_move_together_and_back_goes_back(visit: Visit) -> None:
    maria = visit()
    maria.sign_in(THEN)
    page = maria.page
    page.get_by_label("Move the two separately").uncheck()
    page.wait_for_url(lambda url: "apart" not in url)
    recorded = page.get_by_role("slider", name="Recorded by")
    with page.expect_response("**/stops") as told:
        recorded.focus()
    told.value.finished()
    stood = int(str(recorded.get_attribute("data-stop")))
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile("recorded_stop"), hold, times=1)
    for _ in range(3):
        recorded.press("ArrowLeft")
    expect(recorded).to_have_attribute("aria-valuetext", re.compile(f"{stood - 3} of 95 events"))
    expect(page.locator("#loading")).to_have_text("Loading…")
    held[0].continue_()
    expect(page.locator("#loading")).to_be_empty()
    expect(page.locator("#sentence")).to_have_text(
        re.compile("recorded by (.*) about what had happened by \\1\\.")
    )
    page.get_by_role("link", name="Swim lanes").click()
    expect(page.get_by_role("region", name="Who did what")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("table")).to_be_visible()


def test_a_cell_opens_its_path_and_then_and_now_are_compared(visit: Visit) -> None:
    maria = visit()
    maria.sign_in(REVIEW)
    page = maria.page
    row = page.get_by_role("row", name=re.compile("^group:ai-observers"))
    row.get_by_role("link").last.click()
    path = page.get_by_role("region", name="How item:sora-leak came to group:ai-observers")
    expect(path).to_be_focused()
    expect(path).to_contain_text("#14")
    expect(path).to_contain_text("It was corrected")
    page.get_by_role("link", name="Close the path").click()
    expect(path).to_have_count(0)

    page.get_by_role("link", name="Then and now").click()
    compared = page.get_by_role("slider", name="Compared with")
    compared.focus()
    compared.press("Home")
    expect(page.get_by_role("heading", name="Recorded since: 95 events")).to_be_visible()
    compared.press("ArrowRight")
    expect(page.get_by_role("heading", name="Recorded since: 94 events")).to_be_visible()
    expect(compared).to_be_focused()

    page.get_by_role("link", name="Step by step").click()
    page.locator("#step-before").click()
    expect(page.locator("#panel")).to_contain_text("94 of 95")


def test_axe_finds_nothing_and_nothing_sticks_out(visit: Visit) -> None:
    axe = Axe()
    for how in ({}, {"scheme": "dark", "size": PHONE}):
        maria = visit(**how)
        maria.go("/sign-in")
        seen = [axe.run(maria.page)]
        maria.sign_in("/review")
        seen.append(axe.run(maria.page))
        for view in VIEWS:
            opened = LEAK if view == "knowing" else "&event=14"
            maria.go(f"{THEN.replace('?', f'/{view}?')}{opened}")
            seen.append(axe.run(maria.page))
            page_width = maria.page.evaluate("document.documentElement.scrollWidth")
            assert page_width <= maria.page.evaluate("innerWidth"), view
        for each in seen:
            assert each.violations_count == 0, each.generate_report()


def test_all_works_without_scripts(visit: Visit) -> None:
    maria = visit(scripts=False)
    maria.sign_in(THEN)
    page = maria.page
    page.get_by_role("link", name="Recorded by the event before").click()
    expect(page.locator("#recorded-by")).to_have_value("2024-11-27 00:39")
    page.get_by_label("Times in").select_option("Asia/Tokyo")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#recorded-by")).to_have_value("2024-11-27 09:39")
    expect(page.locator("#recorded-beside")).to_have_text("JST (00:39 UTC)")
    page.get_by_label("Recorded by: day and time").fill("26 Nov 2024")
    page.get_by_role("button", name="Recorded by: go").click()
    expect(page.locator("#sentence")).to_contain_text("recorded by 16 Jun 2024")
    page.get_by_role("link", name="Then and now").click()
    page.get_by_role("button", name="Compare", exact=True).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading")).to_have_text("Sign in")
