"""The door: JSON to objects and back, refusals to problems, answers to bytes."""
