"""The application for a WSGI server, made from the environment in the process that serves it."""

from __future__ import annotations

import os
from functools import cache

from flask import Flask

from service.bootstrap import Service, open_service
from service.config import config_from
from service.rates import Limits


@cache
def running_service() -> Service:
    """The service of this process, opened at the first call (after a server's fork)."""
    config = config_from(os.environ)
    service = open_service(
        config.database,
        replica=config.replica,
        access_log_days=config.access_log_days,
        openid=config.openid,
        limits=Limits(
            per_token=config.rate_limit, failures=config.failure_limit, proxies=config.proxies
        ),
    )
    service.admit(config.admin_token)
    service.start_projecting()
    return service


def application() -> Flask:
    """The WSGI application."""
    return running_service().app
