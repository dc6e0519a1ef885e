"""The review of a programme: what is looked at, and the table of who knew what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.builders import an_event
from tests.given import AService, an_id
from tests.service.web.pages import Element, query_of, read

ITEM = "item:price"
TOLD = "2026-01-02T09:00:00Z"
NEXT = "2026-01-03T09:00:00Z"
LATER = "2026-01-04T00:00:00Z"
DAY_ENDS = "2026-01-03T23:59:59.999999Z"


def happened(number: int, name: str, at: str, data: dict[str, Any]) -> dict[str, Any]:
    id_ = an_id(number)
    return {"id": id_, "type": name, "programme": "beta", "occurred_at": at, "data": data}


def disclosed(number: int, at: str, to: str, **more: object) -> dict[str, Any]:
    data = {"items": [ITEM], "by": "staff:lena", "to": [to], **more}
    return happened(number, "item-disclosed", at, data)


@pytest.fixture
def beta(ledger: AService) -> AService:
    """Ana was told on the 2nd, Ben perhaps on the 3rd, which somebody disputes."""
    ledger.recorded(
        disclosed(1, TOLD, "tester:ana"),
        disclosed(2, "2026-01-03", "tester:ben", extent="rumour"),
        happened(
            3,
            "event-disputed",
            "2026-01-03",
            {"event": an_id(2), "by": "tester:ben", "grounds": "Nobody called me."},
        ),
    )
    return ledger


def page(service: AService, path: str = "/review/beta", **query: object) -> Element:
    answer = service.get(path.partition("#")[0], **query) if query else service.send("GET", path)
    assert answer.status_code == 200, answer.text
    return read(answer.text)


def recorded_at(service: AService, number: int) -> str:
    at: str = service.ask("/v1/events/" + an_id(number))["recorded_at"]
    return at


def sentence(shown: Element) -> str:
    return shown.one("h1").text


def cell(shown: Element, party: str, column: int = 0) -> Element:
    rows = shown.one("table").one("tbody").all("tr")
    row = next(each for each in rows if each.one("th").text == party)
    return row.all("td")[column]


def test_says_what_is_looked_at(beta: AService) -> None:
    shown = page(beta, as_of=NEXT, as_recorded=2)
    at = beta.ask("/v1/events/" + an_id(2))["recorded_at"][:16].replace("T", " ")[-5:]
    assert sentence(shown).startswith(f"What we had recorded by 15 Jan 2026 {at}")
    assert sentence(shown).endswith("about what had happened by 3 Jan 2026 09:00 UTC.")


def test_the_link_shows_another_the_same(beta: AService) -> None:
    shown = page(beta, as_of=TOLD, as_recorded=1, apart="yes", zone="Asia/Tokyo")
    link = next(each for each in shown.one("nav", id="tabs").all("a"))["href"]
    assert query_of(link) == {
        "as_of": TOLD,
        "as_recorded": "1",
        "apart": "yes",
        "zone": "Asia/Tokyo",
    }
    assert sentence(page(beta, link)) == sentence(shown)


def test_times_are_said_in_a_zone_with_utc_beside_it(beta: AService) -> None:
    shown = page(beta, as_of="2026-01-02T20:00:00Z", as_recorded=0, zone="Asia/Tokyo")
    assert "by 3 Jan 2026 05:00 JST (2 Jan 2026 20:00 UTC)." in sentence(shown)
    assert (
        "on 2 Jan 2026 18:00 JST (09:00 UTC)"
        in cell(page(beta, zone="Asia/Tokyo"), "tester:ana").text
    )


def test_the_sliders_snap_to_the_nearest_event(beta: AService) -> None:
    shown = page(beta)
    happened, recorded = (shown.one("input", id=each) for each in ("happened", "recorded"))
    assert (happened["value"], recorded["value"]) == (happened["max"], recorded["max"])
    assert (happened["data-last"], recorded["data-last"]) == ("2", "3")
    assert recorded["aria-valuetext"].endswith("3 of 3 events")
    for part, as_of in ((500, TOLD), (1900, recorded_at(beta, 3)), (1100, DAY_ENDS)):
        led = beta.get("/review/beta", apart="yes", as_of=LATER, happened=part, recorded=2000)
        assert led.status_code == 303
        assert query_of(led.location) == {"as_of": as_of, "as_recorded": "3", "apart": "yes"}


def test_an_axis_says_days_and_of_one_day_times(beta: AService) -> None:
    under = [each.text for each in page(beta).one(id="happened-ticks").all("span")]
    assert under == ["2 Jan 09:00", "22:25", "3 Jan", "5 Jan", "15 Jan"]
    beta.recorded(disclosed(4, "2025-10-01", "tester:zoe"), disclosed(5, "2025-12", "tester:zoe"))
    under = [each.text for each in page(beta).one(id="happened-ticks").all("span")]
    assert under == ["2 Oct 2025", "9 Nov", "18 Dec", "2 Jan 2026", "15 Jan 2026"]


def test_a_slider_that_was_not_moved_stays(beta: AService) -> None:
    shown = page(beta, as_of=NEXT, as_recorded=2, apart="yes")
    sent = {each["name"]: each["value"] for each in shown.all("input", type="range")}
    led = beta.get("/review/beta", apart="yes", as_of=NEXT, as_recorded=2, zone="UTC", **sent)
    assert query_of(led.location) == {"as_of": NEXT, "as_recorded": "2", "apart": "yes"}


def test_each_of_a_burst_of_events_is_reached_by_its_number(beta: AService) -> None:
    beta.recorded(*(disclosed(each, TOLD, f"tester:t{each}") for each in range(10, 40)))
    now = {"as_of": LATER, "as_recorded": 33, "apart": "yes"}
    for stop in (0, 17, 18, 33):
        led = beta.get("/review/beta", **now, recorded_stop=stop)
        assert query_of(led.location)["as_recorded"] == str(stop)
        assert page(beta, led.location).one("input", id="recorded")["data-stop"] == str(stop)
    beyond = beta.get("/review/beta", **now, happened_stop=99)
    assert query_of(beyond.location)["as_of"] == recorded_at(beta, 39)


def test_the_sliders_move_together_until_they_are_unlocked(beta: AService) -> None:
    now: dict[str, Any] = {"as_of": LATER, "as_recorded": 3}
    back = beta.get("/review/beta", **now, happened=0, recorded=2000)
    assert query_of(back.location) == {"as_of": TOLD, "as_recorded": "0"}
    stood = page(beta, **now).one("input", id="happened")["value"]
    one = beta.get("/review/beta", **now, happened=stood, recorded_stop=1, apart="yes")
    assert query_of(one.location) == {"as_of": LATER, "as_recorded": "1", "apart": "yes"}
    other = beta.get("/review/beta", **now, recorded_stop=1)
    assert query_of(other.location) == {"as_of": recorded_at(beta, 1), "as_recorded": "1"}


def test_sliders_that_stand_apart_stay_so_until_they_are_locked(beta: AService) -> None:
    shown = page(beta, as_of=NEXT, as_recorded=3)
    assert "checked" in shown.one("input", type="checkbox").attributes
    after = shown.one(id="happened-after").one("a")["href"]
    assert query_of(after) == {"as_of": DAY_ENDS, "as_recorded": "3", "apart": "yes"}
    sent = {each["name"]: each["value"] for each in shown.all("input", type="range")}
    locked = beta.get("/review/beta", as_of=NEXT, as_recorded=3, **sent)
    assert query_of(locked.location) == {"as_of": NEXT, "as_recorded": "0"}
    assert "checked" not in page(beta, locked.location).one("input", type="checkbox").attributes


def test_the_far_end_of_each_slider_is_all_that_a_page_opens_with(beta: AService) -> None:
    beta.recorded(disclosed(4, "2025-10-01", "tester:zoe"))  # last, of what happened first
    opens = {"as_of": recorded_at(beta, 4), "as_recorded": "4"}
    shown = page(beta)
    assert query_of(shown.one("nav", id="tabs").all("a")[0]["href"]) == opens
    for axis in ("happened", "recorded"):
        back = page(beta, shown.one(id=f"{axis}-before").one("a")["href"])
        on = back.one(id=f"{axis}-after").one("a")["href"]
        end = {f"{axis}_stop": back.one("input", id=axis)["data-last"], "as_of": TOLD}
        led = beta.get("/review/beta", as_recorded=0, **end).location
        assert query_of(on) == query_of(led) == opens
        assert not page(beta, led).one(id=f"{axis}-after").all("a")


BERLIN = {"zone": "Europe/Berlin"}
TIMES: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    ("2026-01-03", {}, {"as_of": DAY_ENDS}),
    ("2 Jan 2026 09:00", {}, {"as_of": TOLD}),
    ("2026-01-02 10:00", BERLIN, {"as_of": TOLD, **BERLIN}),
    ("2026-01-02 09:00 UTC", BERLIN, {"as_of": TOLD, **BERLIN}),
    ("2026-01-02T10:00:00+01:00", {}, {"as_of": TOLD}),
    ("2025-06-08 12:00:30", {}, {"as_of": "2025-06-08T12:00:30Z"}),
]


def test_a_time_is_typed(beta: AService) -> None:
    for typed, more, leads in TIMES:
        led = beta.get("/review/beta", happened_by=typed, **more)
        assert query_of(led.location) == {**leads, "as_recorded": "0"}, typed
    far = beta.get("/review/beta", as_of=TOLD, as_recorded=0, happened_by="2199-01-01")
    assert query_of(far.location) == {"as_of": recorded_at(beta, 3), "as_recorded": "3"}


def test_a_time_that_the_page_says_leads_to_where_it_says_it(beta: AService) -> None:
    for more in ({}, BERLIN):
        now: dict[str, Any] = {"as_of": TOLD, "as_recorded": 3, "apart": "yes", **more}
        said = page(beta, **now).one("input", id="recorded-by")["value"]
        led = beta.get("/review/beta", **{**now, "as_recorded": 0}, recorded_by=said)
        assert query_of(led.location) == {**now, "as_recorded": "3"}
        same = {"recorded_by": said, "recorded_shown": said, "happened_stop": 1}
        moved = beta.get("/review/beta", **now, **same)
        assert query_of(moved.location) == {**now, "as_of": DAY_ENDS, "as_recorded": "3"}


def test_what_is_no_time_is_said_where_it_was_typed(beta: AService) -> None:
    for typed in (
        "yesterday",
        "2026-02-30 10:00",
        "2026-01-02 25:00",
        "9999-12-31",
        "0001-01-01 05:00",
    ):
        now = {"as_of": TOLD, "as_recorded": 2, "apart": "yes", "zone": "America/New_York"}
        zone = "Asia/Tokyo" if typed.startswith("0001") else "America/New_York"
        answer = beta.get("/review/beta", **{**now, "zone": zone}, recorded_by=typed)
        assert answer.status_code == 422, typed
        shown = read(answer.text)
        field = shown.one("input", id="recorded-by")
        assert (field["value"], field["aria-invalid"]) == (typed, "true")
        assert zone in shown.one(id=field["aria-describedby"]).text
        assert not shown.one(id="happened-wrong").text


def test_an_event_leads_to_when_it_happened_and_to_when_it_was_recorded(beta: AService) -> None:
    shown = page(beta, event=2, as_of=NEXT, as_recorded=3, apart="yes").one(id="event")
    happened, recorded = shown.all("p")[-1].all("a")
    assert query_of(happened["href"]) == {"as_of": DAY_ENDS, "as_recorded": "0"}
    assert query_of(recorded["href"]) == {"as_of": recorded_at(beta, 2), "as_recorded": "2"}


def test_a_list_begins_anew_where_a_slider_moves(beta: AService) -> None:
    now: dict[str, Any] = {"then": 0, "after": 1, "as_of": TOLD, "as_recorded": 3, "apart": "yes"}
    shown = page(beta, "/review/beta/later", **now)
    links = [shown.one(id="recorded-before").one("a")["href"]]
    links.append(beta.get("/review/beta/later", **now, happened_by="2026-01-03").location)
    links.append(beta.get("/review/beta/later", **now, compared_by="2026-01-16").location)
    assert [query_of(each).get("after") for each in links] == [None, None, None]
    stayed = beta.get("/review/beta/later", **now, zone="Asia/Tokyo", happened_by="")
    assert query_of(stayed.location)["after"] == "1"


def test_a_script_is_told_what_the_stops_say(beta: AService) -> None:
    told = beta.get("/review/beta/stops").get_json()
    shown = page(beta)
    for axis in ("happened", "recorded"):
        stops, slider = told[axis], shown.one("input", id=axis)
        assert sum(stops["places"]) == int(slider["max"])
        assert len(stops["seconds"]) == len(stops["places"]) == int(slider["data-last"]) + 1
        assert slider["aria-valuetext"].endswith(f"{sum(stops['counts'])} of 3 events")
    at = datetime.fromisoformat(recorded_at(beta, 3))
    assert sum(told["recorded"]["seconds"]) == int(at.timestamp())


def test_history_is_stepped_through_by_links(beta: AService) -> None:
    shown = page(beta, as_recorded=2, as_of=TOLD, apart="yes")
    before = shown.one(id="recorded-before").one("a")["href"]
    after = shown.one(id="recorded-after").one("a")["href"]
    assert [query_of(each)["as_recorded"] for each in (before, after)] == ["1", "3"]
    assert not shown.one(id="happened-before").all("a")


MEANINGLESS: list[dict[str, Any]] = [
    {"as_of": "yesterday"},
    {"as_of": "2026-01-02T09:00:00"},
    {"as_of": "2030-01-01T00:00:00Z"},
    {"as_recorded": "4"},
    {"as_recorded": "9" * 30},
    {"as_recorded": "2030-01-01T00:00:00Z"},
    {"zone": "Mars/Olympus"},
    {"zone": "../etc/passwd"},
    {"happened": "x"},
    {"sort": "item:none"},
    {"kind": "secret"},
    {"among": "item"},
    {"row": "-1"},
    {"party": "nobody", "about": ITEM},
    {"party": "tester:ana", "about": "price"},
]


def test_what_an_address_cannot_mean_is_said_on_a_page(beta: AService) -> None:
    for query in MEANINGLESS:
        answer = beta.get("/review/beta", **query)
        assert answer.status_code == 422, query
        assert read(answer.text).one("h1").text == "This cannot be shown"


def test_a_view_that_is_not_there_is_said_on_a_page(beta: AService) -> None:
    for path in ("/review/beta/nothing", "/review/gamma", "/review/No Name"):
        answer = beta.get(path)
        assert answer.status_code == 404
        assert read(answer.text).one("h1").text == "Not Found"


def test_each_cell_says_how_much_and_how_surely_it_was_known(beta: AService) -> None:
    shown = page(beta, as_of="2026-01-03T12:00:00Z")
    assert cell(shown, "tester:ana").text == "in full on 2 Jan 2026 at 09:00 UTC"
    assert cell(shown, "tester:ben").text == "perhaps by rumour disputed on 3 Jan 2026"
    before = page(beta, as_of=TOLD)
    assert cell(before, "tester:ben").text == "unknown"


def test_what_was_not_recorded_yet_is_not_known(beta: AService) -> None:
    assert cell(page(beta, as_recorded=1), "tester:ben").text == "unknown"
    assert "disputed" not in cell(page(beta, as_recorded=2), "tester:ben").text


def test_parties_are_sorted_by_when_they_came_to_know(beta: AService) -> None:
    beta.recorded(disclosed(4, "2026-01-01T09:00:00Z", "tester:zoe"))
    head = page(beta).one("table").one("thead").all("a")[0]["href"]
    names = [each.text for each in page(beta, head).one("tbody").all("th")]
    assert names == ["staff:lena", "tester:zoe", "tester:ana", "tester:ben"]


def test_a_cell_opens_the_path_with_its_events_and_what_speaks_against_them(
    beta: AService,
) -> None:
    link = cell(page(beta), "tester:ben").one("a")["href"]
    path = page(beta, link).one("section", id="path")
    assert path.one("h2").text == f"How {ITEM} came to tester:ben"
    said = [each.one("p", class_="hop").text for each in path.all("li")]
    assert said == [
        "staff:lena told others, on 2 Jan 2026 at 09:00 UTC.",
        "staff:lena told tester:ben of it by rumour, on 3 Jan 2026.",
    ]
    against = path.one(class_="other").text
    assert against.startswith("tester:ben disputes it (#3, on 3 Jan 2026): ")
    assert "Nobody called me." in against
    assert not page(beta, path.one("a", class_="close")["href"]).all(id="path")


def test_who_looks_who_knew_is_noted(beta: AService) -> None:
    page(beta, as_of=TOLD, as_recorded=2, party="tester:ana", about=ITEM)
    reads = beta.send("GET", "/v1/access-log", role="admin").get_json()["reads"]
    how, table = reads[:2]
    assert how["question"] == table["question"] == "/review/{programme}/knowing"
    assert how["parameters"] == {"programme": "beta", "party": "tester:ana", "item": ITEM}
    assert (how["as_of"], how["as_recorded"]["position"]) == (TOLD, 2)


def test_before_anything_was_recorded_nothing_is_known(beta: AService) -> None:
    shown = page(beta, as_recorded=0)
    assert sentence(shown).startswith("Before we had recorded anything;")
    assert cell(shown, "tester:ana").text == "unknown"


def test_where_there_are_no_items_that_is_said(ledger: AService) -> None:
    ledger.recorded(an_event("feedback-given", id=an_id(10), programme="quiet"))
    shown = page(ledger, "/review/quiet")
    assert "Nobody is recorded as learning of any item" in shown.one(class_="empty").text
