"""Experiment files: every fault at once, each with file, line, key, value and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from gpss_sim.errors import InputError
from gpss_sim.study.experiment_file import load_experiment, shipped_experiments
from gpss_sim.study.idle import foreseen
from gpss_sim.study.plan import make_plan
from tests.study.fake import EXPERIMENT, METRICS, write_experiment


def faults(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        make_plan(load_experiment(write_experiment(tmp_path, text), METRICS), METRICS)
    return [str(fault) for fault in caught.value.faults]


def test_the_name_is_that_of_the_file(tmp_path: Path) -> None:
    assert load_experiment(write_experiment(tmp_path), METRICS).study.name == "study"


def test_the_scenario_stands_relative_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('extends = "baseline"\nname = "mine"\n')
    text = EXPERIMENT.replace('"baseline"', '"mine.toml"')
    plan = make_plan(load_experiment(write_experiment(tmp_path, text), METRICS), METRICS)
    assert {scenario.name for scenario in plan.scenarios} == {"mine"}


def factor(written: str, place: str, rule: str) -> tuple[str, str, str, str]:
    """A case of one factor that is written so."""
    return "[design]", f'[factors]\n"demand.load" = {written}\n[design]', place, rule


WRONG = {
    "unknown key": ("seed = 7", "sed = 7", "sed", "did you mean 'seed'?"),
    "unknown table": ("[outcomes]", "[outcome]", "outcome", "did you mean 'outcomes'?"),
    "wrong type": ("replications = 4", 'replications = "4"', "design.replications = 4", "must be a whole number"),
    "out of range": ("replications = 4", "replications = 0", "design.replications = 0", "must be at least 1"),
    "no scenario": ('scenario = "baseline"', "", "study.scenario", "is missing: scenario every design point"),
    "lever without values": ('["post", "project"]', "[]", "rules.form", "must give at least one value"),
    "lever that is no list": ('["post", "project"]', '"post"', "rules.form", "must be a list"),
    "unknown metric": ('primary = ["gain"]', 'primary = ["gian"]', "outcomes.primary = gian", "did you mean 'gain'?"),
    "metric named twice": ('secondary = ["cost"]', 'secondary = ["gain"]', "outcomes.secondary", "stands already"),
    "bad target": ("[outcomes]", 'until = { gain = "-5%" }\n[outcomes]', "design.until.gain", "'5%' or '0.2'"),
    "unknown target": ("[outcomes]", 'until = { gian = "5%" }\n[outcomes]', "design.until.gian", "'gain'"),
    "unknown baseline": ('baseline = "formal/post"', 'baseline = "formal/pots"', "design.baseline", "'formal/post'?"),
    "pair with itself": ('"competitive/post"]]', '"competitive/project"]]', "design.pairs", "compared with itself"),
    "unknown value of a lever": (
        '"competitive", "direct"',
        '"competitve", "direct"',
        "rules.mode = competitve",
        "'competitive'?",
    ),
    "lever that breaks a pair too": (
        '"competitive", "direct"',
        '"competitve", "direct"',
        "design.pairs",
        "is no design point",
    ),
    "unknown field": ('"rules.form"', '"rules.from"', "rules.from", "form"),
    "no TOML": ("[levers]", "[levers", "file", "is not TOML"),
    "empty": (EXPERIMENT, "\n", "file", "must not be empty"),
    "points of one name": ('["post", "project"]', '["post", "post"]', "formal/post", "more than one design point"),
    "zipped levers of unequal length": (
        "[design]",
        '[design]\nzip = [["rules.mode", "rules.form"]]',
        "design.zip",
        "equally many values to change together, not rules.mode: 3, rules.form: 2",
    ),
    "zip of a stranger": ("[design]", '[design]\nzip = [["rules.mod"]]', "design.zip", "did you mean 'rules.mode'?"),
    "fraction of three values": (
        "[design]",
        '[design]\ncrossing = "fractional"',
        "levers.rules.mode",
        "two values in a fractional design, not 3",
    ),
    "condition on what nothing sets": (
        "[outcomes]",
        'when = { "rules.form" = { "rules.mod" = ["formal"] } }\n[outcomes]',
        "design.when.rules.form.rules.mod",
        "did you mean 'rules.mode'?",
    ),
    "sample without factors": ("[design]", "[design]\nsamples = 8", "design.samples", "there is no [factors] table"),
    "range upside down": factor("{ low = 2, high = 1 }", "demand.load.low = 2", "must be less than high = 1"),
    "half a range": factor("{ low = 2 }", "factors.demand.load", "must give low and high, or values"),
    "range and values": factor("{ low = 1, values = [2] }", "factors.demand.load", "either a range"),
    "log of nought": factor("{ low = 0, high = 1, log = true }", "demand.load.low", "more than 0 on a log scale"),
    "factor that is text": factor('{ low = "a", high = 1 }', "demand.load.low = a", "must be a number"),
    "unknown key of a factor": factor("{ lo = 1, high = 2 }", "demand.load.lo", "did you mean 'low'?"),
    "factor that is a lever": (
        "[design]",
        '[factors]\n"rules.form" = { values = ["post"] }\n[design]',
        "factors.rules.form",
        "stands already among the levers",
    ),
    "unbalanced sample": (
        "[design]",
        '[factors]\n"demand.load" = { low = 1, high = 2 }\n[design]\nsamples = 12\nsampling = "sobol"',
        "design.samples = 12",
        "a power of two with sobol, such as 8 or 16",
    ),
    "horizons that differ": (
        "[levers]",
        '[levers]\n"calendar.years" = [3, 5]',
        "calendar",
        "must be the same in every design point",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_fault_names_its_place_and_remedy(tmp_path: Path, case: str) -> None:
    old, new, place, rule = WRONG[case]
    assert old in EXPERIMENT
    found = faults(tmp_path, EXPERIMENT.replace(old, new, 1))
    assert any(place in fault and rule in fault for fault in found), found


def test_faults_are_told_all_at_once_with_their_lines(tmp_path: Path) -> None:
    text = EXPERIMENT.replace("seed = 7", "sed = 7").replace("replications = 4", "replications = 0")
    found = faults(tmp_path, text)
    assert len(found) == 2
    lines = text.splitlines()
    assert f"study.toml:{lines.index('sed = 7') + 1}: " in found[0]
    assert f"study.toml:{lines.index('replications = 0') + 1}: " in found[1]


def test_an_unknown_name_gives_the_nearest_that_ships() -> None:
    with pytest.raises(InputError, match="did you mean 'shanghai_modes'"):
        load_experiment("shanghai_mods", METRICS)


def test_experiments_ship() -> None:
    assert {"shanghai_ladder", "shanghai_modes"} <= set(shipped_experiments())


@pytest.mark.parametrize("name", shipped_experiments())
def test_what_ships_is_ready_to_run(name: str) -> None:
    from gpss_sim.metrics import METRICS as REAL

    plan = make_plan(load_experiment(name, REAL), REAL)
    assert foreseen(plan) == [], "no lever can move nothing"
    assert plan.experiment.design.replications >= 30
    assert plan.experiment.study.title
    assert plan.experiment.study.title_zh
    assert len({scenario.model_dump_json() for scenario in plan.scenarios}) == len(plan.points), "no two points are one"
