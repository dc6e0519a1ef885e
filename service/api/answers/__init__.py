"""What is answered, as JSON Schemas for the OpenAPI document: a file a chapter."""

from __future__ import annotations

from typing import Final

from service.api.answers import (
    access_log,
    events,
    irregularities,
    knowledge,
    problems,
    programmes,
    replay,
    review,
    tokens,
)
from service.api.answers.access_log import ACCESS_LOG
from service.api.answers.events import EVENT_STREAM, EVENTS, IMPORTED, ONE_EVENT, RECORDED
from service.api.answers.headers import HEADER_COMPONENTS, HEADERS, LOCATION, PROBLEM_HEADERS
from service.api.answers.irregularities import IRREGULARITIES
from service.api.answers.knowledge import (
    DIFF,
    HOW,
    MATRIX,
    REACH,
    WHAT,
    WHO,
)
from service.api.answers.listing import Listing
from service.api.answers.problems import EXPLAINED
from service.api.answers.programmes import ONE_PROGRAMME, ONE_TESTER, PROGRAMMES, ROSTER, TIMELINE
from service.api.answers.replay import REPLAY
from service.api.answers.review import INCIDENTS, REVIEW
from service.api.answers.signals import SIGNALS
from service.api.answers.status import PROJECTIONS, STATUS
from service.api.answers.tokens import MADE_TOKEN, TOKEN, TOKENS
from service.api.answers.words import Schema, ref

__all__ = [
    "ACCESS_LOG",
    "COMPONENTS",
    "DIFF",
    "EVENTS",
    "EVENT_STREAM",
    "EXPLAINED",
    "HEADERS",
    "HEADER_COMPONENTS",
    "HOW",
    "IMPORTED",
    "INCIDENTS",
    "IRREGULARITIES",
    "LOCATION",
    "MADE_TOKEN",
    "MATRIX",
    "ONE_EVENT",
    "ONE_PROGRAMME",
    "ONE_TESTER",
    "PROBLEM_HEADERS",
    "PROGRAMMES",
    "PROJECTIONS",
    "REACH",
    "RECORDED",
    "REPLAY",
    "REVIEW",
    "ROSTER",
    "SIGNALS",
    "STATUS",
    "TIMELINE",
    "TOKEN",
    "TOKENS",
    "WHAT",
    "WHO",
    "Listing",
    "Schema",
    "ref",
]

COMPONENTS: Final[dict[str, Schema]] = {
    **events.COMPONENTS,
    **knowledge.COMPONENTS,
    **programmes.COMPONENTS,
    **irregularities.COMPONENTS,
    **replay.COMPONENTS,
    **review.COMPONENTS,
    **tokens.COMPONENTS,
    **access_log.COMPONENTS,
    **problems.COMPONENTS,
}
