"""Whether the service runs, whether it is ready, and what it offers."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from importlib.metadata import version
from platform import python_version
from typing import Any, Final

from flask import Response, current_app
from prometheus_client.metrics_core import GaugeMetricFamily, Metric

from service.api import answers, described
from service.api.gate import known_caller, offers, requires
from service.api.limiting import remember, was_good_lately
from service.api.problems import RETRY_SECONDS, Problem
from service.api.queries import Blueprint
from service.api.reads import tagged
from service.api.wiring import parts
from service.meters import exposition
from service.readiness import Condition
from service.rendering import JSON, METRICS, to_json

blueprint: Final = Blueprint(
    "status", __name__, description="Whether it runs, whether it is ready, what it offers."
)


@blueprint.route("/healthz")
@blueprint.response(200, answers.STATUS, content_type=JSON)
@blueprint.doc(security=[])
def healthz() -> Response:
    """Whether the process runs"""
    return _json({"status": "ok"})


@blueprint.route("/readyz")
@described.only_problems("unavailable", "not-ready")
@blueprint.response(200, answers.STATUS, content_type=JSON)
@blueprint.doc(security=[{}, {"token": []}])
def readyz() -> Response:
    """Whether the database answers and the views keep up; for a token, with details

    Not ready, within three seconds: the database does not answer, or a view is behind and has come
    no nearer for half a minute. To a token the problem says which in `stuck`; while the database
    cannot be asked, to one that was good within the last ten minutes. A replica is ready, however
    late it is: `replica` says up to which `position` it answers, and `seconds_behind`, how far it
    is behind the primary at most (null: unknown).
    """
    condition = parts().readiness.condition()
    unasked = "database" in condition.stuck
    told = was_good_lately() if unasked else known_caller() is not None
    if told and not unasked:
        remember()
    details: dict[str, Any] = {**condition.details, "versions": _versions()} if told else {}
    if condition.stuck:
        return _not_ready(condition.stuck, details, told=told)
    return _json({"status": "ready", **details})


@blueprint.route("/metrics")
@described.problems("forbidden")
@blueprint.response(200, {"type": "string"}, content_type=METRICS)
@offers(METRICS.partition(";")[0])
@requires("reader", unbound=True)
def metrics() -> Response:
    """What is measured, for Prometheus, of all workers together

    For tokens that are not bound to programmes. Positions are missing, and `testigo_up` is 0, while
    the database does not answer.
    """
    return Response(exposition(_now(parts().readiness.condition())), content_type=METRICS)


@blueprint.route("/openapi.json")
@tagged
@blueprint.response(
    200,
    {"type": "object"},
    content_type=JSON,
    description="This document.",
    headers=answers.HEADERS,
)
@blueprint.doc(security=[])
def openapi() -> Response:
    """This description of the service, in OpenAPI 3.1"""
    document = described.document_of(current_app)
    response = Response(document, content_type=JSON)
    response.set_etag(hashlib.sha256(document).hexdigest())
    return response


def _json(answer: dict[str, Any]) -> Response:
    return Response(to_json(answer), content_type=JSON)


def _versions() -> dict[str, str]:
    return {"testigo": version("testigo"), "python": python_version()}


def _not_ready(stuck: Collection[str], details: dict[str, Any], *, told: bool) -> Response:
    problem = Problem(
        status=503,
        code="unavailable" if "database" in stuck else "not-ready",
        title="The store is unavailable" if "database" in stuck else "Not ready",
        detail="The service cannot do its work now; it is tried again and again.",
        headers=(("Retry-After", str(RETRY_SECONDS)),),
    )
    more = {"stuck": list(stuck), **details} if told else {}
    response = problem.response()
    response.set_data(to_json({**problem.document(), **more}))
    return response


def _now(condition: Condition) -> list[Metric]:
    """What is known now of the store, besides what was counted."""
    build = GaugeMetricFamily("testigo_build_info", "What runs.", labels=("version", "python"))
    build.add_metric((version("testigo"), python_version()), 1)
    up = 0 if "database" in condition.stuck else 1
    known: list[Metric] = [build, GaugeMetricFamily("testigo_up", "The database answers.", up)]
    if up:
        head = condition.details["head"]
        known.append(GaugeMetricFamily("testigo_head_position", "The last position.", head))
        lag = GaugeMetricFamily(
            "testigo_projection_lag_positions",
            "How many positions a kept view is behind the head.",
            labels=("projection",),
        )
        for name, position in sorted(condition.details["projections"].items()):
            lag.add_metric((name,), max(0, head - position))
        known.append(lag)
        behind = condition.details.get("replica", {}).get("seconds_behind")
        if behind is not None:
            says = "How many seconds a replica is behind the primary, at most."
            known.append(GaugeMetricFamily("testigo_replica_seconds_behind", says, behind))
    return known
