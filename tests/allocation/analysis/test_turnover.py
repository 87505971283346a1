"""Where more money turns a list over, by hand; and the readings of urgency side by side, by sums."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from gpss_sim.allocation import Problem, Project, allocate
from gpss_sim.allocation.analysis.frontier import FrontierPoint
from gpss_sim.allocation.analysis.policies_compared import compare_policies
from gpss_sim.allocation.analysis.turnover import Turnover, turnover
from gpss_sim.allocation.plan.plan import Plan

PROBLEM = Problem(
    [Project("a", 5, 4, 10), Project("b", 4, 3, 10), Project("c", 3, 6, 10), Project("d", 2, 2, 10, posts=2)], 40
)


def at(budget: int, *names: str) -> FrontierPoint:
    return FrontierPoint(budget, "urgency-first", "proven_optimal", Plan.of(PROBLEM, dict.fromkeys(names, 1)))


def test_a_list_that_only_grows_is_not_turned_over() -> None:
    points = [at(10, "a"), at(20, "a", "b"), FrontierPoint(25, "urgency-first", "no_answer"), at(30, "a", "b", "c")]
    assert turnover(points) is None
    assert turnover([]) is None
    assert turnover([at(10, "a")]) is None


def test_the_first_pair_that_gives_something_up_is_told_whatever_the_order_of_points() -> None:
    points = [at(30, "a", "c"), at(10, "b"), at(20, "a", "b"), at(40, "a", "d")]
    found = turnover(points[:3])
    assert found == Turnover(at(20, "a", "b"), at(30, "a", "c"), ("b",), ("c",))
    assert (found.lost, found.falls) == (-3, False)
    worst = turnover(points)
    assert worst is not None
    assert (worst.less.budget, worst.more.budget, worst.out, worst.into) == (30, 40, ("c",), ("d",))
    assert (worst.lost, worst.falls) == (4 + 6 - 4 - 1, True)


def test_pairs_that_lose_nothing_are_as_good_as_each_other() -> None:
    """A gain is no reason to name a later pair, nor is a smaller loss one to name an earlier pair."""
    rising = [at(10, "b"), at(20, "a"), at(30, "c")]
    found = turnover(rising)
    assert found is not None
    assert (found.less.budget, found.lost) == (10, -1)
    even = turnover([at(10, "c"), at(20, "a"), at(30, "d"), at(40, "b")])
    assert even is not None
    assert (even.less.budget, even.lost) == (20, 3)


def test_two_points_of_one_budget_are_no_pair_and_nothing_is_lost_without_a_list() -> None:
    assert turnover([at(10, "a"), at(10, "b")]) is None
    nothing = FrontierPoint(5, "urgency-first", "infeasible")
    for pair in ((at(10, "a"), nothing), (nothing, at(10, "a"))):
        assert (Turnover(*pair, ("a",), ()).lost, Turnover(*pair, ("a",), ()).falls) == (0, False)
    assert not Turnover(at(10, "a"), at(20, "a"), (), ()).falls


def test_what_every_reading_buys_and_leaves_unmet_adds_up_to_the_library() -> None:
    luck, apart = Random(6), 0
    for _ in range(8):
        projects = [
            Project(
                f"p{k}",
                luck.randint(1, 5),
                Fraction(luck.randint(1, 9), 2),
                6 * luck.randint(1, 9),
                posts=3,
                min_posts=1,
            )
            if luck.random() < 0.4
            else Project(f"p{k}", luck.randint(3, 5), luck.randint(1, 9), luck.randint(1, 50))
            for k in range(5)
        ]
        problem = Problem(projects, luck.randint(30, 90))
        policies = ("urgency-first", "weighted", "rank-and-cut")
        outcomes = {policy: allocate(problem, policy) for policy in policies}
        views = compare_policies(problem, outcomes, "weighted")
        mine = set(outcomes["weighted"].selected)
        for policy, view in zip(policies, views, strict=True):
            outcome = outcomes[policy]
            theirs = set(outcome.selected)
            assert view.outcome is outcome
            assert view.weighted_benefit == outcome.plan.weighted
            for tier in range(1, 6):
                bought = [(p, outcome.posts.get(p.id, 0)) for p in problem.projects if p.urgency == tier]
                served = sum((Fraction(p.benefit) * n / p.posts for p, n in bought), Fraction(0))
                assert view.by_urgency.get(tier, 0) == served
                assert view.unmet[tier] == sum((Fraction(p.benefit) for p, _ in bought), Fraction(0)) - served
            assert list(view.unmet) == [5, 4, 3, 2, 1]
            assert view.left_out == tuple(p.id for p in problem.projects if p.urgency == 5 and p.id not in theirs)
            assert view.only_here == tuple(sorted(theirs - mine))
            assert view.not_here == tuple(sorted(mine - theirs))
            apart += bool(view.only_here) and bool(view.not_here)
    assert apart
