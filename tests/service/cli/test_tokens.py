"""`testigo token`: made, shown once, listed, revoked; by a database, and through a service."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
from click.testing import CliRunner, Result

from domain.instant import DAY
from service.bootstrap import open_service
from service.cli.main import main
from service.clock import system_clock
from tests.databases import Database
from tests.served import TOKEN, Served

Run = Callable[..., Result]


@pytest.fixture
def testigo(tmp_path: Path) -> Run:
    """Run the command on a database file."""

    def run(*arguments: str, ends: int = 0) -> Result:
        at = ("--database", f"sqlite:///{tmp_path}/ledger.db")
        result = CliRunner().invoke(main, ["token", *arguments, *at])
        assert result.exit_code == ends, result.output
        return result

    return run


def listed(testigo: Run) -> list[dict[str, Any]]:
    tokens: list[dict[str, Any]] = json.loads(testigo("list", "--json").stdout)["tokens"]
    return tokens


def test_a_token_stands_alone_on_standard_output_and_is_kept_nowhere(
    testigo: Run, tmp_path: Path
) -> None:
    made = testigo("create", "ci", "--role", "reader", "--programme", "beta", "--expires", "90d")
    token = made.stdout.strip()
    assert made.stdout == f"{token}\n"
    assert len(token) > 40
    assert "ci (" in made.stderr
    assert "is reader of beta, until" in made.stderr
    assert token not in made.stderr
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert token.encode() not in kept
    assert token not in testigo("list").output
    (told,) = listed(testigo)
    assert (told["name"], told["role"], told["programmes"]) == ("ci", "reader", ["beta"])
    assert told["expires_at"] > told["created_at"]
    assert told["revoked_at"] is None


def test_a_revoked_token_stays_in_the_list(testigo: Run) -> None:
    testigo("create", "ci", "--role", "admin")
    assert "is revoked" in testigo("revoke", "ci").stdout
    (told,) = listed(testigo)
    assert told["revoked_at"] is not None
    assert "No token that is valid" in testigo("revoke", "ci", ends=1).output
    assert "is revoked" in testigo("revoke", told["id"]).stdout
    assert listed(testigo) == [told]


def test_one_that_has_expired_is_listed_as_such(
    testigo: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    testigo("create", "ci", "--role", "reader", "--expires", "30m")
    assert "expired" not in testigo("list").stdout
    later = system_clock() + DAY
    monkeypatch.setattr("service.cli.tokens.system_clock", lambda: later)
    assert "expired" in testigo("list").stdout


def test_of_two_with_a_name_the_id_says_which(testigo: Run) -> None:
    testigo("create", "ci", "--role", "reader")
    testigo("create", "ci", "--role", "recorder")
    first, second = listed(testigo)
    assert first["id"] != second["id"]
    refused = testigo("revoke", "ci", ends=1).output
    assert first["id"] in refused
    assert second["id"] in refused
    testigo("revoke", second["id"].upper())
    assert [each["revoked_at"] is None for each in listed(testigo)] == [True, False]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ci", "--role", "reader", "--expires", "soon"), "/expires"),
        (("ci", "--role", "reader", "--expires", "2020-01-01T00:00:00Z"), "in the future"),
        (("ci", "--role", "reader", "--expires", "999999w"), "in the future"),
        (("ci", "--role", "reader", "--expires", "0d"), "/expires"),
        (("ci", "--role", "reader", "--programme", "No Such"), "/programmes/0"),
        (("", "--role", "reader"), "/name"),
        (("\x1b[31mred", "--role", "reader"), "/name"),
        (("n" * 101, "--role", "reader"), "/name"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_made(
    testigo: Run, arguments: tuple[str, ...], said: str
) -> None:
    assert said in testigo("create", *arguments, ends=1).output
    assert listed(testigo) == []


def test_a_first_token_that_was_revoked_stays_so_at_the_next_start(
    testigo: Run, tmp_path: Path
) -> None:
    for _ in range(2):
        with open_service(f"sqlite:///{tmp_path}/ledger.db") as service:
            service.admit("from-outside")
            answer = service.app.test_client().get(
                "/v1/events", headers={"Authorization": "Bearer from-outside"}
            )
            assert answer.status_code == (401 if listed_revoked(service) else 200)
        if not listed(testigo)[0]["revoked_at"]:
            testigo("revoke", "admin (environment)")


def listed_revoked(service: Any) -> bool:
    return any(each.revoked_at is not None for each in service.tokens.listed("", 10))


class TestThroughAService:
    def run(self, served: Served, *arguments: str) -> Result:
        at = ("--url", served.url, "--token", TOKEN)
        result = CliRunner().invoke(main, ["token", *arguments, *at])
        assert result.exit_code == 0, result.output
        return result

    def test_a_revocation_holds_at_once_in_every_worker(
        self, database: Database, tmp_path: Path
    ) -> None:
        with Served(tmp_path, options=("--database", database.url)) as served:
            token = self.run(served, "create", "ci", "--role", "reader").stdout.strip()

            def statuses() -> set[int]:
                headers = {"Authorization": f"Bearer {token}"}
                asked = [  # a connection each, so that either worker may take it
                    requests.get(f"{served.url}/v1/events", headers=headers, timeout=10)
                    for _ in range(20)
                ]
                return {each.status_code for each in asked}

            assert statuses() == {200}
            self.run(served, "revoke", "ci")
            assert statuses() == {401}
            if database.kind == "sqlite":
                held = CliRunner().invoke(
                    main, ["token", "create", "x", "--role", "reader", "--database", database.url]
                )
                assert held.exit_code == 1
                assert "--url" in held.output
            names = [
                each["name"]
                for each in json.loads(self.run(served, "list", "--json").stdout)["tokens"]
            ]
            assert names == ["admin (environment)", "ci"]
