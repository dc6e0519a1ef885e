"""What the members of answers mean, where a name means the same wherever it stands.

What means something of its own says so where it is described (`words.means`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MEANINGS: Final[Mapping[str, str]] = {
    # --- bounds and pages ---
    "as_of": "What had happened by this instant, as resolved.",
    "as_recorded": "What the ledger held, as resolved: up to which position, and when that was"
    " recorded.",
    "rules": "At the same `as_of`, position and `rules` an answer is the same for ever (erased"
    " personal data excepted); raised when the meaning or the shape of answers changes.",
    "next": "The `cursor` of the next page; null: this is the last one.",
    "done": "That this is the last line: without it the answer was cut off.",
    # --- an event ---
    "id": "The event's id, by which it is recorded once.",
    "type": "The event's type, a word of the catalogue.",
    "type_version": "In which version of its type's form it is stored.",
    "programme": "The name of a programme.",
    "stream": "`programme/tester` for events with a `tester`, else `programme`.",
    "version": "Its place in its stream, from 1 on: the `expected_version` of the next one there.",
    "position": "Its place in the gapless order of the whole ledger: 1, 2, 3, …",
    "recorded_at": "When the ledger was told of it: later than of whatever has a lower position.",
    "recorded_by": "Who recorded it.",
    "occurred_at": "When it happened.",
    "zone": "The offset from UTC whose days the dates are; UTC without it.",
    "source": "Where the account is from: an address, or a citation.",
    "source_id": "The id that it has in its `source`.",
    "asserted_by": "The party on whose word it is recorded.",
    "reported_at": "When that account became public.",
    "grade": "How good the account is: `primary`, `reported`, `claimed` or `rumour`.",
    "evidence": "What shows it.",
    "data": "What it says, in the fields of its type.",
    "effective": "Its content at `as_recorded`, after corrections; null: it is not visible, being"
    " retracted or successfully disputed.",
    "corrected_by": "The visible corrections of it.",
    "retracted_by": "The visible retractions of it.",
    "disputed_by": "The visible disputes of it.",
    "restored": "That an archivist recorded it with a time of its own: who, and when.",
    # --- who knew ---
    "party": "A party, such as `tester:ana` or `org:acme`, or `public`.",
    "item": "An item, or a thing that events make: `item:price`, `letter:open`, `event:<id>`.",
    "tester": "A `tester:`, or a `group:` of people who are only known as one.",
    "certainty": "`certain`: by `as_of`, whatever the exact times; `possible`: depending on them."
    " Of time alone: if the account is true.",
    "channel": "By which channel it came; for a member, else the group. Null: not recorded.",
    "via": "The event by which it is so.",
    "extent": "How much: `full`, `partial`, `existence` (only that it exists), `rumour`; `access`:"
    " had the means to know.",
    "basis": "How it came to know: it `took-part`; it told others (`telling`), and so knew by then;"
    " it was `told`, itself or as a `member` of a group; by a `leak`; as everybody, from what is"
    " `public`; by `access`; `imputed` to it, through one of its people.",
    "disputed": "Whether an open dispute of the event is visible.",
    "before": "What was answered before; null: nothing.",
    "after": "What is answered then; null: nothing.",
    "same_as": "Who was identified as whom, of the parties that are named here. Nothing is merged.",
}
