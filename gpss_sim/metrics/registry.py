"""Indicators under their names, each with unit, direction and titles."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from gpss_sim.registry import Registry

if TYPE_CHECKING:
    from gpss_sim.metrics.slices import Slice

Better = Literal["more", "less", ""]


@dataclass(frozen=True, slots=True)
class Metric:
    """One indicator: a pure function of a slice of a run's tables.

    Parameters
    ----------
    name : str
        Name in files.
    unit : str
        Unit of the value.
    better : {"more", "less", ""}
        Which direction is better; empty where neither is.
    title_en, title_zh : str
        What it says, for people.
    by : tuple of str
        Breakdowns for which it has a meaning.
    function : callable
        Value in a slice; NaN where undefined.
    """

    name: str
    unit: str
    better: Better
    title_en: str
    title_zh: str
    by: tuple[str, ...]
    function: Callable[[Slice], float]

    @property
    def meaning(self) -> str:
        """First line of the function's docstring."""
        return (self.function.__doc__ or "").strip().split("\n")[0]


SIGNED = frozenset(("unaccounted",))
"""Indicators that may be negative, beside those of :data:`SIGNED_UNITS`."""
SIGNED_UNITS = frozenset(("months", "weighted persons", "weighted persons per million yuan"))
ABOVE_ONE = frozenset(("execution_rate",))
"""Shares that may exceed 1: money carried over is spent beside what the year grants."""


def possible_range(name: str, unit: str) -> tuple[float, float]:
    """Least and largest value that an indicator can have.

    >>> possible_range("failed_share", "share"), possible_range("served", "persons"), possible_range("hhi", "index")
    ((0.0, 1.0), (0.0, inf), (0.0, 1.0))
    """
    if name in SIGNED or unit in SIGNED_UNITS:
        return -math.inf, math.inf
    return 0.0, 1.0 if unit in ("share", "index") and name not in ABOVE_ONE else math.inf


METRICS: Registry[Metric] = Registry("metric")

PLACE = ("district", "group", "domain")
CONTRACT = (*PLACE, "form", "method")


def metric(
    unit: str, better: Better, title_en: str, title_zh: str, by: tuple[str, ...] = ()
) -> Callable[[Callable[[Slice], float]], Callable[[Slice], float]]:
    """Register a function as the indicator of its own name."""

    def enter(function: Callable[[Slice], float]) -> Callable[[Slice], float]:
        name = function.__name__
        METRICS.register(name)(Metric(name, unit, better, title_en, title_zh, by, function))
        return function

    return enter
