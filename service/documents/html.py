"""A document as HTML that needs nothing else: no script, no font, no address is loaded."""

from __future__ import annotations

from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from service.documents.parts import Document
from service.pictures.style import STYLE

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""What a browser is to allow it: its own style, and nothing else."""


def as_html(document: Document) -> str:
    """The document; nothing that was recorded becomes markup."""
    template = _ENVIRONMENT.get_template("document.html.jinja")
    return template.render(document=document, pictures=Markup(STYLE), policy=POLICY)


_ENVIRONMENT: Final = Environment(
    loader=PackageLoader("service.documents"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_ENVIRONMENT.tests["kind"] = lambda block, name: type(block).__name__ == name
