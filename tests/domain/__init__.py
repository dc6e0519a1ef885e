"""What the pure functions promise, asked of them directly: no door, no database, no clock."""
