"""Accounts that came late, or that do not fit together."""

from collections.abc import Mapping

from .happened import Happened, at_least, of_type
from .irregularity import Irregularity, if_a_tester, irregular
from .learnings import Learning, as_list, certainty_of, first, learnings_of
from .times import HOUR


def recorded_late(happened: list[Happened], recorded_at: Mapping[int, int]) -> list[Irregularity]:
    """Recorded over 24 h after `latest`."""
    # > "Showing event: any event (Ledger events too) with recorded_at > latest + 24 h. certainty:
    # the event's by T. tester: its tester, if any. events: [it]."
    return [
        irregular("recorded-late", each.certainty, each, each.data.get("tester"), [each])
        for each in happened
        if recorded_at[each.position] > each.when.latest + 24 * HOUR
    ]


def told_before_knowing_one(
    party: str, item: str, known: list[Learning], t: int
) -> Irregularity | None:
    """One party and one item, by all that it learned of it by t."""
    # > "tellings: those of basis telling, certain by T or, if none, possible. others: those whose
    # `via` is no telling's via."
    telling = [each for each in known if each.basis == "telling"]
    told_via = {each.via["id"] for each in telling}
    others = [each for each in known if each.via["id"] not in told_via]
    certain = [each for each in telling if certainty_of(each, t) == "certain"]
    tellings = certain or telling
    # > "If there are tellings and others, and every other's earliest > the latest of the first
    # telling (order of *first*): listed"
    if not tellings or not others:
        return None
    first_told, first_other = first(tellings), first(others)
    if not all(each.when.earliest > first_told.when.latest for each in others):
        return None
    # > "certain if the first telling is certain and some other is certain by T, else possible."
    is_certain = bool(certain) and any(certainty_of(each, t) == "certain" for each in others)
    # > "Showing event: the first telling's via. tester: p if `tester:…`. events: [first telling's
    # via, first other's via (order of first)]. … ties …: by party, then item."
    return Irregularity(
        code="told-before-knowing",
        showing=first_told.position,
        tester=if_a_tester(party),
        events=(first_told.via["id"], first_other.via["id"]),
        since=first_told.when,
        certainty="certain" if is_certain else "possible",
        tie=(party, item),
    )


def told_before_knowing(own: list[Learning], t: int) -> list[Irregularity]:
    """A teller who has other learnings of the item, all certainly later than its first telling."""
    # > "For party p and item i: known = all learnings of i by p by T (own, as member, public's)."
    by_now = [each for each in own if certainty_of(each, t)]
    found = []
    for party, item in {(each.party, each.item) for each in by_now if each.basis == "telling"}:
        of_item = [each for each in by_now if each.item == item]
        one = told_before_knowing_one(party, item, learnings_of(party, of_item), t)
        if one is not None:
            found.append(one)
    return found


KINDS = ("feedback", "concern", "commitment", "terms", "letter", "incident")
MAKERS = {
    "feedback-given": "feedback",
    "concern-raised": "concern",
    "commitment-made": "commitment",
    "terms-published": "terms",
    "open-letter-published": "letter",
    "incident-opened": "incident",
}


def made_by(each: Happened) -> str | None:
    """The thing that an event makes."""
    # > "Makers: feedback-given, concern-raised, commitment-made, terms-published (its `terms`),
    # open-letter-published, incident-opened, of their own slug."
    kind = MAKERS.get(each.event["type"])
    return None if kind is None else f"{kind}:{each.data[kind]}"


def things_referred_to(each: Happened) -> set[str]:
    """The things that an event names, but for what it makes itself."""
    # > "an event names `<kind>:<slug>` by any field of its data (bare slug fields feedback,
    # concern, commitment, terms, under, replaces, letter, incident; items in item, items, reveals,
    # about(of feedback))"
    data = each.data
    named = [f"{kind}:{data[kind]}" for kind in KINDS if kind in data]
    named += [f"terms:{data[field]}" for field in ("under", "replaces") if field in data]
    for field in ("item", "items", "reveals"):
        named += as_list(data.get(field))
    if each.event["type"] == "feedback-given":
        named += as_list(data.get("about"))
    # > "A maker does not refer to what it makes."
    of_kinds = {thing for thing in named if thing.split(":")[0] in KINDS}
    return of_kinds - {made_by(each)}


def is_made(thing: str, makers: list[Happened]) -> bool:
    """Does any of the events make the thing?"""
    return any(made_by(each) == thing for each in makers)


def refers_to_unknown(each: Happened, makers: list[Happened]) -> bool:
    """Does an event name something that none of the makers makes?"""
    # > "leak of leak-detected: the event is made if it is a visible item-leaked."
    leaks = {maker.id for maker in of_type(makers, "item-leaked")}
    leak = each.data.get("leak")
    if each.event["type"] == "leak-detected" and leak is not None and leak not in leaks:
        return True
    return not all(is_made(thing, makers) for thing in things_referred_to(each))


def unknown_reference(happened: list[Happened]) -> list[Irregularity]:
    """A feedback, concern, commitment, terms, letter, incident or leak that nothing makes."""
    found = []
    for each in happened:
        # > "certain: X certain by T and no maker at least possible by T. possible: X at least
        # possible by T and no maker certain by T. One for each X that names something unknown, as
        # certain as it gets; events: [X]; … tester: X's tester if any."
        if each.certainty == "certain" and refers_to_unknown(each, happened):
            wanted = "certain"
        elif refers_to_unknown(each, at_least("certain", happened)):
            wanted = "possible"
        else:
            continue
        found.append(irregular("unknown-reference", wanted, each, each.data.get("tester"), [each]))
    return found
