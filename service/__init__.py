"""The ledger as a service: the door, the store, the projections and the views."""
