"""The review as a document: nothing in it becomes markup, and everything that it cites is there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from service.documents.html import as_html
from service.documents.markdown import as_markdown, escaped
from service.documents.parts import Document
from service.documents.review import review_document
from service.documents.review.document import WORDING
from service.documents.review.record import elapsed, parties, span
from tests.an_incident import BOUNDS, EVIL, REVIEW, told
from tests.given import a_new_ledger

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


def test_it_says_how_it_is_made_again(reviews: dict[str, dict[str, Any]]) -> None:
    written = as_html(review_document(reviews["sora"], "1.0"))
    assert (
        f"by testigo 1.0 (wording {WORDING}) with <code>testigo review sora-leak"
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
