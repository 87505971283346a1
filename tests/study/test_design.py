"""Design points: crossing, names, worlds, columns, contrasts."""

from __future__ import annotations

from pathlib import Path

import pytest

from gpss_sim.errors import InputError
from gpss_sim.scenario.overlay import from_overrides
from gpss_sim.study.design import contrasts, design_points, lever_paths
from gpss_sim.study.experiment import Experiment
from gpss_sim.study.experiment_file import load_experiment
from gpss_sim.study.names import override
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


def edited(*changes: tuple[str, str]) -> str:
    """The plain experiment without its pairs, with some texts replaced."""
    text = EXPERIMENT.replace('pairs = [["competitive/project", "competitive/post"]]\n', "")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def names(experiment: Experiment) -> list[str]:
    return [point.name for point in design_points(experiment)]


def test_one_at_a_time_leaves_the_first_point_by_one_lever(tmp_path: Path) -> None:
    text = edited(("[design]", '[design]\ncrossing = "one_at_a_time"'))
    assert names(read(tmp_path, text)) == ["formal/post", "competitive/post", "direct/post", "formal/project"]


def test_a_fraction_of_five_levers_takes_sixteen_points_and_each_value_in_half_of_them(tmp_path: Path) -> None:
    levers = "".join(f'"rules.modes.formal.{name}" = {values}\n' for name, values in SWITCHES.items())
    text = edited(
        ('"rules.mode" = ["formal", "competitive", "direct"]\n', levers),
        ('baseline = "formal/post"\n', 'crossing = "fractional"\n'),
    )
    plan = make_plan(read(tmp_path, text), METRICS)
    assert len(plan.points) == 16
    for column in zip(*map(plan.cells, range(16)), strict=True):
        assert sorted(column.count(value) for value in set(column)) == [8, 8]
    assert {each.baseline for each in plan.contrasts} == {plan.points[0].name}
    assert plan.points[0].policy == "1/false/eligible/bid/post"


SWITCHES = {
    "raters": "[1, 3]",
    "bars": "[false, true]",
    "seller": '["eligible", "dependent"]',
    "price": '["bid", "budget_line"]',
}


def test_levers_change_together_and_the_first_gives_the_name(tmp_path: Path) -> None:
    text = edited(
        ('["post", "project"]', '["post", "project"]\n"assessment.pass_line" = [70, 85]'),
        ("[design]", '[design]\nzip = [["rules.form", "assessment.pass_line"]]'),
    )
    plan = make_plan(read(tmp_path, text), METRICS)
    assert [point.name for point in plan.points[:2]] == ["formal/post", "formal/project"]
    assert [plan.cells(index)[1:] for index in (0, 1)] == [("post", "70"), ("project", "85")]
    assert len(plan.points) == 6


def test_a_lever_that_does_not_apply_is_neither_set_nor_named_nor_run_twice(tmp_path: Path) -> None:
    text = edited(
        ('["post", "project"]', '["post", "project"]\n"rules.modes.competitive.raters" = [1, 5]'),
        ("[outcomes]", 'when = { "rules.modes.competitive.raters" = { "rules.mode" = ["competitive"] } }\n[outcomes]'),
    )
    plan = make_plan(read(tmp_path, text), METRICS)
    assert [point.name for point in plan.points] == [
        *("formal/post", "formal/project"),
        *("competitive/post/1", "competitive/post/5", "competitive/project/1", "competitive/project/5"),
        *("direct/post", "direct/project"),
    ]
    raters = [scenario.rules.modes["competitive"].raters for scenario in plan.scenarios]
    assert raters[2:6] == [1, 5, 1, 5]
    assert raters[0] == raters[6] == read_raters()


def read_raters() -> int:
    from gpss_sim.scenario.load import load_scenario

    return load_scenario("baseline").rules.modes["competitive"].raters


FACTORS = """
[factors]
"demand.load" = { low = 0.9, high = 1.3 }
"assessment.pass_line" = { low = 70, high = 90 }
"rules.modes.formal.raters" = { low = 1, high = 5, together = ["rules.modes.competitive.raters"] }
"""


