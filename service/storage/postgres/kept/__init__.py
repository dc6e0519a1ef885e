"""The tables of the kept views in PostgreSQL, one file each.

`r_from` and `r_to` are the positions from which, and before which, a row holds; `r_to` is
2^63 - 1 while it still does. Unbounded `earliest` and `latest` are -2^63 and 2^63 - 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from service.storage.postgres.kept.appearances import APPEARANCES
from service.storage.postgres.kept.arrivals import ARRIVALS
from service.storage.postgres.kept.contacts import CONTACTS
from service.storage.postgres.kept.deeds import DEEDS
from service.storage.postgres.kept.disclosures import DISCLOSURES
from service.storage.postgres.kept.fronts import FRONTS
from service.storage.postgres.kept.identities import IDENTITIES
from service.storage.postgres.kept.learnings import LEARNINGS
from service.storage.postgres.kept.mentions import MENTIONS
from service.storage.postgres.kept.moves import MOVES
from service.storage.postgres.kept.promised import PROMISED
from service.storage.postgres.kept.promises import PROMISES
from service.storage.postgres.kept.readings import READINGS
from service.storage.postgres.kept.referrals import REFERRALS
from service.storage.postgres.kept.registrations import REGISTRATIONS
from service.storage.postgres.kept.requests import REQUESTS
from service.storage.postgres.kept.table import KeptTable
from service.storage.postgres.kept.tallies import TALLIES
from service.storage.postgres.kept.tellings import TELLINGS
from service.storage.postgres.kept.terms import TERMS

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
