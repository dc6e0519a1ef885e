"""What mutmut made, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import libcst
from mutmut.mutation.diff_apply import (
    get_diff_for_mutant,
    read_functions_from_index,
)
from mutmut.stats import status_by_exit_code
from mutmut.utils.format_utils import orig_function_and_class_names_from_key

from tests.mutation.equivalence import means_the_same

ROOT: Final = Path(__file__).parent.parent.parent
MADE: Final = ROOT / "mutants"
STATISTICS: Final = MADE / "mutmut-stats.json"
KILLED: Final = 1


class Mutant(NamedTuple):
    """One change of one function, and whether a test noticed it."""

    name: str
    module: str
    status: str

    @property
    def function(self) -> str:
        """`domain.reach.reach`, `domain.reach._Sweep.meet`."""
        function, kind = orig_function_and_class_names_from_key(self.name)
        return ".".join(each for each in (self.module, kind, function) if each)

    @property
    def lives(self) -> bool:
        """Whether it was tried, and no test noticed it."""
        return self.status not in ("killed", "timeout", "not checked")

    def difference(self) -> str:
        """What was changed, as a unified diff of its function."""
        return str(get_diff_for_mutant(self.name))

    def means_the_same(self) -> bool:
        """Whether nothing was changed but the words of a refusal, or what never happens."""
        found = read_functions_from_index(self.name, f"{self.module.replace('.', '/')}.py")
        if found is None:
            return False
        return means_the_same(*(libcst.Module([each]).code for each in found))


def mutants_of(modules: Sequence[str]) -> Iterator[Mutant]:
    """Of these modules, or chapters of several; none: of all."""
    for path in sorted(MADE.glob("domain/**/*.py.meta")):
        module = ".".join(path.relative_to(MADE).parts).removesuffix(".py.meta")
        within = module.removeprefix("domain.")
        if not modules or any(f"{within}.".startswith(f"{each}.") for each in modules):
            codes = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
            for name, code in codes.items():
                yield Mutant(name, module, status_by_exit_code[code])


def narrow_to_own_tests() -> None:
    """Let each function be tried with the tests of its module or chapter, if any reaches it."""
    found = json.loads(STATISTICS.read_text(encoding="utf-8"))
    reached_by: dict[str, list[str]] = found["tests_by_mangled_function_name"]
    for function, tests in reached_by.items():
        *chapters, module, _ = function.removeprefix("domain.").split(".")
        folder = "/".join(("tests", "domain", *chapters))
        of_module = [each for each in tests if each.startswith(f"{folder}/test_{module}.py")]
        of_chapter = [each for each in tests if chapters and each.startswith(f"{folder}/")]
        reached_by[function] = of_module or of_chapter or tests
    STATISTICS.write_text(json.dumps(found, indent=4), encoding="utf-8")


def kill(mutant: Mutant) -> None:
    """Note that a test noticed it after all."""
    path = MADE / f"{mutant.module.replace('.', '/')}.py.meta"
    found = json.loads(path.read_text(encoding="utf-8"))
    found["exit_code_by_key"][mutant.name] = KILLED
    path.write_text(json.dumps(found, indent=4), encoding="utf-8")
