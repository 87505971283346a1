"""Indicators: pure functions of a run's tables, one function an indicator.

Their names, units and titles are here; ``gpss_sim.metrics.evaluate`` applies them to a run.
"""

from gpss_sim import plugins
from gpss_sim.metrics import library, market, money, procurement, recipients
from gpss_sim.metrics.registry import METRICS, Metric

plugins.load("gpss_sim.metrics")

__all__ = ["METRICS", "Metric", "library", "market", "money", "procurement", "recipients"]
