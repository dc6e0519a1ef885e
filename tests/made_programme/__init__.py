"""A made programme of any size: recruiting, feedback, silence, promises, and perhaps a letter.

    python -m tests.made_programme > made.ndjson

Lines for an archivist to import: each has its `recorded_at`. Most is recorded within the hour,
some much later, what was not seen by anybody at the time only after the letter; some of it is
corrected, retracted or disputed, so that a series with hindsight is another one. The same seed
and size give the same lines.

It is an invention to try things with. That care wears off before the letter is written into it:
what is found in it proves nothing about programmes that happened.
"""

from __future__ import annotations

from tests.made_programme.course import Course, Plan
from tests.made_programme.telling import told

__all__ = ["Course", "Plan", "told"]
