"""Payment schedules by name: tranches of a contract year as (month due, share of the price)."""

from __future__ import annotations

from collections.abc import Callable

from gpss_sim import fiscal
from gpss_sim.registry import Registry

Tranches = tuple[tuple[float, float], ...]

SCHEDULES: Registry[Callable[[Tranches], Tranches]] = Registry("payment schedule")
"""Each entry returns its tranches, given those the scenario lists; the last one waits for the score."""


@SCHEDULES.register("stated")
def stated(listed: Tranches) -> Tranches:
    """The tranches that `payment.schedule` lists."""
    return listed


@SCHEDULES.register("40/40/20")
def forty_forty_twenty(listed: Tranches) -> Tranches:
    """40 % at the start, 40 % at half-time, 20 % at the end (T11)."""
    return ((0.0, 0.4), (6.0, 0.4), (12.0, 0.2))


@SCHEDULES.register("50/40/10")
def fifty_forty_ten(listed: Tranches) -> Tranches:
    """50 % at the start, 40 % at half-time, 10 % at the end (T11)."""
    return ((0.0, 0.5), (6.0, 0.4), (12.0, 0.1))


@SCHEDULES.register("on_result")
def on_result(listed: Tranches) -> Tranches:
    """Everything at the end, by the assessment (R70; M37)."""
    return ((12.0, 1.0),)


@SCHEDULES.register("monthly")
def monthly(listed: Tranches) -> Tranches:
    """Twelve equal parts, each at the end of its month (T11)."""
    return tuple((float(month), 1 / fiscal.MONTHS) for month in range(1, fiscal.MONTHS + 1))


@SCHEDULES.register("quarterly")
def quarterly(listed: Tranches) -> Tranches:
    """Four equal parts, each at the start of its quarter (T11)."""
    return tuple((float(month), 0.25) for month in range(0, fiscal.MONTHS, 3))
