"""What the service is told from outside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from service.errors import BadConfig as BadConfig
from service.openid.settings import OpenIdSettings, openid_from

DEFAULT_DATABASE: Final = "sqlite:///testigo.db"
DEFAULT_BIND: Final = "127.0.0.1:8080"
ACCESS_LOG_DAYS: Final = 365
REQUEST_TIMEOUT: Final = 10
RATE_LIMIT: Final = "120000/minute"
FAILURE_LIMIT: Final = "60/minute"

_ONE_RATE: Final = r"[1-9][0-9]{0,8}/([1-9][0-9]{0,3} ?)?(second|minute|hour|day)s?"
_RATE: Final = re.compile(rf"off|{_ONE_RATE}( *[;,] *{_ONE_RATE}){{0,4}}")
LOG_LEVELS: Final = ("debug", "info", "warning", "error", "critical")


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a running service."""

    database: str = DEFAULT_DATABASE
    replica: str | None = None
    """A standby of the database, from which alone it is answered; None: this is no replica."""
    bind: str = DEFAULT_BIND
    admin_token: str | None = None
    log_level: str = "info"
    access_log_days: int | None = ACCESS_LOG_DAYS
    """How long who asked who knew is kept; None: for ever."""
    openid: OpenIdSettings | None = None
    """The OpenID provider whose tokens are taken, too."""
    request_timeout: int = REQUEST_TIMEOUT
    """How many seconds a request may take to arrive, and a connection stand still."""
    rate_limit: str = RATE_LIMIT
    """How many requests of one token are answered; `off`: any number."""
    failure_limit: str = FAILURE_LIMIT
    """How many requests of one address may fail to say who asks."""
    proxies: int = 0
    """How many proxies stand before it, and tell (`X-Forwarded-…`) who asks and how."""


def config_from(environment: Mapping[str, str]) -> Config:
    """Read the settings from environment variables; empty ones count as not set."""
    given = {name: value for name, value in environment.items() if value}
    return Config(
        database=given.get("TESTIGO_DATABASE", DEFAULT_DATABASE),
        replica=given.get("TESTIGO_REPLICA"),
        bind=given.get("TESTIGO_BIND", DEFAULT_BIND),
        admin_token=given.get("TESTIGO_ADMIN_TOKEN"),
        log_level=_log_level(given.get("TESTIGO_LOG_LEVEL", "info")),
        access_log_days=_days(given.get("TESTIGO_ACCESS_LOG_DAYS")),
        openid=openid_from(given),
        request_timeout=_number(given, "TESTIGO_REQUEST_TIMEOUT", REQUEST_TIMEOUT, 1, 3600),
        rate_limit=_limit(given, "TESTIGO_RATE_LIMIT", RATE_LIMIT),
        failure_limit=_limit(given, "TESTIGO_RATE_LIMIT_FAILURES", FAILURE_LIMIT),
        proxies=_number(given, "TESTIGO_PROXIES", 0, 0, 10),
    )


def is_postgres(database: str) -> bool:
    """Whether a URL names a PostgreSQL database.

    Raises `BadConfig` for one that names neither this nor a SQLite file.
    """
    if database.startswith(("postgresql://", "postgres://")):
        return True
    sqlite_path(database)
    return False


def _log_level(name: str) -> str:
    if name.lower() not in LOG_LEVELS:
        raise BadConfig(f"TESTIGO_LOG_LEVEL is {name!r}, and none of {', '.join(LOG_LEVELS)}")
    return name.lower()


def _days(given: str | None) -> int | None:
    """A number of days; 0 is for ever."""
    if given is None:
        return ACCESS_LOG_DAYS
    if not re.fullmatch(r"[0-9]{1,5}", given):
        raise BadConfig(f"TESTIGO_ACCESS_LOG_DAYS is {given!r}: give days, or 0 for ever")
    return int(given) or None


def _number(given: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = given.get(name, str(default))
    if not re.fullmatch("[0-9]{1,9}", text) or not least <= int(text) <= most:
        raise BadConfig(f"{name} is {text!r}, and no number from {least} to {most}")
    return int(text)


def _limit(given: Mapping[str, str], name: str, default: str) -> str:
    text = given.get(name, default).strip().lower()
    if not _RATE.fullmatch(text):
        raise BadConfig(f"{name} is {text!r}; it is such as 600/minute, several of them, or off")
    return text


def sqlite_path(database: str) -> Path:
    """The file of a `sqlite:///` URL: relative to where it starts; with `sqlite:////` absolute.

    Raises `BadConfig` for any other URL.
    """
    prefix = "sqlite:///"
    path = database.removeprefix(prefix)
    if not database.startswith(prefix) or not path:
        raise BadConfig(
            f"{without_password(database)!r} is no database of the form sqlite:///file.db"
            " or postgresql://user@host/name"
        )
    return Path(path)


def without_password(database: str) -> str:
    """The URL of a database as it may be shown: rather too much is hidden than too little."""
    shown = re.sub(r"(://[^:/?#@]*):.*@", r"\1:***@", database)
    return re.sub(r"(?i)(password=)[^&\s]*", r"\1***", shown)
