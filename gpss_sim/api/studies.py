"""Experiments: put together here or read from a file, run on as many processors as one likes, looked at as frames."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from gpss_sim.api.cities import plain
from gpss_sim.api.progress import Progress, progress_of
from gpss_sim.api.result import Study

if TYPE_CHECKING:
    from gpss_sim.study.batch import BatchResult

RESULTS = Path("results")
"""Where a study goes that is given no folder."""


def study(
    scenario: str | Path,
    *,
    outcomes: str | Sequence[str],
    levers: Mapping[str, Any] | None = None,
    uncertainties: Mapping[str, Any] | None = None,
    factors: Mapping[str, Any] | None = None,
    secondary: Sequence[str] = (),
    also: Sequence[str] | Literal["all"] = (),
    settings: Mapping[str, Any] | None = None,
    name: str = "",
    title: str = "",
    out: str | Path | None = None,
    seed: int | None = None,
    workers: int = 0,
    cluster: str | None = None,
    progress: bool | Progress | None = None,
    force: bool = False,
    controls: Sequence[str] = (),
    breakdown: bool = False,
    level: float = 0.95,
    **design: Any,
) -> Study:
    """Put an experiment together and run it, or what is missing of it.

    Parameters
    ----------
    scenario : str or Path
        The city: the name of one that ships, a file or a folder.
    outcomes : str or sequence of str
        Primary outcomes, whose intervals hold together; fixed before any result is seen.
    levers : mapping, optional
        What government sets: field path → values, or a mapping that gives each value a name. All combinations.
    uncertainties : mapping, optional
        What it does not set; every policy is played in every such world.
    factors : mapping, optional
        What is sampled: field path → (low, high), a sequence of values, or the keys of the table ``[factors]``.
    secondary, also : sequence of str
        Further outcomes; ``also="all"`` for every indicator there is.
    settings : mapping, optional
        Values set in every design point, by field path.
    name, title : str
        Name of the study, else one made from what is asked; the question in English.
    out : str or Path, optional
        Result folder; ``results/<name>`` if left out. The same question continues there; another one has another name.
    seed : int, optional
        Seed; the scenario's own if left out.
    workers : int
        Worker processes; 0 plays in this process. No number depends on it.
    cluster : str, optional
        Dask scheduler to play on: an address, ``"slurm"`` or ``"ssh:HOST,HOST"``.
    progress : bool or callable, optional
        Whether to tell how far it is, or whom; told in a notebook if left out.
    force : bool
        Begin anew where the folder holds another study.
    controls : sequence of str
        Control variates: indicators of known mean, whose luck is taken out of means and differences.
    breakdown : bool
        Keep every indicator also by district, group, domain, form and method; :meth:`Study.parts` shows them.
    level : float
        Confidence level.
    **design
        Keys of the table ``[design]``: ``replications``, ``baseline``, ``crossing``, ``pairs``, ``sampling``,
        ``samples``, ``until``, ``select`` and so on; see the reference of experiment files.

    Returns
    -------
    Study
        Its tables as frames.

    Raises
    ------
    InputError
        With every fault of the question.

    Examples
    --------
    >>> short = {"calendar.years": 1, "calendar.reference_year": False, "agencies.number": 12}
    >>> found = study("small_city", levers={"rules.form": ["post", "project"]}, outcomes="served",
    ...               settings=short, replications=2, name="forms")
    >>> found
    <study forms: 2 design points, 2 replications>
    >>> list(found.runs.columns)
    ['design_point', 'replication', 'seed', 'status', 'rules.form', 'served']
    >>> found.runs.attrs["units"]
    {'served': 'persons'}
    """
    from gpss_sim.study.experiment_file import experiment_from, frozen
    from gpss_sim.study.model import market

    _refuse_loaded(scenario)
    asked = {
        "study": {"name": name, "title": title, "scenario": str(scenario), "set": plain(dict(settings or {}))},
        "levers": plain(levers or {}),
        "uncertainties": plain(uncertainties or {}),
        "factors": {path: _factor(given) for path, given in (factors or {}).items()},
        "design": plain(design),
        "outcomes": {
            "primary": [outcomes] if isinstance(outcomes, str) else list(outcomes),
            "secondary": list(secondary),
            "also": also if isinstance(also, str) else list(also),
            "controls": list(controls),
            "breakdown": breakdown,
            "level": level,
        },
    }
    if not name:
        asked["study"]["name"] = _name_of(asked)
    from gpss_sim.study import run_batch

    model = market()
    experiment = experiment_from(frozen(asked), model.metrics)

    target = RESULTS / experiment.study.name if out is None else Path(out)
    target.parent.mkdir(parents=True, exist_ok=True)
    return _finished(
        run_batch(
            experiment,
            target,
            workers=workers,
            seed=seed,
            force=force,
            progress=progress_of(progress),
            model=model,
            cluster=cluster,
        )
    )


def _refuse_loaded(scenario: object) -> None:
    from gpss_sim.errors import Fault, InputError
    from gpss_sim.i18n import Message
    from gpss_sim.scenario.schema import Scenario

    if isinstance(scenario, Scenario):
        raise InputError([Fault("study", "scenario", scenario.name, Message("study.loaded"))])


def _factor(given: Any) -> dict[str, Any]:
    """The table of a factor: of a pair of numbers its ends, of other sequences the values."""
    if isinstance(given, Mapping):
        return dict(plain(given))
    values = plain(given)
    numbers = all(isinstance(each, (int, float)) and not isinstance(each, bool) for each in values)
    return {"low": values[0], "high": values[1]} if len(values) == 2 and numbers else {"values": values}


def _name_of(asked: Mapping[str, Any]) -> str:
    """A name that belongs to the question: how far it is played changes nothing."""
    from gpss_sim.study.folder import EXTENSIBLE
    from gpss_sim.study.identity import digest

    design = {key: value for key, value in asked["design"].items() if key not in EXTENSIBLE}
    return f"study-{digest(json.dumps({**asked, 'design': design}, sort_keys=True, default=str))[:8]}"


def batch(
    experiment: str | Path,
    out: str | Path | None = None,
    *,
    replications: int | None = None,
    workers: int | None = None,
    seed: int | None = None,
    cluster: str | None = None,
    progress: bool | Progress | None = None,
    force: bool = False,
) -> Study:
    """Run an experiment from its file, or what is missing of it, and read its tables.

    Parameters
    ----------
    experiment : str or Path
        The name of one that ships (``gpss-sim list experiments``), or a file.
    out : str or Path, optional
        Result folder, ``results/<name>`` if left out; the same call continues what is there.
    replications, seed : int, optional
        Replace those of the file.
    workers : int, optional
        Worker processes; one a processor if left out, 0 to play in this process.
    cluster : str, optional
        Dask scheduler to play on: an address, ``"slurm"`` or ``"ssh:HOST,HOST"``.
    progress : bool or callable, optional
        Whether to tell how far it is, or whom; told in a notebook if left out.
    force : bool
        Begin anew where the folder holds another study.

    Raises
    ------
    InputError
        If the experiment is faulty, or the folder holds another study.

    Examples
    --------
    >>> _ = Path("forms.toml").write_text('''
    ... [study]
    ... scenario = "small_city"
    ... set = { "calendar.years" = 1, "calendar.reference_year" = false, "agencies.number" = 12 }
    ... [levers]
    ... "rules.form" = ["post", "project"]
    ... [outcomes]
    ... primary = ["served"]
    ... ''')
    >>> batch("forms.toml", "forms", replications=2, workers=0)
    <study forms: 2 design points, 2 replications>
    """
    from gpss_sim.study import run_batch
    from gpss_sim.study.model import market

    done = run_batch(
        experiment,
        out,
        replications=replications,
        workers=workers,
        seed=seed,
        force=force,
        progress=progress_of(progress),
        model=market(),
        cluster=cluster,
    )
    return _finished(done)


def read(folder: str | Path) -> Study:
    """A study that was run, from its folder alone.

    Parameters
    ----------
    folder : str or Path
        Result folder of ``gpss-sim batch``, :func:`batch` or :func:`study`.

    Raises
    ------
    InputError
        If it holds no finished study.

    Examples
    --------
    >>> short = {"calendar.years": 1, "calendar.reference_year": False, "agencies.number": 12}
    >>> done = study("small_city", outcomes="served", settings=short, replications=2, out="one")
    >>> read("one").runs.equals(done.runs)
    True
    """
    from gpss_sim.study import read_results
    from gpss_sim.study.model import market

    metrics = market().metrics
    return Study(Path(folder), *read_results(Path(folder), metrics), metrics)


def merge(out: str | Path, parts: Sequence[str | Path]) -> tuple[Study, int]:
    """Join the parts of a study that several machines played; see ``gpss-sim merge``.

    Parameters
    ----------
    out : str or Path
        A new folder, or one that holds the study already.
    parts : sequence of str or Path
        Folders written by ``gpss-sim batch --shard I/N``.

    Returns
    -------
    (Study, int)
        The study, and the runs taken over.

    Raises
    ------
    InputError
        If a part is of another study, two parts differ in a run, or runs are missing.
    """
    from gpss_sim.study import shards
    from gpss_sim.study.model import market

    done, taken = shards.merge(out, parts, model=market())
    return _finished(done), taken


def _finished(done: BatchResult) -> Study:
    return Study(done.out, done.plan, done.findings, done.model.metrics, done.errors)
