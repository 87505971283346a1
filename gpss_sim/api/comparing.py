"""Two scenarios side by side, with the same people and luck."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gpss_sim.api.cities import scenario_of
from gpss_sim.api.frames import framed
from gpss_sim.api.progress import Progress, progress_of

if TYPE_CHECKING:
    import pandas as pd

    from gpss_sim.scenario.schema import Scenario

LEVEL = 0.95
COLUMNS = ("policy", "baseline", "difference", "low", "high", "correlation", "replications")


def compare(
    policy: Scenario | str | Path,
    baseline: Scenario | str | Path,
    *,
    replications: int = 10,
    metrics: Sequence[str] = (),
    seed: int | None = None,
    level: float = LEVEL,
    workers: int = 0,
    progress: bool | Progress | None = None,
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
    workers : int
        Worker processes; 0 plays in this process. The answer does not depend on it.
    progress : bool or callable, optional
        Whether to tell how far it is, or whom; told in a notebook if left out.

    Returns
    -------
    pandas.DataFrame
        One row an indicator: the two means, the difference (policy minus baseline) with its interval, the correlation
        of the two over replications, the pairs used. Units in ``attrs["units"]``.

    Raises
    ------
    InputError
        If a scenario is faulty, or an indicator unknown.
    RuntimeError
        If a run failed; with its traceback.

    Examples
    --------
    >>> import gpss_sim as gp
    >>> short = {"calendar.years": 1, "calendar.reference_year": False, "agencies.number": 12}
    >>> city, formal = gp.load("small_city", short), gp.load("small_city", short, rules__mode="formal")
    >>> found = gp.compare(formal, city, replications=2, metrics=["served"])
    >>> found.attrs["units"], int(found.loc["served", "replications"])
    ({'served': 'persons'}, 2)
    """
    from gpss_sim.metrics import METRICS
    from gpss_sim.study.compare import difference, estimate

    one, other = scenario_of(policy), scenario_of(baseline)
    names = list(metrics) or list(METRICS)
    _refuse_unknown(names, METRICS)
    seed = other.random.seed if seed is None else seed
    values = _played((one, other), seed, replications, workers, progress)
    rows = []
    for name in names:
        a, b = ([runs[replication].get(name, math.nan) for replication in range(replications)] for runs in values)
        found = difference(a, b, level, len(names))
        ends = found.estimate
        means = estimate(a, level).mean, estimate(b, level).mean
        rows.append((*means, ends.mean, ends.low, ends.high, found.correlation, ends.n))
    frame = framed(rows, COLUMNS, {name: METRICS[name].unit for name in names})
    frame.index = names
    return frame


def _refuse_unknown(names: Sequence[str], known: Any) -> None:
    from gpss_sim.errors import Fault, InputError, nearest
    from gpss_sim.i18n import Message

    wrong = [name for name in names if name not in known]
    if wrong:
        rule = Message("metric.unknown")
        raise InputError([Fault("metrics", name, "", rule, nearest(name, known)) for name in wrong])


def _played(
    pair: tuple[Scenario, Scenario], seed: int, replications: int, workers: int, progress: bool | Progress | None
) -> list[dict[int, dict[str, float]]]:
    """Values over the steady window, by scenario and replication."""
    from gpss_sim.study.model import PARTS, play
    from gpss_sim.study.plan import window_of
    from gpss_sim.study.runner import play_all
    from gpss_sim.study.store import OK
    from gpss_sim.study.worker import Job, Task

    windows = [window_of(city) for city in pair]
    tasks = [Task(replication, point) for replication in range(replications) for point in (0, 1)]
    values: list[dict[int, dict[str, float]]] = [{}, {}]
    tell = progress_of(progress)
    for done, outcome in enumerate(play_all(tasks, Job(pair, seed, play), workers), start=1):
        replication, point = outcome.task
        if outcome.status != OK:
            raise RuntimeError(f"replication {replication} failed:\n{outcome.error}")
        values[point][replication] = {
            row[0]: row[7] for row in outcome.rows if row[1] == windows[point] and not any(row[PARTS])
        }
        if tell is not None:
            tell(done, len(tasks))
    return values
