"""Design points: crossing, names, worlds, columns, contrasts."""

from __future__ import annotations

from pathlib import Path

import pytest

from gpss_sim.errors import InputError
from gpss_sim.scenario.overlay import from_overrides
from gpss_sim.study.design import contrasts, design_points, lever_paths, override
from gpss_sim.study.experiment import Experiment
from gpss_sim.study.load import load_experiment
from gpss_sim.study.plan import make_plan
from tests.study.fake import EXPERIMENT, METRICS, write_experiment


def read(folder: Path, text: str) -> Experiment:
    return load_experiment(write_experiment(folder, text), METRICS)


def test_levers_are_crossed_in_the_order_written(tmp_path: Path) -> None:
    names = [point.name for point in design_points(read(tmp_path, EXPERIMENT))]
    modes = ["formal", "competitive", "direct"]
    assert names == [f"{mode}/{form}" for mode in modes for form in ("post", "project")]


def test_named_points_cross_with_levers_and_fill_every_column(tmp_path: Path) -> None:
    text = EXPERIMENT.replace('"rules.mode" = ["formal", "competitive", "direct"]\n', "").replace(
        "[outcomes]",
        '[[design.point]]\nname = "plain"\n[[design.point]]\nname = "strict"\n'
        'set = { "assessment.pass_line" = 85, "rules.modes.formal.raters" = 5 }\n[outcomes]',
    )
    text = text.replace('"formal/post"', '"plain/post"').replace('[["competitive/project", "competitive/post"]]', "[]")
    plan = make_plan(read(tmp_path, text), METRICS)
    assert [point.name for point in plan.points] == ["plain/post", "plain/project", "strict/post", "strict/project"]
    assert plan.levers == ("assessment.pass_line", "rules.modes.formal.raters", "rules.form")
    assert plan.cells(0) == ("80", "1", "post")
    assert plan.cells(3) == ("85", "5", "project")
    assert plan.scenarios[3].assessment.pass_line == 85


def test_a_lever_may_name_its_values_and_switch_overlays(tmp_path: Path) -> None:
    old = '"rules.form" = ["post", "project"]'
    new = '"rules.overlays" = { "rules only" = [], "with assumptions" = ["post_administration"] }'
    text = EXPERIMENT.replace(old, new).replace('"formal/post"', '"formal/rules only"')
    text = text.replace('["competitive/project", "competitive/post"]', "")
    text = text.replace("pairs = [[]]", "").replace("pairs = []", "")
    plan = make_plan(read(tmp_path, text), METRICS)
    assert plan.points[1].name == "formal/with assumptions"
    assert [plan.cells(index)[1] for index in (0, 1)] == ["none", "post_administration"]
    assert plan.scenarios[1].rules.overlays == ("post_administration",)
    assert plan.scenarios[0].rules.overlays == ()


def test_uncertainties_make_worlds_and_comparisons_stay_inside_them(tmp_path: Path) -> None:
    experiment = read(tmp_path, EXPERIMENT + '[uncertainties]\n"demand.load" = [0.9, 1.2]\n')
    points = design_points(experiment)
    assert [point.name for point in points[:3]] == [
        "formal/post@demand.load=0.9",
        "formal/post@demand.load=1.2",
        "formal/project@demand.load=0.9",
    ]
    found = contrasts(experiment, points)
    assert all(each.point.split("@")[1] == each.baseline.split("@")[1] for each in found)
    assert {each.family for each in found if each.baseline.startswith("formal")} == {10}
    assert {each.family for each in found if each.baseline.startswith("competitive")} == {2}
    assert lever_paths(experiment)[-1] == "demand.load"


def test_every_other_point_meets_the_baseline_once_then_the_pairs(tmp_path: Path) -> None:
    experiment = read(tmp_path, EXPERIMENT)
    found = contrasts(experiment, design_points(experiment))
    assert [each.baseline for each in found] == ["formal/post"] * 5 + ["competitive/post"]
    assert [each.family for each in found] == [5] * 5 + [1]


def test_the_baseline_may_stand_anywhere(tmp_path: Path) -> None:
    experiment = read(tmp_path, EXPERIMENT.replace('baseline = "formal/post"', 'baseline = "direct/post"'))
    found = contrasts(experiment, design_points(experiment))
    assert "direct/post" not in [each.point for each in found]


@pytest.mark.parametrize("value", ["formal", 'with "quotes"', "上海", True, 3, 0.1, 1e-7, ("a", "b"), (), float("inf")])
def test_a_setting_reaches_the_scenario_as_it_was_written(value: object) -> None:
    read_back = from_overrides([override("a.b", value)]).data["a"]["b"]
    assert read_back == (list(value) if isinstance(value, tuple) else value)
    assert type(read_back) is (list if isinstance(value, tuple) else type(value))


def test_a_scenario_can_be_a_lever(tmp_path: Path) -> None:
    text = EXPERIMENT.replace('"rules.form" = ["post", "project"]', '"scenario" = ["baseline", "shanghai"]')
    text = text.replace("formal/post", "formal/baseline").replace("competitive/project", "competitive/shanghai")
    plan = make_plan(read(tmp_path, text.replace("competitive/post", "competitive/baseline")), METRICS)
    assert plan.cells(1) == ("formal", "shanghai")
    assert [scenario.name for scenario in plan.scenarios[:2]] == ["baseline", "shanghai"]


def test_an_unreadable_scenario_of_any_point_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="baselin"):
        make_plan(read(tmp_path, EXPERIMENT.replace('"baseline"', '"baselin"')), METRICS)
