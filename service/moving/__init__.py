"""A ledger as a file: written for whoever reads it, and made again from it, as it was."""
