"""What each code means, as the function that decides says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import cleandoc
from typing import Any, Final

from domain.irregularities.access import access_while_cut, access_without_nda, outdated_terms
from domain.irregularities.codes import Code
from domain.irregularities.promised import (
    commitment_broken,
    commitment_overdue,
    concern_unanswered,
    feedback_unanswered,
)
from domain.irregularities.records import recorded_late, unknown_reference
from domain.irregularities.secrets import disclosed_without_nda, embargo_broken
from domain.irregularities.telling import told_before_knowing

DECIDED_BY: Final[Mapping[Code, Callable[..., Any]]] = {
    Code.ACCESS_WITHOUT_NDA: access_without_nda,
    Code.OUTDATED_TERMS: outdated_terms,
    Code.ACCESS_WHILE_CUT: access_while_cut,
    Code.DISCLOSED_WITHOUT_NDA: disclosed_without_nda,
    Code.EMBARGO_BROKEN: embargo_broken,
    Code.COMMITMENT_BROKEN: commitment_broken,
    Code.COMMITMENT_OVERDUE: commitment_overdue,
    Code.FEEDBACK_UNANSWERED: feedback_unanswered,
    Code.CONCERN_UNANSWERED: concern_unanswered,
    Code.RECORDED_LATE: recorded_late,
    Code.TOLD_BEFORE_KNOWING: told_before_knowing,
    Code.UNKNOWN_REFERENCE: unknown_reference,
}


def meaning(code: Code) -> str:
    """What a code means, without what is only of use to who calls its function."""
    paragraphs = cleandoc(DECIDED_BY[code].__doc__ or "").split("\n\n")
    said = (each.replace("\n", " ") for each in paragraphs if not each.startswith("`"))
    return " ".join(said)


def gist(code: Code) -> str:
    """What a code means in short, without what makes it certain."""
    first, *_ = cleandoc(DECIDED_BY[code].__doc__ or "").split("\n\n")
    return first.replace("\n", " ").replace("`", "")
