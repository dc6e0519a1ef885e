"""Swim lanes."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

from domain.instant import BEGINNING, DAY, END, Instant, parse_instant
from service.pictures.lanes import Happening, lanes
from service.pictures.scales import Even, Stretched

NOON = parse_instant("2024-11-26T12:00:00Z")
SVG = "{http://www.w3.org/2000/svg}"


def a_happening(**overrides: Any) -> Happening:
    given = {
        "number": 7,
        "lane": "org:acme",
        "told": ["tester:ana"],
        "earliest": NOON,
        "latest": NOON,
        "says": "#7 org:acme told tester:ana",
    }
    return Happening(**(given | overrides))


def drawn(*happenings: Happening) -> ElementTree.Element:
    scale = Even(Instant(NOON - DAY), Instant(NOON + DAY), 800)
    names = ["org:acme", "tester:ana"]
    return ElementTree.fromstring(lanes("lanes", "Who told", "Of it", names, happenings, scale))


def of_style(picture: ElementTree.Element, style: str) -> list[ElementTree.Element]:
    return [each for each in picture.iter() if style in each.get("class", "").split()]


def test_says_what_it_is_to_who_does_not_see_it() -> None:
    picture = drawn(a_happening())
    assert picture.findtext(f"{SVG}title") == "Who told"
    assert picture.findtext(f"{SVG}desc") == "Of it"
    assert picture.get("role") == "img"


def test_an_arrow_leads_to_whoever_was_told() -> None:
    assert len(of_style(drawn(a_happening()), "arrow")) == 1
    assert not of_style(drawn(a_happening(told=["org:acme", "press:elsewhere"])), "arrow")


def test_an_uncertain_time_is_a_bar_from_its_first_to_its_last_instant() -> None:
    (bar,) = of_style(drawn(a_happening(latest=Instant(NOON + DAY // 2))), "bar")
    assert float(bar.get("width", "")) == 200
    assert not of_style(drawn(a_happening()), "bar")


def test_what_has_an_open_end_lies_in_the_tray() -> None:
    for bounds in ({"earliest": BEGINNING}, {"latest": END}):
        picture = drawn(a_happening(**bounds))
        assert not of_style(picture, "mark")
        assert [each.text for each in of_style(picture, "number")] == ["7"]


def test_what_is_disputed_is_marked_by_more_than_a_colour() -> None:
    picture = drawn(a_happening(disputed=True))
    assert [each.text for each in of_style(picture, "number")] == ["7!"]


def test_two_events_of_one_instant_do_not_cover_each_other() -> None:
    picture = drawn(a_happening(), a_happening(number=8))
    places = {each.get("transform") for each in of_style(picture, "mark")}
    assert len(places) == 2


def test_nothing_that_was_recorded_becomes_markup() -> None:
    evil = '"><script>alert(1)</script>'
    scale = Even(NOON, Instant(NOON + DAY), 100)
    text = lanes("lanes", evil, evil, [evil], [a_happening(lane=evil, says=evil, to=evil)], scale)
    assert "<script" not in text
    assert len(ElementTree.fromstring(text).findall(f"{SVG}a")) == 1


def test_a_picture_with_links_in_it_is_no_mere_image() -> None:
    assert drawn(a_happening(to="#event-7")).get("role") == "group"


def test_stretched_time_keeps_the_order_and_gives_each_instant_room() -> None:
    instants = [NOON, Instant(NOON + 1), Instant(NOON + 300 * DAY)]
    scale = Stretched([*instants, BEGINNING, END])
    places = [scale.x(each) for each in instants]
    assert places == sorted(places)
    assert places[1] - places[0] >= 20
    assert scale.width == places[2]
    assert places[1] < scale.x(Instant(NOON + DAY)) < places[2]


def test_ticks_name_the_year_only_where_it_is_another() -> None:
    ticks = Even(NOON, Instant(NOON + 2 * DAY), 400).ticks(200)
    assert [each.text for each in ticks] == ["26 Nov 2024 12:00", "27 Nov 12:00", "28 Nov 12:00"]


def test_numbers_are_written_short() -> None:
    assert not re.search(r"\d\.\d\d", lanes("x", "", "", ["a"], [], Stretched([NOON])))
