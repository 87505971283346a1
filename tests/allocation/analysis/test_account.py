"""What a line of the budget must pay, as a sum by hand, and what it lacks at the least, by enumeration."""

from __future__ import annotations

from random import Random

from gpss_sim.allocation import Problem, Project, Rules
from gpss_sim.allocation.analysis.account import LineAccount, Prescribed, accounts
from gpss_sim.allocation.analysis.least import least_lacking
from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.problem.budget import Appropriation
from tests.allocation.milp.small import every_plan

PROJECTS = [
    Project("a", 5, 3, 4_000, domain="x", mandatory=True),
    Project("b", 4, 3, 3_000, domain="x", posts=3, min_posts=1),
    Project("c", 3, 3, 2_000, domain="y", sources=("fiscal",)),
    Project("d", 2, 3, 2_500, domain="y", sources=("fiscal", "lottery")),
]


def problem(money: object, **rules: object) -> Problem:
    return Problem(PROJECTS, money, Rules.model_validate(rules))  # type: ignore[arg-type]


def uses(account: LineAccount) -> list[tuple[str, str, int]]:
    return [(use.kind, use.name, use.amount) for use in account.uses]


def test_an_account_adds_up_contracts_reserve_projects_and_what_floors_ask_beyond() -> None:
    decision = problem(
        9_000,
        commitment=[{"name": "old", "amount": 20}],
        reserve={"share": 0.1, "amount": 1},
        mandatory=["b"],
        limit=[{"name": "x", "where": {"domain": "x"}, "min": 60}, {"name": "y", "where": {"domain": "y"}, "min": 10}],
    )
    [account] = accounts(decision, ["budget", "mandatory a", "mandatory b", "x", "y"])
    assert account.line == Appropriation(9_000)
    assert uses(account) == [
        ("commitment", "old", 2_000),
        ("reserve", "", 1_000),
        ("mandatory", "a", 4_000),
        ("mandatory", "b", 1_000),
        ("floor", "x", 1_000),
        ("floor", "y", 1_000),
    ]
    assert account.lacking == 1_000
    assert accounts(decision, ["mandatory a", "x"]) == []
    [account] = accounts(decision.with_budget(2_000), ["budget"])
    assert (uses(account), account.lacking) == ([("commitment", "old", 2_000), ("reserve", "", 300)], 300)


def test_only_what_the_conflict_names_counts_and_a_line_that_can_pay_has_no_account() -> None:
    decision = problem(4_000, mandatory=["b"])
    assert accounts(decision, ["budget", "mandatory a"]) == []
    [account] = accounts(decision.with_budget(3_999), ["budget", "mandatory a"])
    assert (uses(account), account.lacking) == ([("mandatory", "a", 4_000)], 1)
    [account] = accounts(decision, ["budget", "mandatory a", "mandatory b"])
    assert account.lacking == 1_000


def test_on_a_line_of_one_source_a_project_counts_where_no_other_source_may_pay() -> None:
    decision = problem({"fiscal": 1_000, "lottery": 9_000}, mandatory=["c", "d"])
    names = ["budget fiscal", "budget lottery", "mandatory a", "mandatory c", "mandatory d"]
    [account] = accounts(decision, names)
    assert (account.line.source, uses(account)) == ("fiscal", [("mandatory", "c", 2_000)])


def test_of_floors_that_share_projects_the_first_counts_and_shares_are_of_what_is_granted() -> None:
    limits = [
        {"name": "half", "where": {"domain": "x"}, "min_share": 0.5},
        {"name": "again", "where": {"projects": ["b"]}, "min": 70},
        {"name": "spent", "where": {"domain": "y"}, "min_share": 0.9, "of": "spending"},
        {"name": "y", "where": {"domain": "y"}, "min": 60},
    ]
    [account] = accounts(problem(9_999, limit=limits), ["budget", "half", "again", "spent", "y"])
    assert uses(account) == [("floor", "half", 5_000), ("floor", "y", 6_000)]
    assert accounts(problem(9_999, limit=limits), ["budget", "mandatory a", "half"]) == []


def test_a_year_pays_its_own_costs_and_floors() -> None:
    projects = [Project("a", 5, 3, {2027: 40, 2028: 60}, mandatory=True), Project("b", 5, 3, {2027: 10, 2028: 0})]
    rules = Rules.model_validate({"limit": [{"name": "late", "where": {"projects": ["b"]}, "year": 2028, "min": 1}]})
    decision = Problem(projects, {2027: 39, 2028: 60}, rules)
    found = accounts(decision, ["budget 2027", "budget 2028", "mandatory a", "late"])
    assert [(account.line.year, uses(account)) for account in found] == [
        (2027, [("mandatory", "a", 40)]),
        (2028, [("mandatory", "a", 60), ("floor", "late", 100)]),
    ]
    assert [account.lacking for account in found] == [1, 100]
    assert Prescribed("floor", "late", 100) in found[1].uses


def test_the_least_that_a_line_lacks_is_what_the_cheapest_list_within_the_rules_costs_more() -> None:
    luck, met, never = Random(4), 0, 0
    for _ in range(20):
        projects = [
            Project(f"p{k}", 3, 2, luck.randint(5, 60), domain="xy"[k % 2], mandatory=luck.random() < 0.3)
            for k in range(5)
        ]
        limits = [
            {"name": "x", "where": {"domain": "x"}, "min": luck.randint(0, 9) / 10},
            {"name": "few", "max_projects": luck.randint(1, 3)},
        ]
        decision = Problem(projects, luck.randint(1, 40), Rules.model_validate({"limit": limits}))
        names = ["budget", "x", "few", *(f"mandatory {name}" for name in sorted(decision.must))]
        able = [plan.cost for plan in every_plan(decision) if all(breach.rule == "budget" for breach in plan.breaches)]
        lacking = None if not able else max(0, min(able) - decision.budget.total)
        assert least_lacking(decision, names, "budget", 20) == (lacking or None)
        met, never = met + bool(lacking), never + (not able)
    assert met > 3
    assert never


def test_rules_that_are_not_named_do_not_count_and_amounts_may_share_a_divisor() -> None:
    projects = [Project("a", 5, 1, 60_000, mandatory=True), Project("b", 5, 1, 50_000, mandatory=True)]
    decision = Problem(projects, 40_500)
    assert {row.rule for row in build(decision, drawn=False).rows} >= {"budget", "mandatory a", "mandatory b"}
    assert least_lacking(decision, ["budget", "mandatory b"], "budget", 20) == 9_500
    assert least_lacking(decision, ["budget", "mandatory a", "mandatory b"], "budget", 20) == 69_500
