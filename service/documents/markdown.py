"""A document as Markdown (CommonMark, with tables as GitHub has them)."""

from __future__ import annotations

import re
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from service.documents.parts import Document, Sentence

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_BLANK: Final = re.compile(r"\n{3,}")
_LINES: Final = re.compile(r"\s*\n\s*")
_STARTS: Final = re.compile(r"^([0-9]*)([-+.)])(?=\s|$)")


def as_markdown(document: Document) -> str:
    """The document; nothing that was recorded becomes markup."""
    written = _ENVIRONMENT.get_template("document.md.jinja").render(document=document)
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
    named = ", ".join(f"\\#{each}" for each in said.cites)
    return f" ({named}{f' and {said.more} more' if said.more else ''})"


_ENVIRONMENT: Final = Environment(
    loader=PackageLoader("service.documents"),
    autoescape=False,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_ENVIRONMENT.filters |= {"escaped": escaped, "sentence": sentence}
_ENVIRONMENT.tests["kind"] = lambda block, name: type(block).__name__ == name
