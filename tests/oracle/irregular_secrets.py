"""Secrets that were told to who had not signed, or that came out before their embargo ended."""

from .happened import Happened, at_least, before, last, of_type, other, saying
from .irregularity import Irregularity, if_a_tester, irregular
from .learnings import as_list
from .membership import belonged, parties_ever_joined
from .times import read_instant
from .visibility import Record


def possibly_in_force(registrations: list[Happened], at: Happened) -> list[Happened]:
    """Which of an item's registrations may be the one that held at an event."""
    # > "One is *possibly in force at D* if it is possibly before D and no other registration Q of
    # the item has Q.earliest > its latest and Q.latest <= D.earliest."
    return [
        each
        for each in registrations
        if before("possible", each, at)
        and not any(
            later.when.earliest > each.when.latest and before("certain", later, at)
            for later in registrations
        )
    ]


def embargoed_then(wanted: str, registration: Happened, at: Happened) -> bool:
    """Does the registration's `embargo_until` end after the event?"""
    # > "embargoed with embargo_until and X.latest < embargo_until; possibly: X.earliest <
    # embargo_until"
    said = registration.data
    if said["confidentiality"] != "embargoed" or "embargo_until" not in said:
        return False
    bound = at.when.latest if wanted == "certain" else at.when.earliest
    return bound < read_instant(said["embargo_until"])


def keeps_secret(wanted: str, registration: Happened, at: Happened) -> bool:
    """Does the registration keep its item secret at an event?"""
    # > "It keeps secret at D, certainly: confidential; or embargoed without embargo_until; or
    # embargoed and D.latest < embargo_until. Possibly: the same with D.earliest < embargo_until."
    said = registration.data
    if said["confidentiality"] == "embargoed" and "embargo_until" not in said:
        return True
    return said["confidentiality"] == "confidential" or embargoed_then(wanted, registration, at)


def restraining(
    wanted: str, broken_only: bool, item: str, at: Happened, happened: list[Happened]
) -> Happened | None:
    """The last registration that keeps the item secret (or: whose embargo it breaks); or None.

    None also where it is not so at that certainty.
    """
    registrations = saying(of_type(happened, "item-registered"), "item", item)
    in_force = possibly_in_force(registrations, at)
    holds = embargoed_then if broken_only else keeps_secret
    holding = [each for each in in_force if holds(wanted, each, at)]
    # > "Item certainly secret at D: some registration is certainly before D, and all that are
    # possibly in force keep it secret certainly. Possibly secret: some that is possibly in force
    # keeps it secret possibly."
    if wanted == "certain" and not (
        any(before("certain", each, at) for each in registrations) and holding == in_force
    ):
        return None
    return last(holding) if holding else None


def all_restraining(
    wanted: str, broken_only: bool, items: list[str], at: Happened, happened: list[Happened]
) -> list[Happened]:
    """For each item, by name, the registration that its telling breaks, if there is one."""
    found = [restraining(wanted, broken_only, item, at, happened) for item in sorted(set(items))]
    return [each for each in found if each is not None]


def told_testers(
    disclosed: Happened, happened: list[Happened], seen: list[Record]
) -> dict[str, str]:
    """Each tester who was told, and how certainly."""
    # > "A party is told if it stands in `to`, or belonged to a group in `to` over D's bounds
    # (membership as in contract §6; a possible belonging can only give a possible irregularity)."
    told: dict[str, str] = {}
    groups = [party for party in disclosed.data["to"] if party.startswith("group:")]
    for group in groups:
        for member in parties_ever_joined(seen, group):
            belonging = belonged(seen, group, member, disclosed.when)
            if belonging == "certainly":
                told[member] = "certain"
            elif belonging == "possibly":
                told.setdefault(member, "possible")
    told |= dict.fromkeys(disclosed.data["to"], "certain")
    # > "Testers: parties `tester:…`, and `group:…` that stand as `tester` in an event that counts
    # by T (at least possible)."
    standing_as_tester = {each.data.get("tester") for each in happened}
    return {
        party: certainty
        for party, certainty in told.items()
        if party.startswith("tester:")
        or (party.startswith("group:") and party in standing_as_tester)
    }


def disclosed_without_nda(happened: list[Happened], seen: list[Record]) -> list[Irregularity]:
    """A confidential or embargoed item told to a tester who had not signed."""
    found = []
    for disclosed in of_type(happened, "item-disclosed", "statement-issued"):
        items = as_list(disclosed.data.get("items"))
        for tester, told in told_testers(disclosed, happened, seen).items():
            signed = saying(of_type(happened, "nda-signed"), "tester", tester)
            for wanted in ("certain", "possible"):
                # > "certain: D certain by T, told certainly, an item certainly secret, no B
                # possibly before D. possible: D at least possible by T, told at least possibly,
                # an item possibly secret, no B certainly before D."
                secret = all_restraining(wanted, False, items, disclosed, happened)
                excused = any(before(other(wanted), each, disclosed) for each in signed)
                told_so = wanted in (told, "possible")
                if at_least(wanted, [disclosed]) and told_so and secret and not excused:
                    # > "One for each (D, tester), as certain as it gets; events: [D, then for each
                    # secret item at that certainty (by name) the last registration …]"
                    events = [disclosed, *secret]
                    found.append(
                        irregular("disclosed-without-nda", wanted, disclosed, tester, events)
                    )
                    break
    return found


def brought_out(happened: list[Happened]) -> list[tuple[Happened, list[str]]]:
    """What may break an embargo, and the items that it brings out."""
    # > "Showing event X: item-published, item-leaked, open-letter-published (its reveals),
    # statement-issued (its items), item-disclosed without `under`."
    published = of_type(happened, "item-published", "item-leaked", "statement-issued")
    published += saying(of_type(happened, "item-disclosed"), "under", None)
    letters = of_type(happened, "open-letter-published")
    return [(each, as_list(each.data.get("items"))) for each in published] + [
        (each, as_list(each.data.get("reveals"))) for each in letters
    ]


def embargo_broken(happened: list[Happened]) -> list[Irregularity]:
    """Published, leaked, or told outside `under` before `embargo_until`."""
    found = []
    for showing, items in brought_out(happened):
        for wanted in ("certain", "possible"):
            # > "certain: X certain by T, some item of it of which some registration is certainly
            # before X and all possibly in force are certainly broken. possible: X at least possible
            # by T, some item of which some registration possibly in force is possibly broken."
            broken = all_restraining(wanted, True, items, showing, happened)
            if at_least(wanted, [showing]) and broken:
                # > "One for each X, as certain as it gets. tester: X.by if it is a `tester:…`.
                # events: [X, then registrations as in 4]."
                tester, events = if_a_tester(showing.data.get("by")), [showing, *broken]
                found.append(irregular("embargo-broken", wanted, showing, tester, events))
                break
    return found
