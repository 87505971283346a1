"""What every family of rules promises: it binds, is audited without a solver, explained, scaled, and switched off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from gpss_sim.allocation import Problem, Project, Rules, allocate
from gpss_sim.allocation.analysis.robustness import prices_of_rules
from gpss_sim.allocation.milp import solvers
from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.milp.program import Program, ProgramRow
from gpss_sim.allocation.milp.subproblem import Subproblem
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.problem.rules.file import read_rules
from gpss_sim.allocation.problem.rules.rule import FAMILIES, Rule
from gpss_sim.allocation.problem.rules.rule_tables import amount_keys
from gpss_sim.allocation.results.decision import load, save
from gpss_sim.allocation.search.feasible_fill import FeasibleFill
from gpss_sim.errors import InputError
from gpss_sim.i18n import sentences
from tests.allocation.changes import check_changes
from tests.allocation.libraries import best

LIBRARY = [
    Project("a", 5, 60, 600, domain="elderly", district="东", agency="甲"),
    Project("b", 5, 50, 500, domain="elderly", district="东", agency="甲", posts=2, min_posts=1),
    Project("c", 4, 40, 400, domain="elderly", district="东", agency="乙"),
    Project("d", 3, 30, 700, domain="youth", district="西", agency="乙"),
    Project("e", 2, 20, 300, domain="youth", district="西", agency=""),
    Project("f", 1, 9, 200, domain="youth", district="西", agency="丙"),
]
WHOLE = [replace(p, min_posts=None) for p in LIBRARY]
BUDGET = 1600
EXAMPLES: dict[str, dict[str, Any]] = {
    "exclusive": {"projects": ["a", "b"]},
    "requires": {"project": "a", "needs": ["f"]},
    "limit": {"where": {"domain": "elderly"}, "max": 11},
    "staff": {"available": 2},
    "overlap": {"where": {"domain": "elderly"}, "steps": [{"up_to": 60, "rate": 1}], "beyond": 0.1},
    "fairness": {"population": {"东": 20, "西": 10}, "gini_at_most": 0.1},
    "overrun": {"probability": 0.05, "deviation": 0.3},
    "concentration": {"at_most": 1},
}
"""A table of each family that changes what is bought of LIBRARY."""

POLICY = "weighted"
BARE = Problem(LIBRARY, BUDGET)
families = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.table)


def table_of(family: type[Rule]) -> dict[str, Any]:
    return {"name": f"the {family.table}", **EXAMPLES[family.table]}


def ruled(family: type[Rule]) -> Problem:
    table = table_of(family)
    return Problem(LIBRARY, BUDGET, Rules.model_validate({family.table: table if family.single else [table]}))


def rule_in(problem: Problem) -> Rule:
    (rule,) = problem.rules.active
    return rule


def every_plan(problem: Problem) -> Iterator[Plan]:
    for choice in product(*[(0, *range(p.smallest, p.posts + 1)) for p in problem.projects]):
        yield Plan(problem, {i: n for i, n in enumerate(choice) if n})


def test_every_family_has_an_example() -> None:
    assert set(EXAMPLES) == {family.table for family in FAMILIES}


@families
def test_it_binds(family: type[Rule]) -> None:
    """The plan without the rule breaks it or is worth something else under it; the plan under it keeps it."""
    problem = ruled(family)
    before, after = allocate(BARE, POLICY).plan, allocate(problem, POLICY).plan
    there = before.on(problem)
    assert there.breaches or there.weighted != before.weighted
    assert all(breach.rule.startswith(rule_in(problem).name) for breach in there.breaches)
    assert before != after
    assert after.feasible


@families
def test_it_is_audited_without_a_solver(family: type[Rule], monkeypatch: pytest.MonkeyPatch) -> None:
    """The best plan that the audit passes, by enumeration with every solver broken, is what the search finds."""
    problem = ruled(family)
    found = allocate(problem, POLICY)

    def broken(*_: object, **__: object) -> None:
        raise AssertionError("a solver was called")

    monkeypatch.setattr(solvers, "solve", broken)
    monkeypatch.setattr(solvers, "SOLVERS", {})
    assert found.plan == best(problem, POLICY)
    assert found.verdict == "proven_optimal"


@families
def test_its_rows_hold_exactly_for_the_plans_that_the_audit_passes(family: type[Rule]) -> None:
    problem = ruled(family)
    if rule_in(problem).lazy:
        return check_cuts(problem)
    program = build(problem)
    kept = 0
    for plan in every_plan(problem):
        kept += plan.feasible
        assert possible(program, plan) == plan.feasible, plan.by_id
    assert 0 < kept < len([*every_plan(problem)])
    return None


def check_cuts(problem: Problem) -> None:
    """A row entered at a plan that breaks a lazy rule excludes this plan and none that keeps the rule."""
    feasible = [plan for plan in every_plan(problem) if plan.feasible]
    bare = build(problem)
    cut = [plan for plan in every_plan(problem) if not plan.feasible and possible(bare, plan)]
    assert cut
    for plan in cut:
        program = build(problem)
        assert rule_in(problem).cut_off(program, plan.posts)
        assert not possible(program, plan)
        assert all(possible(program, other) for other in feasible)


def possible(program: Program, plan: Plan) -> bool:
    """Whether some amounts beside the plan satisfy every row."""
    fixed = [ProgramRow("", {c: 1}, n, n) for c, n in program.units_of(plan).items()]
    task = Subproblem(program.columns, [*program.rows, *fixed], {})
    return solvers.solve(task, "highs").status == "optimal"


@families
def test_its_changes_turn_the_decision(family: type[Rule]) -> None:
    assert check_changes(ruled(family), POLICY, ["a", "c", "f"]) > 0


@families
def test_a_project_that_only_the_rule_keeps_out_is_refused_by_its_name(family: type[Rule]) -> None:
    problem = ruled(family)
    if family.reads_benefit:
        return  # such a rule gives no reason of its own: what fits beside a plan depends on the whole plan
    program = build(problem)
    refused = 0
    for plan in every_plan(problem):
        for i in set(range(len(problem.projects))).difference(plan.posts) if plan.feasible else ():
            posts = problem.projects[i].smallest
            broken = Plan(problem, {**plan.posts, i: posts}).breaches
            if broken and all(breach.rule.startswith(rule_in(problem).name) for breach in broken):
                refused += 1
                assert FeasibleFill(program, plan).refusal(i, posts) in {breach.rule for breach in broken}
    assert bool(refused) == (rule_in(problem).lazy or can_keep_out(program, rule_in(problem)))


def can_keep_out(program: Program, rule: Rule) -> bool:
    """Whether one more project can break a row of the rule: floors alone keep nothing out."""
    rows = [row for row in program.rows if row.rule.startswith(rule.name)]
    return any(row.high is not None or min(row.terms.values()) < 0 for row in rows)


@families
def test_its_price_is_named(family: type[Rule]) -> None:
    problem = ruled(family)
    (price,) = prices_of_rules(problem)
    assert price.rule == rule_in(problem).name
    assert price.proven
    assert price.loss == allocate(BARE, POLICY).plan.weighted - allocate(problem, POLICY).plan.weighted


@families
def test_it_scales_with_money(family: type[Rule]) -> None:
    """Costs, budget and the rule's amounts a million and three times as large: the same projects."""
    times = 1_000_003
    problem = ruled(family)
    rule = rule_in(problem)
    amounts = {key: getattr(rule, key) for key in amount_keys(family) if getattr(rule, key) is not None}
    larger = rule.model_copy(update={key: fen * times for key, fen in amounts.items()})
    rules = Rules().model_copy(update={rule.table: larger if rule.single else (larger,)})
    library = [replace(p, cost=p.total * times) for p in LIBRARY]
    assert allocate(Problem(library, BUDGET * times, rules), POLICY).posts == allocate(problem, POLICY).posts


