"""Core index, regret and the price of rules, against decisions over the drawn libraries by enumeration."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest

from gpss_sim.allocation import Problem, Project, Rules, allocate
from gpss_sim.allocation.analysis import robustness as module
from gpss_sim.allocation.analysis.robustness import Ranges, Robustness, prices_of_rules, robustness
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.library.project import exact
from gpss_sim.streams import Streams
from tests.allocation.libraries import best
from tests.allocation.milp.small import every_plan

LIBRARY = [Project(f"p{k}", 3 + k % 2, 12 + k, 1_000 + 37 * k) for k in range(5)]
TIED = {"limit": [{"name": "two", "max_projects": 2}]}


def most(problem: Problem) -> Fraction:
    """Largest weighted benefit of the plans that keep the rules; 0 where none does."""
    return max((plan.weighted for plan in every_plan(problem) if plan.feasible), default=Fraction(0))


@pytest.mark.parametrize("rules", [{}, TIED])
@pytest.mark.parametrize("policy", ["urgency-first", "weighted"])
def test_index_and_regret_are_those_of_the_best_lists_of_the_draws(rules: dict[str, object], policy: str) -> None:
    problem = Problem(LIBRARY, 2_090 if rules else 3_000, Rules.model_validate(rules))
    plan = allocate(problem, policy).plan
    ranges = Ranges(cost=0.4, benefit=0.5, weight=0.6)
    told = robustness(plan, policy, draws=6, seed=3, ranges=ranges)
    chosen, regrets = dict.fromkeys(problem.index, 0), []
    for drawn, valued in module._drawn(problem, 6, 3, ranges):
        there = best(drawn, policy)
        assert there is not None
        for name in there.by_id:
            chosen[name] += 1
        regrets.append(float((most(valued) - plan.on(valued).weighted) / most(valued)))
    assert told == Robustness({n: k / 6 for n, k in chosen.items()}, 6, sum(regrets) / 6, max(regrets))
    assert len(set(told.index.values())) > 2
    assert told.worst_regret > told.mean_regret > 0


def test_numbers_are_drawn_evenly_within_their_ranges_and_apart() -> None:
    """Costs, benefits and weights each follow their own stream, which the seed and the number of the draw name."""
    problem, ranges = Problem(LIBRARY, 3_000), Ranges(cost=0.1, benefit=0.2, weight=0.3)
    for k, (drawn, valued) in enumerate(module._drawn(problem, 3, 9, ranges)):
        luck = Streams(9, k)
        parts = {
            name: [1 + width * (2 * float(u) - 1) for u in luck.uniforms(name, n=5)]
            for name, width in (("cost", 0.1), ("benefit", 0.2), ("weight", 0.3))
        }
        for i, project in enumerate(problem.projects):
            assert float(exact(valued.projects[i].benefit)) == pytest.approx(
                float(project.benefit) * parts["benefit"][i], rel=1e-4
            )
            assert valued.projects[i].total == project.total
            assert drawn.projects[i].benefit == valued.projects[i].benefit
            assert project.total * parts["cost"][i] == pytest.approx(drawn.projects[i].total, abs=1.2)
        weights = sorted(float(w) * f for w, f in zip(problem.rules.weights, parts["weight"], strict=True))
        assert [float(w) / 10_000 for w in drawn.rules.weights] == pytest.approx(weights, rel=1e-4)
        assert drawn.rules.weights == valued.rules.weights
        assert (drawn.budget, valued.budget) == (problem.budget, problem.budget)


def test_a_cost_by_year_moves_in_every_year_and_none_falls_to_nothing() -> None:
    yearly = Project("a", 5, 1, {2027: 1_000, 2028: 3_000})
    assert module._dearer(yearly, 11_000).cost == {2027: 1_100, 2028: 3_300}
    assert module._dearer(Project("a", 5, 1, 1_000), 9_500).cost == 950
    assert module._dearer(Project("a", 5, 1, 1), 5_000).cost == 1


def test_without_ranges_nothing_moves() -> None:
    problem = Problem(LIBRARY, 3_000)
    plan = allocate(problem, "weighted").plan
    told = robustness(plan, "weighted", draws=2, ranges=Ranges(0, 0, 0))
    assert told.index == {name: float(name in plan.by_id) for name in problem.index}
    assert (told.mean_regret, told.worst_regret) == (0, 0)
    assert {told.group(name) for name in plan.by_id} == {"core"}
    assert {told.group(name) for name in set(problem.index) - set(plan.by_id)} == {"exterior"}
    assert Robustness({"a": 0.5}, 2, 0, 0).group("a") == "borderline"
    assert Ranges() == Ranges(cost=0.1, benefit=0.2, weight=0.2)


def test_what_is_worth_nothing_has_no_regret_and_draws_end_with_their_time() -> None:
    problem = Problem([Project("a", 5, 0, 10)], 100)
    seen: list[tuple[int, int]] = []
    told = robustness(Plan(problem, {}), "weighted", 3, progress=lambda done, total: seen.append((done, total)))
    assert (told.draws, told.mean_regret) == (3, 0)
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert robustness(Plan(problem, {}), "weighted", 3, limit=0.0).draws == 1


def test_a_search_begins_from_the_best_plan_of_the_draws_before(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Plan | None] = []
    search = module.LexicographicSearch

    def noted(*given: object, **named: object) -> object:
        begun.append(named["start"])  # type: ignore[arg-type]
        return search(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "LexicographicSearch", noted)
    problem = Problem(LIBRARY, 3_000, Rules.model_validate(TIED))
    plan = allocate(problem, "weighted").plan
    worse = Plan.of(problem, {"p0": 1})
    dear = Plan.of(problem, {"p0": 1, "p3": 1, "p4": 1})
    module._decide(problem, "weighted", [worse, dear, plan, Plan(problem, {})], module.Deadline(), ties=True)
    module._decide(problem, "weighted", [dear], module.Deadline(), ties=True)
    assert begun == [plan, None]


RULES: dict[str, object] = {
    "limit": [{"name": "one y", "where": {"domain": "y"}, "max_projects": 1}],
    "exclusive": [{"name": "one of", "projects": ["p0", "p1"]}],
    "reserve": {"amount": 0.05},
    "commitment": [{"name": "old", "amount": 0.04}],
    "mandatory": ["p2"],
}


def test_the_price_of_a_rule_is_what_the_best_list_gains_without_it() -> None:
    luck, dear = Random(5), 0
    for _ in range(6):
        projects = [
            Project(f"p{k}", luck.randint(1, 5), luck.randint(1, 9), luck.randint(1, 9), domain="xy"[k % 2])
            for k in range(4)
        ]
        problem = Problem(projects, luck.randint(12, 26), Rules.model_validate(RULES))
        if best(problem, "weighted") is None:
            assert prices_of_rules(problem) == []
            continue
        without = {
            "one y": {k: v for k, v in RULES.items() if k != "limit"},
            "one of": {k: v for k, v in RULES.items() if k != "exclusive"},
            "reserve": {k: v for k, v in RULES.items() if k != "reserve"},
            "old": {k: v for k, v in RULES.items() if k != "commitment"},
            "mandatory p2": {k: v for k, v in RULES.items() if k != "mandatory"},
        }
        told = prices_of_rules(problem)
        assert {price.rule for price in told} == set(without)
        assert told == sorted(told, key=lambda price: (-price.loss, price.rule))
        for price in told:
            top = most(problem.with_rules(Rules.model_validate(without[price.rule])))
            assert price.loss == top - most(problem), price.rule
            assert price.share == pytest.approx(float(price.loss / top))
            assert price.proven
            dear += price.loss > 0
    assert dear > 3


BOTH: dict[str, Any] = {"continuing": ("a",), "continuing_binding": True, "mandatory": ("b",)}


def test_a_project_that_the_library_prescribes_is_a_rule_as_well() -> None:
    problem = Problem([Project("a", 1, 1, 60, mandatory=True), Project("b", 5, 9, 60)], 100, Rules(continuing=("b",)))
    [told] = prices_of_rules(problem)
    assert (told.rule, told.loss) == ("mandatory a", most(problem.with_projects([problem.projects[1]])) - most(problem))
    both = Problem([Project("a", 1, 1, 60), Project("b", 5, 9, 40)], 100, Rules(**BOTH))
    assert [price.rule for price in prices_of_rules(both)] == ["mandatory a", "mandatory b"]
