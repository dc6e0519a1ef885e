"""Make mutants of the domain, try the pure tests on each, and say which of them live.

    make mutation                               # every module
    make mutation ARGS='reach signals'          # these alone: a module, or a chapter of several
    make mutation ARGS='reach --survivors'      # with what was changed in those that live
    make mutation ARGS='--again --survivors'    # only those that lived, after more tests

Mutants are made and run by mutmut (see `[tool.mutmut]` in pyproject.toml), in the folder `mutants`,
against the tests of their own module or chapter; where it has none, all pure ones that reach them.
Those that mean the same as the original stand in `equivalent.toml`, each with its reason. Stops if
a test fails on the code as it is, or if mutmut does. Fails if in some module that was asked for a
mutant was not run, or less than 90 % of the others are killed, or if an entry of `equivalent.toml`
is of no mutant that lives.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.mutation.equivalence import Equivalence, known_equivalent, runs_at_import
from tests.mutation.mutants import (
    MADE,
    ROOT,
    STATISTICS,
    Mutant,
    kill,
    mutants_of,
    narrow_to_own_tests,
)

MUTMUT: Final = Path(sys.executable).with_name("mutmut")
LEAST: Final = 0.9
"""The share of the mutants of a module that tests must kill."""
NOTICED: Final = (
    pytest.ExitCode.TESTS_FAILED,
    pytest.ExitCode.INTERRUPTED,  # what a test imports cannot be imported
    pytest.ExitCode.USAGE_ERROR,  # what all tests import cannot be
)


class Tally(NamedTuple):
    """What became of the mutants of a module."""

    module: str
    killed: int
    equivalent: int
    living: Sequence[Mutant]
    unknown: int

    @property
    def share(self) -> float:
        """How many were killed, of those that mean something else than the original."""
        different = self.killed + len(self.living)
        return self.killed / different if different else 1.0


def main() -> None:
    """Run, and report."""
    asked = argparse.ArgumentParser(
        prog="make mutation", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    asked.add_argument("modules", nargs="*", help="such as reach or signals; none: all")
    asked.add_argument("--again", action="store_true", help="only those that lived or were not run")
    asked.add_argument("--report", action="store_true", help="run nothing, but report")
    asked.add_argument("--survivors", action="store_true", help="show those that live")
    given = asked.parse_args()
    os.chdir(ROOT)
    if not given.report:
        if _pure_tests(ROOT) != pytest.ExitCode.OK:
            sys.exit("A test fails on the code as it is: of mutants it would say nothing.")
        shutil.rmtree(MADE / "tests", ignore_errors=True)  # else what was deleted would go on
        STATISTICS.unlink(missing_ok=True)  # what a test reaches changes with every change
        _run(["domain.errors.*"])  # makes all mutants, and finds out which test reaches what
        narrow_to_own_tests()
        modules = given.modules or ["*"]
        _run(_lived(given.modules) if given.again else [f"domain.{each}.*" for each in modules])
        _run_at_import(given.modules)
    sys.exit(0 if _reported(given.modules, survivors=given.survivors) else 1)


def _pure_tests(where: Path, mutant: str = "") -> int:
    """The exit code of all pure tests, in a process of their own."""
    options = ["-qx", "-p", "no:cacheprovider", "--hypothesis-profile=mutation"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *options, "tests/domain"],
        cwd=where,
        env={**os.environ, "MUTANT_UNDER_TEST": mutant},
        stdout=subprocess.DEVNULL if mutant else None,
        check=False,
    ).returncode


def _lived(modules: Sequence[str]) -> list[str]:
    return [each.name for each in mutants_of(modules) if each.status not in ("killed", "timeout")]


def _run(names: Sequence[str]) -> None:
    """Try these mutants. What became of each is read from its file."""
    children = str(max(1, len(os.sched_getaffinity(0))))
    command = [MUTMUT, "run", "--max-children", children, *names]
    if names and subprocess.run(command, check=False).returncode:
        sys.exit("mutmut broke off: not all that was asked for was tried.")


def _run_at_import(modules: Sequence[str]) -> None:
    """Try again, each in a new process, what mutmut cannot switch once a module is imported."""
    at_import = runs_at_import()
    lived = [each for each in mutants_of(modules) if each.lives]
    for each in [each for each in lived if each.function in at_import]:
        if _pure_tests(MADE, each.name) in NOTICED:
            kill(each)


def _reported(modules: Sequence[str], *, survivors: bool) -> bool:
    """Print a table; whether it is good enough."""
    known = known_equivalent()
    tallies = list(_tallies(mutants_of(modules), known))
    print("  killed    lives  equivalent  not run   share  module")  # noqa: T201
    for each in tallies:
        print(  # noqa: T201
            f"{each.killed:8} {len(each.living):8} {each.equivalent:11} {each.unknown:8}"
            f" {each.share:7.1%}  {each.module}"
        )
    if survivors:
        for each in tallies:
            for mutant in each.living:
                print(f"\n{mutant.name} ({mutant.status})\n{mutant.difference()}")  # noqa: T201
    needless = [each for each in known if not each.met and _was_run(each, tallies)]
    for each in needless:
        print(f"equivalent.toml: no such mutant lives: {each.function}: {each.now}")  # noqa: T201
    good = [not each.unknown and each.share >= LEAST for each in tallies]
    return bool(good) and all(good) and not needless


def _tallies(mutants: Iterable[Mutant], known: Sequence[Equivalence]) -> Iterator[Tally]:
    by_module: dict[str, list[Mutant]] = {}
    for each in mutants:
        by_module.setdefault(each.module, []).append(each)
    for module, made in by_module.items():
        unknown = sum(each.status == "not checked" for each in made)
        lived = [each for each in made if each.lives]
        living = [each for each in lived if not _is_equivalent(each, known)]
        killed = len(made) - len(lived) - unknown
        yield Tally(module, killed, len(lived) - len(living), living, unknown)


def _is_equivalent(mutant: Mutant, known: Sequence[Equivalence]) -> bool:
    if mutant.means_the_same():
        return True
    of_function = [each for each in known if each.function == mutant.function]
    found = [each for each in of_function if each.fits(mutant.function, mutant.difference())]
    for each in found:
        each.met = True
    return bool(found)


def _was_run(known: Equivalence, tallies: Sequence[Tally]) -> bool:
    return any(
        known.function.startswith(f"{each.module}.") and not each.unknown for each in tallies
    )


if __name__ == "__main__":
    main()
