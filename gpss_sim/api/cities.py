"""A city: load it, run it once.

Fields are set by their path, with a double underscore for the dot: ``rules__mode="formal"``, or as a mapping:
``{"rules.mode": "formal"}``.

>>> import gpss_sim as gp
>>> city = gp.load("small_city", rules__mode="formal", calendar__years=1)
>>> city.rules.mode, city.calendar.years
('formal', 1)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gpss_sim.api.frames import as_html, figures, framed

if TYPE_CHECKING:
    import pandas as pd

    from gpss_sim.scenario.schema import Scenario
    from gpss_sim.simulate import Results


def load(name_or_path: str | Path, settings: Mapping[str, Any] | None = None, /, **changes: Any) -> Scenario:
    """Read a scenario and set fields of it.

    Parameters
    ----------
    name_or_path : str or Path
        The name of one that ships (``gpss-sim list scenarios``), a file or a folder.
    settings : mapping, optional
        Values by field path.
    **changes
        The same, with a double underscore for the dot.

    Returns
    -------
    Scenario
        Checked and complete; every field has its value.

    Raises
    ------
    InputError
        With every fault found.

    Examples
    --------
    >>> load("small_city", {"demand.load": 1.2}).demand.load
    1.2
    >>> load("small_city", demand__load=1.2).demand.load
    1.2
    """
    from gpss_sim.scenario.load import load_scenario
    from gpss_sim.study.names import override

    values = dict(settings or {}) | {name.replace("__", "."): value for name, value in changes.items()}
    return load_scenario(name_or_path, [override(path, plain(value)) for path, value in values.items()])


def plain(value: Any) -> Any:
    """A value as files write it: numbers of NumPy, ranges, arrays and paths become numbers, lists and texts.

    >>> plain({"a": range(2), "b": Path("x")})
    {'a': [0, 1], 'b': 'x'}
    """
    if isinstance(value, Mapping):
        return {str(name): plain(entry) for name, entry in value.items()}
    if isinstance(value, (list, tuple, range)):
        return [plain(entry) for entry in value]
    if isinstance(value, Path):
        return str(value)
    as_list = getattr(value, "tolist", None)
    return plain(as_list()) if callable(as_list) else value


@dataclass(frozen=True, slots=True, repr=False)
class Run:
    """One run of a scenario.

    Parameters
    ----------
    results : Results
        Everything that happened, as the model keeps it.
    metrics : pandas.DataFrame
        Every indicator by year and breakdown: the columns of ``metrics.csv`` without the unit, which stands in
        ``metrics.attrs["units"]``.
    """

    results: Results
    metrics: pd.DataFrame

    @property
    def headline(self) -> pd.Series[float]:
        """Indicators of the whole city over the steady window, by name."""
        from gpss_sim.metrics.evaluate import steady_window

        whole = self._whole()
        values = whole[whole["year"] == steady_window(self.results)].set_index("metric")["value"]
        values.attrs["units"] = self.metrics.attrs["units"]
        return values

    @property
    def by_year(self) -> pd.DataFrame:
        """Indicators of the whole city: a row a year, a column an indicator."""
        whole = self._whole()
        single = whole[whole["year"].str.fullmatch(r"\d+")]
        frame = single.pivot(index="year", columns="metric", values="value")
        frame = frame.loc[sorted(frame.index, key=int)]
        frame.attrs["units"] = self.metrics.attrs["units"]
        return frame

    def _whole(self) -> pd.DataFrame:
        rows = self.metrics
        return rows[(rows[["district", "group", "domain", "form", "method"]] == "").all(axis=1)]

    def __repr__(self) -> str:
        city, results = self.results.scenario, self.results
        return (
            f"<run of {city.name}, seed {results.seed}, replication {results.replication}: {len(self.metrics)} values>"
        )

    def _repr_html_(self) -> str:
        """A table for notebooks."""
        units = self.metrics.attrs["units"]
        rows = [(name, figures(value), units[name]) for name, value in self.headline.items()]
        return as_html(repr(self).strip("<>"), ("indicator", "value", "unit"), rows)


def run(scenario: Scenario | str | Path, *, seed: int | None = None, replication: int = 0) -> Run:
    """Simulate a scenario once.

    Parameters
    ----------
    scenario : Scenario, str or Path
        One that was loaded, or what :func:`load` takes.
    seed : int, optional
        Seed of the study; the scenario's own if not given.
    replication : int
        Whose luck.

    Returns
    -------
    Run
        Its indicators, and everything that happened.

    Raises
    ------
    InputError
        If there is no such scenario, or it is faulty.

    Examples
    --------
    >>> town = load("small_city", calendar__years=1, calendar__reference_year=False, agencies__number=12)
    >>> played = run(town)
    >>> played.metrics.attrs["units"]["arrived"], bool(played.headline["arrived"] > 0)
    ('persons', True)
    """
    from gpss_sim.metrics.evaluate import MetricRow, evaluate
    from gpss_sim.simulate import run as simulate

    results = simulate(scenario_of(scenario), seed=seed, replication=replication)
    rows = evaluate(results, breakdown=True)
    frame = framed(rows, MetricRow._fields, {row.metric: row.unit for row in rows})
    return Run(results, frame.drop(columns="unit"))


def scenario_of(given: Scenario | str | Path) -> Scenario:
    """A scenario that was loaded, or is now."""
    return load(given) if isinstance(given, (str, Path)) else given
