"""What the service is told from outside."""

from __future__ import annotations

import pytest

from service.config import DEFAULT_DATABASE, BadConfig, config_from


def test_what_is_not_set_or_empty_is_as_the_readme_says() -> None:
    config = config_from({"TESTIGO_BIND": "", "TESTIGO_LOG_LEVEL": ""})
    assert config.database == DEFAULT_DATABASE
    assert config.bind == "127.0.0.1:8080"
    assert config.log_level == "info"
    assert config.admin_token is None


def test_log_levels_are_read_in_any_case() -> None:
    assert config_from({"TESTIGO_LOG_LEVEL": "WARNING"}).log_level == "warning"


def test_a_log_level_that_there_is_not_is_refused() -> None:
    with pytest.raises(BadConfig, match="foo"):
        config_from({"TESTIGO_LOG_LEVEL": "foo"})
