"""The result folder of a study: begin, continue, or refuse by naming the difference."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gpss_sim import datapackage, folders
from gpss_sim.errors import Fault, InputError
from gpss_sim.i18n import Message
from gpss_sim.scenario.digest import TOLD_ONLY
from gpss_sim.scenario.schema import Scenario
from gpss_sim.study import manifest, record, store
from gpss_sim.study.experiment import Experiment
from gpss_sim.study.experiment_file import frozen
from gpss_sim.study.identity import code_version, differences
from gpss_sim.study.plan import StudyPlan
from gpss_sim.study.store import Store
from gpss_sim.study.tables import CHOICE, FAILURES, SAMPLED, TABLES

TABLE_FILES = (*TABLES, *SAMPLED, CHOICE, FAILURES)
"""Every table that a study may have."""
OWN = (
    store.FILE,
    f"{store.FILE}-wal",
    f"{store.FILE}-shm",
    *TABLE_FILES,
    datapackage.FILE,
    record.FILE,
    "report.html",
    "results.xlsx",
)
"""Files that a batch writes beside its report, and that `--force` removes."""
KIND = "batch"

REMEDY = Message("study.remedy")
NOT_INPUTS = ("title", "title_zh", "scenario")
"""Keys of an experiment that change no run: words, and the place a scenario was read from."""
EXTENSIBLE = ("replications", "until", "until_difference", "until_ratio", "select", "maximum")
"""Keys of the design that ask for more or fewer of the same runs."""
SHOWN = 12
"""Most differences told at once."""


@contextmanager
def prepared(folder: Path, *, force: bool = False) -> Iterator[None]:
    """Make the folder, see that nothing in it would be lost, and keep other batches out while it is open.

    Raises
    ------
    InputError
        If it holds files that are not ours, no study to continue (and `force` is not given), or is in use.
    """
    folders.check(folder, KIND, force=force, again=True)
    with folders.held(folder, KIND) as mark:
        if force:
            folders.clear(folder, mark)
        elif not (folder / store.FILE).exists() and any(path.name != folders.MARK for path in folder.iterdir()):
            raise InputError([Fault(str(folder), "--out", "", Message("study.foreign"), REMEDY)])
        folders.record(folder, OWN)
        yield


def refuse_fewer(folder: Path, replications: int) -> None:
    """See that the tables of a study are not written anew from fewer replications than they have.

    Raises
    ------
    InputError
        If they would be.
    """
    written = (folder / record.FILE).is_file()
    known = int(manifest.read_manifest(folder)["replications"]) if written else 0
    if replications < known:
        rule = Message("study.fewer", known=known)
        raise InputError([Fault(str(folder), "replications", str(replications), rule, REMEDY)])


def as_json(scenario: Scenario) -> str:
    """Every resolved value of a scenario as JSON; infinities are written ``Infinity``."""
    return json.dumps(scenario.model_dump(), ensure_ascii=False, default=float)


def from_json(content: str) -> Scenario:
    """Rebuild the scenario that :func:`as_json` wrote."""
    return Scenario.model_validate(frozen(json.loads(content)), strict=True)


def experiment_of(facts: dict[str, str]) -> Experiment:
    """Rebuild the experiment that a store was begun with."""
    return Experiment.model_validate(frozen(json.loads(facts["plan"])), strict=True)


def facts_of(plan: StudyPlan) -> dict[str, str]:
    """What a store remembers of its study, as JSON texts."""
    return {
        "code version": json.dumps(code_version()),
        "seed": json.dumps(plan.seed),
        "experiment": facts_of_experiment(plan.experiment),
        "plan": json.dumps(plan.experiment.model_dump(), ensure_ascii=False),
    }


def facts_of_experiment(experiment: Experiment) -> str:
    """What decides the runs and comparisons of an experiment, as JSON."""
    return json.dumps(_inputs(experiment.model_dump()), ensure_ascii=False)


def _inputs(value: Any) -> Any:
    """The experiment without what may change between two calls of one study."""
    if isinstance(value, dict):
        left_out = (*NOT_INPUTS, *(EXTENSIBLE if "replications" in value else ()))
        return {name: _inputs(entry) for name, entry in value.items() if name not in left_out}
    return [_inputs(entry) for entry in value] if isinstance(value, (list, tuple)) else value


def open_study(runs: Store, plan: StudyPlan) -> dict[str, str]:
    """Begin a new store, or check that an old one holds this very study.

    Returns
    -------
    dict
        Digest of the inputs of each design point.

    Raises
    ------
    InputError
        Naming every difference between the study asked for and the one in the store.
    """
    inputs, facts = plan.inputs, facts_of(plan)
    scenarios = {point.name: as_json(scenario) for point, scenario in zip(plan.points, plan.scenarios, strict=True)}
    known = runs.facts()
    if not known:
        runs.begin(facts, [(name, inputs[name], content) for name, content in scenarios.items()])
        return inputs
    same = {name for name, kept in runs.inputs().items() if inputs.get(name) == kept}
    found = [*_changed_facts(known, facts), *_changed_points(runs.points(), scenarios, same)]
    if found:
        raise InputError(_told(runs.path, found))
    return inputs


def _told(path: Path, found: list[tuple[str, str, str]]) -> Iterator[Fault]:
    for place, old, new in found[:SHOWN]:
        rule = Message("study.made_with", old=old) if old else Message("study.made_without")
        yield Fault(str(path), place, new or Message("study.not_set"), rule, REMEDY)
    if len(found) > SHOWN:
        yield Fault(str(path), "and", "", Message("study.more", number=len(found) - SHOWN), REMEDY)


def _changed_facts(known: dict[str, str], facts: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    for name in ("code version", "seed"):
        if known.get(name) != facts[name]:
            yield name, known.get(name, ""), facts[name]
    # Read again, so that a key added since the store was begun counts as its default and not as a difference.
    then = json.loads(facts_of_experiment(experiment_of(known)))
    yield from differences(then, json.loads(facts["experiment"]))


def _changed_points(old: dict[str, str], new: dict[str, str], same: set[str]) -> Iterator[tuple[str, str, str]]:
    for name in dict.fromkeys([*old, *new]):
        if name not in new or name not in old:
            yield f"design point {name}", "it" if name in old else "", "" if name in old else "it"
        elif name not in same:
            found = [each for each in differences(json.loads(old[name]), json.loads(new[name])) if _counts(each[0])]
            for path, before, after in found or [("order of entries", "another", "changed")]:
                yield f"design point {name}: {path}", before, after


def _counts(path: str) -> bool:
    """Whether a field of the scenario is an input; names, titles and sources are not."""
    return path.partition(".")[0] not in TOLD_ONLY and path != "city.library"
