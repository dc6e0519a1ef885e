"""Signing in with a token, and out again."""

from __future__ import annotations

from itertools import product

import pytest
from werkzeug.test import Client

from domain.instant import DAY, SECOND, Instant
from service.access import digest_of
from service.bootstrap import open_service
from service.rates import Limits
from tests.builders import an_event
from tests.databases import Database
from tests.given import NOW, AClock, AService, an_id
from tests.service.web.signing import HERE, a_browser, sign_in

HOUR = 3600 * SECOND
ELSEWHERE = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://example.org"},
    {"Origin": "null"},
)
"""How a browser says that another site's page made it post."""


@pytest.fixture
def browser(ledger: AService) -> Client:
    """Nobody is signed in with it; there are the tokens `mine` and `bound`, and a programme."""
    ledger.recorded(an_event("feedback-given", id=an_id(10), programme="hidden"))
    tokens = ledger.service.tokens
    tokens.admit("mine", "maria", "reader", an_id(1), NOW)
    tokens.admit("bound", "bo", "reader", an_id(2), NOW, programmes=frozenset({"open"}))
    return a_browser(ledger.service)


def is_in(browser: Client) -> bool:
    return browser.get("/review").status_code == 200


def test_who_signs_in_is_led_to_what_they_asked_for(browser: Client) -> None:
    away = browser.get("/review/hidden?as_recorded=1")
    assert away.status_code == 303
    assert away.location == "/sign-in?next=%2Freview%2Fhidden%3Fas_recorded%3D1"
    assert "/review/hidden?as_recorded=1" in browser.get(away.location).text
    led = sign_in(browser, "mine", "/review/hidden?as_recorded=1")
    assert (led.status_code, led.location) == (303, "/review/hidden?as_recorded=1")
    page = browser.get("/review")
    assert "maria" in page.text
    assert "hidden" in page.text


def test_nobody_is_led_elsewhere(browser: Client) -> None:
    for elsewhere in (
        *("https://example.org/review", "//example.org", "/v1/events", "/review\\x", "\r\n"),
    ):
        assert sign_in(browser, "mine", elsewhere).location == "/review"


def test_the_cookie_is_for_this_host_alone_and_no_script_reads_it(browser: Client) -> None:
    plain = sign_in(browser, "mine").headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} < set(plain.split("; "))
    assert "mine" not in plain
    assert "Domain" not in plain
    over_tls = sign_in(browser, "mine", base_url="https://localhost").headers["Set-Cookie"]
    assert over_tls.startswith("__Host-testigo-session=")
    assert {"HttpOnly", "Secure", "SameSite=Lax", "Path=/"} < set(over_tls.split("; "))


def test_what_is_no_token_is_told_and_signs_nobody_in(browser: Client) -> None:
    refused = sign_in(browser, "guessed")
    assert refused.status_code == 401
    assert "The token is not valid." in refused.text
    assert "guessed" not in refused.text
    assert "Set-Cookie" not in refused.headers
    assert sign_in(browser, " ").status_code == 422
    assert sign_in(browser, "x" * 20_000).status_code == 413
    assert not is_in(browser)


def test_who_signs_out_is_out_wherever_the_cookie_is(browser: Client, ledger: AService) -> None:
    sign_in(browser, "mine")
    kept = browser.get_cookie("testigo-session")
    assert kept is not None
    assert is_in(browser)
    assert browser.post("/sign-out", headers=HERE).location == "/sign-in"
    assert browser.get_cookie("testigo-session") is None
    thief = a_browser(ledger.service)
    thief.set_cookie("testigo-session", kept.value)
    assert thief.get("/review").status_code == 401


def test_a_session_ends_by_itself(browser: Client, ledger: AService) -> None:
    sign_in(browser, "mine")
    ledger.clock.now = Instant(ledger.clock.now + 12 * HOUR - SECOND)
    assert is_in(browser)
    ledger.clock.now = Instant(ledger.clock.now + SECOND)
    ended = browser.get("/review/hidden")
    assert ended.status_code == 401
    assert "The session has ended." in ended.text
    assert "/review/hidden" in ended.text
    assert browser.get_cookie("testigo-session") is None


