"""Levers that move nothing: foreseen from rules and amounts, seen in the runs, and never said of one that does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gpss_sim.metrics import METRICS as REAL
from gpss_sim.scenario.catalogue import paths
from gpss_sim.scenario.load import load_scenario
from gpss_sim.study import run_batch
from gpss_sim.study.alarms import alarms, warnings
from gpss_sim.study.experiment_file import load_experiment
from gpss_sim.study.idle import seen, twins
from gpss_sim.study.needs import _needs, idle_settings, values_at
from gpss_sim.study.plan import StudyPlan, make_plan
from gpss_sim.study.tried import tried
from tests.study.fake import MODEL, write_experiment

GATES = "rules.library.gates"
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


def plan(folder: Path, lever: str, scenario: str = "small_city") -> StudyPlan:
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
        "assessment.pass_line moves nothing: in every run every indicator is the same whatever its value: "
        "the rules do not tell why."
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


def test_the_reason_is_looked_for_where_a_lever_was_tried(tmp_path: Path) -> None:
    """One at a time, the raters of competitive purchase are only tried under formal purchase, which has none."""
    lever = '"rules.modes.competitive.raters" = [1, 5]'
    file = write_experiment(tmp_path, text(lever).replace("[design]", '[design]\ncrossing = "one_at_a_time"'))
    result = run_batch(file, tmp_path / "out", workers=0, model=MODEL)
    (told,) = seen(result.plan, result.findings)
    assert told.lever == "rules.modes.competitive.raters"
    assert told.why is not None
    assert told.why.code == "idle.modes"
    assert "formal" in str(told.why)


def test_a_sample_in_which_only_one_factor_moves_between_rows_shows_it_too(tmp_path: Path) -> None:
    factors = '[factors]\n"demand.load" = { low = 0.8, high = 1.2 }\n"assessment.pass_line" = { low = 70, high = 90 }\n'
    text_ = text("").replace("[design]", f'{factors}[design]\nsampling = "morris"\nsamples = 4')
    result = run_batch(write_experiment(tmp_path, text_), tmp_path / "out", workers=0, model=MODEL)
    assert [each.lever for each in seen(result.plan, result.findings)] == ["assessment.pass_line"]


@pytest.mark.parametrize(
    ("lever", "scenario", "told"),
    [
        (
            '"rules.challenge.days" = [5, 30]',
            "small_city",
            "rules.challenge.chance > 0; here rules.challenge.chance = 0.",
        ),
        ('"market.splitting_reach" = [0.1, 0.5]', "shanghai", "market.splitting > 0; here market.splitting = 0."),
        ('"rules.voucher.value" = [300, 600]', "small_city", "rules.forms.<name>.per_case = true; here"),
        ('"rules.showy" = [0, 2]', "small_city", "templates[].visibility > 0; here templates[].visibility = 0."),
        ('"rules.library.gates.pass_mark" = [50, 80]', "guidance_2012", "rules.library.live = true; here"),
        (
            '"budget.sources" = [{ fiscal = 0.1, lottery = 0.9 }, { fiscal = 0.9, lottery = 0.1 }]',
            "small_city",
            "budget.earmarked = true; here budget.earmarked = false.",
        ),
        ('"budget.coverage" = [0.5, 0.9]', "jingan_2012", "budget.amount is left out; here budget.amount = "),
        ('"delivery.volunteer_output" = [0.05, 0.5]', "small_city", "delivery.volunteers > 0; here"),
        ('"rules.negotiation.alpha" = [0.3, 0.9]', "small_city", ""),  # one of the modes is bought by invitation
    ],
)
def test_a_field_whose_need_is_not_met_is_foreseen(tmp_path: Path, lever: str, scenario: str, told: str) -> None:
    text_ = text(lever, "improvement_per_million", scenario)
    if not told:
        text_ = text_.replace('["formal", "competitive"]', '["non_competitive", "competitive"]')
    elif scenario != "small_city":  # its own modes
        text_ = text_.replace('"rules.mode" = ["formal", "competitive"]', "")
    study = make_plan(load_experiment(write_experiment(tmp_path, text_), REAL), REAL)
    found = [str(each) for each in warnings(study)]
    assert len(found) == bool(told)
    assert all(told in each and each.startswith(lever.split('"')[1]) for each in found)


@pytest.mark.parametrize(
    ("scenario", "settings", "told"),
    [
        ("small_city", ["budget.sources={fiscal=0.1, lottery=0.9}"], ["budget.sources"]),
        ("small_city", ["budget.sources.fiscal=0.1", "budget.sources.lottery=0.9"], ["budget.sources"]),
        (
            "small_city",
            ["budget.earmarked=true", "budget.sources={fiscal=0.1, lottery=0.9}"],
            ["budget.earmarked", "budget.sources"],
        ),
        ("small_city", ["budget.envelopes.lottery.most=0.5"], ["budget.envelopes.lottery"]),
        ("shenzhen_seed_fund", ["budget.sources={fiscal=0.1, lottery=0.9}"], []),
        ("small_city", ["rules=from:guidance_2012", "rules.library.gates.stay=2"], ["rules.library.gates"]),
        ("small_city", ["rules=from:wuhan", "rules.library.gates.stay=2"], []),
        ("suzhou_anhui", [f"{GATES}.stay=2", f"{GATES}.review_finds=0.5", f"{GATES}.asked=1"], []),
        ("suzhou_anhui", [f"{GATES}.rolling=false", f"{GATES}.stay=2"], [f"{GATES}.stay"]),
        ("suzhou_anhui", [f"{GATES}.padding=0", f"{GATES}.review_finds=0.5"], [f"{GATES}.review_finds"]),
        ("suzhou_anhui", [f"{GATES}.adjustment=91"], [f"{GATES}.adjustment"]),
        ("suzhou_anhui", [f"{GATES}.adjustment=91", f"{GATES}.reserve=0.1"], []),
        ("suzhou_anhui", ["rules.library.expert_pool=10"], ["rules.library.expert_pool"]),
        ("suzhou_anhui", ["rules.library.expert_pool=10", "rules.library.expert_severity=0.2"], []),
        ("small_city", ["rules.library.expert_severity=0.2"], ["rules.library.expert_severity"]),
        ("small_city", ["rules.library.live=true", f"{GATES}.idea_sd=5"], [f"{GATES}.idea_sd"]),
        ("small_city", ["rules.library.live=true", f"{GATES}.need_share=0.5"], []),
    ],
)
def test_a_value_set_for_one_run_that_can_move_nothing_is_told(
    scenario: str, settings: list[str], told: list[str]
) -> None:
    found = [str(each) for each in idle_settings(load_scenario(scenario, settings), settings)]
    assert len(found) == len(told)
    assert all(each.startswith(name) for each, name in zip(found, told, strict=True))


def test_a_need_that_another_lever_meets_is_none(tmp_path: Path) -> None:
    """Challenges happen in half of the design points."""
    lever = '"rules.challenge.chance" = [0.0, 0.1]\n"rules.challenge.days" = [5, 30]'
    assert warnings(plan(tmp_path, lever)) == []


def test_needs_are_about_fields_that_exist() -> None:
    city, declared = load_scenario("small_city"), paths()
    for need in _needs():
        names = [path.replace("<name>", "some") for path in declared]
        assert all(any(pattern.fullmatch(name) for name in names) for pattern in need.fields), need
        for where in need.where:
            assert list(values_at(city, where)) is not None


def test_a_sample_tells_what_no_two_rows_try_alone(tmp_path: Path) -> None:
    factors = '[factors]\n"demand.load" = { low = 0.8, high = 1.2 }\n"rules.challenge.days" = { low = 5, high = 30 }\n'
    file = write_experiment(tmp_path, text("").replace("[design]", f"{factors}[design]\nsamples = 4"))
    result = run_batch(file, tmp_path / "out", workers=0, model=MODEL)
    told, small = alarms(result.plan, result.findings)
    assert told.startswith("rules.challenge.days can move nothing: it counts only where rules.challenge.chance > 0")
    assert small.startswith("A sample of 4 (latin_hypercube) is for trying out")


def test_a_sample_of_enough_rows_is_not_called_small(tmp_path: Path) -> None:
    factors = '[factors]\n"demand.load" = { low = 0.8, high = 1.2 }\n'
    file = write_experiment(tmp_path, text("").replace("[design]", f"{factors}[design]\nsamples = 32"))
    assert not any(
        "for trying out" in told for told in warnings(make_plan(load_experiment(file, MODEL.metrics), MODEL.metrics))
    )


def test_values_of_a_lever_that_do_the_same_are_told(tmp_path: Path) -> None:
    """The fake model asks whether load is below 1, so 1.0 and 1.2 are the same city to it."""
    file = write_experiment(tmp_path, text('"demand.load" = [0.9, 1.0, 1.2]').replace("formal", "non_competitive"))
    result = run_batch(file, tmp_path / "out", workers=0, model=MODEL)
    assert twins(result.plan, result.findings) == [
        ("non_competitive/1", "non_competitive/1.2"),
        ("competitive/1", "competitive/1.2"),
    ]
    first, _ = alarms(result.plan, result.findings)
    assert first.startswith("non_competitive/1, non_competitive/1.2 came out the same in every run")


def test_one_run_at_two_values_shows_what_no_rule_tells(tmp_path: Path) -> None:
    lever = '"assessment.pass_line" = [70, 80]\n"demand.load" = [0.9, 1.1]'
    told = list(tried(plan(tmp_path, lever), MODEL, workers=0))
    assert [str(each).split(" moves")[0] for each in told] == ["assessment.pass_line", "demand.load"]  # formal first
    assert told[0].endswith("at 70 and at 80. Other replications may differ.")


def test_factors_of_a_sample_are_tried_at_their_ends(tmp_path: Path) -> None:
    factors = '[factors]\n"demand.load" = { low = 0.8, high = 1.2 }\n"assessment.pass_line" = { low = 70, high = 90 }\n'
    text_ = text("", "improvement_per_million").replace("[design]", f"{factors}[design]\nsamples = 4")
    text_ = text_.replace("formal", "non_competitive")
    study = make_plan(load_experiment(write_experiment(tmp_path, text_), REAL), REAL)
    (told,) = tried(study, MODEL, workers=0)
    assert told.startswith("assessment.pass_line moves nothing")
