"""Events as cards: what is said, when, on whose word, how good, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from domain.errors import Malformed
from domain.instant import parse_instant
from domain.names import EventId
from service.prose.deeds import About, deed
from service.prose.words import capital, party
from service.web.look import Look, whole_number

Card = Mapping[str, Any]


def cards(look: Look, ids: Iterable[EventId]) -> Sequence[Card]:
    """A card for each of these events that was recorded by then, in this order."""
    found = {each: _event(look, each) for each in dict.fromkeys(ids)}
    return [card(look, event) for event in found.values() if event is not None]


def opened(look: Look) -> Card | None:
    """The card of the event that the address opens (`event`, its position), if it does."""
    given = look.given.get("event")
    if not given:
        return None
    position = min(whole_number("event", given), look.bounds.position + 1)
    found = look.questions.events(
        programme=look.programme,
        after=position - 1,
        limit=1,
        position=look.bounds.position,
    )
    if not found or found[0]["position"] != position:
        raise Malformed("event is the position of none that had been recorded by then")
    return card(look, found[0])


def numbers(look: Look, ids: Iterable[EventId]) -> list[tuple[int, str]]:
    """The positions of these events, each with the address that opens it."""
    found = sorted(each["position"] for each in _events(look, ids))
    return [(each, f"{look.to(event=each)}#event") for each in found]


def card(look: Look, event: Mapping[str, Any]) -> Card:
    """The card of an event as `/v1/events` answers it, at what was recorded by then."""
    stands = event["effective"] or event
    data, source = stands["data"], stands.get("source")
    return {
        "position": event["position"],
        "to": f"{look.to(event=event['position'])}#event",
        "id": event["id"],
        "type": event["type"],
        "says": said(event["type"], data, about(look, [event])),
        "when": look.zone.when(stands["occurred_at"]),
        "moment": parse_instant(
            stands["occurred_at"]["latest"] or stands["occurred_at"]["earliest"]
        ),
        "recorded_at": event["recorded_at"],
        "recorded_by": event["recorded_by"]["name"],
        "grade": stands["grade"],
        "whose": party(stands["asserted_by"]) if stands.get("asserted_by") else None,
        "source": source,
        "link": source if _is_link(source) else None,
        "evidence": [
            {**each, "link": each["url"] if _is_link(each.get("url")) else None}
            for each in stands.get("evidence", ())
        ],
        "visible": event["effective"] is not None,
        "others": [*_disputes(look, event), *_corrections(look, event), *_retractions(look, event)],
    }


def _disputes(look: Look, event: Mapping[str, Any]) -> Iterable[Card]:
    for other in _events(look, event["disputed_by"]):
        yield _against(look, other, f"{capital(party(other['data']['by']))} disputes it", "grounds")


def _corrections(look: Look, event: Mapping[str, Any]) -> Iterable[Card]:
    before = event
    for other in _events(look, event["corrected_by"]):
        then = said(event["type"], before["data"], about(look, [event]))
        was = f"{then}, {look.zone.when(before['occurred_at'])}"
        yield {**_against(look, other, "It was corrected", "reason"), "was": was}


def _retractions(look: Look, event: Mapping[str, Any]) -> Iterable[Card]:
    for other in _events(look, event["retracted_by"]):
        yield _against(look, other, "It was retracted", "reason")


def _against(look: Look, other: Mapping[str, Any], title: str, why: str) -> dict[str, Any]:
    return {
        "title": title,
        "why": other["data"][why],
        "position": other["position"],
        "to": f"{look.to(event=other['position'])}#event",
        "when": look.zone.when(other["occurred_at"]),
        "whose": party(other["asserted_by"]) if other.get("asserted_by") else None,
        "grade": other["grade"],
        "source": other.get("source"),
        "link": other.get("source") if _is_link(other.get("source")) else None,
    }


def said(type_: str, data: Mapping[str, Any], others: About) -> str:
    """What an event says, so that it can be gone on with: when it was."""
    return capital(deed(type_, data, others)).rstrip(".")


def about(look: Look, events: Sequence[Mapping[str, Any]]) -> About:
    """The events that these are about."""
    named = [each["data"]["event"] for each in events if "event" in each["data"]]
    return {each["id"]: each for each in _events(look, named)}


def _events(look: Look, ids: Iterable[EventId]) -> list[dict[str, Any]]:
    found = (_event(look, each) for each in ids)
    return [each for each in found if each is not None]


def _event(look: Look, event_id: EventId) -> dict[str, Any] | None:
    event = look.questions.event(event_id, look.bounds.position)
    return event if event is not None and event["programme"] == look.programme else None


def _is_link(text: str | None) -> bool:
    """Whether a text is an address to follow, and nothing else."""
    return text is not None and text.startswith(("https://", "http://")) and " " not in text
