"""Signing in with a token, and out again.

What is posted here comes from a page of this service, or is refused: browsers say so
(`Sec-Fetch-Site`, or `Origin` where they do not), besides keeping the cookie from other sites
(`SameSite`). It is `Lax`, so that a link in a message leads to what it shows.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode, urlsplit

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import Forbidden, Unauthorized
from werkzeug.wrappers import Response as AnyResponse

from domain.instant import SECOND, Instant
from service.access import InvalidToken
from service.sessions import cookie_name
from service.web.wiring import parts

BODY_LIMIT: Final = 16 * 1024
"""The longest form, in bytes: a token of an OpenID provider has some thousands."""
_OURS: Final = re.compile(r"/review(?:[/?][!-\[\]-~]*)?")
"""What is gone on to after signing in: pages of this service, and nothing else."""


def form() -> str:
    """The form to sign in."""
    return render_template("sign_in.html", onward=_onward(request.args.get("next", "")), said=None)


def enter() -> AnyResponse:
    """Sign in with the token of the form."""
    _refuse_others()
    request.max_content_length = BODY_LIMIT
    token, onward = request.form.get("token", "").strip(), _onward(request.form.get("next", ""))
    if not token:
        return again("Give a token.", onward, HTTPStatus.UNPROCESSABLE_ENTITY)
    now = parts().clock()
    try:
        secret, session = parts().sessions.begin(token, now)
    except InvalidToken as invalid:
        response = again(str(invalid), onward)
        response.headers["WWW-Authenticate"] = 'Bearer realm="testigo"'
        return response
    signed_in = redirect(onward, HTTPStatus.SEE_OTHER)
    _set_cookie(signed_in, secret, Instant(session.until - now) // SECOND)
    return signed_in


def leave() -> AnyResponse:
    """Sign out: the session ends here, wherever its cookie may be."""
    _refuse_others()
    secret = request.cookies.get(cookie_name(secure=request.is_secure))
    if secret:
        parts().sessions.end(secret)
    response = redirect(url_for("review.sign_in"), HTTPStatus.SEE_OTHER)
    _set_cookie(response, "", 0)
    return response


def again(said: str, onward: str, status: HTTPStatus = HTTPStatus.UNAUTHORIZED) -> Response:
    """The form to sign in, and why it has to be filled in again."""
    return make_response(render_template("sign_in.html", onward=onward, said=said), status)


def turned_away(error: Unauthorized) -> AnyResponse:
    """What who is not signed in (any more) is answered: they go on with what they asked for."""
    onward = _onward(request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else "")
    shown = cookie_name(secure=request.is_secure) in request.cookies or request.authorization
    if not shown:
        query = urlencode({"next": onward})
        return redirect(f"{url_for('review.sign_in')}?{query}", HTTPStatus.SEE_OTHER)
    response = again(error.description or "Sign in.", onward)
    for name, value in error.get_headers():
        if name == "WWW-Authenticate":
            response.headers[name] = value
    _set_cookie(response, "", 0)
    return response


def _onward(given: str) -> str:
    return given if _OURS.fullmatch(given) else url_for("review.programmes")


def _set_cookie(response: AnyResponse, secret: str, seconds: int) -> None:
    """`seconds`: how long browsers keep it; 0: they forget it."""
    response.set_cookie(
        cookie_name(secure=request.is_secure),
        secret,
        max_age=seconds,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )


def _refuse_others() -> None:
    """Refuse what a page of somebody else made a browser post."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        ours = site in ("same-origin", "none")
    else:  # no browser, or one that does not trust an address without TLS to be told
        ours = origin is None or urlsplit(origin).netloc == request.host
    if not ours:
        raise Forbidden("This was sent by a page of another site.")
