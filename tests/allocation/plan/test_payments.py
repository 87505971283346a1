"""Who may pay for a list: splits over sources and years by enumeration, and payments that the audit refuses."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from gpss_sim.allocation import Problem, Project, Rules
from gpss_sim.allocation.plan import unsplit
from gpss_sim.allocation.plan.audit import admits, audit
from gpss_sim.allocation.plan.funding import fund
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.plan.ranking import ranking
from gpss_sim.allocation.plan.unsplit import one_source_each

SOURCES = ("fiscal", "lottery")


def payable(problem: Problem, split: bool) -> bool:
    """Whether some way to pay for everything keeps each source and each line within its money; amounts are few fen."""
    cells = [(i, year, fen) for i, p in enumerate(problem.projects) for year, fen in p.years.items()]

    def ways(i: int, fen: int) -> list[tuple[int, int]]:
        able = problem.projects[i].sources or SOURCES
        whole = [(fen, 0)] if "fiscal" in able else []
        other = [(0, fen)] if "lottery" in able else []
        return [(k, fen - k) for k in range(fen + 1)] if split and len(able) == 2 else whole + other

    for choice in product(*(ways(i, fen) for i, _, fen in cells)):
        if not split:
            used: dict[int, set[int]] = {}
            for (i, _, fen), pay in zip(cells, choice, strict=True):
                used.setdefault(i, set()).update(k for k in (0, 1) if pay[k] and fen)
            if any(len(payers) > 1 for payers in used.values()):
                continue
        for line in problem.budget.lines:
            spent = sum(
                pay[k]
                for (_, year, _), pay in zip(cells, choice, strict=True)
                for k in (0, 1)
                if line.covers(year, SOURCES[k])
            )
            if spent > line.amount:
                break
        else:
            return True
    return False


@pytest.mark.parametrize("split", [True, False])
def test_a_list_can_be_paid_for_where_some_split_keeps_every_line(split: bool) -> None:
    luck, yes, no = Random(5), 0, 0
    for _ in range(30):
        yearly = luck.random() < 0.5
        projects = [
            Project(
                f"p{k}",
                3,
                1,
                {2027: luck.randint(1, 2), 2028: luck.randint(0, 2)} if yearly else luck.randint(1, 5),
                sources=luck.choice([(), ("fiscal",), ("lottery",), ("lottery", "fiscal")]),
            )
            for k in range(3)
        ]
        amount = lambda: luck.randint(2, 9)  # noqa: E731
        money: dict[object, int] = {"fiscal": amount(), "lottery": amount()}
        if yearly:
            money = {(y, s): luck.randint(1, 4) for y in (2027, 2028) for s in SOURCES}
            if luck.random() < 0.5:
                money |= {2027: luck.randint(3, 6)}
            if luck.random() < 0.3:
                money |= {"fiscal": luck.randint(2, 5)}
        problem = Problem(projects, money, Rules(split_sources=split))  # type: ignore[arg-type]
        posts = dict.fromkeys(range(3), 1)
        found = fund(problem, posts)
        assert Plan(problem, posts).feasible == payable(problem, split), (projects, money)
        yes, no = yes + Plan(problem, posts).feasible, no + (found is None)
        if found is not None:
            assert {breach.rule for breach in audit(problem, posts, found)} <= {"budget 2027"}
            for project in problem.projects:
                for year, fen in project.years.items():
                    assert sum(v for (n, y, _), v in found.items() if (n, y) == (project.id, year)) == fen
    assert min(yes, no) > 3


def test_the_dearest_is_paid_first_from_the_source_it_names_first(monkeypatch: pytest.MonkeyPatch) -> None:
    projects = [
        Project("a", 3, 1, 5, sources=("lottery", "fiscal")),
        Project("b", 3, 1, 7, sources=("lottery", "fiscal")),
        Project("c", 3, 1, 5, sources=("fiscal", "lottery")),
    ]
    problem = Problem(projects, {"fiscal": 10, "lottery": 8}, Rules(split_sources=False))
    prices = {i: p.price(1) for i, p in enumerate(problem.projects)}
    assert one_source_each(problem, prices) == {1: "lottery", 0: "fiscal", 2: "fiscal"}
    assert one_source_each(problem, {}) == {}
    monkeypatch.setattr(unsplit, "STEPS", 3)
    assert one_source_each(problem, prices) is not None
    monkeypatch.setattr(unsplit, "STEPS", 2)
    assert one_source_each(problem, prices) is None


def test_what_failed_with_the_same_money_left_is_not_tried_again() -> None:
    """Sixteen alike that a pair of sources cannot hold: 2¹⁶ ways, of which all of one length are the same."""
    options = [[("x", (3, 0)), ("y", (0, 3))]] * 16
    needs = [3 * k for k in range(16, -1, -1)]
    assert unsplit._assign(options, needs, (23, 26)) is None
    assert unsplit._assign(options, needs, (24, 24)) is not None
    found = unsplit._assign([[("x", (2, 0)), ("y", (0, 2))], [("x", (3, 0))]], [5, 3, 0], (3, 2))
    assert found == ["y", "x"]


PAID = Problem(
    [
        Project("a", 5, 6, 600, posts=3, min_posts=2, sources=("fiscal",)),
        Project("b", 4, 5, 400),
        Project("c", 4, 5, 100),
    ],
    {"fiscal": 700, "lottery": 500},
)


@pytest.mark.parametrize(
    ("payments", "rules"),
    [
        ({("a", "fiscal"): 600, ("b", "lottery"): 400}, []),
        ({("a", "fiscal"): 599, ("b", "lottery"): 400}, ["payment"]),
        ({("a", "fiscal"): 601, ("b", "lottery"): 400}, ["payment"]),
        ({("a", "fiscal"): 600}, ["payment"]),
        ({("a", "fiscal"): 600, ("b", "lottery"): 400, ("c", "lottery"): 1}, ["payment"]),
        ({("a", "fiscal"): 600, ("b", "lottery"): 400, ("c", "lottery"): 0}, []),
        (
            {("a", "lottery"): 200, ("a", "fiscal"): 400, ("b", "fiscal"): 300, ("b", "lottery"): 100},
            ["eligible sources"],
        ),
        ({("a", "fiscal"): 700, ("a", "fiscal "): -100, ("b", "lottery"): 400}, ["eligible sources"] * 3),
        ({("a", None): 600, ("b", "lottery"): 400}, ["eligible sources"] * 3),
        ({("a", "fiscal"): 600, ("b", "fiscal"): 400}, ["budget fiscal"]),
        ({("a", "fiscal"): 600, ("b", "other"): 400}, ["eligible sources"]),
        ({("a", "fiscal"): 600, ("b", "fiscal"): 100, ("b", "lottery"): 300}, []),
    ],
)
def test_payments_are_refused_for_what_is_wrong_with_them(
    payments: dict[tuple[str, str | None], int], rules: list[str]
) -> None:
    paid = {(name, None, source): fen for (name, source), fen in payments.items()}
    found = [breach.rule for breach in audit(PAID, {0: 3, 1: 1}, paid)]
    assert (found == rules) or (rules and set(found) == set(rules)), found


def test_a_project_of_one_source_is_not_paid_by_two() -> None:
    strict = PAID.with_rules(Rules(split_sources=False))
    both = {("a", None, "fiscal"): 600, ("b", None, "fiscal"): 100, ("b", None, "lottery"): 300}
    assert [breach.rule for breach in audit(strict, {0: 3, 1: 1}, both)] == ["split_sources"]
    one = {("a", None, "fiscal"): 600, ("b", None, "fiscal"): 0, ("b", None, "lottery"): 400}
    assert audit(strict, {0: 3, 1: 1}, one) == []


def test_posts_lie_between_the_fewest_and_all() -> None:
    free = Problem(PAID.projects, 10_000)
    assert [Plan(free, {0: n}).feasible for n in range(1, 5)] == [False, True, True, False]


def test_other_sources_pay_within_what_a_general_line_has_beyond_the_named_ones() -> None:
    problem = Problem(
        [Project("a", 5, 1, 30, sources=("x",)), Project("b", 5, 1, 40)], {(None, None): 100, "fiscal": 70}
    )
    good = {("a", None, "x"): 30, ("b", None, "fiscal"): 40}
    assert audit(problem, {0: 1, 1: 1}, good) == []
    assert fund(problem, {0: 1, 1: 1}) == good
    beyond = {("a", None, "x"): 30, ("b", None, "other"): 1, ("b", None, "fiscal"): 39}
    assert [breach.rule for breach in audit(problem, {0: 1, 1: 1}, beyond)] == ["eligible sources"]


def test_more_projects_are_admitted_where_no_further_rule_breaks() -> None:
    rules = Rules.model_validate({"limit": [{"name": "two", "max_projects": 2}], "mandatory": ["c"]})
    problem = Problem(PAID.projects, 1, rules)
    assert admits(problem, {0: 3}, {0: 3, 1: 1})
    assert admits(problem, {0: 3}, {0: 3, 2: 1})
    assert not admits(problem, {0: 3, 2: 1}, {0: 3, 1: 1, 2: 1})
    assert admits(problem, {0: 3, 1: 1, 2: 1}, {0: 3, 1: 1, 2: 1})


def test_the_ranking_is_by_urgency_then_benefit_for_money_then_id() -> None:
    projects = [
        Project("a", 3, 6, 200),
        Project("b", 3, 4, 100),
        Project("c", 5, 1, 900),
        Project("d", 3, 8, 200),
        Project("e", 1, 90, 10, mandatory=True),
    ]

    def told(policy: str, **ranking_: object) -> str:
        rules = Rules.model_validate({"continuing": ["a"], "ranking": ranking_})
        problem = Problem(projects, 1000, rules)
        return "".join(problem.projects[i].id for i in ranking(problem, policy))

    assert told("urgency-first") == "cbdae"
    assert told("core-plus") == "aecbd"
    assert told("weighted") == "ebdac"
    assert told("rank-and-cut") == "cbdae"
    assert told("rank-and-cut", by="benefit") == "cdabe"
    assert told("rank-and-cut", use_urgency=False) == "ebdac"
    assert told("rank-and-cut", by="benefit", use_urgency=False) == "edabc"
    assert told("urgency-first", by="benefit", use_urgency=False) == "cbdae"
