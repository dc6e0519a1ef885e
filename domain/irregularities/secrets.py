"""Secrets that were told to whom had signed nothing, or made known too early."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.instant import Instant
from domain.irregularities.codes import Code, Irregularity, irregularity
from domain.irregularities.order import happened, last, maybe_before, surely_before
from domain.irregularities.wording import by, listed, when
from domain.names import Item, Party
from domain.occurrence import Certainty
from domain.secrecy import Disclosure, Registration
from domain.standing import Deed

CERTAIN: Final = Certainty.CERTAIN
POSSIBLE: Final = Certainty.POSSIBLE
TELLING: Final = ("item-disclosed", "statement-issued")
"""The types that tell parties, each by itself."""

_VERBS: Final = {
    "item-disclosed": "told",
    "statement-issued": "stated",
    "item-published": "published",
    "item-leaked": "leaked",
    "open-letter-published": "revealed in an open letter",
}
_Until = Callable[[Registration], Instant | None]


@dataclass(frozen=True, slots=True)
class Kept:
    """The items of a disclosure that were to be kept at that time, each with the registration
    that says so: certainly, possibly (also certainly)."""

    surely: Mapping[Item, Registration]
    maybe: Mapping[Item, Registration]


def secrets(told: Disclosure, registered: Mapping[Item, Collection[Registration]]) -> Kept:
    """Which items of a disclosure were secret: confidential, or embargoed at that time."""
    return _kept(told, registered, lambda each: each.secret_until)


def embargoes(made_known: Disclosure, registered: Mapping[Item, Collection[Registration]]) -> Kept:
    """Which items of a disclosure were under an embargo that ended later."""
    return _kept(made_known, registered, lambda each: each.embargoed_until)


def _kept(
    made_known: Disclosure, registered: Mapping[Item, Collection[Registration]], until: _Until
) -> Kept:
    """An item is certainly kept if it had certainly been registered, and every registration that
    may have been in force keeps it, whenever exactly; possibly, if one of these may keep it."""
    surely: dict[Item, Registration] = {}
    maybe: dict[Item, Registration] = {}
    for item in sorted(made_known.items):
        found = registered.get(item, ())
        in_force = _in_force(found, made_known)
        keeping = [each for each in in_force if _is_past(until(each), made_known.latest)]
        if any(surely_before(each, made_known) for each in found) and len(keeping) == len(in_force):
            surely[item] = _last_of(keeping)
        keeping = [each for each in in_force if _is_past(until(each), made_known.earliest)]
        if keeping:
            maybe[item] = _last_of(keeping)
    return Kept(surely, maybe)


def _in_force(registered: Iterable[Registration], made_known: Disclosure) -> Sequence[Registration]:
    """The registrations that may have been in force: those that may have come before, and that no
    other certainly followed before the disclosure."""
    found = [each for each in registered if maybe_before(each, made_known)]
    since = max((e.earliest for e in found if surely_before(e, made_known)), default=None)
    return [each for each in found if since is None or since <= each.latest]


def _is_past(until: Instant | None, moment: Instant) -> bool:
    return until is not None and moment < until


def _last_of(found: Iterable[Registration]) -> Registration:
    latest = last(found)
    assert latest is not None  # what is kept is kept by a registration
    return latest


def disclosed_without_nda(
    told: Disclosure,
    tester: Party,
    being_told: Certainty,
    kept: Kept,
    signed: Collection[Deed],
    as_of: Instant,
) -> Irregularity | None:
    """A secret item was told, or stated, to a tester who had signed no NDA.

    An item is secret that was registered as confidential, or as embargoed until later (or without
    an end). Told is who is named, and who belonged at that time to a group that is named. Certain
    if it certainly happened, to this tester, of an item that was certainly secret, and no signature
    (of any terms) can have come before; possible if all that may be, and no signature certainly
    came before. It is shown by the telling, and the registrations that make its items secret.

    `being_told`: how surely the tester was told. `kept`: the `secrets` of what was told. `signed`:
    all that the tester signed.
    """
    happening = happened(told, as_of)
    surely_told = happening is CERTAIN and being_told is CERTAIN
    if surely_told and kept.surely and not any(maybe_before(each, told) for each in signed):
        return _disclosed(CERTAIN, told, tester, kept.surely)
    if happening is None or not kept.maybe or any(surely_before(each, told) for each in signed):
        return None
    return _disclosed(POSSIBLE, told, tester, kept.maybe)


def _disclosed(
    certainty: Certainty, told: Disclosure, tester: Party, secret: Mapping[Item, Registration]
) -> Irregularity:
    teller = f" by {told.by}" if told.by else ""
    reasons = [f"{item} ({_why(each)})" for item, each in secret.items()]
    return irregularity(
        Code.DISCLOSED_WITHOUT_NDA,
        certainty,
        f"{tester} was told{teller} {when(told)} of {listed(reasons)} without having signed an NDA"
        " before.",
        position=told.position,
        since=told.via,
        events=(told.via, *(each.via for each in secret.values())),
        tester=tester,
    )


def _why(secret: Registration) -> str:
    until = secret.embargoed_until
    return secret.confidentiality if until is None else f"under embargo until {by(until)}"


def embargo_broken(made_known: Disclosure, kept: Kept, as_of: Instant) -> Irregularity | None:
    """An item was published, leaked, revealed, stated, or told outside an agreement, before its
    embargo ended.

    Told outside an agreement: without `under`. Certain if it certainly happened, and an item of it
    was certainly under embargo; possible if both may be. Its tester is who did it, if a tester did.
    It is shown by that, and the registrations with the embargoes.

    `kept`: the `embargoes` of what was made known.
    """
    if made_known.under is not None:
        return None
    happening = happened(made_known, as_of)
    if happening is CERTAIN and kept.surely:
        return _embargo_broken(CERTAIN, made_known, kept.surely)
    if happening is not None and kept.maybe:
        return _embargo_broken(POSSIBLE, made_known, kept.maybe)
    return None


def _embargo_broken(
    certainty: Certainty, made_known: Disclosure, kept: Mapping[Item, Registration]
) -> Irregularity:
    doer = made_known.by
    whose = f" by {doer}" if doer else ""
    return irregularity(
        Code.EMBARGO_BROKEN,
        certainty,
        f"{listed(list(_embargoed(kept)))} {'was' if len(kept) == 1 else 'were'}"
        f" {_VERBS[made_known.type]}{whose} {when(made_known)}, before the embargo ended.",
        position=made_known.position,
        since=made_known.via,
        events=(made_known.via, *(each.via for each in kept.values())),
        tester=doer if doer and doer.startswith("tester:") else None,
    )


def _embargoed(kept: Mapping[Item, Registration]) -> Iterator[str]:
    for item, each in kept.items():
        assert each.embargoed_until is not None  # it is what keeps the item
        yield f"{item} (under embargo until {by(each.embargoed_until)})"
