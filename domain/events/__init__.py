"""What can happen: one file per chapter of the catalogue."""
