"""Indicators under their names, each with unit, direction and titles."""

from __future__ import annotations

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
