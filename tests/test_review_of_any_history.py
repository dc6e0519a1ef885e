"""Whatever is recorded: a review says nothing of later, cites what is there, and is a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from domain.instant import SECOND, Instant, format_instant
from service.documents.html import as_html
from service.documents.markdown import as_markdown
from service.documents.review import review_document
from tests.given import NOW, AService, a_new_ledger
from tests.histories import random_history
from tests.history_words import PROGRAMMES

SIZE = 120
EACH = 15
"""So many events are recorded between two reviews."""
AS_OF = format_instant(NOW)


def recorded(ledger: AService, seed: int) -> Iterator[int]:
    """Record what can be of a random history; yields each position that is reached."""
    for number, event in enumerate(random_history(seed, SIZE)):
        then = format_instant(Instant(NOW - (SIZE - number) * SECOND))
        answer = ledger.post({**event, "recorded_at": then}, role="archivist")
        if answer.status_code == 201:
            yield answer.get_json()["position"]


def reviews(ledger: AService, position: int) -> dict[tuple[str, str], dict[str, Any]]:
    """The reviews of all incidents at a position, without the digest: it tells who restored."""
    found = {}
    for programme in PROGRAMMES:
        for incident in ("one", "two"):
            path = f"/v1/programmes/{programme}/incidents/{incident}/review"
            answer = ledger.get(path, as_of=AS_OF, as_recorded=position)
            assert answer.status_code in (200, 404), answer.text
            if answer.status_code == 200:
                found[programme, incident] = answer.get_json()
                del found[programme, incident]["evidence"]["sha256"]
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_a_review_of_the_past_is_what_it_was_then(seed: int) -> None:
    with a_new_ledger() as ledger:
        then = {}
        for position in recorded(ledger, seed):
            if position % EACH == 0:
                then[position] = reviews(ledger, position)
        assert any(then.values())
        for position, found in then.items():
            now = reviews(ledger, position)
            assert {which: now[which] for which in found} == found


def test_a_review_cites_all_that_it_rests_on_and_can_be_written() -> None:
    with a_new_ledger() as ledger:
        *_, head = recorded(ledger, seed=3)
        found = reviews(ledger, head)
        assert found
        for review in found.values():
            review["evidence"]["sha256"] = ""
            cited = {each["id"] for each in review["cited"]}
            assert cited >= set(review["chronology"])
            assert all(each["position"] <= head for each in review["cited"])
            document = review_document(review, "1.0")
            assert as_html(document)
            assert as_markdown(document)
