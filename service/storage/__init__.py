"""All SQL, a room for each database. They share no code."""
