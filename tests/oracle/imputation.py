"""What an organisation's people learned while they were its people."""

from .learnings import Learning
from .membership import belonged, parties_ever_joined
from .visibility import Record


def imputed_to(org: str, own: list[Learning], seen: list[Record]) -> list[Learning]:
    """The learnings that are imputed to one organisation."""
    # > "An `org:` O also has, for each learning of its own (direct or as member, not public's, not
    # imputed) of a party p that belonged to O (…, over the learning's bounds) the same learning
    # with party O, basis `imputed`, from p, extent, channel, via, bounds the same; possible only,
    # if the belonging is only possible (or the learning is doubtful)."  Nobody is its own people.
    found = []
    for person in parties_ever_joined(seen, org):
        for learning in own:
            if learning.party != person or person == org:
                continue
            how = belonged(seen, org, person, learning.when)
            if how is not None:
                found.append(
                    learning._replace(
                        party=org,
                        basis="imputed",
                        source=person,
                        never_certain=learning.never_certain or how == "possibly",
                    )
                )
    return found


def all_imputed(own: list[Learning], seen: list[Record]) -> list[Learning]:
    """The learnings that are imputed to any organisation; it does not nest."""
    orgs = {event["data"]["org"] for event, _ in seen if event["type"] == "affiliation-began"}
    return [learning for org in sorted(orgs) for learning in imputed_to(org, own, seen)]
