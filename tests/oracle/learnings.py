"""Section 6, the table: which learnings follow from the visible events."""

from typing import Any, NamedTuple

from .membership import belonged, parties_ever_joined
from .times import Occurrence, certainty
from .visibility import Event, Record, occurrence

EXTENTS = ("full", "partial", "existence", "rumour", "access")  # strongest first
# As in *first*; "basis `imputed` (after `access` in the order of *first*)".
BASES = ("took-part", "telling", "told", "member", "leak", "public", "access", "imputed")


class Learning(NamedTuple):
    """One party came to know one item, by one event."""

    # > "A **learning** is (party, item, extent, basis, from, channel, via event, earliest,
    # latest)."
    party: str
    item: str
    extent: str
    basis: str
    source: str | None  # `from` is a word of Python's
    channel: str | None
    via: Event
    position: int
    when: Occurrence
    never_certain: bool = False


def certainty_of(learning: Learning, as_of: int) -> str | None:
    """`certain`, `possible`, or None for not by then."""
    # > "… but is `possible`, never certain, from `earliest` on"
    if learning.never_certain:
        return "possible" if learning.when.earliest <= as_of else None
    return certainty(learning.when, as_of)


def order_of(learning: Learning) -> tuple[Any, ...]:
    """The key by which one learning is before another."""
    # > "**First** among learnings: by latest, earliest, position, then basis in the order
    # took-part, telling, told, member, leak, public, access, then from, channel, stronger extent
    # (null latest last; null earliest, from and channel first)."
    return (
        learning.when.latest,
        learning.when.earliest,
        learning.position,
        BASES.index(learning.basis),
        (learning.source is not None, learning.source or ""),
        (learning.channel is not None, learning.channel or ""),
        EXTENTS.index(learning.extent),
    )


def first(learnings: list[Learning]) -> Learning:
    """The first of them; there must be one."""
    return min(learnings, key=order_of)


def as_list(value: list[str] | str | None) -> list[str]:
    """A field's values: of a list, of a single one, of none."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else value


def took_part(event: Event) -> list[str]:
    """Who took part in an event."""
    # > "every party in its `by`, `signatory`, `signatories`, `party`, `parties`, `of`, `org`,
    # `owner`, and `tester` (but not the `tester` of `concern-escalated` and `access-cut`, nor the
    # `party` of `party-identified`: those happen behind one's back)"
    fields = ["by", "signatory", "signatories", "party", "parties", "of", "org", "owner", "tester"]
    if event["type"] in ("concern-escalated", "access-cut"):
        fields.remove("tester")
    if event["type"] == "party-identified":
        fields.remove("party")
    return [party for field in fields for party in as_list(event["data"].get(field))]


def things_named(event: Event) -> list[str]:
    """`event:<id>` and the things that its data name."""
    # > "`event:<id>` (a Ledger event's own, not the event it is about), and `<kind>:<slug>` for
    # each field of its `data` named exactly `feedback`, `concern`, `commitment`, `terms`,
    # `letter`, `statement`, `incident`"
    kinds = ["feedback", "concern", "commitment", "terms", "letter", "statement", "incident"]
    named = [f"{kind}:{event['data'][kind]}" for kind in kinds if kind in event["data"]]
    return [f"event:{event['id']}", *named]


def extent_of_items(event: Event) -> str:
    """How much of its `items` an event gives away."""
    # > "Extent: the event's `extent` for the `items` of `item-disclosed` and `item-published`
    # (default `full`), for whoever learns them, the teller too; … else `full`."
    if event["type"] in ("item-disclosed", "item-published"):
        return str(event["data"].get("extent", "full"))
    return "full"


class Lesson(NamedTuple):
    """What one row of the table says: who learns what, and whether a group's members do too."""

    party: str
    item: str
    extent: str
    basis: str
    source: str | None
    reaches_members: bool = False


def row_any_event(event: Event) -> list[Lesson]:
    """Who took part."""
    # any event | every party in its … | … | `took-part`, none
    return [
        Lesson(party, item, "full", "took-part", None)
        for party in took_part(event)
        for item in things_named(event)
    ]


def row_told(event: Event) -> list[Lesson]:
    """Whom it was said to."""
    # `commitment-made`, `feedback-given`, `concern-raised`, `concern-escalated`,
    # `statement-issued`, `item-disclosed` | `to[]` | `event:<id>`; that commitment, feedback,
    # concern or statement; the `items` | `told`, from `by` (or `tester`, where the type has no
    # `by`)
    thing_of_type = {
        "commitment-made": "commitment",
        "feedback-given": "feedback",
        "concern-raised": "concern",
        "concern-escalated": "concern",
        "statement-issued": "statement",
        "item-disclosed": None,
    }
    kind, data = event["type"], event["data"]
    if kind not in thing_of_type:
        return []
    has_no_by = kind in ("feedback-given", "concern-raised")
    teller = data["tester"] if has_no_by else data.get("by")
    told = [(f"event:{event['id']}", "full")]
    thing = thing_of_type[kind]
    if thing is not None:
        told.append((f"{thing}:{data[thing]}", "full"))
    told += [(item, extent_of_items(event)) for item in as_list(data.get("items"))]
    # > "`public` in a `to` makes it a publication: basis `public`"
    # > "Only `to` and such access reach members."
    return [
        Lesson(party, item, extent, "public" if party == "public" else "told", teller, True)
        for party in as_list(data["to"])
        for item, extent in told
    ]


