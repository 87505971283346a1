"""Indicators: pure functions of a run's tables, one function an indicator."""

from gpss_sim.metrics import market, money, procurement, recipients
from gpss_sim.metrics.evaluate import MetricRow, evaluate, steady_window, steady_years
from gpss_sim.metrics.registry import METRICS, Metric

__all__ = [
    "METRICS",
    "Metric",
    "MetricRow",
    "evaluate",
    "market",
    "money",
    "procurement",
    "recipients",
    "steady_window",
    "steady_years",
]
