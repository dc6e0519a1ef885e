"""Documents that are kept, to be made again: a change of their wording is seen, and deliberate.

    python -m tests.service.documents.golden

writes those of the wording that there is. Whoever changes what released documents say raises
`WORDING`, writes them, and deletes those of before.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from service.documents.html import as_html
from service.documents.markdown import as_markdown
from service.documents.review import review_document
from service.documents.review.document import WORDING
from tests.an_incident import CUT, INCIDENT, LEAK, PROGRAMME, REVIEW, STATEMENT, an_incident, told
from tests.builders import a_minimal_event
from tests.given import AService, a_new_ledger, an_id

FOLDER: Final = Path(__file__).with_name("golden")
BOUNDS: Final = {"as_of": "2025-08-01T00:00:00Z", "as_recorded": 24}
RELEASE: Final = "1.0"


def a_long_story() -> list[dict[str, Any]]:
    """The incident, and what came of it: a letter, second thoughts, another statement."""
    more = (
        ("open-letter-published", "2025-06-14", "06-14T09:00", _letter()),
        ("event-corrected", "2025-06-15", "06-15T09:00", _about(LEAK, grade="claimed")),
        ("event-disputed", "2025-06-16", "06-16T09:00", _against(CUT)),
        ("dispute-settled", "2025-06-17", "06-17T09:00", {"event": an_id(CUT), **_upheld()}),
        ("event-retracted", "2025-06-18", "06-18T09:00", _about(STATEMENT)),
        ("concern-answered", "2025-06-19/2025-06-20", "06-21T09:00", _answered()),
        ("commitment-broken", "../2025-06-22", "06-22T09:00", {"commitment": "pay-soon"}),
        ("statement-issued", "2025-06-23T09:00:00+02:00", "06-23T09:00", _statement()),
        ("finding-recorded", "2025-06-24", "06-24T09:00", _finding()),
        ("incident-closed", "2025-06-25", "06-26T09:00", {"incident": INCIDENT}),
    )
    return an_incident() + [
        a_minimal_event(
            type_name,
            id=an_id(number),
            programme=PROGRAMME,
            occurred_at=occurred_at,
            recorded_at=f"2025-{recorded}:00Z",
            data=data,
            evidence=[{"note": "a copy", "url": "https://example.org/", "sha256": "ab" * 32}],
        )
        for number, (type_name, occurred_at, recorded, data) in enumerate(more, 15)
    ]


def _letter() -> dict[str, Any]:
    said = {"letter": "to-all", "title": "To all", "by": "group:testers", "reveals": ["item:price"]}
    said |= {"demands": ["pay", "answers"]}
    return {**said, "signatories": ["tester:ana", "tester:ben"], "addressed_to": ["org:acme"]}


def _about(number: int, **more: Any) -> dict[str, Any]:
    return {"event": an_id(number), "reason": "Misread.", **more}


def _against(number: int) -> dict[str, Any]:
    return {"event": an_id(number), "by": "tester:ana", "grounds": "Nothing was cut."}


def _upheld() -> dict[str, Any]:
    return {"outcome": "upheld", "reason": "The logs show it."}


def _answered() -> dict[str, Any]:
    return {"tester": "tester:ana", "concern": "pay", "by": "staff:lena", "text": "Soon."}


def _statement() -> dict[str, Any]:
    said = {"statement": "again", "by": "org:acme", "to": ["public"]}
    return {**said, "text": "We pay from now on."}


def _finding() -> dict[str, Any]:
    about = [an_id(CUT), an_id(LEAK), an_id(22)]
    return {"incident": INCIDENT, "text": "They were told late.", "about": about}


def the_answer(ledger: AService) -> dict[str, Any]:
    """The review as JSON; its digest is another each time, because it tells who restored."""
    answer = told(ledger, a_long_story()).ask(REVIEW, **BOUNDS)
    answer["evidence"]["sha256"] = "00" * 32
    return answer


def written(answer: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """The documents of an answer, and where each is kept."""
    document = review_document(answer, RELEASE)
    yield FOLDER / f"wording-{WORDING}.json", f"{json.dumps(answer, indent=1)}\n"
    yield FOLDER / f"wording-{WORDING}.md", as_markdown(document)
    yield FOLDER / f"wording-{WORDING}.html", as_html(document)


def main() -> None:
    """Write them."""
    FOLDER.mkdir(exist_ok=True)
    with a_new_ledger() as ledger:
        for path, text in written(the_answer(ledger)):
            path.write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
