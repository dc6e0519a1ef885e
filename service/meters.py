"""What is measured of this process, for Prometheus.

Where the environment names a folder (`PROMETHEUS_MULTIPROC_DIR`, as `testigo serve` does) before
this is imported, it is counted in files there, and what any process answers is the sum of all.
Labels hold names of ours alone: never a path, a programme, or anything that a client chose.
"""

from __future__ import annotations

import os
from typing import Final

from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
_QUICK: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

REQUESTS: Final = Counter(
    "testigo_http_requests",
    "Requests that were answered, by method, route and status.",
    ("method", "route", "status"),
)
REQUEST_SECONDS: Final = Histogram(
    "testigo_http_request_duration_seconds",
    "How long requests took until their answer began.",
    ("method", "route"),
    buckets=_QUICK,
)
APPEND_SECONDS: Final = Histogram(
    "testigo_append_duration_seconds",
    "How long requests waited until what they append was durable, or refused.",
    buckets=_QUICK,
)
BATCH_REQUESTS: Final = Histogram(
    "testigo_append_batch_requests",
    "How many requests shared a commit.",
    buckets=(1, 2, 4, 8, 16, 32, 64, 128),
)
WAITING: Final = Gauge(
    "testigo_append_waiting_requests",
    "Requests that wait for their commit.",
    multiprocess_mode="livesum",
)
FOLLOWERS: Final = Gauge(
    "testigo_sse_clients",
    "Clients that follow GET /v1/events/stream.",
    multiprocess_mode="livesum",
)


class _AtHand(Collector):
    """Metrics that are known now."""

    def __init__(self, metrics: list[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> list[Metric]:
        """As Prometheus' client asks for it."""
        return self._metrics


def exposition(now: list[Metric]) -> bytes:
    """All that was measured, by any process of this service, and what is known now."""
    at_hand = CollectorRegistry()
    at_hand.register(_AtHand(now))
    measured = REGISTRY
    if FOLDER in os.environ:
        measured = CollectorRegistry()
        multiprocess.MultiProcessCollector(measured)  # type: ignore[no-untyped-call]
    return generate_latest(measured) + generate_latest(at_hand)
