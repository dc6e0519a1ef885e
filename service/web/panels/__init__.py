"""The panels of a review: each one file, which says what it shows."""

from __future__ import annotations

from typing import Final

from service.web.panels import knowing

PANELS: Final = (knowing.PANEL,)
"""In the order in which they are offered; the first is shown first."""
