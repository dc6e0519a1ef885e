"""The command `testigo`: questions in words for people, the same answers as HTTP for machines."""
