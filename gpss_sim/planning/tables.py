"""Tables of a simulated plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from gpss_sim.metrics.registry import METRICS as KNOWN
from gpss_sim.planning.simulated import CHOSEN, METRICS, PLACES, Key, Simulated, Variant, disappointing
from gpss_sim.study.compare import Estimate
from gpss_sim.tabular import write_csv

PLAN = (
    "plan",
    "metric",
    "district",
    "group",
    "mean",
    "ci_low",
    "ci_high",
    "difference",
    "d_low",
    "d_high",
    "n",
    "unit",
)
SHORT = 0.8
"""Share of its promise below which a project disappoints."""


def write_tables(
    folder: Path,
    simulated: Simulated,
    variants: Sequence[Variant],
    promised: Mapping[str, float],
    districts: Mapping[str, str],
) -> None:
    """Write ``plan.csv``, ``payments.csv`` and ``projects.csv``.

    Parameters
    ----------
    promised : mapping of str to float [person]
        By id, of the chosen projects.
    districts : mapping of str to str
        Names of districts by their ids in the city.
    """
    write_csv(folder / "plan.csv", PLAN, plan_rows(simulated, variants, districts))
    months = enumerate(simulated.payments(), start=1)
    write_csv(folder / "payments.csv", ("month", "mean", "ci_low", "ci_high"), ((k, *_ends(e)) for k, e in months))
    rows = disappointing(simulated, promised, SHORT)
    write_csv(folder / "projects.csv", ("id", "promised", "served", "share_of_runs_short"), rows)


def plan_rows(
    simulated: Simulated, variants: Sequence[Variant], districts: Mapping[str, str]
) -> Iterator[tuple[object, ...]]:
    """One row a plan and indicator; of the chosen plan also by district and group."""
    for variant in variants:
        for metric in METRICS:
            key = Key(metric)
            own = _ends(simulated.estimate(variant.name, key))
            other = ("", "", "") if variant.name == CHOSEN else _ends(simulated.against(variant.name, key))
            n = simulated.estimate(variant.name, key).n
            yield (variant.name, metric, "", "", *own, *other, n, KNOWN[metric].unit)
    places = sorted({k for run in simulated.runs for k in run.values if k.district or k.group})
    for key in places:
        if key.metric in PLACES:
            found = simulated.estimate(CHOSEN, key)
            place = (districts.get(key.district, key.district), key.group)
            yield (CHOSEN, key.metric, *place, *_ends(found), "", "", "", found.n, KNOWN[key.metric].unit)


def _ends(found: Estimate) -> tuple[float, float, float]:
    return found.mean, found.low, found.high
