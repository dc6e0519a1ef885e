"""How pictures look: one style for all, in the colours of the page around them."""

from __future__ import annotations

from typing import Final

STYLE: Final = """\
.picture{font:12px/1.2 system-ui,sans-serif;color:var(--ink);max-width:none}
.picture text{fill:currentColor}
.picture .lane{fill:none}
.picture .lane.even{fill:var(--shade)}
.picture .guide{stroke:var(--line);stroke-dasharray:2 4}
.picture .tick,.picture .since{fill:var(--quiet);font-size:11px}
.picture .tick{text-anchor:middle}
.picture .number{font-size:11px;font-variant-numeric:tabular-nums}
.picture .bar{fill:var(--accent);fill-opacity:.22;stroke:var(--accent)}
.picture .mark{fill:var(--accent);stroke:var(--paper);stroke-width:1}
.picture .mark.other{fill:var(--quiet)}
.picture .mark.decision{fill:var(--ink)}
.picture .arrow{fill:none;stroke:var(--ink);stroke-opacity:.55}
.picture .head{fill:var(--ink)}
.picture .disputed,.picture .perhaps{stroke-dasharray:3 2}
.picture .solid{fill:var(--accent);stroke:var(--accent)}
.picture .hollow{fill:none;stroke:var(--accent);stroke-width:1.8}
.picture .solid.perhaps{fill-opacity:.35}
.chart .axis text{font-size:10px;fill:var(--quiet)}
.chart .axis line{stroke:var(--line)}
.chart .axis.bottom .tick line{stroke:none}
.chart .series path{stroke:var(--accent);stroke-width:1.6;fill:none}
.chart .marked path{stroke:var(--ink);stroke-dasharray:4 3;fill:none}
.chart .letter{font-size:11px;font-weight:600;text-anchor:middle}
.picture a:focus-visible{outline:2px solid var(--accent)}
.picture a:hover text{text-decoration:underline}
"""
"""Put it once into a page that has the colours `--ink`, `--paper`, `--quiet`, `--line`, `--shade`
and `--accent`."""
