"""Rules of one place in another city: what goes along, what stays, what is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from gpss_sim.errors import InputError
from gpss_sim.metrics import METRICS
from gpss_sim.scenario.digest import digest
from gpss_sim.scenario.load import lacks, load_scenario
from gpss_sim.scenario.rules_from import RULES_OF, STAYING
from gpss_sim.study.alarms import warnings
from gpss_sim.study.experiment_file import load_experiment
from gpss_sim.study.plan import StudyPlan, make_plan
from tests.layers import ROOT

PLACES = sorted(path.parent.name for path in (ROOT / "scenarios").glob("*/scenario.toml"))


def test_a_city_under_its_own_rules_is_itself() -> None:
    assert digest(load_scenario("small_city")) == digest(load_scenario("small_city", ["rules=from:small_city"]))


@pytest.fixture(scope="module")
def plan() -> StudyPlan:
    experiment = load_experiment("rulebooks", METRICS)
    return make_plan(experiment, METRICS)


def test_every_rulebook_can_be_put_into_a_city(plan: StudyPlan) -> None:
    plain, files = plan.scenarios[0], {}  # type: ignore[var-annotated]
    for point, city in zip(plan.points, plan.scenarios, strict=True):
        there = load_scenario(point.policy, (), files)
        assert city.city == plain.city
        assert city.templates == plain.templates
        assert (city.budget, city.agencies, city.market) == (plain.budget, plain.agencies, plain.market)
        assert city.delivery == plain.delivery
        assert (city.rules.mode, city.rules.form) == (there.rules.mode, there.rules.form)
        assert (city.rules.term, city.rules.eligibility) == (there.rules.term, there.rules.eligibility)
        assert city.payment.schedule == there.payment.schedule
        assert city.payment.late_probability == plain.payment.late_probability


def test_conduct_and_nature_stay(tmp_path: Path) -> None:
    city = load_scenario("small_city", ["rules=from:beijing_facilitators"])
    plain = load_scenario("small_city")
    for table, *rest in STAYING:
        one, other = getattr(city, str(table)), getattr(plain, str(table))
        for name in rest:
            one, other = getattr(one, str(name)), getattr(other, str(name))
        assert one == other, (table, rest)


@pytest.mark.parametrize("part", RULES_OF)
def test_one_part_of_a_rulebook_leaves_the_others(part: str) -> None:
    plain = load_scenario("small_city")
    city = load_scenario("small_city", [f"rules=from:chengdu_vouchers:{part}"])
    changed = {
        "purchase": city.rules.mode != plain.rules.mode,
        "form": city.rules.form != plain.rules.form,
        "eligibility": city.rules.eligibility != plain.rules.eligibility,
        "payment": city.payment != plain.payment,
    }
    assert {name for name, yes in changed.items() if yes} <= {part}


def test_values_set_beside_it_come_on_top() -> None:
    city = load_scenario("small_city", ["rules.term=2", "rules=from:wuhan", "rules.eligibility.min_scale=5"])
    assert (city.rules.term, city.rules.eligibility.min_scale) == (2, 5)
    assert load_scenario("small_city", ['rules="from:wuhan"']).rules.eligibility.min_scale == 8


def test_what_the_city_lacks_is_told() -> None:
    told = lacks("small_city", ["rules=from:haimen_talent"])
    assert sum("a channel of the rulebook is left out" in text for text in told) == 3
    assert "domain referral" in " ".join(told)
    assert all(text.said("zh") != text for text in told)
    assert lacks("small_city", ["rules.term=1"]) == ()
    (circumstance,) = lacks("small_city", ["rules=from:guangdong_2012"])
    assert "'major'" in circumstance


@pytest.mark.parametrize(
    ("value", "said"),
    [("from:wuhn", "did you mean 'wuhan'?"), ("from:wuhan:paymnt", "did you mean 'payment'?"), ("wuhan", "rules")],
)
def test_what_is_no_rulebook_is_refused(value: str, said: str) -> None:
    with pytest.raises(InputError, match=said.replace("?", r"\?")):
        load_scenario("small_city", [f"rules={value}"])


def test_rulebooks_are_a_lever_and_a_study_tells_what_is_lacking(tmp_path: Path) -> None:
    path = tmp_path / "books.toml"
    path.write_text(
        '[study]\nscenario = "small_city"\n[levers]\n"rules" = ["from:small_city", "from:haimen_talent"]\n'
        '"rules.term" = [1, 3]\n[outcomes]\nprimary = ["quality"]\n',
        "utf-8",
    )
    plan = make_plan(load_experiment(path, METRICS), METRICS)
    assert [point.policy for point in plan.points][-1] == "from:haimen_talent/3"
    assert plan.cells(3) == ("from:haimen_talent", "3")
    assert plan.scenarios[2].rules.term == 1
    told = [text for text in warnings(plan) if "left out" in text]
    assert len(told) == 2 * 3, "three channels under either term"


def test_the_study_of_rulebooks_has_every_place(plan: StudyPlan) -> None:
    others = [place for place in PLACES if place not in ("small_city", "baseline", "direct_provision")]
    assert [point.policy for point in plan.points] == ["small_city", *others]
    assert all(point.title_zh for point in plan.experiment.design.point)
