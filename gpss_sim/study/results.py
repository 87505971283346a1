"""Looking at a finished study again, from its folder alone."""

from __future__ import annotations

import json
from pathlib import Path

from gpss_sim.files import our_file
from gpss_sim.study import store
from gpss_sim.study.findings import Findings, find
from gpss_sim.study.folder import experiment_of, from_json
from gpss_sim.study.manifest import read_manifest, read_manifest_of
from gpss_sim.study.model import Measures
from gpss_sim.study.plan import StudyPlan, plan_of
from gpss_sim.study.store import Store


def stored_plan(runs: Store, metrics: Measures) -> StudyPlan:
    """Rebuild the plan of a study from its store: scenarios as resolved then, whatever the files say now."""
    facts = runs.facts()
    with our_file(runs.path, "store.version"):
        scenarios = tuple(from_json(content) for content in runs.points().values())
        return plan_of(experiment_of(facts), scenarios, metrics, json.loads(facts["seed"]))


def read_results(directory: Path, metrics: Measures) -> tuple[StudyPlan, Findings]:
    """What a finished study asked and found.

    Parameters
    ----------
    directory : Path
        Result folder of a batch.
    metrics : Measures
        Units and titles.

    Raises
    ------
    InputError
        If the folder holds no finished study.
    """
    read_manifest(directory)
    with Store(directory / store.FILE) as runs:
        record = read_manifest_of(runs)
        plan = stored_plan(runs, metrics)
        return plan, find(plan, metrics, runs, record["replications"])
