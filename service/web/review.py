"""The review of a programme: its pages and where they are."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import Any, Final

from flask import Blueprint, Response, make_response, redirect, render_template
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from domain.instant import parse_instant
from service.views.bounds import Bounds
from service.web import signing
from service.web.cards import opened
from service.web.files import file
from service.web.frame import framed
from service.web.look import Look, looking
from service.web.moving import Mistyped, moved
from service.web.panels import PANELS
from service.web.panels.panel import Panel
from service.web.reviews import review
from service.web.stops import told
from service.web.troubles import answer_with_pages
from service.web.wiring import caller, parts

NAME: Final = "review"
PUBLIC: Final = frozenset({f"{NAME}.sign_in", f"{NAME}.file"})
"""What answers whoever asks."""
ENTRANCES: Final = frozenset({f"{NAME}.enter", f"{NAME}.leave"})
"""Where one says who one is, and that one goes."""
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""All from here, and nothing inline."""


def blueprint() -> Blueprint:
    """The pages, with all that they need."""
    pages = Blueprint(NAME, __name__, template_folder="templates")
    pages.add_url_rule("/sign-in", "sign_in", signing.form)
    pages.add_url_rule("/sign-in", "enter", signing.enter, methods=["POST"])
    pages.add_url_rule("/sign-out", "leave", signing.leave, methods=["POST"])
    pages.add_url_rule("/review-files/<name>", "file", file)
    pages.add_url_rule("/review", "programmes", _programmes)
    pages.add_url_rule("/review/<programme>", "programme", _panel)
    pages.add_url_rule("/review/<programme>/stops", "stops", _stops)
    pages.add_url_rule("/review/<programme>/<panel>", "panel", _panel)
    document = "/review/<programme>/incidents/<incident>"
    pages.add_url_rule(document, "document", review)
    pages.add_url_rule(f"{document}/<form>", "document", review)
    pages.add_app_template_filter(parse_instant, "instant")
    pages.after_request(_say_what_it_may)
    answer_with_pages(pages)
    return pages


def _programmes() -> str:
    """All programmes that the caller sees."""
    with parts().views.reading() as questions:
        head = questions.head()
        bounds = Bounds(parts().clock(), head.position, head.recorded_at)
        found = questions.programmes(bounds, caller().sees)
    return render_template("programmes.html", programmes=found, caller=caller())


def _panel(programme: str, panel: str = PANELS[0].name) -> AnyResponse | str:
    """One panel of a programme's review, with the frame around it."""
    shown = {each.name: each for each in PANELS}.get(panel)
    if shown is None:
        raise NotFound
    with looking(programme, panel) as look:
        try:
            to = moved(look)
        except Mistyped as mistyped:
            page = _shown(shown, replace(look, wrong=mistyped.wrong))
            return make_response(page, HTTPStatus.UNPROCESSABLE_ENTITY)
        if to is not None:
            return redirect(to, HTTPStatus.SEE_OTHER)
        return _shown(shown, look)


def _shown(panel: Panel, look: Look) -> str:
    return render_template(
        f"panels/{panel.name}.html",
        look=look,
        frame=framed(look),
        panels=PANELS,
        panel=panel,
        event=opened(look),
        close=look.to(),
        caller=caller(),
        **panel.show(look),
    )


def _stops(programme: str) -> dict[str, Any]:
    """What the stops of the sliders say, for a script to say it at once."""
    with looking(programme, "stops") as look:
        return {"happened": told(look.happenings), "recorded": told(look.recordings)}


def _say_what_it_may(response: Response) -> Response:
    """Pages are not kept, and load nothing from elsewhere. Forms say where they come from."""
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["Referrer-Policy"] = "same-origin"
    return response
