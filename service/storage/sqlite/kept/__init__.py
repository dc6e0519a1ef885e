"""The tables of the kept views in SQLite, one file each.

`r_from` and `r_to` are the positions from which, and before which, a row holds; `r_to` is
2^63 - 1 while it still does. Unbounded `earliest` and `latest` are -2^63 and 2^63 - 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from service.storage.sqlite.kept.appearances import APPEARANCES
from service.storage.sqlite.kept.arrivals import ARRIVALS
from service.storage.sqlite.kept.contacts import CONTACTS
from service.storage.sqlite.kept.deeds import DEEDS
from service.storage.sqlite.kept.disclosures import DISCLOSURES
from service.storage.sqlite.kept.fronts import FRONTS
from service.storage.sqlite.kept.identities import IDENTITIES
from service.storage.sqlite.kept.learnings import LEARNINGS
from service.storage.sqlite.kept.mentions import MENTIONS
from service.storage.sqlite.kept.moves import MOVES
from service.storage.sqlite.kept.promised import PROMISED
from service.storage.sqlite.kept.promises import PROMISES
from service.storage.sqlite.kept.readings import READINGS
from service.storage.sqlite.kept.referrals import REFERRALS
from service.storage.sqlite.kept.registrations import REGISTRATIONS
from service.storage.sqlite.kept.requests import REQUESTS
from service.storage.sqlite.kept.table import KeptTable
from service.storage.sqlite.kept.tallies import TALLIES
from service.storage.sqlite.kept.tellings import TELLINGS
from service.storage.sqlite.kept.terms import TERMS

TABLES: Final[Mapping[str, KeptTable]] = {
    "readings": READINGS,
    "learnings": LEARNINGS,
    "requests": REQUESTS,
    "fronts": FRONTS,
    "moves": MOVES,
    "deeds": DEEDS,
    "arrivals": ARRIVALS,
    "tallies": TALLIES,
    "mentions": MENTIONS,
    "appearances": APPEARANCES,
    "promises": PROMISES,
    "terms": TERMS,
    "contacts": CONTACTS,
    "registrations": REGISTRATIONS,
    "disclosures": DISCLOSURES,
    "referrals": REFERRALS,
    "identities": IDENTITIES,
    "promised": PROMISED,
    "tellings": TELLINGS,
}
"""The table of every kept view, by its name."""
