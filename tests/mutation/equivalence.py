"""Mutants that mean the same as the original: no test can tell them, and none should."""

from __future__ import annotations

import ast
import tomllib
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Final

LIST: Final = Path(__file__).with_name("equivalent.toml")


@dataclass(kw_only=True)
class Equivalence:
    """That `was` may as well be `now` in a function, and why.

    Both are the lines that differ, without their indentation.
    """

    function: str
    was: str
    now: str
    because: str
    met: bool = False

    def fits(self, function: str, difference: str) -> bool:
        """Whether a unified diff of a function is this one."""
        return function == self.function and (self.was, self.now) == changed(difference)


def known_equivalent() -> list[Equivalence]:
    """Every entry of the list."""
    found = tomllib.loads(LIST.read_text(encoding="utf-8"))
    return [Equivalence(**each) for each in found.get("mutant", [])]


def runs_at_import() -> frozenset[str]:
    """The functions that run when their module is imported."""
    found = tomllib.loads(LIST.read_text(encoding="utf-8"))
    return frozenset(found["at_import"])


def changed(difference: str) -> tuple[str, str]:
    """What a unified diff takes away, and what it puts there."""
    lines = difference.splitlines()
    body = [each for each in lines if not each.startswith(("---", "+++", "@@"))]
    return _all(body, "-"), _all(body, "+")


def _all(lines: list[str], mark: str) -> str:
    return "\n".join(each[1:].strip() for each in lines if each.startswith(mark))


def means_the_same(original: str, mutant: str) -> bool:
    """Whether two functions differ only in the words of what they raise, which are for people, in
    what is asserted, a case that no value reaches, or in last cases that do nothing."""
    return _meaning(original) == _meaning(mutant)


def _meaning(function: str) -> str:
    read = _Unasserted().visit(ast.parse(dedent(function)))
    for node in ast.walk(read):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            node.exc.args.clear()
        elif isinstance(node, ast.Match):
            node.cases = [each for each in node.cases if not _is_never(each.body)]
            while node.cases and isinstance(node.cases[-1].body[0], ast.Pass):
                node.cases.pop()
    return ast.dump(read)


class _Unasserted(ast.NodeTransformer):
    """Without what only says that something holds: assertions, and the `strict` of a `zip`."""

    def visit_Assert(self, node: ast.Assert) -> ast.Pass:
        return ast.Pass()

    def visit_Call(self, node: ast.Call) -> ast.Call:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "zip":
            node.keywords.clear()
        return node


def _is_never(body: list[ast.stmt]) -> bool:
    """Whether this is `assert_never(…)` or `raise AssertionError(…)`."""
    match body:
        case [ast.Expr(value=ast.Call(func=ast.Name(id="assert_never")))]:
            return True
        case [ast.Raise(exc=ast.Call(func=ast.Name(id="AssertionError")))]:
            return True
        case _:
            return False
