"""Levers that move nothing: foreseen from rules and amounts, seen in the runs, and never said of one that does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gpss_sim.metrics import METRICS as REAL
from gpss_sim.study import run_batch
from gpss_sim.study.alarms import alarms, warnings
from gpss_sim.study.idle import foreseen, seen
from gpss_sim.study.load import load_experiment, shipped_experiments
from gpss_sim.study.plan import Plan, make_plan
from tests.study.fake import MODEL, write_experiment

TEXT = """
[study]
scenario = "small_city"
seed = 7
[levers]
"rules.mode" = ["formal", "competitive"]
LEVER
[design]
replications = 2
[outcomes]
primary = ["PRIMARY"]
"""


def text(lever: str, primary: str = "gain", scenario: str = "small_city") -> str:
    return TEXT.replace("LEVER", lever).replace("PRIMARY", primary).replace("small_city", scenario)


def plan(folder: Path, lever: str, scenario: str = "small_city") -> Plan:
    file = write_experiment(folder, text(lever, "improvement_per_million", scenario))
    return make_plan(load_experiment(file, REAL), REAL)


def test_a_method_that_no_purchase_is_large_enough_for_is_foreseen(tmp_path: Path) -> None:
    (told,) = warnings(plan(tmp_path, '"rules.methods.open_tender.min_bidders" = [1, 3]'))
    assert told.startswith(
        "rules.methods.open_tender.min_bidders can move nothing: the method open_tender is for purchases above 750,000 "
        "yuan, and the largest here is "
    )
    assert told.endswith("used: competitive_consultation, single_source, designation.")
    assert "750,000元以上" in told.said("zh")


@pytest.mark.parametrize(
    ("lever", "scenario"),
    [
        ('"rules.methods.competitive_consultation.min_bidders" = [1, 3]', "small_city"),
        ('"rules.methods.open_tender.min_bidders" = [1, 3]', "shanghai"),
        ('"rules.modes.competitive.raters" = [1, 3]', "small_city"),
        ('"demand.load" = [1.0, 1.2]', "small_city"),
    ],
)
def test_what_may_matter_is_not_warned_of(tmp_path: Path, lever: str, scenario: str) -> None:
    assert warnings(plan(tmp_path, lever, scenario)) == []


@pytest.mark.parametrize(
    ("lever", "told"),
    [
        (
            '"rules.modes.non_competitive.raters" = [1, 3]',
            "nothing is bought under the mode non_competitive; used: formal, competitive.",
        ),
        ('"rules.forms.post.staff_costs" = [0.8, 1.0]', "nothing is funded in the form post; used: project."),
        ('"rules.overlay.errands_for_favour.why" = ["a", "b"]', "the overlay errands_for_favour is not switched on"),
    ],
)
def test_what_is_not_in_force_is_foreseen(tmp_path: Path, lever: str, told: str) -> None:
    path = lever.split('"')[1]
    (found,) = warnings(plan(tmp_path, lever))
    assert found.startswith(f"{path} can move nothing: ")
    assert told in found


def test_a_method_that_follows_a_failure_is_in_use(tmp_path: Path) -> None:
    """Consultation that fails goes on to single source, which no amount asks for in the first place."""
    lever = '"rules.methods.single_source.buyer_cost" = [1000, 2000]'
    on = '"rules.methods.competitive_consultation.on_failure" = ["single_source"]'
    assert warnings(plan(tmp_path, f"{lever}\n{on}")) == []


def test_a_lever_that_moves_nothing_is_seen_in_the_runs(tmp_path: Path) -> None:
    """The fake model looks at mode, form and load alone."""
    file = write_experiment(tmp_path, text('"assessment.pass_line" = [70, 80]'))
    result = run_batch(file, tmp_path / "out", workers=0, model=MODEL)
    assert [each.lever for each in seen(result.plan, result.findings)] == ["assessment.pass_line"]
    told = alarms(result.plan, result.findings)
    assert [str(each) for each in told] == [
        "assessment.pass_line moves nothing: in every run every indicator is the same whatever its value. "
        "The rules do not tell why."
    ]
    assert json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))["alarms"] == [str(told[0])]


@pytest.mark.parametrize("design", ["", 'crossing = "one_at_a_time"\n'])
def test_a_lever_that_moves_something_somewhere_is_not_told(tmp_path: Path, design: str) -> None:
    """Formal purchase has no advantage whatever the load; competitive purchase has."""
    lever = '"demand.load" = [1.0, 0.9]'
    file = write_experiment(tmp_path, text(lever).replace("[design]", f"[design]\n{design}"))
    result = run_batch(file, tmp_path / "out", workers=0, model=MODEL)
    expected = ["demand.load"] if design else []  # one at a time, load is only tried under formal purchase
    assert [each.lever for each in seen(result.plan, result.findings)] == expected


def test_a_sample_in_which_only_one_factor_moves_between_rows_shows_it_too(tmp_path: Path) -> None:
    factors = '[factors]\n"demand.load" = { low = 0.8, high = 1.2 }\n"assessment.pass_line" = { low = 70, high = 90 }\n'
    text_ = text("").replace("[design]", f'{factors}[design]\nsampling = "morris"\nsamples = 4')
    result = run_batch(write_experiment(tmp_path, text_), tmp_path / "out", workers=0, model=MODEL)
    assert [each.lever for each in seen(result.plan, result.findings)] == ["assessment.pass_line"]


@pytest.mark.parametrize("name", shipped_experiments())
def test_no_experiment_that_ships_has_a_lever_that_can_move_nothing(name: str) -> None:
    assert foreseen(make_plan(load_experiment(name, REAL), REAL)) == []
