"""The review as a document: nothing in it becomes markup, and everything that it cites is there."""

from __future__ import annotations

import copy
import json
import re
from base64 import b64decode
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from service.documents.html import as_html
from service.documents.markdown import as_markdown, escaped
from service.documents.parts import Document, Picture
from service.documents.review import review_document
from service.documents.review.beginning import WIDEST
from service.documents.review.document import WORDING
from service.documents.review.record import elapsed, parties, span
from tests.an_incident import BOUNDS, EVIL, REVIEW, told
from tests.given import AService, a_new_ledger, an_id
from tests.service.documents import golden

STORY = Path(__file__).parents[3] / "deploy" / "demo" / "sora.ndjson"
SORA = "/v1/programmes/sora-early-access/incidents/sora-leak/review"


class Page(HTMLParser):
    """What stands in a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.named: list[str] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in ("href", "src"):
                self.links.append(value or "")
            elif name in ("aria-labelledby", "aria-describedby"):
                self.named += (value or "").split()

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.fixture(scope="module")
def reviews() -> Iterator[dict[str, dict[str, Any]]]:
    """The review of the demo's story, and of one that is full of markup."""
    with a_new_ledger() as ledger:
        ledger.role = "archivist"
        ledger.post([json.loads(line) for line in STORY.read_text().splitlines()])
        sora = ledger.ask(SORA, as_of="2025-12-31T00:00:00Z", as_recorded=95)
    with a_new_ledger() as ledger:
        yield {"sora": sora, "evil": told(ledger).ask(REVIEW, **BOUNDS)}


@pytest.fixture(params=["sora", "evil"])
def document(request: pytest.FixtureRequest, reviews: dict[str, dict[str, Any]]) -> Document:
    return review_document(reviews[request.param], "1.0")


def test_the_same_answer_gives_the_same_document(reviews: dict[str, dict[str, Any]]) -> None:
    for review in reviews.values():
        again = json.loads(json.dumps(review))
        assert as_html(review_document(review, "1.0")) == as_html(review_document(again, "1.0"))
        assert as_markdown(review_document(review, "1.0")) == as_markdown(
            review_document(again, "1.0")
        )


def test_html_has_no_script_and_leads_nowhere_but_into_itself(document: Document) -> None:
    page = Page(as_html(document))
    assert {"script", "link", "img", "iframe", "object", "form"}.isdisjoint(page.tags)
    assert all(each.startswith("#") for each in page.links)
    assert {"svg", "table", "h1", "h2", "h3"} <= set(page.tags)


def test_what_html_leads_to_or_is_named_by_is_there_once(document: Document) -> None:
    page = Page(as_html(document))
    assert len(page.ids) == len(set(page.ids))
    assert {each.removeprefix("#") for each in page.links} <= set(page.ids)
    assert set(page.named) <= set(page.ids)


def test_what_was_recorded_stands_in_html_as_it_was_written(
    reviews: dict[str, dict[str, Any]],
) -> None:
    texts = "".join(Page(as_html(review_document(reviews["evil"], "1.0"))).texts)
    assert texts.count(EVIL) >= 6


def test_what_was_recorded_stands_in_markdown_as_it_was_written(
    reviews: dict[str, dict[str, Any]],
) -> None:
    written = as_markdown(review_document(reviews["evil"], "1.0"))
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(written)
    page = Page(html)
    assert {"script", "a", "img"}.isdisjoint(page.tags)
    assert page.tags.count("code") == 2  # our commands
    assert "".join(page.texts).count(EVIL) >= 6


def test_every_table_of_markdown_is_one(document: Document) -> None:
    html = MarkdownIt("commonmark").enable("table").render(as_markdown(document))
    tables = sum(
        type(block).__name__ == "Table" or getattr(block, "instead", None) is not None
        for section in document.sections
        for block in section.blocks
    )
    assert html.count("<table>") == tables
    assert re.findall(r"<tr>\s*</tr>", html) == []


def test_hindsight_is_marked_in_both(reviews: dict[str, dict[str, Any]]) -> None:
    document = review_document(reviews["evil"], "1.0")
    assert '<strong class="hindsight">Hindsight</strong> org:foe: in full' in as_html(document)
    told = "- **HINDSIGHT** org:foe: in full, item:engine; by \\#11, recorded from 10 Jun 2025"
    assert told in as_markdown(document)


def test_every_section_of_the_review_is_there(document: Document) -> None:
    assert [each.name for each in document.sections] == [
        *("short", "chronology", "decisions", "matrix", "arrivals", "warnings", "promises"),
        *("irregularities", "signals", "later", "disputes", "findings", "actions", "others"),
    ]


def test_a_document_is_what_it_was_when_its_wording_was_settled(ledger: AService) -> None:
    for path, text in golden.written(golden.the_answer(ledger)):
        assert path.read_text(encoding="utf-8") == text, golden.__doc__


def test_markdown_has_the_pictures_if_they_are_asked_for(
    reviews: dict[str, dict[str, Any]],
) -> None:
    document = review_document(reviews["sora"], "1.0")
    pictures = [
        block.svg
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Picture)
    ]
    with_them = MarkdownIt("commonmark").render(as_markdown(document, pictures=True))
    found = re.findall(r'<img alt="[^"]+" src="data:image/svg\+xml;base64,([^"]*)">', with_them)
    drawn = [b64decode(each).decode() for each in found]
    assert [re.sub(r"<style>.*?</style>", "", each, flags=re.S) for each in drawn] == pictures
    assert "--format markdown --pictures`" in as_markdown(document, pictures=True)
    for each in drawn:
        ElementTree.fromstring(each)


