"""Access that was given, kept or used against the rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from domain.instant import Instant
from domain.irregularities.codes import Code, Irregularity, irregularity
from domain.irregularities.order import (
    Timed,
    first,
    happened,
    in_order,
    last,
    maybe_before,
    surely_before,
)
from domain.irregularities.wording import when
from domain.names import Party, Slug
from domain.occurrence import Certainty
from domain.standing import Deed, held_access
from domain.terms import Terms

CERTAIN: Final = Certainty.CERTAIN
POSSIBLE: Final = Certainty.POSSIBLE


def access_without_nda(
    granted: Deed, signed: Collection[Deed], ndas: Collection[Terms], as_of: Instant
) -> Irregularity | None:
    """Access was granted to a tester who had signed no NDA, though there was one to be signed.

    Certain if no signature (of any terms) can have come before, and some terms of kind nda
    certainly had been published before; possible if no signature certainly came before, and some
    NDA may have been published before.

    `signed`: all that the tester signed. `ndas`: all published terms of kind nda.
    """
    happening = happened(granted, as_of)
    to_be_signed = None
    certainty = CERTAIN
    if happening is CERTAIN and not any(maybe_before(each, granted) for each in signed):
        to_be_signed = first(each for each in ndas if surely_before(each, granted))
    if to_be_signed is None:
        certainty = POSSIBLE
        if happening is None or any(surely_before(each, granted) for each in signed):
            return None
        to_be_signed = first(each for each in ndas if maybe_before(each, granted))
    if to_be_signed is None:
        return None
    return irregularity(
        Code.ACCESS_WITHOUT_NDA,
        certainty,
        f"{granted.tester} was given access {when(granted)} without having signed an NDA before,"
        f" though terms:{to_be_signed.terms} had been published {when(to_be_signed)}.",
        position=granted.position,
        since=granted.via,
        events=(to_be_signed.via, granted.via),
        tester=granted.tester,
    )


def outdated_terms(
    tester: Party,
    deeds: Collection[Deed],
    suspensions: Collection[Deed],
    replacing: Mapping[Slug, Collection[Terms]],
    as_of: Instant,
) -> Irregularity | None:
    """A tester holds access under terms that were all replaced by others.

    Access is held as the roster tells it, so not while the programme is suspended. Certain if it
    is certainly held, something was certainly signed, and all that may have been signed was
    certainly replaced; possible if it may be held, something that may have been signed may have
    been replaced, and all that was certainly signed may have been. It is shown by the grant, the
    last signature whose terms were replaced, and what first replaced them; and is so since the
    last of these.

    `deeds`: what the tester signed, and its access. `suspensions`: of the programme. `replacing`:
    published terms by which terms they replace.
    """
    held = held_access(deeds, suspensions, as_of)
    if held is None:
        return None
    signed = [each for each in deeds if each.type == "nda-signed"]
    surely_signed = [each for each in signed if happened(each, as_of) is CERTAIN]
    surely_replaced = {
        terms: [each for each in found if happened(each, as_of) is CERTAIN]
        for terms, found in replacing.items()
    }
    if held.surely and surely_signed and _all_replaced(signed, surely_replaced):
        return _outdated(CERTAIN, tester, held.grant, surely_signed, surely_replaced)
    if _all_replaced(surely_signed, replacing):
        return _outdated(POSSIBLE, tester, held.grant, signed, replacing)
    return None


def _all_replaced(signed: Iterable[Deed], replacing: Mapping[Slug, Collection[Terms]]) -> bool:
    return all(replacing.get(_terms(each)) for each in signed)


def _outdated(
    certainty: Certainty,
    tester: Party,
    grant: Deed,
    signed: Iterable[Deed],
    replacing: Mapping[Slug, Collection[Terms]],
) -> Irregularity | None:
    signature = last(each for each in signed if replacing.get(_terms(each)))
    if signature is None:
        return None
    replacement = first(replacing[_terms(signature)])
    assert replacement is not None  # the signature was chosen for having one
    behind: tuple[Timed, ...] = (grant, signature, replacement)
    return irregularity(
        Code.OUTDATED_TERMS,
        certainty,
        f"{tester} holds the access given {when(grant)} under terms:{signature.slug}, signed"
        f" {when(signature)}, which terms:{replacement.terms}, published {when(replacement)},"
        " replaced; it has signed none that still hold.",
        position=signature.position,
        since=max(behind, key=in_order).via,
        events=tuple(each.via for each in behind),
        tester=tester,
    )


def _terms(signature: Deed) -> Slug:
    assert signature.slug is not None  # a signature names its terms
    return Slug(signature.slug)


def access_while_cut(
    feedback: Deed, access: Iterable[Deed], suspensions: Collection[Deed], as_of: Instant
) -> Irregularity | None:
    """A tester whose access had been cut gave feedback, and so had used what it was cut from.

    A suspension of the programme cuts everybody, until it is resumed. A cut (a grant) of certain
    items counts if the feedback is about one of them; a grant also if it is about nothing. Certain
    if a cut certainly came before, and nothing that restored the access can have come in between;
    possible if a cut may have come before, and nothing that restored it certainly came in between.
    It is shown by the last such cut, and the feedback.

    `access`: what the tester was granted and cut from; `suspensions` of the programme.
    """
    if happened(feedback, as_of) is None:
        return None
    own = [each for each in access if _applies(each, feedback)]
    ways = (
        (_of("access-cut", own), _of("access-granted", own)),
        (_of("programme-suspended", suspensions), _of("programme-resumed", suspensions)),
    )
    certainty, cut = CERTAIN, None
    if happened(feedback, as_of) is CERTAIN:
        cut = last(each for cuts, back in ways for each in _surely_cut(cuts, back, feedback))
    if cut is None:
        certainty = POSSIBLE
        cut = last(each for cuts, back in ways for each in _maybe_cut(cuts, back, feedback))
    return None if cut is None else _while_cut(certainty, feedback, cut)


def _of(kind: str, deeds: Iterable[Deed]) -> list[Deed]:
    return [each for each in deeds if each.type == kind]


def _applies(deed: Deed, feedback: Deed) -> bool:
    """Whether a cut or a grant speaks of what the feedback is about."""
    if not deed.items:
        return True
    if not feedback.items:
        return deed.type == "access-granted"
    return feedback.items[0] in deed.items


def _surely_cut(cuts: Iterable[Deed], restored: Iterable[Deed], feedback: Deed) -> Iterable[Deed]:
    """The cuts that certainly came before, and that nothing can have undone."""
    until = max((each.latest for each in restored if maybe_before(each, feedback)), default=None)
    return (
        each
        for each in cuts
        if surely_before(each, feedback) and (until is None or until < each.earliest)
    )


def _maybe_cut(cuts: Iterable[Deed], restored: Iterable[Deed], feedback: Deed) -> Iterable[Deed]:
    """The cuts that may have come before, and that nothing certainly undid."""
    since = max((each.earliest for each in restored if surely_before(each, feedback)), default=None)
    return (
        each
        for each in cuts
        if maybe_before(each, feedback) and (since is None or since < each.latest)
    )


def _while_cut(certainty: Certainty, feedback: Deed, cut: Deed) -> Irregularity:
    what = (
        "the programme was suspended"
        if cut.tester is None
        else f"its access{_to_items(cut)} was cut"
    )
    return irregularity(
        Code.ACCESS_WHILE_CUT,
        certainty,
        f"{feedback.tester} gave feedback:{feedback.slug} {when(feedback)}, after {what}"
        f" {when(cut)}.",
        position=feedback.position,
        since=feedback.via,
        events=(cut.via, feedback.via),
        tester=feedback.tester,
    )


def _to_items(cut: Deed) -> str:
    return f" to {cut.items[0]}{' and more' if cut.items[1:] else ''}" if cut.items else ""
