"""Questions about one programme, and the recorded events that explain their answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any
from urllib.parse import quote

from service.cli.asking import PAGE, Asker, Document, Params, Refused, get_all

Answer = Mapping[str, Any]
NEAR = 0.8
"""How like a slug another has to be to be offered in its place (difflib's ratio)."""

MOST_EVENTS = 500
"""So many events that somebody knew of are looked up, each by a request; of more the id is told."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Who is asked, about which programme, and within which bounds."""

    asker: Asker
    programme: str
    bounds: Mapping[str, str]

    def answer(
        self,
        about: str,
        wanted: Mapping[str, str | None],
        name: str,
        limit: int | None = None,
        bounds: Mapping[str, str] | None = None,
    ) -> Document:
        """The answer of a route about the programme, its list `name` whole or up to `limit`."""
        given = {field: value for field, value in wanted.items() if value is not None}
        path = f"/v1/programmes/{quote(self.programme, safe='')}/{about}"
        return get_all(self.asker, path, {**given, **(bounds or self.bounds)}, name, limit)

    def page(self, about: str, wanted: Mapping[str, str | None], **paged: str | int) -> Document:
        """A page of the answer of a route about the programme."""
        given = {field: value for field, value in wanted.items() if value is not None}
        path = f"/v1/programmes/{quote(self.programme, safe='')}/{about}"
        return self.asker.get(path, {**given, **self.bounds, **paged})

    def written(self, about: str, wanted: Params, media_type: str) -> bytes:
        """What a route about the programme answers within the same bounds, in a form for people."""
        path = f"/v1/programmes/{quote(self.programme, safe='')}/{about}"
        return self.asker.read(path, {**wanted, **self.bounds}, media_type)

    def events(self, wanted: Params, limit: int | None = None) -> list[Any]:
        """Recorded events of the programme, visible or not."""
        given = {"programme": self.programme, **wanted}
        found: list[Any] = get_all(self.asker, "/v1/events", given, "events", limit)["events"]
        return found

    def event(self, event_id: str, position: int | None = None) -> Document | None:
        """One event as it stood at a position; None if it is not recorded."""
        at = {} if position is None else {"as_recorded": position}
        try:
            return self.asker.get(f"/v1/events/{quote(event_id, safe='')}", at)
        except Refused as refused:
            if refused.status == 404:
                return None
            raise

    # --- what explains an answer -------------------------------------------------------------

    def known(self, path: Answer, *, imputed: bool = False) -> Answer | None:
        """What the party knew of the item to which a path leads, within the same bounds."""
        item, bounds = path["item"], resolved(path)
        wanted = {
            "party": path["party"],
            "events": "true" if item.startswith("event:") else None,
            "imputed": "true" if imputed else None,
        }
        answer = self.answer("knowledge/what", wanted, "items", bounds=bounds)
        return next((each for each in answer["items"] if each["item"] == item), None)

    def with_requests(self, answer: Document, name: str) -> Document:
        """An answer whose entries that only asked say, as `request`, when and whom."""
        at = answer["as_recorded"]["position"]
        return {**answer, name: [self.with_request(each, at) for each in answer[name]]}

    def with_request(self, known: Answer, at: int) -> Answer:
        """What is known, with its request if the party only asked."""
        if known["state"] != "asked-not-told":
            return known
        asked = self.event(known["via"], at)
        return known if asked is None else {**known, "request": asked["effective"]}

    def cited(self, entries: Iterable[Answer], at: int) -> Mapping[str, Answer]:
        """The events that these are about, and the events that those are about."""
        known = {each["id"]: each for each in entries}
        wanted = list(_about(known.values()))
        while wanted:
            event_id = wanted.pop()
            if event_id in known:
                continue
            found = self.event(event_id, at)
            if found is not None:
                known[event_id] = found
                wanted += _about([found])
        return known

    def told_of(self, items: Iterable[str], at: int) -> Mapping[str, Answer]:
        """The events among these items (`event:<id>`), and the events that those are about."""
        ids = [item.removeprefix("event:") for item in items if item.startswith("event:")]
        found = (self.event(each, at) for each in ids[:MOST_EVENTS])
        return self.cited([each for each in found if each is not None], at)

    def unseen(self, answer: Answer, wanted: Params) -> int:
        """How many recorded events like these are not visible."""
        at = answer["as_recorded"]["position"]
        found = self.events({**wanted, "as_recorded": at})
        return sum(1 for each in found if each["effective"] is None)

    # --- names that nobody gave --------------------------------------------------------------

    def is_named(self, kind: str, name: str) -> bool:
        """Whether any recorded event names a party or an item (`kind` says which)."""
        if name == "public":
            return True
        if name.startswith("event:"):
            return self.event(name.removeprefix("event:")) is not None
        return bool(self.events({kind: name}, limit=1))

    def names_near(self, name: str) -> list[str]:
        """Names of the same kind that look like this one, in the first events of the programme."""
        kind, _, slug = name.partition(":")
        found = {each for event in self.events({}, limit=PAGE) for each in _named_in(event)}
        slugs = sorted(each.partition(":")[2] for each in found if each.startswith(f"{kind}:"))
        return [f"{kind}:{each}" for each in near(slug, slugs)]


def near(slug: str, slugs: Sequence[str]) -> list[str]:
    """Those that look like one, up to three."""
    return get_close_matches(slug, slugs, n=3, cutoff=NEAR)


def resolved(answer: Answer) -> dict[str, str]:
    """The bounds of an answer, to ask another question within the same."""
    return {"as_of": answer["as_of"], "as_recorded": str(answer["as_recorded"]["position"])}


def _about(events: Iterable[Answer]) -> Iterator[str]:
    from domain.events.catalogue import LEDGER_TYPES

    return (each["data"]["event"] for each in events if each["type"] in LEDGER_TYPES)


def _named_in(event: Answer) -> frozenset[str]:
    from domain.events.catalogue import CATALOGUE, LEDGER_TYPES
    from domain.events.encoding import fact_of
    from domain.events.mentions import mentioned

    if event["type"] not in CATALOGUE or event["type"] in LEDGER_TYPES:
        return frozenset()
    return mentioned(fact_of(event["type"], event["data"]))
