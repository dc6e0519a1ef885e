"""What breaks a rule: one function per code, a showing event and its companions in, one
`Irregularity` or None out. Derived from what is visible, and never stored as truth.

Companions are what had at least possibly happened by `as_of`; the functions need not be given
more, and must not be.
"""
