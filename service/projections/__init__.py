"""Event in, rows out: what is kept in tables so that questions are answered by index.

Every projection turns one event, as it stands, into rows. A row holds from the position at which
the event came to stand so (`r_from`) up to the one at which it no longer did (`r_to`, exclusive),
so that the rows that held at any position can be found again.
"""
