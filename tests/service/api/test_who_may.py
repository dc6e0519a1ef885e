"""Who may: every route, asked by every role, by nobody, and by who is bound to another programme.

A route that does not stand in `ROUTES` fails here: say who may ask it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Literal

import pytest
from werkzeug.test import TestResponse

from domain.instant import SECOND, Instant
from domain.names import EventId
from service.access import ROLES, Role
from tests.builders import an_event
from tests.given import NOW, AService, an_id

HIDDEN = "veiled"
"""A programme in which something is recorded, of which others than its own are told nothing."""
NEVER = "nobody"
"""One of which nothing ever was; as long a name as the other."""
OWN = "open"

Foreign = Literal["as-unknown", "without-it", "refused", "the-same"]
"""How who is bound to another programme is answered: as of what is not there; without what it may
not see; not at all, as it is about all programmes; or as everybody is."""


@dataclass(frozen=True)
class Route:
    """Who may ask a route, and what of."""

    role: Role | None
    """The least that may; None: anybody."""
    foreign: Foreign
    path: str
    status: int = 200
    body: Mapping[str, Any] = field(default_factory=dict)
    page: bool = False
    """Whether it is for people: who is not known is led to where they sign in."""


EVENT = an_event("feedback-given", id=an_id(10), programme=HIDDEN)
INCIDENT = an_event("incident-opened", id=an_id(20), programme=HIDDEN)
ABOUT = f"/v1/programmes/{HIDDEN}"
KNOWING = f"{ABOUT}/knowledge"
ITEM = "item=feedback:video-length"
TOKEN = {"name": "somebody", "role": "reader"}


def _filled(rest: str) -> str:
    return rest.replace("<tester>", "tester:ana").replace(
        "<incident>", INCIDENT["data"]["incident"]
    )


ROUTES: dict[tuple[str, str], Route] = {
    ("GET", "/healthz"): Route(None, "the-same", "/healthz"),
    ("GET", "/readyz"): Route(None, "the-same", "/readyz"),
    ("GET", "/metrics"): Route("reader", "refused", "/metrics"),
    ("GET", "/openapi.json"): Route(None, "the-same", "/openapi.json"),
    ("GET", "/docs"): Route(None, "the-same", "/docs"),
    ("GET", "/docs/<name>"): Route(None, "the-same", "/docs/page.js"),
    ("GET", "/problems/<code>"): Route(None, "the-same", "/problems/invalid-event"),
    ("POST", "/v1/events"): Route("recorder", "as-unknown", "/v1/events", body=EVENT),
    ("GET", "/v1/events"): Route("reader", "without-it", "/v1/events"),
    ("GET", "/v1/events/stream"): Route("reader", "without-it", "/v1/events/stream"),
    ("GET", "/v1/events/<event_id>"): Route("reader", "as-unknown", f"/v1/events/{an_id(10)}"),
    ("GET", "/v1/programmes"): Route("reader", "without-it", "/v1/programmes"),
    ("GET", "/v1/programmes/<programme>"): Route("reader", "as-unknown", ABOUT),
    **{
        ("GET", f"/v1/programmes/<programme>/{rest}"): Route(
            "reader", "as-unknown", f"{ABOUT}/{_filled(rest)}{query}"
        )
        for rest, query in {
            "timeline": "",
            "roster": "",
            "testers/<tester>": "",
            "irregularities": "",
            "replay": "",
            "signals": "",
            "incidents": "",
            "incidents/<incident>/review": "",
            "knowledge/who": f"?{ITEM}",
            "knowledge/what": "?party=tester:ana",
            "knowledge/how": f"?party=staff:kim&{ITEM}",
            "knowledge/reach": f"?{ITEM}",
            "knowledge/matrix": "",
            "knowledge/diff": f"?{ITEM}&then=0",
        }.items()
    },
    ("GET", "/v1/projections"): Route("reader", "the-same", "/v1/projections"),
    ("POST", "/v1/projections/replay"): Route(
        "admin", "refused", "/v1/projections/replay", status=202
    ),
    ("DELETE", "/v1/projections/replay"): Route("admin", "refused", "/v1/projections/replay"),
    ("POST", "/v1/tokens"): Route("admin", "refused", "/v1/tokens", status=201, body=TOKEN),
    ("GET", "/v1/access-log"): Route("admin", "refused", "/v1/access-log"),
    ("GET", "/v1/tokens"): Route("admin", "refused", "/v1/tokens"),
    ("GET", "/v1/tokens/<token_id>"): Route("admin", "refused", f"/v1/tokens/{an_id(99)}"),
    ("GET", "/sign-in"): Route(None, "the-same", "/sign-in", page=True),
    ("POST", "/sign-in"): Route(None, "the-same", "/sign-in", status=422, page=True),
    ("POST", "/sign-out"): Route(None, "the-same", "/sign-out", status=303, page=True),
    ("GET", "/review-files/<name>"): Route(None, "the-same", "/review-files/icon.svg", page=True),
    ("GET", "/review"): Route("reader", "without-it", "/review", page=True),
    ("GET", "/review/<programme>"): Route("reader", "as-unknown", f"/review/{HIDDEN}", page=True),
    ("GET", "/review/<programme>/<panel>"): Route(
        "reader", "as-unknown", f"/review/{HIDDEN}/knowing", page=True
    ),
    ("GET", "/review/<programme>/stops"): Route(
        "reader", "as-unknown", f"/review/{HIDDEN}/stops", page=True
    ),
    ("GET", "/review/<programme>/incidents/<incident>"): Route(
        "reader", "as-unknown", _filled(f"/review/{HIDDEN}/incidents/<incident>"), page=True
    ),
    ("GET", "/review/<programme>/incidents/<incident>/<form>"): Route(
        "reader", "as-unknown", _filled(f"/review/{HIDDEN}/incidents/<incident>/json"), page=True
    ),
    ("DELETE", "/v1/tokens/<token_id>"): Route("admin", "refused", f"/v1/tokens/{an_id(99)}"),
}


@pytest.fixture
def world(ledger: AService) -> AService:
    """A ledger with two programmes, and tokens of every kind."""
    ledger.recorded(EVENT, INCIDENT, an_event("feedback-given", id=an_id(11), programme=OWN))
    tokens = ledger.service.tokens
    for number, role in enumerate(ROLES):
        tokens.admit(role, role, role, an_id(100 + number), NOW)
        bound = frozenset({OWN})
        tokens.admit(f"{role}-of-{OWN}", role, role, an_id(200 + number), NOW, programmes=bound)
    past = Instant(NOW - SECOND)
    tokens.admit("expired", "gone", "admin", an_id(98), past, until=Instant(NOW))
    tokens.admit("revoked", "cut off", "admin", an_id(97), past)
    tokens.revoke(an_id(97), NOW)
    tokens.admit("to be looked at", "victim", "reader", an_id(99), NOW)
    return ledger


def asked(
    world: AService, method: str, route: Route, token: str | None, of: str = HIDDEN
) -> TestResponse:
    """Ask a route (about another programme)."""
    headers = {"X-Request-Id": "one"}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    more = {"json": {**route.body, "programme": of}} if "programme" in route.body else {}
    if route.body and not more:
        more = {"json": dict(route.body)}
    path = route.path.replace(HIDDEN, of)
    return world.service.app.test_client().open(path, method=method, headers=headers, **more)


def may(role: Role, route: Route) -> bool:
    return route.role is None or ROLES.index(role) >= ROLES.index(route.role)


def every_route() -> Iterator[tuple[str, Route, str]]:
    for (method, rule), route in ROUTES.items():
        yield method, route, f"{method} {rule}"
        if method == "GET":
            yield "HEAD", route, f"HEAD {rule}"


def test_every_route_stands_here(world: AService) -> None:
    there = {
        (method, rule.rule)
        for rule in world.service.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert there == ROUTES.keys()


def test_each_role_may_what_it_may_and_no_more(world: AService) -> None:
    for role, (method, route, name) in product(ROLES, every_route()):
        answer = asked(world, method, route, role)
        if may(role, route):
            assert answer.status_code == route.status, (role, name, answer.text)
        else:
            assert answer.status_code == 403, (role, name)
            assert method == "HEAD" or answer.get_json()["code"] == "forbidden", (role, name)


NO_TOKENS = {
    None: None,
    "expired": "The token has expired.",
    "revoked": "The token is not valid.",
    "nobody's": "The token is not valid.",
    "a.b.c": "The token is not valid.",
    "eyJhbGciOiJub25lIn0.e30.": "The token is not valid.",
    "\xff\xfe": "The token is not valid.",
}
"""What is shown in the place of a token, and how it is refused."""


def test_nobody_is_told_anything(world: AService) -> None:
    for (token, wrong), (method, route, name) in product(NO_TOKENS.items(), every_route()):
        answer = asked(world, method, route, token)
        if route.role is None:
            assert answer.status_code == route.status, (token, name)
            continue
        if route.page and token is None:
            assert answer.status_code == 303, name
            assert answer.location.startswith("/sign-in?"), name
            continue
        assert answer.status_code == 401, (token, name)
        challenge = answer.www_authenticate
        assert challenge.type == "bearer"
        error = None if wrong is None else "invalid_token"
        assert challenge.get("error") == error, (token, name)
        assert challenge.get("error_description") == wrong, (token, name)


def test_other_programmes_are_not_there_for_a_bound_token(world: AService) -> None:
    for role, (method, route, name) in product(ROLES, every_route()):
        if not may(role, route):
            continue  # of that the first test speaks
        answer = asked(world, method, route, f"{role}-of-{OWN}")
        if route.foreign == "as-unknown":
            never = asked(world, method, route, f"{role}-of-{OWN}", of=NEVER)
            assert answer.status_code == never.status_code, (role, name)
            assert answer.status_code in (403, 404), (role, name)
            assert answer.data.replace(HIDDEN.encode(), NEVER.encode()) == never.data, (role, name)
            assert dict(answer.headers) == dict(never.headers), (role, name)
        elif route.foreign == "refused":
            assert answer.status_code == 403, (role, name)
        else:
            assert answer.status_code == route.status, (role, name)
            assert HIDDEN not in answer.text, (role, name)


def test_an_event_of_another_programme_is_as_one_that_never_was(world: AService) -> None:
    headers = {"Authorization": f"Bearer reader-of-{OWN}"}
    client = world.service.app.test_client()
    there = client.get(f"/v1/events/{an_id(10)}", headers=headers)
    never = client.get(f"/v1/events/{an_id(12)}", headers=headers)
    assert there.status_code == 404
    assert there.text.replace(an_id(10), an_id(12)) == never.text
    assert client.get(f"/v1/events/{an_id(11)}", headers=headers).status_code == 200


class TestWhoIsBound:
    @pytest.fixture
    def client(self, world: AService) -> Any:
        def ask(path: str, role: Role = "reader", **more: Any) -> TestResponse:
            headers = {"Authorization": f"Bearer {role}-of-{OWN}"}
            method = "POST" if more else "GET"
            return world.service.app.test_client().open(
                path, method=method, headers=headers, **more
            )

        return ask

    def test_sees_its_own_and_the_gaps_between(self, client: Any, world: AService) -> None:
        world.recorded(
            an_event("feedback-given", id=an_id(12), programme=HIDDEN),
            an_event("feedback-given", id=an_id(13), programme=OWN),
        )
        answer = client("/v1/events").get_json()
        assert [each["position"] for each in answer["events"]] == [3, 5]
        first = client("/v1/events?limit=1")
        assert [each["position"] for each in first.get_json()["events"]] == [3]
        second = client(f"/v1/events?limit=1&cursor={first.get_json()['next']}").get_json()
        assert [each["position"] for each in second["events"]] == [5]
        assert second["next"] is None

    @pytest.mark.parametrize(
        "query",
        [
            f"programme={HIDDEN}",
            f"stream={HIDDEN}/tester:ana",
            f"stream={HIDDEN}",
            f"programme={OWN}&stream={HIDDEN}/tester:ana",
        ],
    )
    def test_finds_nothing_elsewhere(self, client: Any, query: str) -> None:
        answer = client(f"/v1/events?{query}").get_json()
        never = client(f"/v1/events?{query.replace(HIDDEN, NEVER)}").get_json()
        assert answer == never
        assert answer["events"] == []

    @pytest.mark.parametrize("filters", ["party=tester:ana", f"{ITEM}", "type=feedback-given"])
    def test_finds_its_own_by_any_filter(self, client: Any, filters: str) -> None:
        found = client(f"/v1/events?{filters}").get_json()["events"]
        assert [each["programme"] for each in found] == [OWN]

    def test_posts_to_its_own(self, client: Any) -> None:
        event = an_event("feedback-given", programme=OWN)
        assert client("/v1/events", "recorder", json=event).status_code == 201

    def test_learns_of_a_taken_id_only_that_it_is_taken(self, client: Any) -> None:
        event = an_event("feedback-given", id=an_id(10), programme=OWN)
        answer = client("/v1/events", "recorder", json=event)
        assert answer.status_code == 409
        assert answer.get_json()["code"] == "id-taken"
        assert answer.get_json()["detail"] == f"The id {an_id(10)} belongs to another event."

    def test_cannot_post_elsewhere_neither_in_a_batch_nor_in_an_import(self, client: Any) -> None:
        own, other = (an_event("feedback-given", programme=each) for each in (OWN, HIDDEN))
        batch = client("/v1/events", "recorder", json=[own, other])
        assert (batch.status_code, batch.get_json()["index"]) == (403, 1)
        assert batch.get_json()["code"] == "not-for-programme"
        lines = "".join(f"{each}\n" for each in map(json.dumps, (own, other)))
        kind = "application/x-ndjson"
        answer = client("/v1/events", "recorder", data=lines, content_type=kind)
        refused, done = map(json.loads, answer.text.splitlines())
        assert (refused["line"], refused["status"]) == (2, 403)
        assert (done["recorded"], done["refused"]) == (1, 1)

    @pytest.mark.parametrize("target", [an_id(10), an_id(77)])
    def test_a_correction_elsewhere_does_not_tell_what_is_there(
        self, client: Any, target: EventId
    ) -> None:
        data = {"event": target, "reason": "?", "data": {"nonsense": 1}}
        event = {
            "type": "event-corrected",
            "programme": HIDDEN,
            "occurred_at": "2024",
            "data": data,
        }
        answer = client("/v1/events", "recorder", json=event)
        assert answer.status_code == 422
        assert [each["pointer"] for each in answer.get_json()["errors"]] == ["/data/event"]
