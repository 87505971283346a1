"""What a researcher calls from Python: ``import gpss_sim as gp``.

Tables are pandas frames; ``frame.attrs["units"]`` tells the unit of each indicator. Fields are set by their path, with
a double underscore for the dot: ``rules__mode="formal"``, or as a mapping: ``{"rules.mode": "formal"}``.

>>> import gpss_sim as gp
>>> city = gp.load("small_city", rules__mode="formal", calendar__years=1)
>>> city.rules.mode, city.calendar.years
('formal', 1)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from gpss_sim.allocation import Outcome, Problem
    from gpss_sim.scenario.schema import Scenario
    from gpss_sim.simulate import Results

LEVEL = 0.95


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

    Raises
    ------
    InputError
        With every fault found.

    >>> load("small_city", {"demand.load": 1.2}).demand.load
    1.2
    """
    from gpss_sim.scenario.load import load_scenario
    from gpss_sim.study.names import override

    values = dict(settings or {}) | {name.replace("__", "."): value for name, value in changes.items()}
    return load_scenario(name_or_path, [override(path, value) for path, value in values.items()])


@dataclass(frozen=True, slots=True, repr=False)
class Run:
    """One run of a scenario.

    Parameters
    ----------
    results : Results
        Everything that happened, as the model keeps it.
    metrics : pandas.DataFrame
        Every indicator by year and breakdown: the columns of ``metrics.csv``.
    """

    results: Results
    metrics: pd.DataFrame

    @property
    def headline(self) -> pd.Series[float]:
        """Indicators of the whole city over the steady window, by name."""
        from gpss_sim.metrics.evaluate import steady_window

        rows = self.metrics
        whole = rows[(rows[["district", "group", "domain", "form", "method"]] == "").all(axis=1)]
        values = whole[whole["year"] == steady_window(self.results)].set_index("metric")["value"]
        values.attrs["units"] = self.metrics.attrs["units"]
        return values

    def __repr__(self) -> str:
        city, results = self.results.scenario, self.results
        return (
            f"<run of {city.name}, seed {results.seed}, replication {results.replication}: {len(self.metrics)} values>"
        )

    def _repr_html_(self) -> str:
        """A table for notebooks."""
        frame = self.headline.to_frame("value")
        frame["unit"] = [self.metrics.attrs["units"][name] for name in frame.index]
        html: str = frame.to_html()
        return html


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

    >>> town = {"calendar.years": 1, "calendar.reference_year": False, "agencies.number": 12}
    >>> played = run(load("small_city", town))
    >>> played.metrics.attrs["units"]["arrived"], bool(played.headline["arrived"] > 0)
    ('persons', True)
    """
    import pandas as pd

    from gpss_sim.metrics.evaluate import MetricRow, evaluate
    from gpss_sim.simulate import run as simulate

    results = simulate(_scenario(scenario), seed=seed, replication=replication)
    rows = evaluate(results, breakdown=True)
    frame = pd.DataFrame(rows, columns=list(MetricRow._fields)).drop(columns="unit")
    frame.attrs["units"] = {row.metric: row.unit for row in rows}
    return Run(results, frame)


def compare(
    policy: Scenario | str | Path,
    baseline: Scenario | str | Path,
    *,
    replications: int = 10,
    metrics: Sequence[str] = (),
    seed: int | None = None,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Compare two scenarios with the same people and luck, replication by replication.

    Parameters
    ----------
    policy, baseline : Scenario, str or Path
        What is compared with what.
    replications : int
        Runs of each.
    metrics : sequence of str
        Indicators; all if left out.
    seed : int, optional
        Seed of both; the baseline's own if not given.
    level : float
        Confidence level of all intervals together (Bonferroni over the indicators).

    Returns
    -------
    pandas.DataFrame
        One row an indicator: means, difference with interval, replications, unit.
    """
    import pandas as pd

    from gpss_sim.study.compare import difference, estimate

    one, other = _scenario(policy), _scenario(baseline)
    seed = other.random.seed if seed is None else seed
    values = [[_headline(each, seed, number) for number in range(replications)] for each in (one, other)]
    names = list(metrics) or list(values[0][0].index)
    rows = []
    for name in names:
        a, b = ([float(headline.get(name, float("nan"))) for headline in runs] for runs in values)
        found = difference(a, b, level, len(names)).estimate
        means = estimate(a, level).mean, estimate(b, level).mean
        rows.append((*means, found.mean, found.low, found.high, found.n))
    frame = pd.DataFrame(rows, index=names, columns=["policy", "baseline", "difference", "low", "high", "replications"])
    frame.attrs["units"] = {name: values[0][0].attrs["units"][name] for name in names}
    return frame


