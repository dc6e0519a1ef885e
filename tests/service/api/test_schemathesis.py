"""The service held to its OpenAPI document by Schemathesis, with the story of the demo in it.

Every operation is tried with the examples of the document, with what lies at the edges of its
schemas and beyond, with what is made up, and in sequences: what one operation answers goes into the
next. No operation is left out but those that are for people; these a browser tries (tests/service/
web). Cases come from a fixed seed, so that a failure is one of the change
with which it is seen.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import from_schema
from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished
from schemathesis.engine.recorder import ScenarioRecorder
from werkzeug.serving import make_server

from domain.instant import parse_instant
from tests.given import NOW, a_new_ledger, an_id

STORY = Path("deploy/demo/sora.ndjson")
TOKEN = "held-to-its-word"
CONFIG = {
    "seed": 1,
    "headers": {"Authorization": f"Bearer {TOKEN}"},
    "generation": {"max-examples": 2, "deterministic": True, "database": "none"},
    "phases": {"stateful": {"max-steps": 6, "generation": {"max-examples": 15}}},
    "operations": [
        # Fifty schemas in four forms have thousands of edges, which take minutes over sockets:
        # test_data_schemas, test_event_schema and test_any_document try them at the schemas.
        {"include-name": "POST /v1/events", "phases": {"coverage": {"enabled": False}}},
        # The code of GET answers HEAD, and test_reading_well holds it to that route by route; the
        # door answers OPTIONS before it looks at anything else (test_on_the_wire).
        {"include-method": "HEAD", "enabled": False},
        {"include-method": "OPTIONS", "enabled": False},
        {"include-tag": "review", "enabled": False},
        # DELETE revokes a token. It stays to be seen: what it recorded bears its principal.
        {
            "include-path": "/v1/tokens/{token_id}",
            "checks": {"use_after_free": {"enabled": False}},
        },
    ],
    "checks": {
        # 412 as well: no schema says which tags there are. And 422, but only for what no schema
        # says either: see `refuses_only_what_no_schema_says`.
        "positive_data_acceptance": {
            "expected-statuses": ["2xx", "3xx", 401, 403, 404, 409, 412, 422, 429, "5xx"]
        },
    },
}
PHASES = {"examples", "coverage", "fuzzing", "stateful"}


UNSAID = {
    "which cursors there are": {"cursor"},
    "that no bound lies in the future, beyond the head, or before another; which days there are": {
        *("as_of", "as_recorded", "then", "from", "to", "since", "until", "after"),
        *("Last-Event-ID", "/expires", "/occurred_at", "/reported_at", "/occurred", "/time"),
        "/reportedat",
    },
    "that of two parameters one is given": {"item", "party"},
    "what a parameter is for": {"dry_run"},
    "what stands between commas": {"projections", "items", "parties"},
    "which characters can be printed": {"/name", "caller"},
    "which events there are": {"/data/event", "/data/leak", "/data/about"},
    "what JSON a text holds, and what stands beside what": {"/evidence", "/sourceid", "/citation"},
}
"""What no schema says, and by which parameters or pointers it is told."""
SAID_ELSEWHERE = frozenset({"application/cloudevents+json", "application/cloudevents-batch+json"})
"""Where `data` is described in words, as that of an event of the type."""


@schemathesis.check
def refuses_only_what_no_schema_says(
    _context: Any, response: Any, case: schemathesis.Case
) -> bool | None:
    """What the schemas allow is refused for nothing that they could have said."""
    positive = case.meta is not None and case.meta.generation.mode.is_positive
    if not positive or response.status_code != 422:
        return None
    unsaid = set().union(*UNSAID.values())
    if case.media_type in SAID_ELSEWHERE:
        unsaid |= {"/data"}
    for error in response.json()["errors"]:
        named = re.sub(r"^/[0-9]+(?=/|$)", "", error.get("pointer", error.get("parameter")))
        known = any(named == each or named.startswith(f"{each}/") for each in unsaid)
        assert known, f"{error} could stand in the schema"
    return None


@schemathesis.hook
def before_call(_context: Any, case: schemathesis.Case[Any], _arguments: Any) -> None:
    """Headers of CloudEvents belong to a body of another form: the SDK sends both, in
    test_cloudevents."""
    for name in [each for each in case.headers or () if each.lower().startswith("ce-")]:
        del case.headers[name]


@schemathesis.serializer("application/x-ndjson")
def lines(_context: Any, event: Any) -> bytes:
    """An import of one event."""
    return json.dumps(event).encode() + b"\n"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Where a service with a story in it listens.

    Not under gunicorn: there a stream of events would never end, here it does at the head.
    """
    with a_new_ledger() as service:
        service.clock.now = parse_instant("2026-11-15T12:00:00Z")
        story = {"data": STORY.read_bytes(), "content_type": "application/x-ndjson"}
        told = service.send("POST", "/v1/events", role="archivist", **story)
        assert b'"recorded":95' in told.data
        service.service.tokens.admit(TOKEN, "somebody", "admin", an_id(1), NOW)
        server = make_server("127.0.0.1", 0, service.service.app, threaded=True)
        serving = Thread(target=server.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        serving.join()
        server.server_close()


def test_the_service_is_as_it_is_described(url: str) -> None:
    config = SchemathesisConfig.from_dict(CONFIG)
    schema = schemathesis.openapi.from_url(f"{url}/openapi.json", config=config)
    tried: Counter[str] = Counter()
    wrong: dict[tuple[str, str], str] = {}
    for event in from_schema(schema).execute():
        match event:
            case ScenarioFinished(phase=phase, recorder=recorder):
                tried[phase.value] += len(recorder.interactions)
                for label, what, how in _failures(recorder):
                    wrong.setdefault((label, what), how)
            case NonFatalError(label=label, value=error):
                wrong.setdefault((label, type(error).__name__), str(error))
            case FatalError(exception=error):
                raise error
    assert not wrong, "\n\n".join(f"{key}: {how}" for key, how in wrong.items())
    assert {phase for phase, count in tried.items() if count} >= PHASES, tried


def _failures(recorder: ScenarioRecorder) -> Iterator[tuple[str, str, str]]:
    """Operation, check, and what went wrong with which request."""
    for case, checks in recorder.checks.items():
        for check in checks:
            if check.failure_info is not None:
                failure = check.failure_info.failure
                sent = check.failure_info.code_sample
                yield recorder.cases[case].value.operation.label, check.name, f"{failure}\n{sent}"
