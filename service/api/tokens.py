"""Tokens: made, listed and revoked by an admin."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any, Final

from flask import Response
from werkzeug.exceptions import NotFound

from domain.errors import Fault, Invalid, Malformed
from domain.instant import Instant, format_instant
from domain.names import parse_event_id
from service.access import Token, Tokens, expiry
from service.api import answers, described
from service.api.bodies import media_type_of_body, whole_body
from service.api.gate import requires
from service.api.pages import page
from service.api.parameters import NothingQuestion, PageQuestion
from service.api.queries import Blueprint
from service.api.reads import lists
from service.api.schemas.event import read_as
from service.api.schemas.token import NewToken
from service.api.strict_json import parse
from service.api.wiring import caller, parts
from service.clock import new_id
from service.rendering import JSON, to_json

log = logging.getLogger("testigo.api")

blueprint: Final = Blueprint(
    "tokens", __name__, url_prefix="/v1/tokens", description="Who may: tokens, for an admin."
)

_NEVER_KEPT: Final = "no-store"


_NEW_TOKEN: Final = NewToken()


@blueprint.route("", methods=["POST"])
@requires("admin", unbound=True)
@described.problems("forbidden", *described.OF_BODIES)
@blueprint.arguments(NothingQuestion(), location="query")
@blueprint.response(
    201,
    answers.MADE_TOKEN,
    content_type=JSON,
    description="Shown only now.",
    headers=answers.LOCATION,
)
@blueprint.doc(requestBody=described.NEW_TOKEN)
def create(_question: dict[str, Any]) -> Response:
    """Make a token

    The answer shows it, and nothing ever does again: only its digest is kept.
    """
    media_type_of_body(JSON)
    said, faults = read_as(_NEW_TOKEN, parse(whole_body()), "")
    now, until = parts().clock(), None
    try:
        until = expiry(said["expires"], now) if "expires" in said else None
    except Malformed as malformed:
        faults.append(Fault("/expires", malformed.detail))
    if faults:
        raise Invalid(*faults, detail="The token that is asked for is not valid.")
    token = Tokens.make()
    made = parts().tokens.admit(
        token,
        said["name"],
        said["role"],
        new_id(now),
        now,
        programmes=frozenset(said["programmes"]) if "programmes" in said else None,
        until=until,
    )
    id_ = made.caller.principal.principal
    log.info("%s made a token: %s, %s", caller().principal.principal, id_, made.caller.role)
    answer = _answer({**_told(made), "token": token}, HTTPStatus.CREATED)
    answer.headers["Location"] = f"/v1/tokens/{id_}"
    return answer


@blueprint.route("")
@requires("admin", unbound=True)
@described.problems("forbidden")
@blueprint.arguments(PageQuestion(), location="query")
@lists(answers.TOKENS)
def listed(question: dict[str, Any]) -> Response:
    """List the tokens in the order in which they were made, also those that are valid no more"""
    return page(
        question,
        answers.TOKENS,
        lambda after, limit: parts().tokens.listed(str(after[0]) if after else "", limit),
        lambda token: (token.caller.principal.principal,),
        _told,
        named=True,
    )


@blueprint.route("/<token_id>", parameters=[described.TOKEN_ID])
@requires("admin", unbound=True)
@described.problems("forbidden", "not-found")
@blueprint.arguments(NothingQuestion(), location="query")
@blueprint.response(200, answers.TOKEN, content_type=JSON)
def one(_question: dict[str, Any], token_id: str) -> Response:
    """One token, by the principal that it stands for"""
    return _answer(_told(_known(parts().tokens.get(_id(token_id)))))


@blueprint.route("/<token_id>", methods=["DELETE"], parameters=[described.TOKEN_ID])
@requires("admin", unbound=True)
@described.problems("forbidden", "not-found")
@blueprint.arguments(NothingQuestion(), location="query")
@blueprint.response(200, answers.TOKEN, content_type=JSON)
def revoke(_question: dict[str, Any], token_id: str) -> Response:
    """Revoke a token, at once and for good

    It stays in the list, and its principal is never given to anybody else. One that was revoked
    before stays as it is.
    """
    revoked = _known(parts().tokens.revoke(_id(token_id), parts().clock()))
    id_ = revoked.caller.principal.principal
    log.info("%s revoked a token: %s", caller().principal.principal, id_)
    return _answer(_told(revoked))


def _id(text: str) -> str:
    try:
        return parse_event_id(text)
    except Malformed:
        raise NotFound("There is no such token: its id is no UUID.") from None


def _known(token: Token | None) -> Token:
    if token is None:
        raise NotFound("There is no such token.")
    return token


def _told(token: Token) -> dict[str, Any]:
    caller = token.caller
    return {
        "id": caller.principal.principal,
        "name": caller.principal.name,
        "role": caller.role,
        "programmes": None if caller.programmes is None else sorted(caller.programmes),
        "created_at": format_instant(token.created_at),
        "expires_at": _instant(caller.until),
        "revoked_at": _instant(token.revoked_at),
    }


def _instant(instant: Instant | None) -> str | None:
    return None if instant is None else format_instant(instant)


def _answer(told: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> Response:
    answer = Response(to_json(told), status=status, content_type=JSON)
    answer.headers["Cache-Control"] = _NEVER_KEPT
    return answer
