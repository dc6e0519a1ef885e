"""What members learned while they stayed in a group: the first of it, found by index.

What happened (by its latest) before a bound is looked for first, and only where there is none what
perhaps lasts beyond it: by how uncertain it is, for only what is uncertain enough can reach from
the one side to the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from domain.fronts import OPEN_BEGINNING
from domain.instant import BEGINNING, END, Instant
from domain.learnings import Learning, as_member
from domain.membership import Membership, Span
from domain.names import Party, Programme
from service.views.firsts import FirstRows, Shared, Sought


class Stay(NamedTuple):
    """A party that belongs, at some times, to a group that learned of an item."""

    party: Party
    shared: Shared
    belonging: Membership


class Within(NamedTuple):
    """Which learnings count: those that perhaps had happened `by` then.

    What `but_of` told itself does not.
    """

    as_of: Instant
    by: Instant
    but_of: Party | None = None


def surely_learned(
    rows: FirstRows, programme: Programme, stays: Sequence[Stay], within: Within, at: int
) -> Iterator[Learning]:
    """The first of what each certainly learned by `as_of`, of every span of its stay."""
    wanted = [
        (each, _sure(each.shared, span, within))
        for each in stays
        for span in each.belonging.certain
    ]
    return _found(rows, programme, wanted, at)


def perhaps_learned(
    rows: FirstRows, programme: Programme, stays: Sequence[Stay], within: Within, at: int
) -> Iterator[Learning]:
    """The first of what each certainly or possibly learned, of every span of its stay."""
    wanted = [
        (each, _possible(each.shared, span, within))
        for each in stays
        for span in each.belonging.possible
    ]
    return _found(rows, programme, wanted, at)


class _Search(NamedTuple):
    """What to look for: first before a bound, then from one side of it to the other."""

    before: Sought
    across: Sought


def _sure(shared: Shared, span: Span, within: Within) -> _Search:
    last = min(_last(span), within.as_of)
    start, by = span.start, within.by
    return _Search(
        Sought(shared, start, by, start, min(last, by), within.but_of),
        Sought(shared, start, by, max(start, Instant(by + 1)), last, within.but_of),
    )


def _possible(shared: Shared, span: Span, within: Within) -> _Search:
    by = min(_last(span), within.by)
    start = max(span.start, Instant(by + 1))
    return _Search(
        Sought(shared, BEGINNING, by, span.start, by, within.but_of),
        Sought(shared, BEGINNING, by, start, END, within.but_of),
    )


def _last(span: Span) -> Instant:
    return END if span.end == END else Instant(span.end - 1)


def _found(
    rows: FirstRows, programme: Programme, wanted: Sequence[tuple[Stay, _Search]], at: int
) -> Iterator[Learning]:
    """What is found of what is wanted, as the member learned it."""
    first = _seek(rows, programme, (search.before for _, search in wanted), at)
    missed = [search.across for _, search in wanted if search.before not in first]
    first |= _seek_across(rows, programme, missed, at)
    for stay, search in wanted:
        learning = first.get(search.before) or first.get(search.across)
        if learning is None:
            continue
        surely = stay.belonging.over(learning.earliest, learning.latest)
        if surely is not None:
            yield as_member(learning, stay.party, surely)


def _seek(
    rows: FirstRows, programme: Programme, sought: Iterable[Sought], at: int
) -> dict[Sought, Learning]:
    wanted = [
        each
        for each in dict.fromkeys(sought)
        if each.earliest_from <= each.earliest_to and each.latest_from <= each.latest_to
    ]
    found = rows.firsts_shared(programme, wanted, at) if wanted else ()
    return {
        each: learning for each, learning in zip(wanted, found, strict=True) if learning is not None
    }


def _seek_across(
    rows: FirstRows, programme: Programme, sought: Sequence[Sought], at: int
) -> dict[Sought, Learning]:
    if not sought:
        return {}
    widths = rows.widths_shared(programme, {each.of for each in sought})
    wanted = {each: list(_by_width(each, widths)) for each in sought}
    found = _seek(rows, programme, (each for of in wanted.values() for each in of), at)
    firsts = {}
    for each, parts in wanted.items():
        first = min((found[part] for part in parts if part in found), key=_in_time, default=None)
        if first is not None:
            firsts[each] = first
    return firsts


def _by_width(sought: Sought, widths: Mapping[Shared, Sequence[int]]) -> Iterator[Sought]:
    """The same, apart for every width that can reach from `earliest_to` to `latest_from`."""
    for width in widths[sought.of]:
        to = sought.latest_to
        if width < OPEN_BEGINNING:
            to = min(to, Instant(sought.earliest_to + 2**width))
        yield sought._replace(width=width, latest_to=to)


def _in_time(each: Learning) -> tuple[int, int, int]:
    return each.latest, each.earliest, each.position
