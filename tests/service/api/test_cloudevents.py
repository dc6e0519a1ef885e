"""CloudEvents 1.0, as the official SDK sends them, and as nobody should."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from cloudevents.core.bindings.http import HTTPMessage, to_binary_event, to_structured_event
from cloudevents.core.v1.event import CloudEvent
from werkzeug.test import TestResponse

from service.moving.exporting import exported
from tests.builders import ALL_TYPES, AN_EVENT, CORRECTED_TYPE, PROGRAMME, an_event
from tests.given import AService, an_id
from tests.served import Served

JSON = "application/json"
ONE = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
EVENT = {
    "id": AN_EVENT,
    "type": "feedback-given",
    "programme": PROGRAMME,
    "occurred_at": "2024-11-20T10:00:00+01:00",
    "source": "https://feedback.example.org/17",
    "asserted_by": "press:ars",
    "grade": "primary",
    "data": an_event("feedback-given")["data"],
}
SAID: dict[str, Any] = {
    "specversion": "1.0",
    "id": AN_EVENT,
    "type": "feedback-given",
    "source": "https://feedback.example.org/17",
    "time": "2024-11-20T10:00:00+01:00",
    "programme": PROGRAMME,
    "grade": "primary",
    "assertedby": "press:ars",
    "data": EVENT["data"],
}

FOREIGN = {**SAID, "id": "feedback-17"}
MADE = str(uuid5(uuid5(NAMESPACE_URL, SAID["source"]), "feedback-17"))


def structured(ledger: AService, said: Any, kind: str = ONE) -> TestResponse:
    """Post in structured, or in batch mode."""
    return ledger.send("POST", "/v1/events", data=json.dumps(said), content_type=kind)


def binary(ledger: AService, headers: Mapping[str, str], **more: Any) -> TestResponse:
    """Post in binary mode."""
    sent = {"json": SAID["data"], **more}
    return ledger.send("POST", "/v1/events", headers=dict(headers), **sent)


def in_headers(**changed: str | None) -> dict[str, str]:
    """The attributes of `SAID` as headers, but for those that are changed."""
    said = {**{name: each for name, each in SAID.items() if name != "data"}, **changed}
    return {f"ce-{name}": each for name, each in said.items() if each is not None}


def by_the_sdk(ledger: AService, message: HTTPMessage) -> TestResponse:
    """Post what the SDK made."""
    return ledger.send("POST", "/v1/events", headers=message.headers, data=message.body)


def an_sdk_event(**attributes: Any) -> CloudEvent:
    """`SAID` in the words of the SDK."""
    said = {name: each for name, each in SAID.items() if name != "data"}
    said["time"] = datetime.fromisoformat(SAID["time"])
    return CloudEvent({**said, "datacontenttype": JSON, **attributes}, SAID["data"])


def faults(answer: TestResponse) -> dict[str, str]:
    """What is wrong, by its pointer."""
    assert answer.status_code == 422, answer.text
    told = answer.get_json(force=True)
    assert told["code"] == "invalid-event"
    return {each["pointer"]: each["detail"] for each in told["errors"]}


def contents(ledger: AService) -> list[tuple[str, str]]:
    """The stored bytes of all events."""
    lines = [json.loads(each) for each in exported(ledger.service.storage.store, "jsonl", None)]
    return [(each["topic"], each["content"]) for each in lines[1:-1]]


@pytest.fixture
def door(tmp_path: Path) -> Iterator[AService]:
    """A service that is asked only what it makes of something: one database is enough."""
    with AService(tmp_path / "door.db") as service:
        yield service


@pytest.fixture(scope="module")
def shut(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AService]:
    """A service that has nothing, and comes to have nothing."""
    with AService(tmp_path_factory.mktemp("shut") / "shut.db") as service:
        yield service


class TestTheSameEvent:
    """As a CloudEvent, in any mode, and as JSON: whichever comes first, it is one event."""

    def test_is_recorded_already_in_every_other_form(self, ledger: AService) -> None:
        answers = [
            ledger.post(EVENT),
            structured(ledger, SAID),
            structured(ledger, [SAID], BATCH),
            binary(ledger, in_headers()),
            by_the_sdk(ledger, to_structured_event(an_sdk_event())),
            by_the_sdk(ledger, to_binary_event(an_sdk_event())),
        ]
        assert [each.status_code for each in answers] == [201, 200, 200, 200, 200, 200]
        assert len(ledger.ask("/v1/events")["events"]) == 1

    def test_says_as_a_cloudevent_what_it_says_as_json(self, ledger: AService) -> None:
        answer = by_the_sdk(ledger, to_binary_event(an_sdk_event()))
        assert answer.status_code == 201
        assert answer.headers["Location"] == f"/v1/events/{AN_EVENT}"
        told = ledger.ask(f"/v1/events/{AN_EVENT}")
        assert told["occurred_at"]["text"] == EVENT["occurred_at"]
        same = ("type", "programme", "source", "asserted_by", "grade", "data")
        assert {name: told[name] for name in same} == {name: EVENT[name] for name in same}

    def test_has_the_default_grade_of_json(self, ledger: AService) -> None:
        said = {name: each for name, each in SAID.items() if name != "grade"}
        assert structured(ledger, said).status_code == 201
        assert ledger.post({**EVENT, "grade": "reported"}).status_code == 200

    def test_is_another_with_another_content(self, ledger: AService) -> None:
        assert structured(ledger, SAID).status_code == 201
        answer = structured(ledger, {**SAID, "grade": "rumour"})
        assert (answer.status_code, answer.get_json(force=True)["code"]) == (409, "id-taken")

    def test_may_be_all_that_an_event_can_be(self, ledger: AService) -> None:
        event = an_event("feedback-given", id=AN_EVENT, occurred_at="2024-11/..")
        said = {
            **SAID,
            "source": event["source"],
            "occurred": "2024-11/..",
            "zone": event["zone"],
            "reportedat": event["reported_at"],
            "evidence": json.dumps(event["evidence"]),
            "data": event["data"],
        }
        assert ledger.post(event).status_code == 201
        assert structured(ledger, said).status_code == 200


class TestTheTime:
    def test_may_be_uncertain(self, door: AService) -> None:
        said = {**SAID, "occurred": "2024-11~"}
        del said["time"]
        assert structured(door, said).status_code == 201
        occurred = door.ask(f"/v1/events/{AN_EVENT}")["occurred_at"]
        assert occurred["text"] == "2024-11~"
        assert occurred["earliest"] == "2024-11-01T00:00:00Z"

    def test_that_is_uncertain_goes_before_the_one_that_the_sdk_always_sends(
        self, door: AService
    ) -> None:
        """The SDK puts the time at which it made the event where none is given."""
        for _ in range(2):
            event = an_sdk_event(occurred="2024-11-20/..")
            del event.get_attributes()["time"]
            again = CloudEvent(dict(event.get_attributes()), SAID["data"])
            assert again.get_time() is not None
            answer = by_the_sdk(door, to_structured_event(again))
        assert answer.status_code == 200
        assert door.ask(f"/v1/events/{AN_EVENT}")["occurred_at"]["text"] == "2024-11-20/.."

    @pytest.mark.parametrize("time", ["2024-11-26", "2024-11-26T10:00:00", "", 5, "2024-11/.."])
    def test_in_time_has_to_be_an_instant(self, shut: AService, time: Any) -> None:
        for more in ({}, {"occurred": "2024-11"}):
            told = faults(structured(shut, {**SAID, "time": time, **more}))
            assert "`occurred`" in told.pop("/time")
            assert not told

    def test_is_required(self, door: AService) -> None:
        told = faults(structured(door, {**SAID, "time": None}))
        assert told == {"/time": "is required, or `occurred`"}

    def test_that_is_wrong_is_told_where_it_stands(self, door: AService) -> None:
        assert list(faults(structured(door, {**SAID, "occurred": "../.."}))) == ["/occurred"]


class TestAnIdThatIsNoUuid:
    def test_makes_the_same_uuid_for_the_same_source(self, ledger: AService) -> None:
        first, again = structured(ledger, FOREIGN), binary(ledger, in_headers(id="feedback-17"))
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.get_json()["id"] == again.get_json()["id"] == MADE
        assert UUID(MADE).version == 5
        other = structured(ledger, {**FOREIGN, "source": "https://example.org/other"})
        assert (other.status_code, other.get_json()["id"] != MADE) == (201, True)

    def test_is_kept(self, ledger: AService) -> None:
        structured(ledger, FOREIGN)
        told = ledger.ask(f"/v1/events/{MADE}")
        assert (told["source"], told["source_id"]) == (SAID["source"], "feedback-17")
        assert told["effective"]["source_id"] == "feedback-17"

    def test_is_the_source_id_of_an_event_as_json(self, ledger: AService) -> None:
        structured(ledger, FOREIGN)
        event = {**EVENT, "source_id": "feedback-17"}
        assert ledger.post({**event, "id": MADE}).status_code == 200
        del event["id"]
        assert ledger.post(event).status_code == 200

    def test_needs_a_source(self, ledger: AService) -> None:
        event = {name: each for name, each in EVENT.items() if name != "source"}
        told = faults(ledger.post({**event, "source_id": "feedback-17"}))
        assert list(told) == ["/source_id"]

    def test_has_the_length_of_a_source(self, ledger: AService) -> None:
        assert list(faults(structured(ledger, {**SAID, "id": "x" * 2001}))) == ["/id"]

    def test_is_also_a_uuid_without_its_hyphens(self, ledger: AService) -> None:
        bare = AN_EVENT.replace("-", "")
        assert structured(ledger, {**SAID, "id": bare}).get_json()["id"] != AN_EVENT
        assert structured(ledger, {**SAID, "id": AN_EVENT.upper()}).get_json()["id"] == AN_EVENT


class TestBinaryMode:
    @pytest.mark.parametrize(
        "header",
        [
            quote("José 50% “sure”"),
            quote("José 50% “sure”").lower(),
            '"Jos%C3%A9 50%25 \\%E2%80%9Csure%E2%80%9D"',
        ],
    )
    def test_decodes_what_headers_cannot_hold(self, door: AService, header: str) -> None:
        source = "José 50% “sure”" if header != header.lower() else "josé 50% “sure”"
        assert binary(door, in_headers(source=header)).status_code == 201
        assert door.ask(f"/v1/events/{AN_EVENT}")["source"].lower() == source.lower()

    def test_decodes_once(self, door: AService) -> None:
        binary(door, in_headers(source="a%2520b"))
        assert door.ask(f"/v1/events/{AN_EVENT}")["source"] == "a%20b"

    def test_takes_what_the_sdk_encodes(self, door: AService) -> None:
        event = an_sdk_event(source="Gespräch am 2. Mai, “vertraulich” 100%")
        assert by_the_sdk(door, to_binary_event(event)).status_code == 201
        told = door.ask(f"/v1/events/{AN_EVENT}")
        assert told["source"] == "Gespräch am 2. Mai, “vertraulich” 100%"

    @pytest.mark.parametrize("header", ["%C0%A0", "%FF", "caf\xe9"])
    def test_refuses_what_is_not_utf_8(self, shut: AService, header: str) -> None:
        assert list(faults(binary(shut, in_headers(source=header)))) == ["/source"]

    def test_has_its_data_in_the_body(self, door: AService) -> None:
        headers = {**in_headers(), "ce-data": "{}"}
        assert list(faults(binary(door, headers))) == ["/data"]
        assert list(faults(binary(door, in_headers(), json=[]))) == ["/data"]

    def test_has_its_datacontenttype_in_the_content_type(self, door: AService) -> None:
        headers = {**in_headers(), "ce-datacontenttype": JSON}
        assert list(faults(binary(door, headers))) == ["/datacontenttype"]
        other = binary(door, in_headers(), json=None, data=b"{}", content_type="text/xml")
        assert other.status_code == 415

    def test_points_into_the_event_as_the_json_format_has_it(self, door: AService) -> None:
        data = {**SAID["data"], "tester": "ana", "more": 1}
        told = faults(binary(door, in_headers(assertedby="ars", specversion=None), json=data))
        assert list(told) == ["/assertedby", "/data/more", "/data/tester", "/specversion"]

    def test_is_not_meant_by_the_headers_of_a_structured_one(self, door: AService) -> None:
        headers = in_headers(id="another", grade="none")
        body = json.dumps(SAID)
        answer = binary(door, headers, json=None, data=body, content_type=ONE)
        assert answer.get_json()["id"] == AN_EVENT


class TestStructuredMode:
    @pytest.mark.parametrize("name", ["specversion", "id", "source", "type", "programme", "data"])
    @pytest.mark.parametrize("missing", [True, None])
    def test_needs_what_it_needs(self, shut: AService, name: str, missing: Any) -> None:
        said = {**SAID, name: None}
        if missing:
            del said[name]
        assert faults(structured(shut, said)) == {f"/{name}": "is required"}

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("specversion", "0.3"),
            ("specversion", 1.0),
            ("datacontenttype", "text/xml"),
            ("datacontenttype", "application/json; charset=latin-1"),
            ("datacontenttype", 5),
            ("data_base64", "e30="),
            ("partitionkey", "5"),
            ("expectedversion", 0),
            ("asserted_by", "press:ars"),
            ("a/b~", "5"),
            ("\ud800", "5"),
            ("grade", "sure"),
            ("programme", "Not A Slug"),
            ("assertedby", "ars"),
            ("reportedat", "then"),
            ("evidence", [{"note": "x"}]),
            ("evidence", "{"),
            ("evidence", "\ud800"),
            ("evidence", '[{"url": 5}]'),
            ("source", ""),
            ("source", 5),
            ("id", ""),
            ("id", 5),
            ("type", "com.example.feedback"),
            ("citation", "minutes"),
        ],
    )
    def test_refuses(self, shut: AService, name: str, value: Any) -> None:
        told = faults(structured(shut, {**SAID, name: value}))
        pointer = {"a/b~": "/a~1b~0", "\ud800": "/\ufffd"}.get(name, f"/{name}")
        assert list(told) == [pointer]
        assert shut.ask("/v1/events")["events"] == []

    def test_tells_everything_at_once(self, shut: AService) -> None:
        said = {"specversion": "2", "id": "x", "source": "y", "more": 1, "data_base64": ""}
        told = faults(structured(shut, said))
        assert set(told) == {
            *("/specversion", "/more", "/data_base64", "/type", "/time", "/programme", "/data")
        }

    @pytest.mark.parametrize("said", [[SAID], "x", 5, None])
    def test_has_one_event(self, shut: AService, said: Any) -> None:
        assert list(faults(structured(shut, said))) == [""]

    @pytest.mark.parametrize("kind", ["application/json", "Application/JSON; charset=UTF-8"])
    def test_may_say_that_its_data_is_json(self, door: AService, kind: str) -> None:
        said = {**SAID, "datacontenttype": kind, "dataschema": "https://example.org/schema"}
        assert structured(door, said, f"{ONE}; charset=UTF-8").status_code == 201

    def test_may_have_passed_through_brokers_that_trace_it(self, door: AService) -> None:
        traced = {"traceparent": f"00-{'a' * 32}-{'b' * 16}-01", "tracestate": "vendor=1"}
        first = structured(door, {**SAID, **traced})
        again = structured(door, {**SAID, "traceparent": f"00-{'c' * 32}-{'d' * 16}-00"})
        plain = structured(door, SAID)
        assert [each.status_code for each in (first, again, plain)] == [201, 200, 200]

    def test_is_told_apart_from_an_event_by_its_content_type(self, shut: AService) -> None:
        one, many = (shut.post(said) for said in (SAID, [SAID]))
        assert faults(one) == {"/specversion": f"looks like a CloudEvent: send it as {ONE}"}
        assert faults(many) == {"/0/specversion": f"looks like a CloudEvent: send it as {BATCH}"}

    def test_has_to_be_in_the_json_format(self, door: AService) -> None:
        for kind in ("application/cloudevents", "application/cloudevents+avro"):
            assert structured(door, SAID, kind).status_code == 415


class TestABatch:
    def test_is_recorded_in_order(self, ledger: AService) -> None:
        batch = [{**SAID, "id": an_id(3)}, {**SAID, "id": "x"}, {**SAID, "id": an_id(1)}]
        answer = structured(ledger, batch, BATCH)
        assert answer.status_code == 201
        receipts = answer.get_json()["events"]
        assert [each["position"] for each in receipts] == [1, 2, 3]
        assert structured(ledger, batch, BATCH).status_code == 200

    def test_is_kept_as_a_whole_or_not_at_all(self, ledger: AService) -> None:
        answer = structured(ledger, [SAID, {**SAID, "id": "x", "assertedby": "ars"}], BATCH)
        assert list(faults(answer)) == ["/1/assertedby"]
        assert answer.get_json(force=True)["index"] == 1
        assert ledger.ask("/v1/events")["events"] == []

    def test_names_no_event_twice(self, ledger: AService) -> None:
        batch = [{**SAID, "id": "x"}, {**SAID, "id": "x"}]
        assert list(faults(structured(ledger, batch, BATCH))) == ["/1/id"]

    @pytest.mark.parametrize("said", [SAID, {}, [], "x"])
    def test_is_a_list_that_is_not_empty(self, ledger: AService, said: Any) -> None:
        assert list(faults(structured(ledger, said, BATCH))) == [""]

    def test_has_at_most_a_thousand_events(self, ledger: AService) -> None:
        assert structured(ledger, [SAID] * 1001, BATCH).status_code == 413


class TestOurExport:
    def test_posted_again_changes_nothing(self, ledger: AService) -> None:
        about = {"event": AN_EVENT}
        ledger.recorded(
            {**an_event(CORRECTED_TYPE), "id": AN_EVENT},
            {**EVENT, "id": an_id(2), "source": "minutes of\nthe 2nd", "occurred_at": "2024-11?"},
            {**EVENT, "id": an_id(3), "source": '"quoted" minutes', "zone": "-08:00"},
            {**EVENT, "id": an_id(4), "source": '"quoted"'},
            {**EVENT, "id": an_id(5), "source": "/v1/programmes/other"},
            {**EVENT, "id": an_id(6), "source_id": '"a\tb"'},
            *({**an_event(name), "id": an_id(9)} for name in ("item-leaked",)),
            an_event("leak-detected", data={"leak": an_id(9)}),
            an_event("event-corrected", data=about),
            an_event("event-disputed", data=about),
        )
        structured(ledger, {**SAID, "id": "feedback-17"})
        structured(ledger, {**SAID, "id": "x", "source": f"/v1/programmes/{PROGRAMME}"})
        no_source = {name: each for name, each in EVENT.items() if name != "source"}
        ledger.recorded({**no_source, "id": an_id(7)})
        lines = [*exported(ledger.service.storage.store, "cloudevents", None)]
        head = ledger.ask("/v1/events")["as_recorded"]
        for line in lines:
            assert structured(ledger, json.loads(line)).status_code == 200, line
        whole = structured(ledger, [json.loads(line) for line in lines], BATCH)
        assert whole.status_code == 200
        assert ledger.ask("/v1/events")["as_recorded"] == head

    def test_makes_the_same_events_elsewhere(self, tmp_path: Path) -> None:
        ids = {name: an_id(number) for number, name in enumerate(ALL_TYPES, 1)}
        about = {
            "leak-detected": {"leak": ids["item-leaked"]},
            "finding-recorded": {"about": [ids["item-leaked"]]},
            "event-retracted": {"event": ids["group-left"]},
            "event-corrected": {"event": ids[CORRECTED_TYPE]},
            "event-disputed": {"event": ids["item-leaked"]},
            "dispute-settled": {"event": ids["item-leaked"]},
        }
        with AService(tmp_path / "here.db") as here, AService(tmp_path / "there.db") as there:
            batch = [an_event(name, id=ids[name], data=about.get(name, {})) for name in ALL_TYPES]
            assert here.post(batch).status_code == 201
            lines = exported(here.service.storage.store, "cloudevents", None)
            answer = structured(there, [json.loads(line) for line in lines], BATCH)
            assert answer.status_code == 201, answer.text
            assert contents(there) == contents(here)


def test_the_official_sdk_reaches_the_service_that_we_ship(tmp_path: Path) -> None:
    with Served(tmp_path) as served:
        answers = [
            served.session.post(f"{served.url}/v1/events", data=sent.body, headers=sent.headers)
            for sent in (
                to_binary_event(an_sdk_event(id="feedback-17", source="Gespräch “100%”")),
                to_structured_event(an_sdk_event(id="feedback-17", source="Gespräch “100%”")),
            )
        ]
        assert [each.status_code for each in answers] == [201, 200], answers[0].text
        location = answers[1].headers["Location"]
        told = served.session.get(f"{served.url}{location}").json()
        assert (told["source"], told["source_id"]) == ("Gespräch “100%”", "feedback-17")
