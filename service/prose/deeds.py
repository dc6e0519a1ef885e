"""What happened, in words: an event in one clause, and where it left a tester. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from textwrap import shorten
from typing import Any, Final

from domain.events.catalogue import LEDGER_TYPES
from service.prose import words
from service.prose.times import instant, when

About = Mapping[str, Mapping[str, Any]]
"""Events by their ids, each with its `position`, `type` and `data`."""

CITED: Final = 90
"""So many characters of an event are told where another one is about it."""

_CLAUSES: Final[Mapping[str, str]] = {
    # `|` parts a clause; a part whose field is missing is left out.
    "programme-opened": "{org} opened the programme “{title}”|: {purpose}",
    "commitment-made": "{by} promised {to}: {text}| (due {due_at})",
    "commitment-kept": "commitment:{commitment} was kept|: {note}",
    "commitment-broken": "commitment:{commitment} was broken|: {note}",
    "terms-published": "terms:{terms} were published| by {by}|, replacing terms:{replaces}"
    "|: {summary}",
    "item-registered": "{item} was registered as {confidentiality}|, made or found by {by}"
    "|: {title}",
    "programme-suspended": "the programme was suspended| by {by}|: {reason}",
    "programme-resumed": "the programme was resumed| by {by}|: {reason}",
    "programme-closed": "the programme was closed| by {by}|: {reason}",
    "tester-invited": "{by} invited {tester}| ({size} people)| as {role}| ({channel})",
    "invitation-accepted": "{tester} accepted the invitation|: {reason}",
    "invitation-declined": "{tester} declined the invitation|: {reason}",
    "tester-left": "{tester} left|: {reason}",
    "nda-signed": "{tester} signed terms:{terms}",
    "nda-released": "{tester} was released from terms:{terms}",
    "access-granted": "{tester} was given access| to {items}| by {by}",
    "access-cut": "access was cut for {tester}| to {items}| by {by}|: {reason}",
    "feedback-given": "{tester} gave feedback:{feedback} to {to}| about {about}|: {text}",
    "feedback-acknowledged": "{by} acknowledged feedback:{feedback} of {tester}|: {text}",
    "feedback-answered": "{by} answered feedback:{feedback} of {tester}|: {text}",
    "concern-raised": "{tester} raised concern:{concern} to {to}|: {text}",
    "concern-escalated": "{by} escalated concern:{concern} of {tester} to {to}",
    "concern-answered": "{by} answered concern:{concern} of {tester}|: {text}",
    "reward-agreed": "{amount} {currency} were agreed for {tester}| by {by}|, for {for}",
    "reward-paid": "{amount} {currency} were paid to {tester}| by {by}|, for {for}",
    "credit-given": "{by} gave {tester} credit for {for}",
    "item-disclosed": "{by} told {to} of {items}|, {extent}|, under terms:{under}| ({channel})",
    "knowledge-requested": "{by} asked {of} about {item}| ({channel})",
    "item-published": "{by} published {items}|, {extent}| ({channel})",
    "item-leaked": "{by} leaked {items} to {to}| ({channel})",
    "group-joined": "{party} joined {group}",
    "group-left": "{party} left {group}",
    "affiliation-began": "{party} became one of {org}",
    "affiliation-ended": "{party} was no longer one of {org}",
    "party-identified": "{party} was identified as {same_as}",
    "contact-observed": "{parties} were in contact| ({channel})",
    "incident-opened": "incident:{incident} was opened| by {by}|: {title}",
    "leak-detected": "{by} detected the leak of {items}| ({channel})",
    "leak-contained": "the leak of incident:{incident} was contained| by {by}",
    "open-letter-published": "{by} published letter:{letter}, “{title}”|, signed by {signatories}"
    "|, revealing {reveals}|; it demands {demands}",
    "letter-signed": "{signatory} signed letter:{letter}",
    "statement-issued": "{by} said to {to}|, of {items}|: {text}",
    "finding-recorded": "finding| of {by}|: {text}",
    "action-agreed": "agreed: {owner} is to {action}| (due {due_at})",
    "incident-closed": "incident:{incident} was closed| by {by}",
    "event-retracted": "retracted {event}: {reason}",
    "event-corrected": "corrected {event}| ({changed}): {reason}",
    "event-disputed": "{by} disputed {event}: {grounds}",
    "dispute-settled": "the dispute of {event} was {outcome}: {reason}",
}
_WITHOUT_TELLER: Final[Mapping[str, str]] = {
    "item-disclosed": "somebody told {to} of {items}|, {extent}|, under terms:{under}| ({channel})",
    "item-published": "{items} became public|, {extent}| ({channel})",
    "item-leaked": "{items} leaked to {to}| ({channel})",
}
_EXTENTS: Final[Mapping[str, str]] = {
    "full": "in full",
    "partial": "in part",
    "existence": "only that it exists",
    "rumour": "by rumour",
}
_CHANGED: Final[Mapping[str, str]] = {
    "occurred_at": "its time",
    "zone": "its zone",
    "data": "what it says",
    "source": "its source",
    "grade": "its grade",
    "asserted_by": "on whose word it is",
}
_FIELD: Final = re.compile(r"\{(\w+)\}")


def deed(type_: str, data: Mapping[str, Any], about: About | None = None) -> str:
    """What an event says, in one clause without its full stop.

    `about`: the events that others are about, as far as they are known.
    """
    clause = _CLAUSES.get(type_, type_)
    if "by" not in data:
        clause = _WITHOUT_TELLER.get(type_, clause)
    said = {name: _said(name, value) for name, value in data.items()}
    if type_ in LEDGER_TYPES:
        said["event"] = cited(data["event"], about or {})
        said["changed"] = words.listed([_CHANGED[name] for name in _CHANGED if name in data])
    parts = [
        part for part in clause.split("|") if all(name in said for name in _FIELD.findall(part))
    ]
    return _FIELD.sub(lambda found: said[found[1]], "".join(parts)) or type_


def cited(event_id: str, about: About) -> str:
    """An event by its position and what it says."""
    event = about.get(event_id)
    if event is None:
        return f"event:{event_id}"
    says = deed(event["type"], event["data"], about)
    return f"#{event['position']} “{shorten(says, CITED, placeholder='…')}”"


def _said(field: str, value: Any) -> str:
    if isinstance(value, list):
        return words.listed([_said(field, each) for each in value])
    if field == "due_at":
        return instant(value)
    if field == "extent":
        return _EXTENTS.get(value, str(value))
    return words.party(value) if field == "to" else str(value)


def remarks(entry: Mapping[str, Any]) -> str:
    """How good the account is and whose, and what else is to be said of an event."""
    whose = entry.get("asserted_by")
    account = (
        words.grade(entry) if entry["grade"] != "reported" else "",
        f"on the word of {words.party(whose)}" if whose else "",
    )
    found = (
        ", ".join(part for part in account if part),
        "perhaps by then" if entry["certainty"] == "possible" else "",
        "corrected" if entry["corrected_by"] else "",
        "disputed" if entry["disputed"] else "",
    )
    return "; ".join(part for part in found if part)


# --- where a tester stood --------------------------------------------------------------------


def facet(standing: Mapping[str, Any], year: int | None = None) -> str:
    """One facet of a tester: the state, since when, and what it may have become."""
    state, possibly = standing["state"], standing["possibly"]
    words_ = state or "not recorded"
    if standing.get("terms"):
        words_ += f" terms:{standing['terms']}"
    if standing["since"]:
        words_ += f" {when(standing['since'], year)}"
    return f"{words_}, perhaps {possibly}" if possibly else words_


def counts(numbers: Mapping[str, int]) -> str:
    """What a tester gave, and what is still open."""
    found = []
    if numbers["feedback_given"]:
        found.append(f"feedback {numbers['feedback_given']} given, {numbers['feedback_open']} open")
    if numbers["concerns_open"]:
        found.append(f"{words.counted(numbers['concerns_open'], 'concern')} open")
    unpaid = numbers["rewards_agreed"] - numbers["rewards_paid"]
    if unpaid > 0:
        found.append(f"{words.counted(unpaid, 'reward')} not paid")
    return "; ".join(found) or "nothing open"
