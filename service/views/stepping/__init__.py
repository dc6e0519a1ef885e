"""History stepped through, one event at a time, with what each changed.

What changed is looked for only where an event can have changed something: who learned by it, whose
standing it is, what it may excuse or make irregular.
"""
