"""What is said of all routes alike, before them, in the OpenAPI document (Markdown)."""

from __future__ import annotations

from typing import Final

INTRODUCTION: Final = """\
A ledger that answers: who knew what, when, and from whom, as far as we had recorded by then?

**Two bounds.** `as_of`: what had *happened* by an instant, by default now. `as_recorded`: what
was *recorded* by a position or an instant, by default all. Both hold together, and each answer
repeats them as resolved. Where both are given (`as_recorded` alone where there is no `as_of`),
an answer never changes, and has a strong `ETag`.

**Replicas.** A replica answers only where both are given, up to the position that it has, as the
primary does. All else is 421, and what has not come yet 503 `not-here-yet`: ask the primary.

**Pages.** Lists are told in pages of `limit`; `next`, and `Link` with `rel="next"`, lead on,
with the bounds of the first page. As NDJSON or CSV (`Accept`) a list is a page, too.

**Problems.** What is refused or fails is a problem document (RFC 9457). Go by its `code`, which
is stable; `title` and `detail` are for people. `errors` says all that is wrong, and where.

**Tokens.** `Authorization: Bearer …`, with a role: `reader`, `recorder`, `archivist`, `admin`;
each may what those before it may. One that is bound to programmes sees no others.
`RateLimit-Limit`, `-Remaining` and `-Reset` (seconds) say how much it may still ask.
`X-Request-Id`, sent or made, is answered, and stands in the logs."""
