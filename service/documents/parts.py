"""What a document is made of, whatever it is written as."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and the positions of the events that it rests on.

    `hindsight`: one of them was recorded only after the time that the sentence speaks of.
    """

    text: str
    cites: Sequence[int] = ()
    hindsight: bool = False
    more: int = 0
    """How many other events it rests on, which are not named here."""
    disputed: Collection[int] = ()
    """Those of the named events of which a dispute is open."""

    def number(self, position: int) -> str:
        """A cited event as it is named: `#14`, or `#14!` if it is disputed."""
        return f"#{position}!" if position in self.disputed else f"#{position}"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences one after the other."""

    sentences: Sequence[Sentence]


@dataclass(frozen=True, slots=True)
class Points:
    """Sentences one below the other, under a heading of their own if there is one.

    `minor`: the heading stands under that of the points before.
    """

    sentences: Sequence[Sentence]
    title: str = ""
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under their heads. `anchors`: the positions that the rows are of, if any."""

    heads: Sequence[str]
    rows: Sequence[Sequence[Sentence]]
    anchors: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as SVG, and what stands there where there is none.

    `says`: what it shows, for who does not see it; empty where what stands beside it says it.
    """

    svg: str
    caption: str
    says: str = ""
    instead: Table | None = None


Block = Paragraph | Points | Table | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document, under its title."""

    name: str
    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Command:
    """A command line and what it is for. `formed`: it ends with the form of the document."""

    says: str
    line: str
    formed: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A title, what is said before all else, and the sections."""

    title: str
    bounds: str
    made_from: Sequence[Sentence]
    commands: Sequence[Command]
    """How it is checked and made again."""
    sections: Sequence[Section]
    identity: Sequence[tuple[str, str]] = field(default=())
    """Names and values for machines: what it was made from."""


def paragraph(text: str, *cites: int) -> Paragraph:
    """A paragraph of one sentence."""
    return Paragraph([Sentence(text, cites)])
