"""Step by step: the event that was recorded last by then, and what it changed."""

from __future__ import annotations

from typing import Final

from service.prose import changes
from service.prose.words import capital
from service.web.cards import card
from service.web.look import Look
from service.web.panels.panel import Panel, Shown


def _show(look: Look) -> Shown:
    place = look.recorded
    links = {
        "before": look.at(recorded=place - 1) if place > 1 else None,
        "after": look.at(recorded=place + 1) if place < len(look.marks.recordings) else None,
        "number": place,
        "total": len(look.marks.recordings),
    }
    if not place:
        return {**links, "step": None}
    at = look.position(place)
    (found, *_), _ = look.questions.recorded_steps(look.programme, look.bounds, (at, at), None, 1)
    look.note("/review/{programme}/step")
    told = [capital(each).rstrip(".") for each in changes.changes(found["changed"])]
    return {**links, "step": {"card": card(look, found["event"]), "changes": told}}


PANEL: Final = Panel("step", "Step by step", _show, {})
