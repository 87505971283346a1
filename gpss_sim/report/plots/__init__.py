"""Plots: functions of tables and an ``ax``, and the figures made of them; one file an idea.

A new plot is a function under :func:`gpss_sim.report.plots.registry.plot` in a module imported here.
"""

from gpss_sim.report.plots import effects, influences, ladder, market, money, outcomes, waiting
from gpss_sim.report.plots.registry import PLOTS

__all__ = ["PLOTS", "effects", "influences", "ladder", "market", "money", "outcomes", "waiting"]
