"""What the service is told from outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

DEFAULT_DATABASE: Final = "sqlite:///testigo.db"
DEFAULT_BIND: Final = "127.0.0.1:8080"


class BadConfig(ValueError):
    """A setting that cannot be followed."""


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a running service."""

    database: str = DEFAULT_DATABASE
    bind: str = DEFAULT_BIND
    admin_token: str | None = None
    log_level: str = "info"


def config_from(environment: Mapping[str, str]) -> Config:
    """Read the settings from environment variables; empty ones count as not set."""
    given = {name: value for name, value in environment.items() if value}
    return Config(
        database=given.get("TESTIGO_DATABASE", DEFAULT_DATABASE),
        bind=given.get("TESTIGO_BIND", DEFAULT_BIND),
        admin_token=given.get("TESTIGO_ADMIN_TOKEN"),
        log_level=given.get("TESTIGO_LOG_LEVEL", "info"),
    )


def sqlite_path(database: str) -> Path:
    """The file of a `sqlite:///` URL: relative to where it starts; with `sqlite:////` absolute.

    Raises `BadConfig` for any other URL.
    """
    prefix = "sqlite:///"
    path = database.removeprefix(prefix)
    if not database.startswith(prefix) or not path:
        raise BadConfig(f"{database!r} is no database of the form sqlite:///file.db")
    return Path(path)
