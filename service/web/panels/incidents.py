"""Incidents: what became of each, and its review as a document that can be made again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from service.prose.words import counted
from service.web.cards import numbers
from service.web.look import Look
from service.web.panels.panel import Panel, Shown
from service.web.reviews import FORMS

_STEPS: Final[Mapping[str, str]] = {
    "opened": "Opened",
    "detected": "A leak detected",
    "contained": "Contained",
    "closed": "Closed",
}


def _show(look: Look) -> Shown:
    found = look.questions.incidents(look.programme, look.bounds)
    return {"incidents": [_one(look, each) for each in found]}


def _one(look: Look, found: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": found["incident"],
        "title": found["title"],
        "steps": list(_steps(look, found)),
        "findings": counted(found["findings"], "finding"),
        "actions": counted(found["actions"], "agreed action"),
        "reviews": {form: look.to_review(found["incident"], form) for form in FORMS},
    }


def _steps(look: Look, found: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for name, title in _STEPS.items():
        step = found[name]
        if step is not None:
            yield {
                "title": title,
                "when": look.zone.when(step["at"]),
                "perhaps": step["certainty"] == "possible",
                "events": numbers(look, [step["via"]]),
            }


PANEL: Final = Panel("incidents", "Incidents", _show, {})
