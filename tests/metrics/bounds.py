"""Whether indicators keep within the bounds that their registration gives."""

from __future__ import annotations

from collections.abc import Iterable

from gpss_sim.metrics import METRICS
from gpss_sim.metrics.evaluate import MetricRow


def beyond_bounds(rows: Iterable[MetricRow]) -> list[tuple[str, float]]:
    """Values beyond them: intervals are cut there, so such an indicator has to give `bounds` of its own."""
    bounds = {name: METRICS[name].bounds for name in METRICS}
    beyond = {(r.metric, r.value) for r in rows if r.value < bounds[r.metric][0] or r.value > bounds[r.metric][1]}
    return sorted(beyond)
