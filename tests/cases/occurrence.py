"""Section 2: when it happened may be uncertain. Bounds, and the certainty they give."""

from __future__ import annotations

from typing import Any

from .acts import ANA, DEMO, LENA, T5, disclosed
from .form import END, Case, ki, span, what


def reads_as(
    name: str, text: str, earliest: str | None, latest: str | None, zone: str | None = None
) -> Case:
    """ANA is told at `text`: it is answered as given, with these bounds."""
    return Case(
        name,
        "Answered as given, with its bounds; a day, month or year ends at its last microsecond.",
        [disclosed(1, text, DEMO, LENA, [ANA], zone=zone)],
        [what(ANA, [ki(DEMO, learned_at=span(text, earliest, latest))])],
    )


def at_each(name: str, sentence: str, text: str, certainty: dict[str, str | None]) -> Case:
    """ANA is told at `text`: certain, possible or not at all, at each of these as_of."""
    asks = []
    for as_of, how_certain in certainty.items():
        known: list[dict[str, Any]] = []
        if how_certain is not None:
            known = [ki(DEMO, certainty=how_certain)]
        asks.append(what(ANA, known, as_of=as_of))
    return Case(name, sentence, [disclosed(1, text, DEMO, LENA, [ANA])], asks)


DAY = ("2024-03-05T00:00:00Z", "2024-03-05T23:59:59.999999Z")
MONTH = ("2024-03-01T00:00:00Z", "2024-03-31T23:59:59.999999Z")

CASES: list[Case] = [
    # --- bounds ---------------------------------------------------------------------------------
    reads_as("an instant in UTC", T5, T5, T5),
    reads_as(
        "an instant of another offset",
        "2024-03-05T01:30:00+02:00",
        "2024-03-04T23:30:00Z",
        "2024-03-04T23:30:00Z",
    ),
    reads_as("an instant in lower case", "2024-03-05t12:00:00z", T5, T5),
    reads_as(
        "a fraction of a second",
        "2024-03-05T12:00:00.25Z",
        "2024-03-05T12:00:00.250000Z",
        "2024-03-05T12:00:00.250000Z",
    ),
    reads_as("a fraction of zero", "2024-03-05T12:00:00.000Z", T5, T5),
    reads_as(
        # Cut off, not rounded: the seventh digit would round up.
        "digits beyond microseconds",
        "2024-03-05T12:00:00.1234567Z",
        "2024-03-05T12:00:00.123456Z",
        "2024-03-05T12:00:00.123456Z",
    ),
    reads_as("a day", "2024-03-05", *DAY),
    reads_as("a month", "2024-03", *MONTH),
    reads_as("a leap month", "2024-02", "2024-02-01T00:00:00Z", "2024-02-29T23:59:59.999999Z"),
    reads_as("a year", "2023", "2023-01-01T00:00:00Z", "2023-12-31T23:59:59.999999Z"),
    reads_as("an approximate day has the bounds of the day", "2024-03-05~", *DAY),
    reads_as("an uncertain month has the bounds of the month", "2024-03?", *MONTH),
    reads_as(
        "a day east of Greenwich",
        "2024-03-05",
        "2024-03-04T22:00:00Z",
        "2024-03-05T21:59:59.999999Z",
        zone="+02:00",
    ),
    reads_as(
        "a month west of Greenwich",
        "2024-03",
        "2024-03-01T03:30:00Z",
        "2024-04-01T03:29:59.999999Z",
        zone="-03:30",
    ),
    reads_as("an instant keeps its own offset, not the zone", T5, T5, T5, zone="+02:00"),
    reads_as("an interval of days", "2024-03-03/2024-03-05", "2024-03-03T00:00:00Z", DAY[1]),
    reads_as(
        "an interval of an instant and a day",
        "2024-03-03T12:00:00Z/2024-03-05",
        "2024-03-03T12:00:00Z",
        DAY[1],
    ),
    reads_as(
        "an interval of months in a zone",
        "2024-02/2024-03",
        "2024-01-31T23:00:00Z",
        "2024-03-31T22:59:59.999999Z",
        zone="+01:00",
    ),
    reads_as("by then", "../2024-03-05", None, DAY[1]),
    reads_as("not before then", "2024-03-05/..", DAY[0], None),
    reads_as("by that instant", f"../{T5}", None, T5),
    # --- certainty ------------------------------------------------------------------------------
    at_each(
        "the certainty of an instant",
        "Certain if latest <= as_of: from the very instant on; never possible.",
        T5,
        {"2024-03-05T11:59:59.999999Z": None, T5: "certain", END: "certain"},
    ),
    at_each(
        "the certainty of a day",
        "Possible if earliest <= as_of < latest, certain from latest on, before that not yet.",
        "2024-03-05",
        {
            "2024-03-04T23:59:59.999999Z": None,
            DAY[0]: "possible",
            "2024-03-05T23:59:59.999998Z": "possible",
            DAY[1]: "certain",
            "2024-03-06T00:00:00Z": "certain",
        },
    ),
    at_each(
        "the certainty of what happened by then",
        "A null earliest is -infinity: possible at any time before.",
        "../2024-03-05",
        {"1999-01-01T00:00:00Z": "possible", T5: "possible", DAY[1]: "certain"},
    ),
    at_each(
        "the certainty of what happened not before then",
        "A null latest is +infinity: possible, never certain.",
        "2024-03-05/..",
        {"2024-03-04T23:59:59.999999Z": None, DAY[0]: "possible", END: "possible"},
    ),
    at_each(
        "as_of in another offset",
        "as_of is an RFC 3339 instant of any offset.",
        T5,
        {"2024-03-05T12:30:00+01:00": None, "2024-03-05T13:00:00+01:00": "certain"},
    ),
]
