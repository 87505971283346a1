"""The stylised facts as they stand in ``facts.toml``, and what is found for each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from math import inf, isnan
from pathlib import Path
from typing import Any, NamedTuple

from gpss_sim.study.compare import Estimate
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
    beside : bool
        It is seen with the fact but is no part of its criterion: shown, not counted.
    """

    what: str
    low: float
    high: float
    terms: tuple[tuple[float, str, str], ...]
    wins: Mapping[str, Sequence[str]] | None
    derived: str
    beside: bool = False


class Fact(NamedTuple):
    """A stylised fact: number, pattern and target as in evidence §3, its use, where it is looked for, and why."""

    number: int
    pattern: str
    target: str
    use: str
    where: str
    why: str
    checks: tuple[Check, ...]


class FactVerdict(StrEnum):
    """What an interval says of a bound."""

    HOLDS = "holds"
    MISSES = "misses"
    OPEN = "open"


USES = ("held out", "calibration", "built in")
"""What facts are used for: a test, a default set in view of them, or nothing that could come out otherwise."""


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
            check.get("beside", False),
        )
        for check in entry.pop("check", ())
    )
    return Fact(**entry, checks=checks)


def find(check: Check, findings: Findings) -> list[float]:
    """What a check finds in a finished study, replication by replication."""
    if check.wins is None:
        parts = [(size, _values(findings, name, point)) for size, name, point in check.terms]
        return [sum(size * numbers[r] for size, numbers in parts) for r in range(findings.replications)]
    cheaper, better = (_differences(findings, *check.wins[name]) for name in ("cheaper", "better"))
    return [float(cost < 0) - float(gain > 0) for cost, gain in zip(cheaper, better, strict=True)]


def _values(findings: Findings, name: str, point: str) -> list[float]:
    return column(findings.values, point, name, findings.replications)


def _differences(findings: Findings, name: str, point: str, other: str) -> list[float]:
    pairs = zip(_values(findings, name, point), _values(findings, name, other), strict=True)
    return [one - two for one, two in pairs]


def judge(found: Estimate, low: float, high: float) -> FactVerdict:
    """Whether an interval lies inside the bounds, outside, or across one of them.

    A value without spread that stands on a bound decides nothing: a lever that moves nothing shows no sign.

    >>> judge(Estimate(0.5, 0.4, 0.6, 5), 0.3, 0.7), judge(Estimate(0.5, 0.4, 0.6, 5), 0.55, float("inf"))
    (<FactVerdict.HOLDS: 'holds'>, <FactVerdict.OPEN: 'open'>)
    """
    if isnan(found.low) or found.low == found.high in (low, high):
        return FactVerdict.OPEN
    if low <= found.low and found.high <= high:
        return FactVerdict.HOLDS
    return FactVerdict.MISSES if found.high < low or found.low > high else FactVerdict.OPEN
