"""What ``gpss-sim plan`` found, read from the tables it writes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gpss_sim.i18n import Language, word
from gpss_sim.metrics.registry import METRICS
from gpss_sim.tabular import read_rows

CHOSEN = "chosen"
TOLD = ("served", "improved", "gave_up", "wait_urgent", "paid", "lapsed", "failed_share", "days_to_award", "late_share")
"""Indicators shown, in order."""
BESIDE = ("served", "improved", "paid", "lapsed")
"""Those shown of the plans beside it."""


@dataclass(frozen=True, slots=True)
class Band:
    """A value and its 95 % interval; NaN where there is none."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class SimulationResult:
    """A simulated plan.

    Parameters
    ----------
    values : dict of str to Band
        Of the chosen plan, by indicator.
    beside : dict of str to dict of str to Band
        Differences from the chosen plan, by plan and indicator.
    districts : dict of str to Band
        People served by district.
    short : tuple of (str, float, float, float)
        Projects with promised and served people, and the share of runs in which they fall short.
    assumed : tuple of str
        What the list does not say.
    replications : int
    """

    values: dict[str, Band]
    beside: dict[str, dict[str, Band]]
    districts: dict[str, Band]
    short: tuple[tuple[str, float, float, float], ...]
    assumed: tuple[str, ...]
    replications: int


def read(folder: Path) -> SimulationResult:
    """Read a result folder of ``gpss-sim plan``."""
    values: dict[str, Band] = {}
    beside: dict[str, dict[str, Band]] = {}
    districts: dict[str, Band] = {}
    for row in _rows(folder / "plan.csv"):
        metric = row["metric"]
        if metric not in METRICS or row.get("group"):
            continue
        mine = _band(row, "mean", "ci_low", "ci_high")
        if row["plan"] != CHOSEN:
            if not row["district"]:
                beside.setdefault(row["plan"], {})[metric] = _band(row, "difference", "d_low", "d_high")
        elif row["district"]:
            if metric == "served":
                districts[row["district"]] = mine
        else:
            values[metric] = mine
    summary: dict[str, Any] = json.loads((folder / "summary.json").read_text("utf-8"))
    short = tuple(
        (row["id"], _number(row["promised"]), _number(row["served"]), _number(row["share_of_runs_short"]))
        for row in _rows(folder / "projects.csv")
    )
    assumed = tuple(str(text) for text in summary.get("assumed", ()))
    return SimulationResult(values, beside, districts, short, assumed, int(summary.get("replications", 0)))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    for row in read_rows(path, ()):
        yield {name: text.removeprefix("'") for name, text in row.items()}


def _band(row: dict[str, str], *names: str) -> Band:
    return Band(*(_number(row.get(name, "")) for name in names))


def _number(text: str) -> float:
    return float(text) if text else float("nan")


def title(metric: str, lang: Language) -> str:
    """An indicator in words."""
    found = METRICS[metric]
    return found.title_zh if lang == "zh" else found.title_en


def unit(metric: str, lang: Language) -> str:
    """The unit of an indicator."""
    found = METRICS[metric].unit
    return word("unit", found, lang)


def told(values: Sequence[str], known: dict[str, Band]) -> Iterator[tuple[str, Band]]:
    """The indicators that a result has."""
    for name in values:
        if name in known:
            yield name, known[name]
