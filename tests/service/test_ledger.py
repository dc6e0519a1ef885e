"""What the ledger takes, refuses and promises, asked over HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.instant import SECOND, Instant, format_instant, parse_instant
from tests.builders import a_minimal_event, an_event
from tests.given import NOW, AClock, AService, an_id

A_MINUTE = 60 * SECOND


def told(number: int, **more: object) -> dict[str, object]:
    """An `item-disclosed` with a readable id."""
    return an_event("item-disclosed", id=an_id(number), **more)


def about(kind: str, number: int, target: int, **data: object) -> dict[str, object]:
    """A Ledger event about another event."""
    needed = {
        "event-retracted": {"reason": "entered twice"},
        "event-corrected": {"reason": "a slip", "grade": "primary"},
        "event-disputed": {"by": "staff:lena", "grounds": "was elsewhere"},
        "dispute-settled": {"outcome": "upheld", "reason": "the door log"},
    }[kind]
    return {
        "id": an_id(number),
        "type": kind,
        "programme": told(target)["programme"],
        "occurred_at": "2024-11-27",
        "data": {"event": an_id(target), **needed, **data},
    }


class TestPositions:
    def test_rise_from_one_without_gaps_also_after_refusals(self, ledger: AService) -> None:
        ledger.recorded(told(1))
        assert ledger.post(told(1, grade="rumour")).status_code == 409
        assert ledger.post([told(2), told(3, programme="Not a slug")]).status_code == 422
        assert [each["position"] for each in ledger.recorded(told(4), told(5))] == [2, 3]

    def test_recorded_times_rise_with_them_even_if_the_clock_stands_still(
        self, tmp_path: Path
    ) -> None:
        with AService(tmp_path / "ledger.db", AClock(step=0)) as ledger:
            times = [each["recorded_at"] for each in ledger.recorded(told(1), told(2), told(3))]
        assert times == [format_instant(Instant(NOW + each)) for each in (0, 1, 2)]

    def test_go_on_when_the_ledger_is_opened_again(self, ledger: AService) -> None:
        ledger.recorded(told(1))
        with ledger.reopened() as again:
            assert again.recorded(told(2))[0]["position"] == 2


class TestTheClock:
    def test_may_fall_back_by_five_seconds(self, ledger: AService) -> None:
        first = ledger.recorded(told(1))[0]["recorded_at"]
        ledger.clock.now = Instant(parse_instant(first) - 5 * SECOND)
        ledger.clock.step = 0
        second = ledger.recorded(told(2))[0]["recorded_at"]
        assert parse_instant(second) == parse_instant(first) + 1

    def test_that_falls_back_further_stops_posts_until_it_has_caught_up(
        self, ledger: AService
    ) -> None:
        first = ledger.recorded(told(1))[0]["recorded_at"]
        ledger.clock.step = 0
        ledger.clock.now = Instant(parse_instant(first) - 5 * SECOND - 1)
        refused = ledger.post(told(2))
        assert refused.status_code == 503
        assert refused.get_json()["code"] == "clock-behind"
        assert "Retry-After" in refused.headers
        ledger.clock.now = Instant(ledger.clock.now + A_MINUTE)
        assert ledger.post(told(2)).status_code == 201


class TestAnEventPostedAgain:
    def test_is_recorded_once_and_answered_with_its_first_place(self, ledger: AService) -> None:
        first = ledger.post(told(1))
        again = ledger.post(told(1))
        assert (first.status_code, again.status_code) == (201, 200)
        assert again.get_json() == first.get_json()
        assert again.headers["Location"] == f"/v1/events/{an_id(1)}"

    @pytest.mark.parametrize("event_type", ["item-disclosed", "event-corrected"])
    def test_is_the_same_with_its_uuids_in_capitals(
        self, ledger: AService, event_type: str
    ) -> None:
        ledger.recorded(told(1))
        event = told(2) if event_type == "item-disclosed" else about(event_type, 2, 1)
        ledger.recorded(event)
        assert ledger.post({**event, "id": str(event["id"]).upper()}).status_code == 200

    def test_is_taken_for_another_if_anything_in_it_differs(self, ledger: AService) -> None:
        ledger.recorded(told(1))
        refused = ledger.post(told(1, occurred_at="2024-11-21"))
        assert refused.status_code == 409
        assert refused.get_json()["code"] == "id-taken"
        assert "at position 1" in refused.get_json()["detail"]

    def test_says_of_another_programmes_event_only_that_the_id_is_taken(
        self, ledger: AService
    ) -> None:
        ledger.recorded(told(1))
        refused = ledger.post(told(1, programme="another"))
        assert refused.get_json()["code"] == "id-taken"
        assert "position" not in refused.get_json()["detail"]

    def test_is_the_same_though_it_was_corrected_since(self, ledger: AService) -> None:
        ledger.recorded(told(1), about("event-corrected", 2, 1, occurred_at="2024-11-30"))
        assert ledger.post(told(1)).status_code == 200

    def test_is_the_same_though_it_could_not_be_said_now(self, ledger: AService) -> None:
        ledger.recorded(told(1), about("event-retracted", 2, 1))
        assert ledger.post(about("event-retracted", 2, 1)).status_code == 200

    def test_is_looked_up_before_the_version_that_was_expected(self, ledger: AService) -> None:
        ledger.recorded(told(1, expected_version=0))
        assert ledger.post(told(1, expected_version=0)).status_code == 200
        assert ledger.post(told(1, expected_version=7)).status_code == 200


class TestStreams:
    def test_are_the_testers_own_or_the_programmes(self, ledger: AService) -> None:
        feedback, disclosed = ledger.recorded(
            an_event("feedback-given", id=an_id(1), data={"tester": "tester:ana"}), told(2)
        )
        programme = told(2)["programme"]
        assert feedback["stream"] == f"{programme}/tester:ana"
        assert disclosed["stream"] == programme

    def test_hold_what_is_said_about_their_events(self, ledger: AService) -> None:
        feedback, dispute, retraction = ledger.recorded(
            an_event("feedback-given", id=an_id(1)),
            about("event-disputed", 2, 1),
            about("event-retracted", 3, 2),
        )
        assert dispute["stream"] == retraction["stream"] == feedback["stream"]
        assert [each["version"] for each in (feedback, dispute, retraction)] == [1, 2, 3]

    def test_are_not_written_by_whoever_expected_another_version(self, ledger: AService) -> None:
        ledger.recorded(told(1))
        refused = ledger.post(told(2, expected_version=0))
        assert refused.status_code == 409
        assert refused.get_json()["code"] == "version-conflict"
        assert ledger.post(told(2, expected_version=1)).status_code == 201


class TestWhatLiesInTheFuture:
    def test_may_begin_within_five_minutes(self, ledger: AService) -> None:
        soon = format_instant(Instant(NOW + 4 * A_MINUTE))
        later = format_instant(Instant(NOW + 6 * A_MINUTE))
        assert ledger.post(told(1, occurred_at=soon)).status_code == 201
        refused = ledger.post(told(2, occurred_at=later))
        assert refused.status_code == 422
        assert [each["pointer"] for each in refused.get_json()["errors"]] == ["/occurred_at"]

    def test_may_be_where_a_time_ends_or_a_deadline_lies(self, ledger: AService) -> None:
        ledger.recorded(
            told(1, occurred_at="2026-01-14/.."),
            told(2, occurred_at="../2030-01-01"),
            an_event("commitment-made", id=an_id(3), data={"due_at": "2031-01-01T00:00:00Z"}),
        )

    def test_cannot_be_corrected_into_an_event(self, ledger: AService) -> None:
        ledger.recorded(told(1))
        refused = ledger.post(about("event-corrected", 2, 1, occurred_at="2027-01-01"))
        assert [each["pointer"] for each in refused.get_json()["errors"]] == ["/data/occurred_at"]


class TestEventIds:
    @pytest.mark.parametrize(
        ("event_type", "data", "pointer"),
        [
            ("event-retracted", {"event": an_id(99)}, "/data/event"),
            ("leak-detected", {"leak": an_id(99)}, "/data/leak"),
            ("finding-recorded", {"about": [an_id(1), an_id(99)]}, "/data/about/1"),
        ],
    )
    def test_must_be_in_the_programme(
        self, ledger: AService, event_type: str, data: dict[str, object], pointer: str
    ) -> None:
        ledger.recorded(told(1), told(99, programme="elsewhere"))
        refused = ledger.post(an_event(event_type, id=an_id(2), data=data))
        assert refused.status_code == 422, refused.text
        assert [each["pointer"] for each in refused.get_json()["errors"]] == [pointer]

    def test_in_the_new_data_of_a_correction_must_be_so_too(self, ledger: AService) -> None:
        detected = a_minimal_event("leak-detected", id=an_id(1))
        ledger.recorded(detected)
        corrected = {**detected["data"], "leak": an_id(99)}
        refused = ledger.post(about("event-corrected", 2, 1, data=corrected))
        assert [each["pointer"] for each in refused.get_json()["errors"]] == ["/data/data/leak"]


class TestLedgerEventsAreRefused:
    @pytest.mark.parametrize(
        "kind", ["event-retracted", "event-corrected", "event-disputed", "dispute-settled"]
    )
    def test_about_an_event_that_is_not_visible(self, ledger: AService, kind: str) -> None:
        ledger.recorded(told(1), about("event-retracted", 2, 1))
        refused = ledger.post(about(kind, 3, 1))
        assert (refused.status_code, refused.get_json()["code"]) == (409, "not-visible")

    @pytest.mark.parametrize("kind", ["event-corrected", "event-disputed"])
    def test_that_correct_or_dispute_a_ledger_event(self, ledger: AService, kind: str) -> None:
        ledger.recorded(told(1), about("event-disputed", 2, 1))
        refused = ledger.post(about(kind, 3, 2))
        assert (refused.status_code, refused.get_json()["code"]) == (409, "ledger-event")

    def test_that_settle_what_nobody_disputes(self, ledger: AService) -> None:
        ledger.recorded(told(1))
        refused = ledger.post(about("dispute-settled", 2, 1))
        assert (refused.status_code, refused.get_json()["code"]) == (409, "no-open-dispute")

    def test_whose_new_time_cannot_be_read_in_the_events_zone(self, ledger: AService) -> None:
        ledger.recorded(told(1, zone="-05:00"))
        refused = ledger.post(about("event-corrected", 2, 1, occurred_at="9999-12-31"))
        assert refused.status_code == 422
        assert [each["pointer"] for each in refused.get_json()["errors"]] == ["/data/occurred_at"]


class TestABatch:
    def test_is_recorded_in_its_order(self, ledger: AService) -> None:
        answer = ledger.post([told(1), told(2), told(3)])
        assert answer.status_code == 201
        assert [each["position"] for each in answer.get_json()["events"]] == [1, 2, 3]
        assert ledger.post([told(1), told(2), told(3)]).status_code == 200

    def test_is_kept_whole_or_not_at_all(self, ledger: AService) -> None:
        refused = ledger.post([told(1), about("event-retracted", 2, 77), told(3)])
        assert refused.status_code == 422
        problem = refused.get_json()
        assert problem["index"] == 1
        assert [each["pointer"] for each in problem["errors"]] == ["/1/data/event"]
        assert ledger.ask("/v1/events")["events"] == []

    def test_may_speak_of_its_own_earlier_events(self, ledger: AService) -> None:
        new = {**told(1)["data"], "channel": "a call"}
        answer = ledger.post([told(1), about("event-corrected", 2, 1, data=new)])
        assert answer.status_code == 201, answer.text
        effective = ledger.ask(f"/v1/events/{an_id(1)}")["effective"]
        assert effective["data"]["channel"] == "a call"

    def test_may_not_hold_an_id_twice(self, ledger: AService) -> None:
        refused = ledger.post([told(1), told(2), told(1)])
        assert refused.status_code == 422
        assert [each["pointer"] for each in refused.get_json()["errors"]] == ["/2/id"]


class TestAnArchivist:
    def test_restores_with_the_recorded_times_of_then(self, ledger: AService) -> None:
        at = "2024-11-28T09:00:00Z"
        answer = ledger.post(told(1, recorded_at=at), role="archivist")
        assert answer.get_json()["recorded_at"] == at
        event = ledger.ask(f"/v1/events/{an_id(1)}")
        assert event["restored"]["by"]["name"] == "rita"
        assert event["recorded_at"] == at

    @pytest.mark.parametrize("at", ["2024-11-28T09:00:00Z", "2030-01-01T00:00:00Z"])
    def test_restores_neither_before_the_last_event_nor_in_the_future(
        self, ledger: AService, at: str
    ) -> None:
        ledger.post(told(1, recorded_at="2024-11-28T09:00:00Z"), role="archivist")
        refused = ledger.post(told(2, recorded_at=at), role="archivist")
        assert refused.status_code == 422
        assert [each["pointer"] for each in refused.get_json()["errors"]] == ["/recorded_at"]

    def test_judges_the_future_from_then(self, ledger: AService) -> None:
        event = told(1, recorded_at="2024-11-20T00:00:00Z", occurred_at="2024-11-26")
        refused = ledger.post(event, role="archivist")
        assert [each["pointer"] for each in refused.get_json()["errors"]] == ["/occurred_at"]

    def test_is_the_only_one_who_does(self, ledger: AService) -> None:
        refused = ledger.post(told(1, recorded_at="2024-11-28T09:00:00Z"), role="recorder")
        assert refused.status_code == 422
        assert [each["pointer"] for each in refused.get_json()["errors"]] == ["/recorded_at"]

    def test_is_named_with_the_time_of_restoring(self, ledger: AService) -> None:
        ledger.clock.step = 0
        ledger.post(told(1, recorded_at="2024-11-28T09:00:00Z"), role="archivist")
        event = ledger.ask(f"/v1/events/{an_id(1)}")
        assert event["restored"]["at"] == format_instant(NOW)
        assert event["restored"]["by"] == event["recorded_by"]

    def test_leaves_what_is_recorded_after_as_it_is(self, ledger: AService) -> None:
        ledger.post(told(1, recorded_at="2024-11-28T09:00:00Z"), role="archivist")
        (receipt,) = ledger.recorded(told(2))
        assert parse_instant(receipt["recorded_at"]) > NOW
        assert "restored" not in ledger.ask(f"/v1/events/{an_id(2)}")

    def test_makes_a_ledger_that_knows_what_was_recorded_by_then(self, ledger: AService) -> None:
        days = ("2024-11-28T09:00:00Z", "2024-11-29T09:00:00Z")
        for number, at in enumerate(days, 1):
            ledger.post(told(number, recorded_at=at), role="archivist")
        by_then = ledger.ask("/v1/events", as_recorded="2024-11-28T23:00:00Z")
        assert by_then["as_recorded"] == {"position": 1, "recorded_at": days[0]}
        assert [each["id"] for each in by_then["events"]] == [an_id(1)]

    def test_may_send_it_again_with_another_time(self, ledger: AService) -> None:
        ledger.post(told(1, recorded_at="2024-11-28T09:00:00Z"), role="archivist")
        again = ledger.post(told(1, recorded_at="2024-11-29T09:00:00Z"), role="archivist")
        assert again.status_code == 200
        assert again.get_json()["recorded_at"] == "2024-11-28T09:00:00Z"
        assert ledger.post(told(1)).status_code == 200

    def test_restores_all_of_a_batch_or_nothing(self, ledger: AService) -> None:
        days = ("2024-11-28T09:00:00Z", "2024-11-30T09:00:00Z", "2024-11-29T09:00:00Z")
        batch = [told(number, recorded_at=at) for number, at in enumerate(days, 1)]
        refused = ledger.post(batch, role="archivist")
        assert refused.status_code == 422
        assert [each["pointer"] for each in refused.get_json()["errors"]] == ["/2/recorded_at"]
        assert ledger.ask("/v1/events")["events"] == []
        restored = ledger.post(batch[:2], role="archivist").get_json()["events"]
        assert [each["recorded_at"] for each in restored] == [*days[:2]]

    def test_restores_line_by_line(self, ledger: AService) -> None:
        ledger.role = "archivist"
        then = "2024-11-28T09:00:00Z"
        refused, done = ledger.post_lines(*(told(each, recorded_at=then) for each in (1, 2)))
        assert (refused["line"], refused["errors"][0]["pointer"]) == (2, "/recorded_at")
        assert done["recorded"] == 1

    def test_may_be_an_admin(self, ledger: AService) -> None:
        event = told(1, recorded_at="2024-11-28T09:00:00Z")
        assert ledger.post(event, role="admin").status_code == 201
