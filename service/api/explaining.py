"""What the codes of problems mean: where the `type` of a problem leads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask import Response
from werkzeug.exceptions import NotFound

from service.api import answers, described
from service.api.queries import Blueprint
from service.rendering import JSON, to_json

blueprint: Final = Blueprint(
    "problems", __name__, url_prefix="/problems", description="What the codes of problems mean."
)

MEANINGS: Final[Mapping[str, str]] = {
    "not-json": "The body, or a line of it, is no JSON in UTF-8.",
    "duplicate-key": "An object of the body has a key twice, so that it says two things.",
    "json-limits": "The JSON is nested too deeply, or has numbers that are too long.",
    "unfinished-line": "The last line of an import has no line end: it may have been cut off. All"
    " before it is recorded; with curl, use `--data-binary`.",
    "not-for-programme": "The token is bound to programmes, and the event's is none of them.",
    "id-taken": "There is another event of this id. The same event posted again is answered with"
    " 200: this one differs from what was recorded.",
    "version-conflict": "`expected_version` is not the stream's: something was recorded there"
    " meanwhile. Read the stream, and decide again.",
    "not-visible": "The event that this one is about is retracted or successfully disputed.",
    "no-open-dispute": "There is no open dispute of the event that could be settled.",
    "ledger-event": "Corrections, retractions, disputes and settlements cannot be corrected or"
    " disputed: retract them.",
    "too-large": "The body, a line, a batch or an event is larger than it may be.",
    "malformed": "A text is not of the form that it should have.",
    "invalid-event": "What was posted is JSON, but not what it should be: `errors` says all that is"
    " wrong, each with a JSON pointer into the body.",
    "invalid-parameters": "The query, or a header, is not what it should be: `errors` says all that"
    " is wrong, each with the name of the parameter.",
    "refused-in-batch": "One event of the batch was refused, and so none was recorded; `index` says"
    " which.",
    "clock-behind": "The service's clock is more than five seconds behind what was recorded last:"
    " nothing can be recorded until it has caught up.",
    "too-many-streams": "As many follow already as may. Try again later.",
    "replay-running": "A replay is running already. `GET /v1/projections` says how far it is.",
    "unavailable": "The database cannot answer now. Try again; post again with the same id, since"
    " what was posted may have been kept.",
    "misdirected-request": "This is a replica, which answers only questions within given bounds, of"
    " what it has. Give `as_of` and `as_recorded`, or ask the primary.",
    "not-here-yet": "This is a replica, and not all that was recorded by that position or instant"
    " is known to have come from the primary. Ask again later, or the primary.",
    "not-ready": "A view is behind, and has come no nearer for half a minute.",
    "bad-request": "The request is not HTTP as it should be, or its body broke off.",
    "unauthorized": "There is no token, or one that is not, or no longer, valid.",
    "forbidden": "The token may not do this: it takes another role, or one that is not bound.",
    "not-found": "There is nothing at this address, or nothing that this token is to see.",
    "method-not-allowed": "The method is not for this address; `Allow` says which are.",
    "not-acceptable": "`Accept` allows none of the forms that there are of the answer.",
    "request-timeout": "The request, or its body, came too slowly.",
    "precondition-failed": "`If-Match` names another state of the answer.",
    "request-entity-too-large": "The body is larger than it may be.",
    "unsupported-media-type": "The body is not of a `Content-Type` that is understood here.",
    "too-many-requests": "The token asked too much, or its address failed too often to say who"
    " asks. `Retry-After` says when to go on.",
    "uri-too-long": "The address is longer than it may be.",
    "request-header-fields-too-large": "The headers are longer than they may be.",
    "service-unavailable": "As many requests are being answered as can be. Try again later.",
    "internal-server-error": "Something went wrong here, and was logged under the `X-Request-Id`.",
}
_CODE: Final = {
    "in": "path",
    "name": "code",
    "required": True,
    "description": "The code of a problem.",
    "schema": {"enum": sorted(MEANINGS)},
}


@blueprint.route("/<code>", parameters=[_CODE])
@described.only_problems("not-found")
@blueprint.response(200, answers.EXPLAINED, content_type=JSON)
@blueprint.doc(security=[])
def one(code: str) -> Response:
    """What a problem means: its `type` leads here"""
    if code not in MEANINGS:
        raise NotFound("There is no such problem.")
    return Response(to_json({"code": code, "meaning": MEANINGS[code]}), content_type=JSON)
