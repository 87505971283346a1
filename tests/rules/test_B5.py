"""Choosing projects for the budget (facts B5, R39–R53; R51 stands with price and cost)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gpss_sim import fiscal, money
from gpss_sim.errors import InputError
from gpss_sim.market.buyers.planning_year import Candidate, PlanningYear
from gpss_sim.planner import planner_for
from gpss_sim.scenario.load import load_scenario
from gpss_sim.simulate import run
from tests.city import load, write
from tests.rules.market import drawn_before, morning

PRESSING = Candidate(0, "a", 5, 1.0, 100, "east", "youth", "youth", "project", 1, False)
"""Urgency 5, little benefit, for 100."""
BROAD = replace(PRESSING, index=1, id="b", urgency=4, benefit=99.0)


def bought(rule: str, candidates: list[Candidate], budget: int) -> set[str]:
    return set(planner_for(rule)(PlanningYear(1, candidates, budget)).selected)


@pytest.mark.parametrize("column", ["posts", "cost", "domain", "district"])
def test_R39_R64_without_an_estimate_and_content_a_project_stays_out_of_the_library(
    column: str, tmp_path: Path
) -> None:
    """A plan has name, content, goals and budget; the pass marks of appraisal and estimate are not given."""
    file = write(tmp_path)
    lines = file.read_text("utf-8").splitlines()
    first = next(k for k, line in enumerate(lines) if line.startswith(column) and k > lines.index("[[templates]]"))
    file.write_text("\n".join(lines[:first] + lines[first + 1 :]), "utf-8")
    with pytest.raises(InputError, match=rf"templates\[0\].{column}"):
        load_scenario(file)


@pytest.mark.parametrize("rule", ["urgency-first", "rank-and-cut"])
@pytest.mark.parametrize(("urgency", "first"), [(3, {"a"}), (4, {"a"}), (5, {"b"})])
def test_R40_R43_the_most_pressing_comes_first_and_benefit_counts_only_among_equals(
    rule: str, urgency: int, first: set[str]
) -> None:
    """Urgency 5 against a lower, a little lower and an equal one of 99 times the benefit; money for one."""
    assert bought(rule, [PRESSING, replace(BROAD, urgency=urgency)], 100) == first


@pytest.mark.parametrize(("budget", "chosen"), [(99, set()), (100, {"a"}), (199, {"a"}), (200, {"a", "b"})])
def test_R43_within_means(budget: int, chosen: set[str]) -> None:
    assert bought("urgency-first", [PRESSING, BROAD], budget) == chosen


def test_R41_what_is_bought_stands_in_the_library_of_the_year(tmp_path: Path) -> None:
    state = run(load(tmp_path), seed=7).world.state
    told = {(need.year, need.project): need.status for need in state.record.needs}
    assert {told[row.year, row.project] for row in state.record.tenders} <= {"selected", "reserve", "continuing"}


def test_R42_of_equal_urgency_the_wider_benefit_is_bought() -> None:
    narrow, wide = replace(PRESSING, benefit=10.0), replace(BROAD, urgency=5, benefit=11.0)
    assert bought("urgency-first", [narrow, wide], 100) == {wide.id}


def test_R44_five_groups_each_with_its_plan() -> None:
    scenario = load_scenario("guidance_2012")
    groups = {domain.group for domain in scenario.city.domains}
    assert groups == {
        "urban_migrants",
        "left_behind_rural",
        "people_in_hardship",
        "special_groups",
        "disaster_victims",
    }
    assert {template.group for template in scenario.templates} == groups


@pytest.mark.parametrize(("money_for", "second"), [(0.99, 0), (1.0, 0), (1.5, 1)])
def test_R45_the_first_tier_is_bought_before_the_second(money_for: float, second: int) -> None:
    """Budgets just below, at and above what the projects of poor families cost, by the library's own urgency."""
    templates = load_scenario("huaian_elderly").templates
    first = [template for template in templates if template.group == "first_tier"]
    candidates = [
        Candidate(k, t.id, t.urgency, t.benefit, money.to_fen(t.cost), t.district, t.domain, t.group, "post", 1, False)
        for k, t in enumerate(templates)
    ]
    budget = round(money_for * sum(money.to_fen(template.cost) for template in first))
    group = {template.id: template.group for template in templates}
    chosen = [group[name] for name in bought("urgency-first", candidates, budget)]
    assert chosen.count("first_tier") == len(first) if money_for >= 1 else chosen.count("first_tier") < len(first)
    assert (chosen.count("second_tier") > 0) is bool(second)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_R45_for_five_years_no_second_tier_project_is_drawn_while_a_poor_one_that_costs_no_more_is_left(
    seed: int,
) -> None:
    """At half the money, in a run; by the survey's class instead the universal tier comes before the poor."""
    left = {source: _drawn_before_the_poor(source, seed) for source in ("file", "first_year")}
    assert left["file"] == []
    assert left["first_year"] != []