@dataclass(frozen=True, slots=True, repr=False)
class Study:
    """A finished experiment.

    Parameters
    ----------
    folder : Path
        Where its tables, report and plots stand.
    runs, summary, comparisons : pandas.DataFrame
        The tables of the folder.
    """

    folder: Path
    runs: pd.DataFrame
    summary: pd.DataFrame
    comparisons: pd.DataFrame

    def __repr__(self) -> str:
        return f"<study in {self.folder}: {len(self.runs)} values, {len(self.comparisons)} comparisons>"

    def _repr_html_(self) -> str:
        """A table for notebooks."""
        html: str = self.comparisons.to_html()
        return html


def batch(
    experiment: str | Path,
    out: str | Path,
    *,
    replications: int | None = None,
    workers: int | None = None,
    seed: int | None = None,
) -> Study:
    """Run an experiment, or what is missing of it, and read its tables.

    Parameters
    ----------
    experiment : str or Path
        The name of one that ships, or a file.
    out : str or Path
        Result folder; the same call continues what is there.
    replications, seed : int, optional
        Replace those of the file.
    workers : int, optional
        Worker processes; one a processor if left out, 0 to play in this process.

    Raises
    ------
    InputError
        If the experiment is faulty, or the folder holds another study.
    """
    import pandas as pd

    from gpss_sim.study import run_batch

    run_batch(experiment, out, replications=replications, workers=workers, seed=seed)
    names = ("runs", "summary", "comparisons")
    return Study(Path(out), *(pd.read_csv(Path(out) / f"{name}.csv", encoding="utf-8-sig") for name in names))


@dataclass(frozen=True, slots=True, repr=False)
class Allocation:
    """A budget decision.

    Parameters
    ----------
    problem : Problem
        What was to be decided.
    outcome : Outcome
        What is bought, and how sure that is.
    """

    problem: Problem
    outcome: Outcome

    @property
    def projects(self) -> pd.DataFrame:
        """One row a project: status, posts bought, cost [yuan], and why."""
        import pandas as pd

        from gpss_sim.allocation.explain.reasons import reasons
        from gpss_sim.money import FEN_PER_YUAN

        outcome = self.outcome
        why = reasons(self.problem, outcome)
        rows = [
            (
                p.id,
                outcome.status[p.id],
                outcome.posts.get(p.id, 0),
                p.total / FEN_PER_YUAN,
                float(p.benefit),
                why[p.id],
            )
            for p in self.problem.projects
        ]
        frame = pd.DataFrame(rows, columns=["id", "status", "posts", "cost", "benefit", "why"]).set_index("id")
        frame.attrs["units"] = {"posts": "posts", "cost": "yuan", "benefit": "points"}
        return frame

    def __repr__(self) -> str:
        bought, of = len(self.outcome.selected), len(self.problem.projects)
        return f"<{self.outcome.policy}: {bought} of {of} projects, {self.outcome.verdict}>"

    def _repr_html_(self) -> str:
        """A table for notebooks."""
        html: str = self.projects.to_html()
        return html


def allocate(
    library: str | Path, budget: str | Sequence[str], *, rules: str | Path | None = None, policy: str = "urgency-first"
) -> Allocation:
    """Choose projects from a library under a budget.

    Parameters
    ----------
    library : str or Path
        A planner's sheet: CSV or workbook.
    budget : str or sequence of str
        ``"1200万"``, ``["2027=8000000", ...]``.
    rules : str or Path, optional
        Rules of the budget, a TOML file.
    policy : str
        Reading of urgency.

    Raises
    ------
    InputError
        With every fault of library, budget and rules.
    """
    from gpss_sim.allocation import Budget, Problem, Rules
    from gpss_sim.allocation import allocate as decide
    from gpss_sim.allocation.problem.rules.file import read_rules
    from gpss_sim.library import read_library

    money = Budget.parse((budget,) if isinstance(budget, str) else tuple(budget))
    kept = Rules() if rules is None else read_rules(Path(rules))
    problem = Problem(read_library(Path(library)).projects, money, kept)
    return Allocation(problem, decide(problem, policy=policy))


def explain(allocation: Allocation, project: str, *, lang: str = "en") -> str:
    """Say in a sentence why a project is in or out.

    Raises
    ------
    InputError
        If the library has no such project.
    """
    from gpss_sim.allocation.explain.explainer import explain as explained

    return explained(allocation.problem, allocation.outcome, project, lang=lang).reason


def _scenario(given: Scenario | str | Path) -> Scenario:
    return load(given) if isinstance(given, (str, Path)) else given


def _headline(scenario: Scenario, seed: int, replication: int) -> pd.Series[float]:
    return run(scenario, seed=seed, replication=replication).headline
