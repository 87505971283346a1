"""What was known of need when the budget was decided, and how much of it is bought."""

from __future__ import annotations

import numpy as np

from gpss_sim.metrics.recipients import NAN, mean
from gpss_sim.metrics.registry import PLACE, metric
from gpss_sim.metrics.slices import Slice

BOUGHT = ("selected", "continuing")


@metric("weighted persons", "", "Surveyed need of a project", "每个项目调查所得需求", PLACE)
def surveyed_need(s: Slice) -> float:
    """Mean need that the survey found for a project of the library, error included."""
    return mean(s.rows(s.tables.needs)["surveyed"])


@metric("share", "more", "Surveyed need in projects that are bought", "所购项目覆盖的调查需求占比", PLACE)
def need_bought(s: Slice) -> float:
    """Surveyed need of projects selected or continuing, over that of the whole library."""
    rows = s.rows(s.tables.needs)
    total = rows["surveyed"].sum()
    return float(rows["surveyed"][np.isin(rows["status"], BOUGHT)].sum() / total) if total else NAN