def row_leaked(event: Event) -> list[Lesson]:
    """Whom a leak reached."""
    # `item-leaked` | `to[]` | `event:<id>`, `items` | `leak`, from `by`
    # > "`public` in a `to` … (for `item-leaked`: `leak`)"
    if event["type"] != "item-leaked":
        return []
    data = event["data"]
    return [
        Lesson(party, item, "full", "leak", data.get("by"), True)
        for party in as_list(data["to"])
        for item in [f"event:{event['id']}", *data["items"]]
    ]


def row_published(event: Event) -> list[Lesson]:
    """What the public learned."""
    # `item-published`; `open-letter-published` | `public` | `event:<id>`; `items`; the letter,
    # `reveals` | `public`, from `by`
    data = event["data"]
    published = [(f"event:{event['id']}", "full")]
    if event["type"] == "item-published":
        published += [(item, extent_of_items(event)) for item in data["items"]]
    elif event["type"] == "open-letter-published":
        published.append((f"letter:{data['letter']}", "full"))
        published += [(item, "full") for item in as_list(data.get("reveals"))]
    else:
        return []
    return [Lesson("public", item, extent, "public", data.get("by")) for item, extent in published]


def row_telling(event: Event) -> list[Lesson]:
    """Who tells knows by then."""
    # `statement-issued`, `item-disclosed`, `item-published`, `item-leaked`;
    # `open-letter-published` (with its `signatories`) | `by` | the `items`; `reveals` | `telling`
    # (who tells knows by then; how they know is another matter), none
    data = event["data"]
    if event["type"] in ("statement-issued", "item-disclosed", "item-published", "item-leaked"):
        tellers, items = as_list(data.get("by")), as_list(data.get("items"))
    elif event["type"] == "open-letter-published":
        tellers = as_list(data.get("by")) + as_list(data.get("signatories"))
        items = as_list(data.get("reveals"))
    else:
        return []
    return [
        Lesson(party, item, extent_of_items(event), "telling", None)
        for party in tellers
        for item in items
    ]


def row_registered_or_detected(event: Event) -> list[Lesson]:
    """Who made or found something."""
    # `item-registered`, `leak-detected` | `by` | `item` or `items`, `event:<leak>` | `took-part`,
    # none
    data = event["data"]
    if event["type"] == "item-registered":
        items = [data["item"]]
    elif event["type"] == "leak-detected":
        items = data["items"] + [f"event:{leak}" for leak in as_list(data.get("leak"))]
    else:
        return []
    return [
        Lesson(party, item, "full", "took-part", None)
        for party in as_list(data.get("by"))
        for item in items
    ]


def row_access(event: Event) -> list[Lesson]:
    """Who was given the means to know, and by whom."""
    if event["type"] != "access-granted":
        return []
    data = event["data"]
    lessons = []
    for item in as_list(data.get("items")):
        # `access-granted` with `items` | the tester | the items | `access` (had the means to know),
        # from `by`          "`access` for basis `access`"
        lessons.append(Lesson(data["tester"], item, "access", "access", data.get("by"), True))
        # | `by` | the items | `took-part`, none
        lessons += [
            Lesson(party, item, "full", "took-part", None) for party in as_list(data.get("by"))
        ]
    return lessons


def members_learnings(learning: Learning, seen: list[Record]) -> list[Learning]:
    """What the members of a group learn where the group learns this."""
    # > "A `group:` in a `to`, or as the tester of `access-granted`, learns as a party, and so does
    # each member at that time, all that the group learns by that row: basis `member` (for a leak
    # too; `access` for access), same from, channel the group if the event has none."
    found = []
    for member in parties_ever_joined(seen, learning.party):
        how = belonged(seen, learning.party, member, learning.when)
        if how is None:
            continue
        # > "If it certainly belonged at every instant of the bounds, the learning is as certain as
        # its event; otherwise, if it possibly belonged at some instant of them, it keeps the
        # event's bounds for every order and comparison but is `possible`, never certain, …; else
        # there is none."
        found.append(
            learning._replace(
                party=member,
                basis="access" if learning.basis == "access" else "member",
                channel=learning.party if learning.channel is None else learning.channel,
                never_certain=how == "possibly",
            )
        )
    return found


def of_event(event: Event, position: int, seen: list[Record]) -> list[Learning]:
    """Every learning that follows from one visible event; `seen` is for the membership."""
    lessons = [
        *row_any_event(event),
        *row_told(event),
        *row_leaked(event),
        *row_published(event),
        *row_telling(event),
        *row_registered_or_detected(event),
        *row_access(event),
    ]
    found = []
    for lesson in lessons:
        # > "with the event's (corrected) occurrence bounds and its `channel` if it has one"
        learning = Learning(
            party=lesson.party,
            item=lesson.item,
            extent=lesson.extent,
            basis=lesson.basis,
            source=lesson.source,
            channel=event["data"].get("channel"),
            via=event,
            position=position,
            when=occurrence(event),
        )
        found.append(learning)
        if lesson.reaches_members and lesson.party.startswith("group:"):
            found += members_learnings(learning, seen)
    return found


def own_learnings(seen: list[Record]) -> list[Learning]:
    """Every party's own learnings from all visible events."""
    return [learning for event, position in seen for learning in of_event(event, position, seen)]


def learnings_of(party: str, own: list[Learning]) -> list[Learning]:
    """All that one party learned, what is public with it."""
    # > "**What `public` knows, everybody knows from then on**: the learnings of any other party,
    # named in the programme or not, include those of `public`, as basis `public`, from `public`,
    # else the same."
    its_own = [learning for learning in own if learning.party == party]
    if party == "public":
        return its_own
    from_public = [
        learning._replace(party=party, basis="public", source="public")
        for learning in own
        if learning.party == "public"
    ]
    return its_own + from_public
