"""What was promised and not kept, and what was said and not answered."""

from .happened import Happened, at_least, of_type, saying
from .irregularity import Irregularity, irregular
from .times import BEGINNING, DAY, END, Occurrence, latest_instant, read_instant, show_instant


def commitment_broken(happened: list[Happened]) -> list[Irregularity]:
    """Somebody recorded that it was broken."""
    # > "Showing event: commitment-broken K. certainty: K's by T. events: [every counting
    # commitment-made of that slug by position, K]."
    found = []
    for broken in of_type(happened, "commitment-broken"):
        slug = broken.data["commitment"]
        made = saying(of_type(happened, "commitment-made"), "commitment", slug)
        found.append(
            irregular("commitment-broken", broken.certainty, broken, None, [*made, broken])
        )
    return found


def commitment_overdue(happened: list[Happened], t: int) -> list[Irregularity]:
    """`due_at` passed, neither kept nor broken."""
    found = []
    for made in of_type(happened, "commitment-made"):
        # > "Showing event M: commitment-made with due_at < T."
        if "due_at" not in made.data or not read_instant(made.data["due_at"]) < t:
            continue
        slug = made.data["commitment"]
        settled = saying(
            of_type(happened, "commitment-kept", "commitment-broken"), "commitment", slug
        )
        # > "certain: M certain by T and no commitment-kept or -broken of that slug at least
        # possible by T. possible: M at least possible by T and none certain by T."
        if at_least("certain", settled):
            continue
        certain = made.certainty == "certain" and not settled
        # > "since: due_at as an instant."
        due = read_instant(made.data["due_at"])
        since = Occurrence(str(show_instant(due)), due, due)
        found.append(
            irregular(
                "commitment-overdue",
                "certain" if certain else "possible",
                made,
                None,
                [made],
                since=since,
            )
        )
    return found


def later_by(when: Occurrence, wait: int) -> Occurrence:
    """When a wait that began then is over."""
    # > "since: F's bounds + 14 days, text: the instant if they are equal, else `A/B` of the two
    # instants (`..` where unbounded)."  A bound beyond the last year that there is, is unbounded.
    earliest = BEGINNING if when.earliest == BEGINNING else when.earliest + wait
    latest = END if when.latest + wait > latest_instant() else when.latest + wait
    if earliest == latest:
        return Occurrence(str(show_instant(earliest)), earliest, latest)
    text = f"{show_instant(earliest) or '..'}/{show_instant(latest) or '..'}"
    return Occurrence(text, earliest, latest)


def unanswered(
    kind: str, given: str, wait: int, happened: list[Happened], t: int
) -> list[Irregularity]:
    """A feedback or concern without an answer for too long."""
    found = []
    for showing in of_type(happened, given):
        tester, slug = showing.data["tester"], showing.data[kind]
        # > "N: feedback-answered of the same tester and slug. certain: F.latest + 14 days < T and
        # no N at least possible by T. possible: F.earliest + 14 days < T and no N certain by T."
        # > "(An acknowledgement is no answer.)"
        answers = saying(of_type(happened, f"{kind}-answered"), "tester", tester)
        answers = saying(answers, kind, slug)
        if showing.when.latest + wait < t and not answers:
            wanted = "certain"
        elif showing.when.earliest + wait < t and not at_least("certain", answers):
            wanted = "possible"
        else:
            continue
        since = later_by(showing.when, wait)
        found.append(
            irregular(f"{kind}-unanswered", wanted, showing, tester, [showing], since=since)
        )
    return found


def feedback_unanswered(happened: list[Happened], t: int) -> list[Irregularity]:
    """Over 14 days."""
    return unanswered("feedback", "feedback-given", 14 * DAY, happened, t)


def concern_unanswered(happened: list[Happened], t: int) -> list[Irregularity]:
    """Over 7 days."""
    return unanswered("concern", "concern-raised", 7 * DAY, happened, t)
