"""How a service starts: its first token, and the application for other servers."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from service.bootstrap import open_service
from service.clock import system_clock
from service.wsgi import application, running_service
from tests.served import TOKEN


def test_a_first_start_leaves_a_token_that_only_its_owner_can_read(tmp_path: Path) -> None:
    with open_service(f"sqlite:///{tmp_path}/ledger.db") as service:
        service.admit(None)
        left = tmp_path / "ledger.db.token"
        assert stat.S_IMODE(left.stat().st_mode) == 0o600
        token = left.read_text().strip()
        caller = service.tokens.caller(token, system_clock())
        assert caller.role == "admin"
        left.unlink()
        service.admit(None)
        assert not left.exists()


def test_a_token_is_kept_only_as_its_digest(tmp_path: Path) -> None:
    with open_service(f"sqlite:///{tmp_path}/ledger.db") as service:
        service.admit("let-me-in-for-the-test")
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"let-me-in-for-the-test" not in kept


def test_a_token_from_outside_is_the_same_principal_at_every_start(tmp_path: Path) -> None:
    principals = []
    for _ in range(2):
        with open_service(f"sqlite:///{tmp_path}/ledger.db") as service:
            service.admit(TOKEN)
            caller = service.tokens.caller(TOKEN, system_clock())
            principals.append(caller.principal)
    assert principals[0] == principals[1]


def test_another_token_from_outside_revokes_none_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "testigo")
    tokens = ("the-first-of-the-admins", "the-second-of-the-admins", "the-second-of-the-admins")
    with open_service(f"sqlite:///{tmp_path}/ledger.db") as service:
        for token in tokens:
            service.admit(token)
        listed = service.tokens.listed("", 10)
        assert [service.tokens.caller(each, system_clock()).role for each in tokens[:2]] == [
            *("admin", "admin")
        ]
    assert [each.caller.principal.name for each in listed] == ["admin (environment)"] * 2
    said = [(each.levelname, each.getMessage()) for each in caplog.records]
    assert [level for level, _ in said] == ["INFO", "WARNING"], "one that is known is not new"
    for token, others, (_, message) in zip(listed, (0, 1), said, strict=True):
        assert f"stay valid: {others} " in message
        assert token.caller.principal.principal in message
    assert not any(token in caplog.text for token in tokens)


def test_a_token_that_could_be_guessed_is_warned_of_at_every_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with open_service(f"sqlite:///{tmp_path}/ledger.db") as service:
        for _ in range(2):
            service.admit("0123456789abcdef")
    assert caplog.text.count("it could be guessed") == 2
    assert "0123456789abcdef" not in caplog.text


def test_another_server_finds_the_application_in_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TESTIGO_DATABASE", f"sqlite:///{tmp_path}/ledger.db")
    monkeypatch.setenv("TESTIGO_ADMIN_TOKEN", TOKEN)
    running_service.cache_clear()
    client = application().test_client()
    try:
        assert client.get("/readyz").status_code == 200
        assert client.get("/v1/events").status_code == 401
        headers = {"Authorization": f"Bearer {TOKEN}"}
        assert client.get("/v1/events", headers=headers).get_json()["events"] == []
    finally:
        running_service().close()
        running_service.cache_clear()
