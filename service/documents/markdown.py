"""A document as Markdown (CommonMark, with tables as GitHub has them)."""

from __future__ import annotations

import re
from base64 import b64encode
from html import escape
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from service.documents.parts import Document, Picture, Sentence
from service.pictures.style import STYLE

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_BLANK: Final = re.compile(r"\n{3,}")
_LINES: Final = re.compile(r"\s*\n\s*")
_STARTS: Final = re.compile(r"^([0-9]*)([-+.)])(?=\s|$)")


def as_markdown(document: Document, *, pictures: bool = False) -> str:
    """The document; nothing that was recorded becomes markup.

    `pictures`: with them, each an `img` that holds its SVG. Without, tables and lines of bars stand
    for them, or it is said where they are: to be read as it stands, or put where images are taken
    out.
    """
    template = _ENVIRONMENT.get_template("document.md.jinja")
    form = " markdown --pictures" if pictures else " markdown"
    written = template.render(document=document, pictures=pictures, form=form)
    return _BLANK.sub("\n\n", written).strip() + "\n"


def escaped(text: str) -> str:
    """Text that is read as it stands: on one line, its special characters behind a backslash."""
    one_line = _LINES.sub(" / ", text.strip())
    return _STARTS.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", one_line))


def sentence(said: Sentence) -> str:
    """A sentence, marked as hindsight if it is, with what it rests on."""
    mark = "**HINDSIGHT** " if said.hindsight else ""
    return f"{mark}{escaped(said.text)}{cites(said)}"


def cites(said: Sentence) -> str:
    """The events behind a sentence."""
    if not said.cites:
        return ""
    named = ", ".join(escaped(said.number(each)) for each in said.cites)
    return f" ({named}{f' and {said.more} more' if said.more else ''})"


def image(picture: Picture) -> str:
    """A picture as an image that needs nothing else: on white, in the colours of daylight."""
    styled = picture.svg.replace(">", f"><style>{_DAYLIGHT}{STYLE}</style>", 1)
    data = b64encode(styled.encode()).decode()
    return f'<img alt="{escape(picture.caption)}" src="data:image/svg+xml;base64,{data}">'


_DAYLIGHT: Final = (
    "svg{--ink:#1b1f24;--paper:#fff;--quiet:#57606a;--line:#d0d7de;--shade:#f5f7f9;"
    "--accent:#0a5bb0;background:#fff}\n"
)
_ENVIRONMENT: Final = Environment(
    loader=PackageLoader("service.documents"),
    autoescape=False,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_ENVIRONMENT.filters |= {"escaped": escaped, "sentence": sentence, "image": image}
_ENVIRONMENT.tests["kind"] = lambda block, name: type(block).__name__ == name