def _drawn_before_the_poor(source: str, seed: int) -> list[tuple[int, str]]:
    scenario = load_scenario("huaian_elderly", ("budget.coverage=0.5", f"rules.library.urgency={source}"))
    assert load_scenario("huaian_elderly").rules.library.urgency == "file"
    state = run(scenario, seed=seed).world.state
    assert {row.year for row in state.record.needs} == set(range(1, 6))
    return drawn_before(state, "first_tier")


def test_R46_R47_livelihood_first_is_urgency() -> None:
    """No scale is given for livelihood, ease or doubt: whoever ranks a project does it by its urgency."""
    ranked = [replace(PRESSING, index=k, id=str(k), urgency=5 - k) for k in range(4)]
    for budget in (100, 200, 300):
        assert bought("rank-and-cut", ranked, budget) == {str(k) for k in range(budget // 100)}


@pytest.mark.parametrize(("domain", "share"), [("very_scarce", 1.0), ("scarce", 0.75), ("fairly_scarce", 0.5)])
def test_R48_the_scarcer_the_larger_the_share_that_is_paid(domain: str, share: float) -> None:
    state = morning(load_scenario("tianjin_training", ("rules.estimate_error=0",)))
    graded = [project for project in state.projects if project.template.domain == domain]
    assert {
        project.ceiling(state.scenario, 1) / project.estimate.reference(state.scenario, 1) for project in graded
    } == {share}


def test_R49_a_plan_once_drawn_is_not_changed(tmp_path: Path) -> None:
    """What the plan of a year rejected is not bought in that year, however much was saved."""
    state = run(load(tmp_path, "budget.coverage=0.4"), seed=7).world.state
    rejected = {(need.year, need.project) for need in state.record.needs if need.status == "rejected"}
    assert rejected
    assert rejected & {(row.year, row.project) for row in state.record.tenders} == set()


@pytest.mark.parametrize("coverage", [0.2, 0.6, 1.0])
def test_R50_purchases_are_paid_inside_the_budget(coverage: float, tmp_path: Path) -> None:
    scenario = load(tmp_path, f"budget.coverage={coverage}", "calendar.years=1", "calendar.reference_year=false")
    state = run(scenario, seed=7).world.state
    granted = sum(move.amount for move in state.ledger.entries if move.account_from == "grant")
    signed = sum(contract.terms.price for contract in state.contracts)
    assert 0 < signed <= granted


def test_R52_lottery_money_pays_a_pilot_until_a_review_finds_it_mature_then_the_budget_does() -> None:
    scenario = load_scenario("shenzhen_seed_fund")
    state = run(scenario, seed=1).world.state
    matured = {row.project: row.year for row in state.record.reviews if row.result == "matured"}
    ended = {row.project for row in state.record.reviews if row.result == "pilot ended"}
    assert matured
    assert {"not yet mature"} <= {row.result for row in state.record.reviews}
    for entry in state.ledger.entries:
        if (entry.account_from, entry.account_to) == ("budget", "committed"):
            project = state.contracts[entry.contract].project
            mature = fiscal.year_of(entry.day) >= matured.get(project.index, 99)
            pilot = project.template.pilot and not mature
            assert entry.source == ("lottery" if pilot else "fiscal")
    for contract in state.contracts:
        if contract.terms.arrangement.method != "reference":
            pilots = scenario.rules.modes["pilot"]
            mature = fiscal.year_of(contract.book.start) >= matured.get(contract.project.index, 99)
            assert (contract.terms.arrangement.mode is pilots) == (contract.project.template.pilot and not mature)
    last = scenario.calendar.years
    assert not [p for p in ended if state.projects[p].offered(last)]


@pytest.mark.parametrize(("mark", "result"), [(0, {"matured"}), (100, {"not yet mature", "pilot ended"})])
def test_R52_what_the_review_asks_for_decides(mark: int, result: set[str]) -> None:
    scenario = load_scenario("shenzhen_seed_fund", (f"budget.maturity.pass_mark={mark}",))
    assert {row.result for row in run(scenario, seed=1).world.state.record.reviews} == result


@pytest.mark.parametrize(("growth", "more"), [(0.0, 1.0), (0.03, 1.03), (-0.1, 0.9)])
def test_R53_spending_grows_at_the_rate_that_is_set(growth: float, more: float, tmp_path: Path) -> None:
    state = run(load(tmp_path, f"budget.growth={growth}"), seed=7).world.state
    granted = dict.fromkeys((0, 1, 2), 0)
    for move in state.ledger.entries:
        if move.account_from == "grant":
            granted[fiscal.year_of(move.day)] += move.amount
    assert granted[1] / granted[0] == pytest.approx(more)
    assert granted[2] / granted[1] == pytest.approx(more)
