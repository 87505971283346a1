"""A city made from a list, and what simulated plans say of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gpss_sim.allocation import Budget, Problem, Project, Rules, allocate
from gpss_sim.allocation.results.comparison import chosen_list
from gpss_sim.market.buyers.planning_year import ListPlanner
from gpss_sim.planning.admission import rulebound
from gpss_sim.planning.city import domain_of, write_city
from gpss_sim.planning.measures import TOGETHER, Key
from gpss_sim.planning.places import places_of
from gpss_sim.planning.play import simulate
from gpss_sim.planning.simulated import CHOSEN, PlayedRun, Simulated, Variant, disappointing
from gpss_sim.planning.variants import plans_beside, variants_of
from gpss_sim.scenario.load import load_scenario
from gpss_sim.simulate import run
from gpss_sim.study.compare import estimate

YUAN = 100
PROJECTS = [
    Project("a", 5, 300, 400_000 * YUAN, name="独居老人探访", district="东区", beneficiaries=300),
    Project("b", 3, 200, 600_000 * YUAN, name="青少年驻校", district="西区", form="post", posts=4, min_posts=2),
    Project("c", 2, 50, 200_000 * YUAN, name="社区志愿者培育", district="西区", sources=("lottery",)),
]


def test_the_city_has_the_districts_prices_and_money_of_the_list(tmp_path: Path) -> None:
    problem = Problem(PROJECTS, Budget.of(1_000_000 * YUAN))
    city = write_city(tmp_path / "city", problem, "small_city", {"a": 1, "b": 2})
    scenario = city.load()
    base = load_scenario("small_city")
    assert [d.name_zh for d in scenario.city.districts] == ["东区", "西区"]
    residents = sum(d.residents for d in base.city.districts)
    assert sum(d.residents for d in scenario.city.districts) == pytest.approx(residents, abs=2)
    templates = {t.id: t for t in scenario.templates}
    assert {k: t.cost for k, t in templates.items()} == {"a": 400_000, "b": 300_000, "c": 200_000}
    assert (templates["b"].posts, templates["b"].benefit) == (2, 100)
    assert scenario.budget.by_year == (1_000_000,)
    assert city.load(1.1).budget.by_year == pytest.approx((1_100_000,))
    assert [text.code for text in city.assumed] == [
        "plan.assumed_scenario", "plan.assumed_residents", "plan.assumed_posts", "plan.assumed_domains",
        "plan.assumed_buying", "plan.assumed_start",
    ]  # fmt: skip


def test_districts_that_the_scenario_knows_have_its_people_and_the_others_share_the_rest() -> None:
    base = load_scenario("shanghai")
    known = {d.name_zh: d.residents for d in base.city.districts}
    names = ["浦东新区", "黄浦", "Xuhui", "某新城", "另一镇"]
    projects = [Project(f"{k}", 3, 1, 100 * (k + 1), district=name) for k, name in enumerate(names)]
    places = places_of(projects, base)
    people = {row[1]: row[3] for row in places.rows}
    assert [people[name] for name in names[:3]] == [known["浦东新区"], known["黄浦区"], known["徐汇区"]]
    rest = sum(d.residents for d in base.city.districts) - sum(people[name] for name in names[:3])
    assert (people["某新城"], people["另一镇"]) == (rest * 400 // 900, rest * 500 // 900)
    assert set(places.known) == set(names[:3])
    assert "浦东新区" in str(places.assumed)
    assert places.assumed.code == "plan.assumed_residents_some"


def test_savings_buy_nothing_that_the_rules_of_the_decision_forbid() -> None:
    rules = {
        "limit": [{"name": "west", "max": 700_000, "where": {"district": "西区"}}],
        "exclusive": [{"name": "one", "projects": ["a", "c"]}],
        "staff": [{"name": "workers", "available": 5}],
    }
    problem = Problem(PROJECTS, Budget.of(2_000_000 * YUAN), Rules.model_validate(rules))
    bound = rulebound(problem, {"b": 3})
    assert bound is not None
    assert bound(frozenset("a"), "b")
    assert not bound(frozenset("a"), "c")
    assert bound(frozenset("b"), "c")
    assert not rulebound(problem, {"b": 4})(frozenset("b"), "c")  # type: ignore[misc]
    assert rulebound(Problem(PROJECTS, Budget.of(100)), {}) is None


def test_a_project_finds_its_field_by_name(tmp_path: Path) -> None:
    base = load_scenario("small_city")
    ids = [d.id for d in base.city.domains]
    assert domain_of(PROJECTS[0], base) == "elderly"
    assert domain_of(PROJECTS[1], base) == "youth"
    assert domain_of(Project("x", 1, 1, 1, name="?"), base) == ids[0]
    named = next(d for d in base.city.domains if d.name_zh and d.id != ids[0])
    assert domain_of(Project("x", 1, 1, 1, name="老人", domain=named.name_zh), base) == named.id


def test_one_plan_is_played_as_it_stands(tmp_path: Path) -> None:
    problem = Problem(PROJECTS, Budget.of(1_200_000 * YUAN))
    city = write_city(tmp_path / "city", problem, "small_city", {})
    found = simulate(city, [Variant(CHOSEN, ("a", "b"))], 1)
    (only,) = found.runs
    assert set(only.served) <= {"a", "b"}
    assert sum(only.by_month) == pytest.approx(only.values[Key("paid")])
    assert len(only.by_month) == 12
    (account,) = only.accounts
    assert (account.source, account.granted) == (TOGETHER, 1_200_000 * YUAN)
    assert account.service / YUAN == pytest.approx(only.values[Key("paid")])


def test_a_list_that_costs_all_the_money_is_bought_whole(tmp_path: Path) -> None:
    problem = Problem(PROJECTS, Budget.of(1_000_000 * YUAN))
    city = write_city(tmp_path / "city", problem, "small_city", {})
    results = run(city.load(), planner=ListPlanner(("a", "b")))
    projects = results.world.state.projects
    needs = [need for need in results.world.state.record.needs if need.year == 1]
    assert {projects[n.project].template.id for n in needs if n.status == "selected"} == {"a", "b"}


def test_last_year_s_list_is_bought_first_then_what_its_money_still_reaches() -> None:
    listed = (("urgent", 5, 500), ("next", 4, 300), ("small", 3, 150), ("old", 1, 400))
    projects = [Project(name, urgency, 10, cost * YUAN, name=name) for name, urgency, cost in listed]
    problem = Problem(projects, Budget.of(1_000 * YUAN))
    outcome = allocate(problem, "urgency-first", "auto", 5.0)
    assert outcome.selected == ("urgent", "next", "small")
    last = chosen_list([projects[3], Project("gone", 3, 10, 100 * YUAN, name="gone")])
    found = {each.name: each for each in variants_of(problem, outcome, plans_beside(problem, outcome), last)}
    assert found["last"].selected == ("old", "urgent"), "600 of 1,000 are left for the list in its order: 500 fit"
    assert found["last"].reserve == ("next", "small")


def played(variant: str, replication: int, value: float, served: int = 0) -> PlayedRun:
    return PlayedRun(variant, replication, {Key("served"): value}, {"a": served}, [1.0])


def test_differences_are_paired_by_replication() -> None:
    runs = [played(CHOSEN, r, 10.0 * r) for r in range(3)] + [played("+5%", r, 10.0 * r + 2) for r in (2, 0, 1)]
    found = Simulated(tuple(runs)).against("+5%", Key("served"))
    assert (found.mean, found.low, found.high) == (2, 2, 2)


@pytest.mark.parametrize(("metric", "values", "low", "high"), [
    ("failed_share", (0.0, 0.0, 0.42), 0.0, 1.0),
    ("failed_share", (1.0, 1.0, 0.58), 0.0, 1.0),
    ("late_starts", (0.0, 0.0, 1.0), 0.0, 11.0),
    ("paid", (0.0, 1.0, 9.0), 0.0, float("inf")),
])  # fmt: skip
def test_a_band_holds_nothing_that_is_impossible(
    metric: str, values: tuple[float, ...], low: float, high: float
) -> None:
    runs = tuple(PlayedRun(CHOSEN, k, {Key(metric): value}, {}, []) for k, value in enumerate(values))
    whole, found = estimate(values, 0.95), Simulated(runs).estimate(CHOSEN, Key(metric))
    assert whole.low < low or whole.high > high
    assert low <= found.low <= found.mean <= found.high <= high
    assert (found.low, found.high) == (max(whole.low, low), min(whole.high, high))


def test_a_difference_may_be_negative_as_far_as_it_likes() -> None:
    runs = [PlayedRun(name, k, {Key("failed_share"): value}, {}, [])
            for name, value in ((CHOSEN, 0.9), ("last", 0.0)) for k in range(3)]  # fmt: skip
    assert Simulated(tuple(runs)).against("last", Key("failed_share")).low == pytest.approx(-0.9)


def test_a_project_disappoints_as_often_as_it_serves_too_few() -> None:
    found = Simulated(tuple(played(CHOSEN, r, 0.0, served) for r, served in enumerate((100, 79, 80, 10))))
    assert disappointing(found, {"a": 100.0}, 0.8) == [("a", 100.0, 67.25, 0.5)]