@families
def test_it_is_switched_off_cleanly(family: type[Rule], tmp_path: Path) -> None:
    problem = ruled(family)
    off = problem.with_rules(problem.rules.without(rule_in(problem)))
    assert off.rules == Rules()
    assert off.rules.active == ()
    assert Problem(WHOLE, BUDGET, off.rules).single_budget
    assert not Problem(WHOLE, BUDGET, problem.rules).single_budget
    assert allocate(off, POLICY).posts == allocate(BARE, POLICY).posts
    save(tmp_path, off, allocate(off, POLICY), "auto", None)
    assert family.table not in load(tmp_path).problem.rules.model_dump(exclude_defaults=True)


@families
def test_it_is_read_and_saved_as_it_was_written(family: type[Rule], tmp_path: Path) -> None:
    problem = ruled(family)
    save(tmp_path, problem, allocate(problem, POLICY), "auto", None)
    assert load(tmp_path).problem.rules == problem.rules
    head = f"[{family.table}]" if family.single else f"[[{family.table}]]"
    (tmp_path / "rules.toml").write_text(f"{head}\nnonsense = 1\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_rules(tmp_path / "rules.toml")
    (fault,) = [fault for fault in refused.value.faults if "nonsense" in fault.place]
    assert all(key in fault.rule for key in family.model_fields)


@families
def test_it_is_documented(family: type[Rule]) -> None:
    page = (Path(__file__).parents[4] / "docs/allocation/rules.md").read_text("utf-8")
    assert (f"`[{family.table}]`" if family.single else f"`[[{family.table}]]`") in page


@families
def test_every_key_of_it_has_its_words(family: type[Rule]) -> None:
    """The decision book tells rules key by key, in both languages."""
    keys = [family.table, *family.model_fields]
    left = [key for key in keys if key != "name" and f"rule_key.{key}" not in sentences()]
    assert left == [], "python -m tools.messages add rule_key.<key> …"
