"""Paper to write answers on: sentences, and tables that stay aligned in a pipe."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import click
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from service.prose import words

WIDE: Final = 110
"""From this many columns on, a table of sentences' parts reads better than the sentences."""

Rows = Sequence[Sequence[str]]


def paper() -> Console:
    """Standard output: colour on a terminal only, and not where NO_COLOR is set."""
    return Console(highlight=False, markup=False, emoji=False)


def margin() -> Console:
    """Standard error, for what is about the work and not of the answer."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def say(console: Console, sentence: str = "", style: str | None = None) -> None:
    """One sentence: wrapped at a terminal, whole in a pipe."""
    console.print(Text(words.plain(sentence), style or ""), soft_wrap=not console.is_terminal)


def is_wide(console: Console) -> bool:
    """Whether there is room for a table; a pipe always has it."""
    return not console.is_terminal or console.width >= WIDE


def table(console: Console, heads: Sequence[str], rows: Rows) -> None:
    """An aligned table without lines: fitted to a terminal, whole in a pipe."""
    clean = [[words.plain(cell).replace("\n", " ") for cell in row] for row in rows]
    if not console.is_terminal:
        for line in _aligned([heads, *clean]):
            console.file.write(f"{line}\n")
        return
    drawn = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for index, head in enumerate(heads):
        drawn.add_column(head, style="bold" if index == 0 else "", overflow="fold")
    for row in clean:
        drawn.add_row(*(Text(cell) for cell in row))
    console.print(drawn)


def _aligned(rows: Rows) -> list[str]:
    widths = [max(cell_len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]


def points(console: Console, sentences: Sequence[str], *, numbered: bool = False) -> None:
    """Sentences one below the other, each hanging from its dash or its number."""
    marks = [f"{number}." if numbered else "-" for number in range(1, len(sentences) + 1)]
    width = max(map(len, marks), default=0)
    drawn = Table.grid(padding=(0, 1, 0, 0))
    for mark, sentence in zip(marks, sentences, strict=True):
        if console.is_terminal:
            drawn.add_row(mark.rjust(width), Text(words.plain(sentence)))
        else:
            below = sentence.replace("\n", "\n" + " " * (width + 1))
            say(console, f"{mark.rjust(width)} {below}")
    if console.is_terminal:
        console.print(drawn)


def document(answer: Mapping[str, Any]) -> None:
    """An answer for machines: one JSON document."""
    click.echo(json.dumps(answer, indent=2, ensure_ascii=False))
