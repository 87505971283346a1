"""Reading an experiment file: every fault at once, names checked against what there is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from gpss_sim.errors import Fault, InputError, nearest
from gpss_sim.files import is_file, is_there, parse_toml, read_text
from gpss_sim.folders import is_plain_name
from gpss_sim.i18n import Message
from gpss_sim.numbers import NumberError
from gpss_sim.refusals import refused
from gpss_sim.resources import shipped
from gpss_sim.scenario.catalogue import plain, table_at
from gpss_sim.scenario.document import find, shipped_names
from gpss_sim.scenario.faults import no_key
from gpss_sim.scenario.origin import Key, dotted, lines_of, shown
from gpss_sim.study import precision
from gpss_sim.study.control import KNOWN
from gpss_sim.study.experiment import Experiment
from gpss_sim.study.model import Measures
from gpss_sim.study.plan import design_faults
from gpss_sim.study.targets import KEYS
from gpss_sim.study.written import select_faults, written_faults

UNION = ("int", "float")
"""What the validator adds to a place where a number of either kind may stand."""


class ExperimentSource:
    """The file an experiment was read from, for messages.

    Parameters
    ----------
    path : Path
        The file.
    text : str
        What it says.
    """

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self._lines = lines_of(text)

    def fault(self, key: tuple[str | int, ...], value: object, rule: str, hint: str = "") -> Fault:
        """A fault at a key of the file, with the line on which it, or the table around it, stands."""
        known = next((self._lines[key[:n]] for n in range(len(key), 0, -1) if key[:n] in self._lines), None)
        file = shown(self.path) + (f":{known}" if known else "")
        return Fault(file, dotted(key) or "file", value if isinstance(value, str) else plain(value), rule, hint)


def shipped_experiments() -> list[str]:
    """Names of the experiments that ship, sorted."""
    return sorted(path.stem for path in shipped("experiments").glob("*.toml"))


def find_experiment(name: str | Path) -> Path:
    """File of an experiment given as a path or as the name of one that ships.

    Raises
    ------
    InputError
        If there is none; the message gives the nearest name that ships.
    """
    for path in (Path(name), shipped("experiments") / f"{name}.toml"):
        if is_file(path):
            return path.resolve()
    rule = Message("experiment.unknown")
    if str(name) in shipped_names():
        rule = Message("experiment.scenario")
    raise InputError([Fault(str(name), "experiment", "", rule, nearest(str(name), shipped_experiments()))])


def as_given(experiment: Experiment) -> str:
    """The experiment as ``gpss-sim batch`` takes it: the name of one that ships, or its file."""
    name = experiment.study.name
    ships = name in shipped_experiments() and shown(shipped("experiments") / f"{name}.toml") == experiment.file
    return name if ships else experiment.file


def titles(name: str | Path) -> tuple[str, str]:
    """Titles of an experiment in English and Chinese, empty where it gives none; nothing is validated."""
    path = find_experiment(name)
    study = parse_toml(read_text(path), shown(path)).get("study", {})
    return str(study.get("title", "")), str(study.get("title_zh", ""))


def load_experiment(name_or_path: str | Path, metrics: Measures) -> Experiment:
    """Read and validate an experiment; its scenario may stand relative to its folder.

    Parameters
    ----------
    name_or_path : str or Path
        A TOML file, or the name of an experiment that ships.
    metrics : Measures
        The metrics that outcomes may name.

    Raises
    ------
    InputError
        With every fault found.
    """
    path = find_experiment(name_or_path)
    text = read_text(path, shown(path))
    return _read(parse_toml(text, shown(path)), path, text, metrics)


def experiment_from(tables: dict[str, Any], metrics: Measures) -> Experiment:
    """Validate an experiment that was put together in Python; its scenario may stand relative to the current folder.

    Parameters
    ----------
    tables : dict
        What the file would say: ``{"study": …, "levers": …, "outcomes": …}``; lists, numbers, texts.
    metrics : Measures
        The metrics that outcomes may name.

    Raises
    ------
    InputError
        With every fault found; they name the place of the file as ``study``.
    """
    return _read(tables, Path("study"), "", metrics)


def _read(data: dict[str, Any], path: Path, text: str, metrics: Measures) -> Experiment:
    source = ExperimentSource(path, text)
    try:
        experiment = Experiment.model_validate(frozen(data), strict=True)
    except ValidationError as error:
        raise InputError(list(dict.fromkeys(_fault(detail, source) for detail in error.errors()))) from None
    placed = _placed(experiment, path, lines_of(text))
    if lost := _lost_scenario(placed, source):
        raise InputError([*_faults(experiment, metrics, source), *lost])
    faults, unbuildable = list(_faults(experiment, metrics, source)), list(written_faults(experiment, source.fault))
    if faults or unbuildable:  # told with what else is wrong; without them the plan tells it
        raise InputError([*faults, *(unbuildable or design_faults(placed))])
    return placed


def _lost_scenario(placed: Experiment, source: ExperimentSource) -> list[Fault]:
    """Faults of the name of the scenario, where none is found by it, at its place in the experiment."""
    try:
        find(placed.study.scenario)
    except InputError as error:
        name = placed.study.scenario
        return [source.fault(("study", "scenario"), name, each.rule, each.hint) for each in error.faults]
    return []


def _placed(experiment: Experiment, path: Path, lines: dict[Key, int]) -> Experiment:
    """The experiment under its own name, its scenario found from the folder of the file."""
    study = experiment.study
    beside = path.parent / study.scenario
    scenario = str(beside) if is_there(beside) else study.scenario
    placed = study.model_copy(update={"name": study.name or path.stem, "scenario": scenario})
    return experiment.model_copy(update={"study": placed}).read_from(shown(path), lines)


def frozen(value: Any) -> Any:
    """Lists as tuples, as the strict tables want them."""
    if isinstance(value, dict):
        return {name: frozen(entry) for name, entry in value.items()}
    return tuple(frozen(entry) for entry in value) if isinstance(value, list) else value


def _fault(detail: ErrorDetails, source: ExperimentSource) -> Fault:
    key = tuple(part for part in detail["loc"] if not (isinstance(part, str) and "[" in part))
    kind = detail["type"]
    if key[-1] in UNION:  # a value that is neither is told once
        key, kind = key[:-1], "float_type"
    table = table_at(key[:-1], Experiment)
    if kind == "extra_forbidden" and table is not None:
        names = list(table.model_fields)
        return source.fault(key, "", no_key(key[:-1], names, "experiment"), nearest(str(key[-1]), names))
    if kind == "missing" and table is not None:
        what = str(table.model_fields[str(key[-1])].description)
        return source.fault(key, "", Message("schema.missing", what=what))
    rule = refused(kind, detail.get("ctx"))
    return source.fault(key, detail["input"], rule)


def _faults(experiment: Experiment, metrics: Measures, source: ExperimentSource) -> Iterator[Fault]:
    if experiment.study.name and not is_plain_name(experiment.study.name):
        yield source.fault(("study", "name"), experiment.study.name, Message("folder.name"))
    yield from _outcome_faults(experiment, metrics, source)
    yield from _until_faults(experiment, metrics, source)
    yield from select_faults(experiment, metrics, source.fault)


def _outcome_faults(experiment: Experiment, metrics: Measures, source: ExperimentSource) -> Iterator[Fault]:
    for name in experiment.outcomes.controls:
        if name not in KNOWN:
            yield source.fault(("outcomes", "controls"), name, Message("design.control", known=", ".join(KNOWN)))
    seen: dict[str, str] = {}
    for kind in ("primary", "secondary", "also"):
        names = getattr(experiment.outcomes, kind)
        for name in () if isinstance(names, str) else names:
            if name not in metrics:
                rule = Message("metric.unknown")
                yield source.fault(("outcomes", kind), name, rule, nearest(name, metrics))
            elif name in seen:
                yield source.fault(("outcomes", kind), name, Message("metric.twice", kind=seen[name]))
            seen.setdefault(name, kind)


def _until_faults(experiment: Experiment, metrics: Measures, source: ExperimentSource) -> Iterator[Fault]:
    asked = ((key, *each) for key in KEYS.values() for each in getattr(experiment.design, key).items())
    for key, name, target in asked:
        if name not in metrics:
            yield source.fault(("design", key, name), target, Message("metric.unknown"), nearest(name, metrics))
        try:
            precision.target(target)
        except NumberError as error:
            yield source.fault(("design", key, name), target, Message("until.form", why=error.message))