def test_a_session_is_no_longer_than_its_token(browser: Client, ledger: AService) -> None:
    until = Instant(ledger.clock.now + HOUR)
    ledger.service.tokens.admit("short", "shirin", "reader", an_id(3), NOW, until=until)
    assert "Max-Age=3599" in sign_in(browser, "short").headers["Set-Cookie"]
    ledger.clock.now = until
    assert not is_in(browser)


def test_a_revoked_token_ends_its_sessions(browser: Client, ledger: AService) -> None:
    sign_in(browser, "mine")
    ledger.service.tokens.revoke(an_id(1), NOW)
    assert browser.get("/review").status_code == 401
    assert sign_in(browser, "mine").status_code == 401


def test_who_is_bound_to_other_programmes_sees_nothing_of_it(browser: Client) -> None:
    sign_in(browser, "bound")
    assert "hidden" not in browser.get("/review").text
    assert browser.get("/review/hidden").status_code == 404
    assert browser.get("/review/never").status_code == 404


def test_another_site_signs_nobody_in_or_out(browser: Client) -> None:
    sign_in(browser, "bound")
    form = {"token": "mine", "next": "/review"}
    for path, headers in product(("/sign-in", "/sign-out"), ELSEWHERE):
        assert browser.post(path, data=form, headers=headers).status_code == 403
    assert '<span class="me">bo</span>' in browser.get("/review").text


def test_a_browser_that_tells_only_the_origin_signs_in(browser: Client) -> None:
    form = {"token": "mine"}
    origin = {"Origin": "http://localhost"}
    assert browser.post("/sign-in", data=form, headers=origin).status_code == 303


def test_to_programs_no_cookie_says_who_asks(browser: Client) -> None:
    sign_in(browser, "mine")
    assert browser.get("/v1/programmes").status_code == 401
    bearing = {"Authorization": "Bearer mine"}
    assert browser.get("/v1/programmes", headers=bearing).status_code == 200


def test_a_session_is_known_to_every_process(database: Database) -> None:
    if database.kind == "sqlite":
        pytest.skip("one process serves a SQLite file")
    clock = AClock()
    with (
        open_service(database.url, clock=clock) as one,
        open_service(database.url, clock=clock) as other,
    ):
        one.tokens.admit("mine", "maria", "reader", an_id(1), NOW)
        browser = a_browser(one)
        sign_in(browser, "mine")
        cookie = browser.get_cookie("testigo-session")
        assert cookie is not None
        elsewhere = a_browser(other)
        elsewhere.set_cookie("testigo-session", cookie.value)
        assert is_in(elsewhere)
        browser.post("/sign-out", headers=HERE)
        assert not is_in(elsewhere)


def test_only_digests_of_sessions_are_kept_and_not_for_long(
    browser: Client, ledger: AService
) -> None:
    sign_in(browser, "mine")
    cookie = browser.get_cookie("testigo-session")
    assert cookie is not None
    sessions = ledger.service.storage.sessions
    assert sessions.find(cookie.value) is None
    kept = sessions.find(digest_of(cookie.value))
    assert kept is not None
    ledger.clock.now = Instant(ledger.clock.now + DAY)
    sign_in(a_browser(ledger.service), "mine")
    assert sessions.find(digest_of(cookie.value)) is None


def test_failed_sign_ins_count_as_bad_tokens_do(database: Database) -> None:
    limits = Limits(per_token="off", failures="2/hour", proxies=0)
    with open_service(database.url, limits=limits) as service:
        service.tokens.admit("mine", "maria", "reader", an_id(1), NOW)
        there = a_browser(service)
        assert sign_in(there, "mine").status_code == 303
        assert is_in(there)
        browser = a_browser(service)
        assert sign_in(browser, "guessed").status_code == 401
        assert browser.get("/v1/events").status_code == 401
        for each in (browser, there):  # who is signed in may guess no more than others
            refused = sign_in(each, "mine")
            assert refused.status_code == 429
            assert refused.content_type == "text/html; charset=utf-8"
            assert int(refused.headers["Retry-After"]) > 3000
        assert is_in(there)


def test_pages_run_no_script_of_others_and_are_not_kept(browser: Client) -> None:
    for page in (browser.get("/sign-in"), sign_in(browser, "mine"), browser.get("/review")):
        policy = page.headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert page.headers["Cache-Control"] == "no-store"
