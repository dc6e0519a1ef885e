"""What the door itself refuses, before anything is asked of the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from domain.errors import Refusal


@dataclass(frozen=True, slots=True)
class ParameterFault:
    """One thing that is wrong with a query: which parameter, and what."""

    parameter: str
    detail: str


class InvalidParameters(Refusal):
    """A query that cannot be answered; `faults` says why."""

    code = "invalid-parameters"

    def __init__(self, *faults: ParameterFault, detail: str = "The query is not valid.") -> None:
        super().__init__(detail)
        self.faults = faults


class NotForProgramme(Refusal):
    """The caller is bound to other programmes; whether there is this one is not said."""

    code = "not-for-programme"

    def __init__(self, programme: str) -> None:
        super().__init__(f"The token is bound to programmes, and {programme} is none of them.")


class NotHereYet(Refusal):
    """A replica does not have what is asked about, or not yet."""

    code = "not-here-yet"


class TooManyStreams(Refusal):
    """As many follow already as may."""

    code = "too-many-streams"


class UnfinishedLine(Refusal):
    """The last line of an import has no line end: it may have been cut off."""

    code = "unfinished-line"
