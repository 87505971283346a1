"""The ledger of assumptions: how far a comparison moves while one assumed parameter goes through its range.

Two policies of an experiment are compared once with every parameter as it stands, and once with each assumed
parameter at either end of its range; every comparison meets the same people, agencies and luck, so that the shift of
the difference is paired too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from gpss_sim.errors import Fault, InputError, nearest
from gpss_sim.scenario.account import account
from gpss_sim.scenario.catalogue import ANY, EACH, Entry, entries, plain
from gpss_sim.scenario.load import load_scenario
from gpss_sim.scenario.schema import Scenario
from gpss_sim.study.compare import Estimate, estimate
from gpss_sim.study.design import DesignPoint, Settings, design_points, override
from gpss_sim.study.experiment import Design, Experiment, Outcomes, Point
from gpss_sim.study.findings import Findings, column
from gpss_sim.study.plan import value_at
from gpss_sim.tabular import write_csv

BETWEEN = " @ "
"""Stands in the name of a design point between the policy and what is moved."""
ENDS = ("low", "high")
STEPS = 20
"""Steps on the way from a refused end of a range to the value in force."""


class Assumption(NamedTuple):
    """One parameter with a range.

    Parameters
    ----------
    path, meaning, unit, label, source : str
        As declared; the label and source are those of the scenario where it sets the value.
    paths : tuple of str
        Field paths that are set together: one, or one for each entry of a table.
    value : str
        What the scenario has.
    asked : (low, high)
        Range as declared.
    ends : (low, high)
        Range as far as the scenario, other values standing, accepts it.
    """

    path: str
    meaning: str
    unit: str
    label: str
    source: str
    paths: tuple[str, ...]
    value: str
    asked: tuple[float, float]
    ends: tuple[float, float]


class Moved(NamedTuple):
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


def assumptions(scenario: str | Path, overrides: Sequence[str] = (), labels: str = "A") -> list[Assumption]:
    """Parameters with a range whose label, in this scenario, is one of `labels`.

    Parameters
    ----------
    scenario : str or Path
        Name or file.
    overrides : sequence of str
        Values set, ``K=V``.
    labels : str
        Letters: ``"A"``, or ``"AD"`` for derived values too.
    """
    city = load_scenario(scenario, overrides)
    told = {value.field: value for value in account(scenario, overrides)}
    found = []
    for entry in entries():
        paths = _paths(entry, city)
        if not entry.sweep or not paths:
            continue
        stands = told.get(paths[0])
        label = (stands.label if stands else "") or str(entry.extra("label"))
        source = (stands.source if stands else "") or str(entry.extra("source"))
        if label in labels:
            value = " / ".join(dict.fromkeys(value_at(city, path) for path in paths))
            low, high = (_reached(scenario, overrides, paths, end, value) for end in entry.extra("sweep"))
            asked = tuple(entry.extra("sweep"))
            unit = str(entry.extra("unit"))
            found.append(Assumption(entry.path, entry.meaning, unit, label, source, paths, value, asked, (low, high)))
    return found


def _reached(scenario: str | Path, overrides: Sequence[str], paths: Sequence[str], end: float, value: str) -> float:
    """The end of a range, or the value nearest to it (in steps of a twentieth) that the scenario accepts."""
    try:
        load_scenario(scenario, [*overrides, *(override(path, end) for path in paths)])
        return end
    except InputError:
        start = float(value)  # a value in force is accepted, so the way there ends
    steps = [type(end)(end + (start - end) * step / STEPS) for step in range(1, STEPS)]
    for step in steps:
        try:
            load_scenario(scenario, [*overrides, *(override(path, step) for path in paths)])
            return step
        except InputError:
            continue
    return type(end)(start)


def _paths(entry: Entry, city: Scenario) -> tuple[str, ...]:
    """Paths that can be set for a field: one for each entry of a table by name; none inside lists."""
    if EACH in entry.path:
        return ()
    head, any_name, tail = entry.path.partition(f".{ANY}.")
    if not any_name:
        return (entry.path,)
    table: Any = city
    for part in head.split("."):
        table = getattr(table, part)
    return tuple(f"{head}.{name}.{tail}" for name in table)


def only(known: Sequence[Assumption], paths: Sequence[str]) -> list[Assumption]:
    """Those named by `paths`, all where it is empty.

    Raises
    ------
    InputError
        If a path is no parameter with a range.
    """
    names = [each.path for each in known]
    rule = "is no assumed parameter with a range"
    faults = [Fault("assumptions", "--only", path, rule, nearest(path, names)) for path in paths if path not in names]
    if faults:
        raise InputError(faults)
    return [each for each in known if not paths or each.path in paths]


def ledger(experiment: Experiment, policy: str, baseline: str, moved: Sequence[Assumption]) -> Experiment:
    """The experiment that moves one parameter at a time under two policies of another.

    Raises
    ------
    InputError
        If a policy is no design point of the experiment.
    """
    policies = {name: _settings(experiment, name) for name in (baseline, policy)}
    worlds: list[tuple[str, Settings]] = [("", ())]
    for each in moved:
        worlds += [
            (f"{BETWEEN}{each.path}={plain(value)}", tuple((path, value) for path in each.paths))
            for value in _moves(each)
        ]
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
        rule = f"is no design point; there are {', '.join(points)}"
        raise InputError([Fault(experiment.file, "design", name, rule, nearest(name, points))])
    return points[name]


def overrides_of(experiment: Experiment, name: str) -> list[str]:
    """What a design point sets, as ``--set`` takes it."""
    return [override(path, value) for path, value in _settings(experiment, name) if path != "scenario"]


def _moves(each: Assumption) -> list[float]:
    """Ends of a range that differ from the value as it stands."""
    return [value for value in each.ends if plain(value) != each.value]


def shifts(
    findings: Findings, metric: str, policy: str, baseline: str, moved: Sequence[Assumption], level: float
) -> list[Moved]:
    """The comparison as it stands, then each end of each range."""

    def sides(world: str) -> tuple[list[float], list[float]]:
        one, other = (
            column(findings.values, side + world, metric, findings.replications) for side in (policy, baseline)
        )
        return one, other

    def moved_to(each: Assumption | None, end: str, value: str, world: str) -> Moved:
        one, other = sides(world)
        found = [a - b for a, b in zip(one, other, strict=True)]
        shift = estimate([a - b for a, b in zip(found, stands, strict=True)], level) if world else none
        levels = (estimate(one, level).mean, estimate(other, level).mean)
        return Moved(each, end, value, estimate(found, level), shift, levels)

    stands = [a - b for a, b in zip(*sides(""), strict=True)]
    none = Estimate(0.0, 0.0, 0.0, findings.replications)
    rows = [moved_to(None, "", "", "")]
    for each in moved:
        for end, value in zip(ENDS, each.ends, strict=True):
            world = f"{BETWEEN}{each.path}={plain(value)}" if value in _moves(each) else ""
            rows.append(moved_to(each, end, plain(value), world))
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


def write_ledger(path: Path, rows: Sequence[Moved], about: Mapping[str, str]) -> None:
    """Write the ledger as CSV; what is the same in every row stands in the last columns."""
    write_csv(path, [*COLUMNS, *about], ([*_cells(row), *about.values()] for row in rows))


def _cells(row: Moved) -> Iterator[object]:
    each = row.assumption
    yield from (each.path if each else "", row.end, row.value)
    yield plain(each.asked[ENDS.index(row.end)]) if each else ""
    yield from (each.value, each.unit, each.label, each.source) if each else ("", "", "", "")
    for found in (row.difference, row.shift):
        yield from (found.mean, found.low, found.high)
    yield from row.levels
    yield row.difference.n