def sampled(tmp_path: Path, design: str = "samples = 8") -> Experiment:
    return read(tmp_path, edited(("[design]", f"[design]\n{design}")) + FACTORS)


def test_every_policy_meets_every_row_of_the_sample(tmp_path: Path) -> None:
    plan = make_plan(sampled(tmp_path), METRICS)
    assert len(plan.points) == 6 * 8
    assert [point.name for point in plan.points[:2]] == ["formal/post@1", "formal/post@2"]
    loads = {point.policy: [] for point in plan.points}
    for point, scenario in zip(plan.points, plan.scenarios, strict=True):
        loads[point.policy].append(scenario.demand.load)
        assert scenario.rules.modes["formal"].raters == scenario.rules.modes["competitive"].raters
    first = loads["formal/post"]
    assert all(each == first for each in loads.values())
    assert sorted(int((load - 0.9) / 0.05) for load in first) == list(range(8)), "one in each slice"
    assert plan.levers[2:] == (
        *("demand.load", "assessment.pass_line"),
        *("rules.modes.formal.raters", "rules.modes.competitive.raters"),
    )


def test_rows_of_a_sample_are_no_family(tmp_path: Path) -> None:
    experiment = sampled(tmp_path)
    found = contrasts(experiment, design_points(experiment))
    assert len(found) == 5 * 8
    assert {each.family for each in found} == {5}
    assert all(each.point.split("@")[1] == each.baseline.split("@")[1] for each in found)


def test_worlds_and_rows_are_crossed_and_worlds_stay_a_family(tmp_path: Path) -> None:
    text = edited(("[design]", "[design]\nsamples = 4")) + FACTORS.replace(
        '"demand.load" = { low = 0.9, high = 1.3 }\n', ""
    )
    experiment = read(tmp_path, text + '[uncertainties]\n"demand.load" = [0.9, 1.2]\n')
    points = design_points(experiment)
    assert points[5].name == "formal/post@demand.load=1.2,2"
    assert {each.family for each in contrasts(experiment, points)} == {10}


@pytest.mark.parametrize(("sampling", "rows"), [("sobol", 4), ("saltelli", 4 * 5), ("morris", 4 * 4)])
def test_every_sample_has_its_number_of_rows(tmp_path: Path, sampling: str, rows: int) -> None:
    experiment = sampled(tmp_path, f'samples = 4\nsampling = "{sampling}"')
    assert len(design_points(experiment)) == 6 * rows


def test_a_factor_that_does_not_apply_keeps_the_value_of_the_scenario(tmp_path: Path) -> None:
    design = 'samples = 4\nwhen = { "assessment.pass_line" = { "rules.mode" = ["direct"] } }'
    plan = make_plan(sampled(tmp_path, design), METRICS)
    lines = {
        point.name: scenario.assessment.pass_line for point, scenario in zip(plan.points, plan.scenarios, strict=True)
    }
    assert {line for name, line in lines.items() if not name.startswith("direct")} == {80}
    assert len({line for name, line in lines.items() if name.startswith("direct/post")}) == 4


def test_the_sample_has_luck_of_its_own(tmp_path: Path) -> None:
    first = make_plan(sampled(tmp_path), METRICS, seed=1).inputs
    assert make_plan(sampled(tmp_path), METRICS, seed=2).inputs == first
    assert make_plan(sampled(tmp_path, "samples = 8\nluck = 1"), METRICS, seed=1).inputs != first


def test_an_end_that_a_scenario_refuses_is_told_once(tmp_path: Path) -> None:
    text = edited() + FACTORS.replace("low = 70, high = 90", "low = 70, high = 900")
    with pytest.raises(InputError) as caught:
        make_plan(read(tmp_path, text), METRICS)
    assert [fault.place for fault in caught.value.faults] == ["assessment.pass_line"]
    assert "900" in str(caught.value)
