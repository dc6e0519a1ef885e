"""The panels of a review: each one file, which says what it shows."""

from __future__ import annotations

from typing import Final

from service.web.panels import incidents, irregular, knowing, lanes, later, signals, step

PANELS: Final = (
    knowing.PANEL,
    lanes.PANEL,
    later.PANEL,
    step.PANEL,
    irregular.PANEL,
    signals.PANEL,
    incidents.PANEL,
)
"""In the order in which they are offered; the first is shown first."""
