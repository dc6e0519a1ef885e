"""A tester's standing: membership, NDA and access as they were by an instant, and what is open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from domain.events.envelope import Event
from domain.events.programme import ProgrammeResumed, ProgrammeSuspended
from domain.events.tester import (
    AccessCut,
    AccessGranted,
    ConcernAnswered,
    ConcernRaised,
    FeedbackAcknowledged,
    FeedbackAnswered,
    FeedbackGiven,
    NdaReleased,
    NdaSigned,
)
from domain.instant import Instant
from domain.names import EventId, Item, Party
from domain.tallies import Counts, counts

MEMBERSHIP: Final = {
    "tester-invited": "invited",
    "invitation-accepted": "accepted",
    "invitation-declined": "declined",
    "tester-left": "left",
}
NDA: Final = {"nda-signed": "signed", "nda-released": "released"}
ACCESS: Final = {"access-granted": "granted", "access-cut": "cut"}
SUSPENSION: Final = {"programme-suspended": "suspended", "programme-resumed": "resumed"}

FACETS: Final = {"membership": MEMBERSHIP, "nda": NDA, "access": ACCESS, "suspension": SUSPENSION}
"""What each type changes a facet to; the last one is the programme's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One event of a tester's story (`tester` None: of the whole programme's).

    `slug`: the feedback, concern or terms that it speaks of. `items`: those that an access was
    granted to or cut from; none: all. Of feedback: the one that it is about, if any.
    """

    tester: Party | None
    type: str
    via: EventId
    position: int
    earliest: Instant
    latest: Instant
    slug: str | None = None
    items: tuple[Item, ...] = ()

    @property
    def facet(self) -> str | None:
        """The facet that it changes, None if none."""
        return _FACET_OF.get(self.type)


_FACET_OF: Final = {each: facet for facet, states in FACETS.items() for each in states}


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetState:
    """One facet by an instant: the latest certain change, and a later one that is only possible.

    `since` is the one, None where the facet is as it was before any; `later` is the other.
    """

    state: str | None
    since: Deed | None = None
    possibly: str | None = None
    later: Deed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """That a tester holds access: by which grant, and whether `surely` (else only possibly)."""

    grant: Deed
    surely: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a tester stood by an instant."""

    tester: Party
    membership: FacetState
    nda: FacetState
    access: FacetState
    items: tuple[Item, ...]
    """Those that the access was granted to or cut from; none: all."""
    counts: Counts


def deed(event: Event, position: int) -> Deed | None:
    """What a visible event adds to the standing of its tester, or of all; None: nothing."""
    fact = event.fact
    tester: Party | None = getattr(fact, "tester", None)
    if tester is None and not isinstance(fact, ProgrammeSuspended | ProgrammeResumed):
        return None
    slug: str | None = None
    items: tuple[Item, ...] = ()
    match fact:
        case FeedbackGiven():
            slug, items = fact.feedback, () if fact.about is None else (fact.about,)
        case FeedbackAcknowledged() | FeedbackAnswered():
            slug = fact.feedback
        case ConcernRaised() | ConcernAnswered():
            slug = fact.concern
        case NdaSigned() | NdaReleased():
            slug = fact.terms
        case AccessGranted() | AccessCut():
            items = fact.items or ()
        case _:
            pass
    return Deed(
        tester=tester,
        type=event.type,
        via=event.id,
        position=position,
        earliest=event.occurred.earliest,
        latest=event.occurred.latest,
        slug=slug,
        items=items,
    )


def standing(
    tester: Party, own: Sequence[Deed], programme: Sequence[Deed], as_of: Instant
) -> Standing | None:
    """A tester's standing by `as_of`; None where nothing had even possibly happened yet.

    `own` are the tester's deeds; `programme` the suspensions and resumptions of the programme.
    """
    if not any(each.earliest <= as_of for each in own):
        return None
    happened = counts((each.type, each.slug) for each in own if each.latest <= as_of)
    return standing_with(tester, own, programme, happened, as_of)


def standing_with(
    tester: Party,
    decisive: Sequence[Deed],
    programme: Sequence[Deed],
    happened: Counts,
    as_of: Instant,
) -> Standing:
    """A tester's standing where what is counted is known.

    Of the deeds only the decisive ones matter: of each facet the last certain one by `as_of`, and
    the last that is only possible; and so of the programme.
    """
    access = _facet(decisive, ACCESS, "none", as_of)
    since = access.since
    running = _facet(programme, SUSPENSION, None, as_of)
    return Standing(
        tester=tester,
        membership=_facet(decisive, MEMBERSHIP, None, as_of),
        nda=_facet(decisive, NDA, "none", as_of),
        access=_under_suspension(access, running),
        items=() if since is None or running.state == "suspended" else since.items,
        counts=happened,
    )


def held_access(own: Iterable[Deed], programme: Iterable[Deed], as_of: Instant) -> Held | None:
    """The access that a tester holds by `as_of`, as its facet says; None: not even possibly.

    `own` and `programme` are as in `standing`; deeds of other facets make no difference. The grant
    is the one that the facet names or, where it is only possible, the last one.
    """
    deeds = list(own)
    running = _facet(programme, SUSPENSION, None, as_of)
    facet = _under_suspension(_facet(deeds, ACCESS, None, as_of), running)
    if facet.state != "granted" and facet.possibly != "granted":
        return None
    grants = (d for d in deeds if d.type == "access-granted" and d.earliest <= as_of)
    grant = facet.since if facet.state == "granted" else max(grants, key=_in_order)
    assert grant is not None  # access is held by a grant alone
    surely = facet.state == "granted" and facet.possibly in (None, "granted")
    return Held(grant=grant, surely=surely)


def is_suspended(programme: Iterable[Deed], as_of: Instant) -> bool:
    """Whether the programme was certainly suspended at `as_of`."""
    return _facet(programme, SUSPENSION, None, as_of).state == "suspended"


def _facet(
    deeds: Iterable[Deed], states: dict[str, str], initial: str | None, as_of: Instant
) -> FacetState:
    changes = sorted(
        (each for each in deeds if each.type in states and each.earliest <= as_of),
        key=_in_order,
    )
    certain = [each for each in changes if each.latest <= as_of]
    since = certain[-1] if certain else None
    # What is only possible by now is later than all that is certain: its `latest` is to come.
    later = changes[-1] if len(changes) > len(certain) else None
    return FacetState(
        state=states[since.type] if since else initial,
        since=since,
        possibly=states[later.type] if later else None,
        later=later,
    )


def _under_suspension(own: FacetState, programme: FacetState) -> FacetState:
    """A suspended programme cuts every access that is granted, until it is resumed."""

    def access(granted: str | None, running: str | None) -> str | None:
        return "cut" if granted == "granted" and running == "suspended" else granted

    state = access(own.state, programme.state)
    possibly = access(own.possibly, programme.state)
    if _is_after(programme.later, own.later):
        then = access(own.state, programme.possibly)
        possibly = then if then != state else possibly
    since = own.since if state == own.state else programme.since
    return FacetState(state=state, since=since, possibly=possibly)


def _is_after(one: Deed | None, other: Deed | None) -> bool:
    return one is not None and (other is None or _in_order(one) > _in_order(other))


def _in_order(each: Deed) -> tuple[int, int, int]:
    return each.latest, each.earliest, each.position
