"""The example of an environment has every setting there is, and says what holds without it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from service.cli.main import main
from service.config import Config, config_from
from service.openid.settings import KNOWN, PREFIX

ROOT = Path(__file__).parents[2]
EXAMPLE = (ROOT / "deploy" / "testigo.env").read_text(encoding="utf-8")
GIVEN = dict(re.findall(r"^#(TESTIGO_[A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))


def named_by(command: click.Command) -> Iterator[str]:
    """The variables that the options of a command, and of those below it, are read from."""
    for option in command.params:
        if isinstance(option.envvar, str):
            yield option.envvar
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from named_by(below)


def test_its_settings_are_all_that_there_are() -> None:
    config = (ROOT / "service" / "config.py").read_text(encoding="utf-8")
    read = set(re.findall(r'"(TESTIGO_[A-Z_]+)"', config))
    assert len(read) > 8
    assert GIVEN.keys() == read | set(named_by(main)) | {f"{PREFIX}{each}" for each in KNOWN}


def test_it_changes_nothing_as_it_is() -> None:
    assert [line for line in EXAMPLE.splitlines() if line and not line.startswith("#")] == []


def test_what_it_names_are_the_defaults() -> None:
    ours = {name: value for name, value in GIVEN.items() if not name.startswith(PREFIX)}
    assert config_from(ours) == Config()


def test_its_provider_is_one_that_can_be_set() -> None:
    provider = config_from(GIVEN).openid
    assert provider is not None
    needed = {
        f"{PREFIX}{name}": GIVEN[f"{PREFIX}{name}"] for name in ("ISSUER", "AUDIENCE", "JWKS")
    }
    less = config_from({**needed, f"{PREFIX}PROGRAMMES_CLAIM": "programmes"})
    assert provider == less.openid
