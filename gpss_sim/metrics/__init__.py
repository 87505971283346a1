"""Indicators: pure functions of a run's tables, one function an indicator."""

from gpss_sim.metrics import market, money, needs, procurement, recipients
from gpss_sim.metrics.evaluate import MetricRow, evaluate, steady_window
from gpss_sim.metrics.registry import METRICS, Metric

__all__ = [
    "METRICS",
    "Metric",
    "MetricRow",
    "evaluate",
    "market",
    "money",
    "needs",
    "procurement",
    "recipients",
    "steady_window",
]
