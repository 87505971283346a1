"""The stylised facts as they stand in ``facts.toml``, and what is found for each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from math import inf, isnan
from pathlib import Path
from typing import Any, NamedTuple

from gpss_sim.study.compare import Estimate, estimate
from gpss_sim.study.findings import Findings, column

FOLDER = Path(__file__).resolve().parent


class Check(NamedTuple):
    """One thing a fact asks for.

    Parameters
    ----------
    what : str
        In words.
    low, high : float
        Bounds; infinite where there is none.
    terms : tuple of (coefficient, measure, design point)
        Their sum is looked at, replication by replication.
    wins : mapping or None
        ``cheaper`` and ``better``: (measure, point, other point); the share of replications in which the first is lower
        less that in which the second is higher is looked at instead.
    derived : str
        Name of a quantity of the price curve that is looked at instead.
    """

    what: str
    low: float
    high: float
    terms: tuple[tuple[float, str, str], ...]
    wins: Mapping[str, Sequence[str]] | None
    derived: str


class Fact(NamedTuple):
    """A stylised fact: number and pattern as in evidence §3, its target, its use, where it is looked for, and why."""

    number: int
    pattern: str
    target: str
    use: str
    where: str
    why: str
    checks: tuple[Check, ...]


class Verdict(StrEnum):
    """What an interval says of a bound."""

    HOLDS = "holds"
    MISSES = "misses"
    OPEN = "open"


@cache
def facts() -> tuple[Fact, ...]:
    """All facts, by number."""
    content = tomllib.loads((FOLDER / "facts.toml").read_text("utf-8"))
    return tuple(_fact(entry) for entry in content["fact"])


def _fact(entry: dict[str, Any]) -> Fact:
    checks = tuple(
        Check(
            check["what"],
            float(check.get("low", -inf)),
            float(check.get("high", inf)),
            tuple((float(size), name, point) for size, name, point in check.get("terms", ())),
            check.get("wins"),
            check.get("derived", ""),
        )
        for check in entry.pop("check", ())
    )
    return Fact(**entry, checks=checks)


def find(check: Check, findings: Findings, level: float) -> Estimate:
    """What a check finds in a finished study, with its interval over replications."""
    if check.wins is None:
        parts = [(size, _values(findings, name, point)) for size, name, point in check.terms]
        values = [sum(size * numbers[r] for size, numbers in parts) for r in range(findings.replications)]
    else:
        cheaper, better = (_differences(findings, *check.wins[name]) for name in ("cheaper", "better"))
        values = [float(cost < 0) - float(gain > 0) for cost, gain in zip(cheaper, better, strict=True)]
    return estimate(values, level)


def _values(findings: Findings, name: str, point: str) -> list[float]:
    return column(findings.values, point, name, findings.replications)


def _differences(findings: Findings, name: str, point: str, other: str) -> list[float]:
    pairs = zip(_values(findings, name, point), _values(findings, name, other), strict=True)
    return [one - two for one, two in pairs]


def judge(found: Estimate, low: float, high: float) -> Verdict:
    """Whether an interval lies inside the bounds, outside, or across one of them.

    >>> judge(Estimate(0.5, 0.4, 0.6, 5), 0.3, 0.7), judge(Estimate(0.5, 0.4, 0.6, 5), 0.55, float("inf"))
    (<Verdict.HOLDS: 'holds'>, <Verdict.OPEN: 'open'>)
    """
    if isnan(found.low):
        return Verdict.OPEN
    if low <= found.low and found.high <= high:
        return Verdict.HOLDS
    return Verdict.MISSES if found.high < low or found.low > high else Verdict.OPEN
