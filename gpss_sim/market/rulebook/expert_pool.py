"""Experts of a pool: those of a project are drawn by lot, and each has a severity of his own (equation 17.2)."""

from __future__ import annotations

from math import sqrt
from statistics import fmean

from gpss_sim.market.luck import Luck
from gpss_sim.scenario.library import LibraryRules


def panel_error(luck: Luck, rules: LibraryRules, fresh: float, project: str, year: int) -> float:
    """Error of a panel, in units of the error of one expert.

    Parameters
    ----------
    luck : Luck
    rules : LibraryRules
        Size of the pool and of a panel, and what share of the variance of an error is the expert's own.
    fresh : float
        Mean of the standard normal errors of the panel's members on this occasion.
    project : str
        The project that the panel judges.
    year : int
        Fiscal year.
    """
    share = rules.expert_severity
    if not share:
        return fresh
    panel = luck.panel(project, year, rules.experts, rules.expert_pool)
    return sqrt(1 - share) * fresh + sqrt(share) * fmean(luck.severity(expert) for expert in panel)
