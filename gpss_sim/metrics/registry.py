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
    bounds : tuple of float
        Least and largest value that it can have, in its unit; intervals are cut there.
    """

    name: str
    unit: str
    better: Better
    title_en: str
    title_zh: str
    by: tuple[str, ...]
    function: Callable[[Slice], float]
    bounds: tuple[float, float] = (-math.inf, math.inf)

    @property
    def meaning(self) -> str:
        """First line of the function's docstring."""
        return (self.function.__doc__ or "").strip().split("\n")[0]


SIGNED_UNITS = frozenset(("months", "weighted persons", "weighted persons per million yuan"))
FROM_0 = (0.0, math.inf)
SIGNED = (-math.inf, math.inf)


def usual_bounds(unit: str) -> tuple[float, float]:
    """Least and largest value of indicators of a unit, where they say nothing of their own.

    >>> usual_bounds("share"), usual_bounds("persons"), usual_bounds("months")
    ((0.0, 1.0), (0.0, inf), (-inf, inf))
    """
    if unit in SIGNED_UNITS:
        return SIGNED
    return (0.0, 1.0) if unit in ("share", "index") else FROM_0


def possible_range(name: str, unit: str) -> tuple[float, float]:
    """Least and largest value that an indicator can have; of one that is not registered, by its unit.

    >>> possible_range("failed_share", "share"), possible_range("execution_rate", "share"), possible_range("x", "index")
    ((0.0, 1.0), (0.0, inf), (0.0, 1.0))
    """
    return METRICS[name].bounds if name in METRICS else usual_bounds(unit)


METRICS: Registry[Metric] = Registry("metric")

PLACE = ("district", "group", "domain")
CONTRACT = (*PLACE, "form", "method")


def metric(
    unit: str,
    better: Better,
    title_en: str,
    title_zh: str,
    by: tuple[str, ...] = (),
    *,
    bounds: tuple[float, float] | None = None,
) -> Callable[[Callable[[Slice], float]], Callable[[Slice], float]]:
    """Register a function as the indicator of its own name; `bounds` where they are not those of its unit."""

    def enter(function: Callable[[Slice], float]) -> Callable[[Slice], float]:
        name = function.__name__
        possible = bounds or usual_bounds(unit)
        METRICS.register(name)(Metric(name, unit, better, title_en, title_zh, by, function, possible))
        return function

    return enter
