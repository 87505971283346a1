"""The ledger of assumptions: how far a comparison moves while one assumed parameter goes through its range.

Two policies of an experiment are compared once with every parameter as it stands, and once with each assumed
parameter at either end of its range; every comparison meets the same people, agencies and luck, so that the shift of
the difference is paired too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from gpss_sim.errors import Fault, InputError, nearest
from gpss_sim.i18n import Message, listed
from gpss_sim.study.assumed import Assumption
from gpss_sim.study.compare import Estimate, estimate
from gpss_sim.study.design import DesignPoint, Settings, design_points
from gpss_sim.study.experiment import Design, Experiment, Outcomes, Point
from gpss_sim.study.findings import Findings, column
from gpss_sim.study.names import override
from gpss_sim.tabular import write_csv

BETWEEN = " @ "
"""Stands in the name of a design point between the policy and what is moved."""
ENDS = ("low", "high")


class RangeEnd(NamedTuple):
    """One end of one range.

    Parameters
    ----------
    assumption : Assumption or None
        What was moved; None for the comparison as it stands.
    end : str
        ``low`` or ``high``, empty for the comparison as it stands.
    value : str
        Value there.
    difference : Estimate
        Policy minus baseline there.
    shift : Estimate
        How far that is from the comparison as it stands, paired by replication.
    levels : (policy, baseline)
        Means of the two sides there.
    """

    assumption: Assumption | None
    end: str
    value: str
    difference: Estimate
    shift: Estimate
    levels: tuple[float, float]


def ledger(experiment: Experiment, policy: str, baseline: str, moved: Sequence[Assumption]) -> Experiment:
    """The experiment that moves one parameter at a time under two policies of another.

    Raises
    ------
    InputError
        If a policy is no design point of the experiment, or is compared with itself.
    """
    if policy == baseline:
        raise InputError([Fault(experiment.file, "design", policy, Message("point.itself_other"))])
    policies = {name: _settings(experiment, name) for name in (baseline, policy)}
    worlds: list[tuple[str, Settings]] = [("", ())]
    for each in moved:
        worlds += [(f"{BETWEEN}{each.path}={each.told(value)}", each.settings(value)) for value in _moves(each)]
    points = tuple(
        Point(name=f"{name}{world}", set=dict(settings + change))
        for world, change in worlds
        for name, settings in policies.items()
    )
    return experiment.model_copy(
        update={
            "study": experiment.study.model_copy(update={"name": f"{experiment.study.name}_assumptions", "set": {}}),
            "levers": {},
            "uncertainties": {},
            "design": Design(replications=experiment.design.replications, baseline=baseline, point=points),
            "outcomes": Outcomes(primary=experiment.outcomes.primary[:1], level=experiment.outcomes.level),
        }
    ).read_from(experiment.file)


def _settings(experiment: Experiment, name: str) -> Settings:
    return policy_point(experiment, name).settings


def policy_point(experiment: Experiment, name: str) -> DesignPoint:
    """The design point of a name.

    Raises
    ------
    InputError
        If there is none.
    """
    points = {point.name: point for point in design_points(experiment)}
    if name not in points:
        rule = Message("point.unknown", names=listed(points))
        raise InputError([Fault(experiment.file, "design", name, rule, nearest(name, points))])
    return points[name]


def overrides_of(experiment: Experiment, name: str) -> list[str]:
    """What a design point sets, as ``--set`` takes it."""
    return [override(path, value) for path, value in _settings(experiment, name) if path != "scenario"]


def _moves(each: Assumption) -> list[float]:
    """Ends of a range that differ from the value as it stands."""
    return [value for value in each.ends if each.told(value) != each.value]


def shifts(
    findings: Findings, metric: str, policy: str, baseline: str, moved: Sequence[Assumption], level: float
) -> list[RangeEnd]:
    """The comparison as it stands, then each end of each range."""

    def sides(world: str) -> tuple[list[float], list[float]]:
        one, other = (
            column(findings.values, side + world, metric, findings.replications) for side in (policy, baseline)
        )
        return one, other

    def moved_to(each: Assumption | None, end: str, value: str, world: str) -> RangeEnd:
        one, other = sides(world)
        found = [a - b for a, b in zip(one, other, strict=True)]
        shift = estimate([a - b for a, b in zip(found, stands, strict=True)], level) if world else none
        levels = (estimate(one, level).mean, estimate(other, level).mean)
        return RangeEnd(each, end, value, estimate(found, level), shift, levels)

    stands = [a - b for a, b in zip(*sides(""), strict=True)]
    none = Estimate(0.0, 0.0, 0.0, findings.replications)
    rows = [moved_to(None, "", "", "")]
    for each in moved:
        for end, value in zip(ENDS, each.ends, strict=True):
            world = f"{BETWEEN}{each.path}={each.told(value)}" if value in _moves(each) else ""
            rows.append(moved_to(each, end, each.told(value), world))
    return rows


COLUMNS = (
    "parameter",
    "end",
    "value",
    "asked",
    "stands_at",
    "unit",
    "label",
    "source",
    "difference",
    "difference_low",
    "difference_high",
    "shift",
    "shift_low",
    "shift_high",
    "policy_mean",
    "baseline_mean",
    "n",
)


def write_ledger(path: Path, rows: Sequence[RangeEnd], about: Mapping[str, str]) -> None:
    """Write the ledger as CSV; what is the same in every row stands in the last columns."""
    write_csv(path, [*COLUMNS, *about], ([*_cells(row), *about.values()] for row in rows))


def _cells(row: RangeEnd) -> Iterator[object]:
    each = row.assumption
    yield from (each.path if each else "", row.end, row.value)
    yield each.told(each.asked[ENDS.index(row.end)]) if each else ""
    yield from (each.value, each.unit, each.label, each.source) if each else ("", "", "", "")
    for found in (row.difference, row.shift):
        yield from (found.mean, found.low, found.high)
    yield from row.levels
    yield row.difference.n
