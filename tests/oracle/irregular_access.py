"""Access that should not have been: without an NDA, under outdated terms, or while cut."""

from .happened import Happened, at_least, before, first, last, of_type, order, other, saying
from .irregularity import Irregularity, irregular
from .roster import Facet, entry
from .visibility import Record


def access_without_nda(happened: list[Happened]) -> list[Irregularity]:
    """Granted, no `nda-signed` before it, and terms of kind nda published before it."""
    found = []
    ndas = saying(of_type(happened, "terms-published"), "kind", "nda")
    for granted in of_type(happened, "access-granted"):
        tester = granted.data["tester"]
        signed = saying(of_type(happened, "nda-signed"), "tester", tester)
        for wanted in ("certain", "possible"):
            # > "certain: A certain by T, some P certainly before A, no B possibly before A.
            #    possible: A at least possible by T, some P possibly before A, no B certainly
            #    before A."
            published = [terms for terms in ndas if before(wanted, terms, granted)]
            excused = any(before(other(wanted), each, granted) for each in signed)
            if at_least(wanted, [granted]) and published and not excused:
                # > "events: [first P that serves, A]"
                events = [first(published), granted]
                found.append(irregular("access-without-nda", wanted, granted, tester, events))
                break
    return found


def holds_access(wanted: str, access: Facet) -> bool:
    """Is access held, by the roster's facet?"""
    # > "certainly, if state is granted and possibly is null or granted; possibly, if state is
    # granted or possibly is granted"
    if wanted == "certain":
        return access["state"] == "granted" and access["possibly"] in (None, "granted")
    return "granted" in (access["state"], access["possibly"])


def replacements(wanted: str, terms: str, happened: list[Happened]) -> list[Happened]:
    """What replaced the terms, at that certainty."""
    # > "replaced(Y): some terms-published with replaces = Y and terms != Y"
    published = at_least(wanted, of_type(happened, "terms-published"))
    return [each for each in saying(published, "replaces", terms) if each.data["terms"] != terms]


def behind_access(access: Facet, grants: list[Happened]) -> Happened:
    """The `access-granted` behind a facet of access that is held."""
    # > "G: the access-granted event behind the facet (`since`, if state is granted; else the later
    # possible one)"
    if access["state"] == "granted":
        return next(each for each in grants if each.id == access["via"])
    return last(grants)


def outdated_terms_of(
    wanted: str, tester: str, access: Facet, happened: list[Happened]
) -> Irregularity | None:
    """Access held by one tester under terms that others replaced."""
    if not holds_access(wanted, access):
        return None
    signed = saying(of_type(happened, "nda-signed"), "tester", tester)
    # > "certain: certainly held, some Y signed certainly, and every Y signed at least possibly is
    # replaced certainly.
    #    possible: at least possibly held, some Y signed at least possibly is replaced at least
    # possibly, and every Y signed certainly is replaced at least possibly."
    counting = at_least(wanted, signed)
    all_to_be_replaced = at_least(other(wanted), signed)
    outdated = [each for each in counting if replacements(wanted, each.data["terms"], happened)]
    if not outdated:
        return None
    if not all(replacements(wanted, each.data["terms"], happened) for each in all_to_be_replaced):
        return None
    # > "Showing event: S = the last nda-signed of t (…) whose terms are replaced (…). R: first
    # terms-published that replaces S's terms (…). events: [G, S, R]; since: the occurrence of the
    # last of G, S, R."
    showing = last(outdated)
    replaced = first(replacements(wanted, showing.data["terms"], happened))
    granted = behind_access(access, saying(of_type(happened, "access-granted"), "tester", tester))
    events = [granted, showing, replaced]
    return irregular(
        "outdated-terms", wanted, showing, tester, events, since=max(events, key=order).when
    )


def outdated_terms(seen: list[Record], happened: list[Happened], t: int) -> list[Irregularity]:
    """Access held under terms that others replaced, by now."""
    found = []
    for tester in {each.data["tester"] for each in of_type(happened, "nda-signed")}:
        access = entry(tester, seen, t)["access"]
        outdated = outdated_terms_of("certain", tester, access, happened)
        outdated = outdated or outdated_terms_of("possible", tester, access, happened)
        if outdated is not None:
            found.append(outdated)
    return found


def cuts_and_restorings(
    given: Happened, happened: list[Happened]
) -> list[tuple[Happened, list[Happened]]]:
    """Each cut that applies to a feedback, with all that would restore what it cut."""
    tester, about = given.data["tester"], given.data.get("about")
    # > "Cuts: access-cut of t that apply to F (no items, or F.about among its items), and
    # programme-suspended."
    cuts = [
        each
        for each in saying(of_type(happened, "access-cut"), "tester", tester)
        if "items" not in each.data or about in each.data["items"]
    ]
    # > "Restoring, for an access-cut: access-granted of t with no items, or F without about, or
    # F.about among its items; for a suspension: programme-resumed."
    grants = [
        each
        for each in saying(of_type(happened, "access-granted"), "tester", tester)
        if "items" not in each.data or about is None or about in each.data["items"]
    ]
    resumed = of_type(happened, "programme-resumed")
    suspended = of_type(happened, "programme-suspended")
    return [(each, grants) for each in cuts] + [(each, resumed) for each in suspended]


def excuses(wanted: str, cut: Happened, restoring: Happened, given: Happened) -> bool:
    """Does what restored access stand between the cut and the feedback?"""
    # > "certain: … no restoring G with G.latest >= C.earliest and G.earliest <= F.latest.
    #    possible: … no restoring G with G.earliest >= C.latest and G.latest <= F.earliest."
    return before(other(wanted), cut, restoring) and before(other(wanted), restoring, given)


def access_while_cut(happened: list[Happened]) -> list[Irregularity]:
    """Feedback by a tester who had been cut."""
    found = []
    for given in of_type(happened, "feedback-given"):
        applying = cuts_and_restorings(given, happened)
        for wanted in ("certain", "possible"):
            # > "F certain by T and a cut C certainly before F and no restoring G …
            #    F at least possible by T and a cut C possibly before F and no restoring G …"
            standing = [
                cut
                for cut, restorings in applying
                if before(wanted, cut, given)
                and not any(excuses(wanted, cut, each, given) for each in restorings)
            ]
            if at_least(wanted, [given]) and standing:
                # > "One for each F, as certain as it gets. events: [last such C at that certainty,
                # F]."
                tester, events = given.data["tester"], [last(standing), given]
                found.append(irregular("access-while-cut", wanted, given, tester, events))
                break
    return found
