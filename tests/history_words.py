"""What random histories are made of: few parties, items and times, and the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

PROGRAMMES: Final = ("prog-a", "prog-b")

# --- the pools -----------------------------------------------------------------------------

PERSONS: Final = (
    *("tester:ana", "tester:ben", "tester:cai", "tester:ana", "tester:ben"),
    *("staff:lena", "staff:omar", "staff:lena", "org:nova", "press:daily", "system:bot"),
)
GROUPS: Final = ("group:alpha", "group:alpha", "group:beta")
PARTIES: Final = (*PERSONS, *PERSONS, *GROUPS)
TOLD: Final = (*PERSONS, *GROUPS, *GROUPS, "public")
TESTERS: Final = (*("tester:ana", "tester:ben", "tester:cai") * 2, "group:alpha", "group:beta")
ITEMS: Final = ("item:demo", "item:demo", "item:demo", "item:model", "item:price")
SLUGS: Final = ("one", "one", "two")
THINGS: Final = tuple(
    f"{kind}:{slug}"
    for kind in ("concern", "statement", "letter", "feedback", "commitment", "terms", "incident")
    for slug in ("one", "two")
)
CHANNELS: Final = ("mail", "chat", "group:alpha")

TIMES: Final = (
    "2024-05-10T12:00:00Z",
    "2024-05-10",
    "2024-05-11T00:00:00Z",
    "2024-05-11",
    "2024-05",
    "2024-05-10T14:00:00+02:00",  # the first again
    "2024-05-10T07:00:00-05:00",  # and again
    "2024-05-10t12:00:00.0000019z",  # a microsecond later, once it is cut off
    "2024-05-10T23:59:59.999999Z",  # the end of the day
    "2024-05-09",
    "2024-05-12T09:30:00.5+05:30",
    "2024-05-10~",
    "2024-05-11?",
    "2024-05?",
    "2024",
    "2024-05-09/2024-05-10",
    "2024-05-10T12:00:00Z/2024-05-11",
    "2024-05-09/2024-05-10T12:00:00Z",
    "2024-05-10/2024-05-12",
    "2024-05-10T12:00:00Z/2024-05-10T12:00:00Z",
    "../2024-05-10",
    "../2024-05-10T12:00:00Z",
    "../2024-05",
    "2024-05-10/..",
    "2024-05-10T12:00:00Z/..",
    "2024-05-11/..",
)
ZONES: Final = ("+02:00", "-05:00", "+00:00")
# Where bounds of the pool lie, with the zones; and well after all that ends.
INSTANTS: Final = (
    "2024-12-31T23:59:59.999999",
    "2024-05-13T00:00:00",
    "2024-12-31T23:59:59.999999",
    "2024-05-11T23:59:59.999999",
    "2024-05-10T12:00:00",
    "2024-05-11T00:00:00",
    "2024-05-10T00:00:00",
    "2024-05-12T00:00:00",
    "2024-05-13T00:00:00",
    "2024-05-09T00:00:00",
    "2024-05-12T04:00:00.5",
    "2024-05-09T22:00:00",
    "2024-05-10T05:00:00",
    "2024-05-10T22:00:00",
    "2024-05-11T05:00:00",
    "2024-05-11T22:00:00",
    "2024-05-01T00:00:00",
    "2024-06-01T00:00:00",
    "2024-04-30T22:00:00",
    "2024-01-01T00:00:00",
    "2024-05-17T12:00:00",  # seven days after the first time, and fourteen
    "2024-05-24T12:00:00",
    "2024-05-25T00:00:00",
)

# --- the catalogue -------------------------------------------------------------------------

# As in the contract. `?` may be left out, `[]` a list; the number is how often the type is drawn.
CATALOGUE: Final = {
    "item-disclosed": (40, "items[] by? to[] extent? channel? under?"),
    "group-joined": (18, "group party"),
    "group-left": (9, "group party"),
    "item-published": (8, "items[] by? where? extent? channel?"),
    "item-leaked": (10, "items[] by? to[] where? channel?"),
    "knowledge-requested": (10, "item by of channel?"),
    "item-registered": (6, "item title confidentiality embargo_until? by?"),
    "access-granted": (9, "tester items?[] by?"),
    "access-cut": (2, "tester by? reason? items?[]"),
    "concern-raised": (6, "tester concern text to[] channel?"),
    "concern-escalated": (6, "tester concern by to[] channel?"),
    "concern-answered": (2, "tester concern by text?"),
    "statement-issued": (8, "statement by to[] text items?[] channel?"),
    "open-letter-published": (
        6,
        "letter title by url? signatories?[] addressed_to?[] reveals?[] demands?[] channel?",
    ),
    "letter-signed": (3, "letter signatory"),
    "feedback-given": (4, "tester feedback text to[] about? channel?"),
    "feedback-acknowledged": (1, "tester feedback by text?"),
    "feedback-answered": (2, "tester feedback by text?"),
    "commitment-made": (4, "commitment by to[] text due_at?"),
    "commitment-kept": (1, "commitment note?"),
    "commitment-broken": (1, "commitment note?"),
    "terms-published": (2, "terms kind by? summary? replaces?"),
    "leak-detected": (4, "incident by leak? items[] channel?"),
    "finding-recorded": (1, "incident text about_events?[] by?"),
    "contact-observed": (8, "parties[] channel?"),
    "party-identified": (2, "party same_as"),
    "affiliation-began": (1, "party org"),
    "affiliation-ended": (1, "party org"),
    "programme-opened": (1, "org title purpose?"),
    "programme-suspended": (1, "by? reason?"),
    "programme-resumed": (1, "by? reason?"),
    "programme-closed": (1, "by? reason?"),
    "tester-invited": (1, "tester by channel?"),
    "invitation-accepted": (1, "tester reason?"),
    "invitation-declined": (1, "tester reason?"),
    "tester-left": (1, "tester reason?"),
    "nda-signed": (2, "tester terms"),
    "nda-released": (1, "tester terms"),
    "reward-agreed": (1, "tester amount currency by?"),
    "reward-paid": (1, "tester amount currency by?"),
    "credit-given": (1, "tester by for"),
    "incident-opened": (1, "incident title by?"),
    "leak-contained": (1, "incident by?"),
    "action-agreed": (1, "incident action owner due_at?"),
    "incident-closed": (1, "incident by?"),
    "event-retracted": (14, ""),
    "event-corrected": (14, ""),
    "event-disputed": (12, ""),
    "dispute-settled": (20, ""),
}
NAMES_PARTIES: Final = (
    *("by", "to", "of", "tester", "party", "parties", "org", "owner", "group"),
    *("signatory", "signatories"),
)
NAMES_ITEMS: Final = ("item", "items", "reveals")
NAMES_THINGS: Final = (
    *("feedback", "concern", "commitment", "terms", "letter", "statement", "incident"),
)
TYPES: Final = tuple(name for name, (times, _) in CATALOGUE.items() for _ in range(times))


class Words(NamedTuple):
    """What a history is made of: types and times, each as often as it stands there."""

    types: Sequence[str]
    times: Sequence[str]


EVERYDAY: Final = Words(TYPES, TIMES)
# The same catalogue, as often as the types have to do with what is irregular; and surer times.
_RULED: Final = {
    **dict.fromkeys(("nda-signed", "terms-published", "access-granted"), 12),
    **dict.fromkeys(("item-disclosed", "item-registered", "feedback-given"), 9),
    **dict.fromkeys(("access-cut", "group-joined", "commitment-made", "event-corrected"), 6),
    **dict.fromkeys(("feedback-answered", "concern-raised", "item-published", "item-leaked"), 4),
    **dict.fromkeys(("programme-suspended", "programme-resumed", "event-retracted"), 4),
    **dict.fromkeys(("group-left", "commitment-kept", "commitment-broken"), 3),
    **dict.fromkeys(("concern-answered", "statement-issued", "open-letter-published"), 3),
    **dict.fromkeys(("leak-detected", "incident-opened", "event-disputed", "dispute-settled"), 3),
}
_SURER: Final = (
    *TIMES,
    *(f"2024-05-{day:02}T{hour:02}:30:00Z" for day in (9, 10, 11) for hour in range(9, 21, 2)),
)
OF_RULES: Final = Words(tuple(name for name, times in _RULED.items() for _ in range(times)), _SURER)
# Again, for the signals: what is given and answered, promised and owed; and who is in touch.
_SAID_OF_IT: Final = ("event-corrected", "event-retracted", "event-disputed", "dispute-settled")
OF_ANSWERS: Final = Words(
    (
        *("feedback-given", "feedback-answered", "concern-raised", "concern-answered") * 4,
        *("reward-agreed", "reward-paid", "nda-signed", "terms-published") * 2,
        *("commitment-made", "commitment-made", "commitment-kept", "commitment-broken") * 2,
        *_SAID_OF_IT * 2,
    ),
    _SURER,
)
OF_COMPANY: Final = Words(
    (*("group-joined",) * 6, *("group-left", "contact-observed") * 3, *_SAID_OF_IT), _SURER
)
MEETINGS: Final = Words(
    (
        *("item-disclosed", "contact-observed", "group-joined", "contact-observed", "item-leaked"),
        *("group-joined", "contact-observed", "group-left", "contact-observed", "group-joined"),
        *("item-published", "event-corrected", "event-retracted", "event-disputed"),
        "dispute-settled",
    ),
    TIMES,
)
"""Of who knew and who met."""
_RELATED: Final = {
    **dict.fromkeys(("item-disclosed", "affiliation-began"), 16),
    **dict.fromkeys(("commitment-made", "group-joined"), 12),
    **dict.fromkeys(("event-corrected", "event-retracted", "commitment-kept"), 6),
    **dict.fromkeys(("commitment-broken", "party-identified", "affiliation-ended"), 5),
    **dict.fromkeys(("access-granted", "group-left", "item-leaked"), 4),
    **dict.fromkeys(("knowledge-requested", "event-disputed", "dispute-settled"), 3),
    **dict.fromkeys(("item-published", "statement-issued", "item-registered"), 2),
    **dict.fromkeys(("tester-invited", "nda-signed", "feedback-given"), 2),
}
RELATIONS: Final = Words(
    tuple(name for name, times in _RELATED.items() for _ in range(times)), TIMES
)
"""Of who belonged to whom, and to whom what was promised."""
PEOPLE: Final = Words(
    (
        *("item-disclosed", "affiliation-began", "item-disclosed", "group-joined") * 3,
        *("item-disclosed", "affiliation-began", "affiliation-ended") * 2,
        *("affiliation-ended", "group-left", "access-granted", "item-leaked", "item-published"),
        *("event-corrected", "event-retracted"),
    ),
    TIMES,
)
"""Of who learned what while it belonged where."""
LEDGER: Final = ("event-retracted", "event-corrected", "event-disputed", "dispute-settled")
LIKELY: Final = {
    "by": 85,
    "extent": 50,
    "items": 70,
    "signatories": 50,
    "reveals": 70,
    "leak": 80,
    "due_at": 60,
    "embargo_until": 70,
    "replaces": 50,
}
POOLS: Final[dict[str, Sequence[str]]] = {
    **dict.fromkeys(("by", "of", "signatory", "signatories", "owner", "same_as"), PARTIES),
    **dict.fromkeys(("parties", "addressed_to"), PARTIES),
    **dict.fromkeys(("concern", "statement", "letter", "feedback", "commitment"), SLUGS),
    **dict.fromkeys(("terms", "under", "replaces", "incident"), SLUGS),
    "to": TOLD,
    "tester": TESTERS,
    "party": PERSONS,
    "group": GROUPS,
    "org": ("org:nova", "org:rival"),
    "extent": ("partial", "existence", "rumour", "full"),
    "channel": CHANNELS,
    "confidentiality": ("confidential", "embargoed", "public", "embargoed"),
    "embargo_until": ("2024-06-01T00:00:00Z", "2024-05-11T00:00:00Z", "2024-05-10T12:00:00Z"),
    "kind": ("nda", "nda", "participation"),
    "where": ("https://example.org/post",),
    "url": ("https://example.org/letter",),
    "due_at": ("2024-06-01T00:00:00Z", "2024-05-10T12:00:00Z"),
    "amount": ("100.00",),
    "currency": ("EUR",),
}
