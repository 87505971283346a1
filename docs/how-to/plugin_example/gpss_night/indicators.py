"""An indicator of our own."""

from __future__ import annotations

from gpss_sim.metrics.registry import metric
from gpss_sim.metrics.slices import Slice


@metric("persons", "less", "Very urgent recipients who arrived", "到达的特急服务对象", ("district", "group", "domain"))
def very_urgent(s: Slice) -> float:
    """Recipients of urgency 5 who asked for service in the period."""
    people = s.people(s.within(s.tables.people["arrival"]))
    return float((s.tables.people["urgency"][people] == 5).sum())
