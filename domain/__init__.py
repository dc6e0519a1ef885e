"""What may be said to the ledger, and what it means. Pure: no clock, no random ids, no I/O."""