def test_markdown_without_pictures_says_where_they_are(
    reviews: dict[str, dict[str, Any]],
) -> None:
    written = as_markdown(review_document(reviews["sora"], "1.0"))
    assert "<img" not in written
    assert written.count("A picture, which is in the HTML of this review.") == 1  # the lanes
    assert "| Concerns open | ▁" in written


def test_what_is_disputed_is_marked_wherever_it_is_cited(
    reviews: dict[str, dict[str, Any]],
) -> None:
    document = review_document(reviews["sora"], "1.0")
    assert "The leak was detected (\\#37\\!)" in as_markdown(document)
    assert '<a href="#e37">#37!</a>' in as_html(document)


def test_the_lanes_go_on_in_another_picture_where_one_would_be_too_wide(
    reviews: dict[str, dict[str, Any]],
) -> None:
    review = copy.deepcopy(reviews["evil"])
    template = next(each for each in review["cited"] if each["type"] == "item-leaked")
    for number in range(100, 140):
        at = (
            f"2025-06-02T{number - 100:02}:00:00Z"
            if number < 124
            else f"2025-06-{number - 120:02}T00:00:00Z"
        )
        occurred = {"text": at, "earliest": at, "latest": at}
        more = {"id": an_id(number), "position": number, "occurred_at": occurred}
        review["cited"].append({**template, **more})
        review["chronology"].append(an_id(number))
    document = review_document(review, "1.0")
    (chronology,) = [each for each in document.sections if each.name == "chronology"]
    pictures = [each.svg for each in chronology.blocks if isinstance(each, Picture)]
    widths = [float(re.findall(r'width="([0-9.]+)"', each)[0]) for each in pictures]
    assert len(pictures) > 1
    assert max(widths) < WIDEST + 400
    numbers = re.findall(r'class="number"[^>]*>([0-9]+)!?<', "".join(pictures))
    assert {str(number) for number in range(100, 140)} <= set(numbers)
    assert len(numbers) == len(set(numbers))


def test_what_is_cut_short_says_how_much_more_there_is(
    reviews: dict[str, dict[str, Any]],
) -> None:
    review = copy.deepcopy(reviews["evil"])
    review["left_out"] = {"decisions": 3, "items": 4, "arrivals": 5, "tellings": 6}
    review["matrix"]["left_out"] = 7
    review["irregularities"][0]["count"] += 8
    review["learned_later"]["events"] *= 30
    review["promises"] |= {"made": 200, "overdue": 200}
    review["promises"]["told"] *= 30
    (arrival,) = review["arrivals"]
    arrival["told"] += 9
    written = " ".join(Page(as_html(review_document(review, "1.0"))).texts)
    for sentence in (
        "Of 4 items more it is not told.",
        "Of 3 more decisions it is not told who knew what.",
        "Not shown: 7 other parties and 4 other items (testigo who, within these bounds).",
        "How 5 more items became known is not told here",
        "Of 6 things more it was not looked up.",
        "And 8 more: testigo irregularities --code",
        "And 20 more, in the JSON of this review.",
        "And 180 more.",
        "9 others came to know of it after these",
    ):
        assert sentence in written


def test_it_says_how_it_is_made_again(reviews: dict[str, dict[str, Any]]) -> None:
    written = as_html(review_document(reviews["sora"], "1.0"))
    assert (
        f"by testigo 1.0 (rules 1, wording {WORDING}) with <code>testigo review sora-leak"
        " --programme sora-early-access --as-of 2025-12-31T00:00:00Z --as-recorded 95"
        " --format html</code>" in written
    )
    assert reviews["sora"]["evidence"]["sha256"] in written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1. first", "1\\. first"),
        ("- point", "\\- point"),
        ("a | b", "a \\| b"),
        ("two\n\nlines", "two / lines"),
        ("x_y*z", "x\\_y\\*z"),
    ],
)
def test_text_is_read_as_it_stands(text: str, written: str) -> None:
    assert escaped(text) == written


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (12_660, "3 h 31 min"),
        (86_400, "1 day"),
        (2 * 86_400 + 3_600, "2 days 1 h"),
    ],
)
def test_how_long_something_took(seconds: int, said: str) -> None:
    assert span(seconds) == said


@pytest.mark.parametrize(
    ("least", "most", "said"),
    [
        (60, 60, "1 min after"),
        (60, 120, "1 min to 2 min after"),
        (0, 120, "up to 2 min after"),
        (-60, 120, "up to 2 min after, or before it"),
        (None, None, "unknown"),
        (60, None, "1 min after, at least"),
        (-120, -60, "1 min before, at least"),
        (-60, -60, "1 min before"),
    ],
)
def test_how_long_after_something_was(least: int | None, most: int | None, said: str) -> None:
    assert elapsed({"least": least, "most": most}) == said


def test_of_many_parties_the_first_are_named() -> None:
    assert parties(["public"]) == "the public"
    many = [f"tester:t{number}" for number in range(9)]
    assert parties(many).endswith("tester:t5 and 3 others")
