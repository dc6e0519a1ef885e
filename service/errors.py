"""What can fail that is nobody's input: the store, and who owns it."""

from __future__ import annotations


class StoreUnavailable(Exception):
    """The store cannot answer or append now.

    Nothing was kept of what was asked, unless it was the answer to a commit that was lost: what
    became of that nobody knows but the database.
    """


class KeysUnavailable(StoreUnavailable):
    """It cannot be known now whose token it is: an OpenID provider does not tell its keys."""


class LedgerHeld(StoreUnavailable):
    """Another process owns the writing of this ledger."""


class Overloaded(StoreUnavailable):
    """Too many requests wait for their commit already; nothing was kept of this one."""


class NoRoom(StoreUnavailable):
    """The disk has no room for what is to be made; nothing was."""


class ReplayRunning(Exception):
    """Somebody rebuilds the views already."""


class WrongSchema(StoreUnavailable):
    """The tables are not those of this version of Testigo."""


class BadConfig(ValueError):
    """A setting that cannot be followed."""
