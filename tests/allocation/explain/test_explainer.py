"""How the last unit of a change is found: the amounts that are asked for, and what is told of them.

A stub stands in for the solver, so that what is right is a number known beforehand and questions can be counted.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil, log2
from random import Random

import pytest

from gpss_sim.allocation import Problem, Project, Rules, allocate
from gpss_sim.allocation.explain import explain, explain_all
from gpss_sim.allocation.explain.change import Change
from gpss_sim.allocation.explain.explainer import Explainer
from gpss_sim.allocation.problem.deadline import Deadline
from gpss_sim.errors import InputError
from tests.allocation.milp.small import every_plan


class Asked:
    """Answers from a rule known beforehand, and keeps what was asked."""

    def __init__(self, rule: Callable[[int], bool], unproved: tuple[int, ...] = ()) -> None:
        self._rule, self._unproved = rule, unproved
        self.amounts: list[int] = []
        self.looked_up: list[tuple[str, str, int]] = []

    def inside(self, name: str, kind: str, amount: int) -> bool:
        """Whether the project is in with one number moved by `amount`."""
        assert (name, kind) == ("a", "cost")
        self.amounts.append(amount)
        return self._rule(amount)

    def proved(self, name: str, kind: str, amount: int) -> bool:
        """Whether that is proved."""
        self.looked_up.append((name, kind, amount))
        return amount not in self._unproved


def explainer(rule: Callable[[int], bool], posts: int = 1, unproved: tuple[int, ...] = ()) -> tuple[Explainer, Asked]:
    """An explainer of one project of 50 fen beside a budget of 100, whose solver is a stub."""
    problem = Problem([Project("a", 3, 4, 50, posts=posts)], 100)
    made, asked = Explainer(problem, allocate(problem, "weighted"), "auto", None, Deadline()), Asked(rule, unproved)
    made.solver = asked  # type: ignore[assignment]
    return made, asked


def test_the_nearest_change_is_the_least_amount_that_brings_it_in() -> None:
    for sign in (1, -1):
        for turn in (1, 2, 3, 17, 40):
            for guesses in ([turn], [turn + 1], [turn + 30], [0, -2, turn], [turn - 1, turn + 3], [turn + 9, turn + 2]):
                made, _ = explainer(lambda amount, sign=sign, turn=turn: sign * amount >= turn)  # type: ignore[misc]
                assert made._nearest("a", "cost", sign, guesses, None) == Change("cost", turn), (turn, guesses)


def test_a_right_guess_of_the_nearest_change_takes_two_questions() -> None:
    made, asked = explainer(lambda amount: amount >= 17)
    made._nearest("a", "cost", 1, [17, 90], 1000)
    assert asked.amounts == [17, 16]


def test_without_a_guess_the_nearest_change_is_halved_below_the_most() -> None:
    for turn in (1, 2, 31, 63, 64):
        made, asked = explainer(lambda amount, turn=turn: -amount >= turn)  # type: ignore[misc]
        assert made._nearest("a", "cost", -1, [], 64) == Change("cost", turn)
        assert asked.amounts[0] == -64
        assert len(asked.amounts) <= 1 + log2(64)
        assert 0 not in asked.amounts
    made, asked = explainer(lambda amount: amount >= 65)
    assert made._nearest("a", "cost", 1, [3], 64) is None
    assert asked.amounts == [3, 64]
    for most, expected in ((None, []), (0, []), (1, [1])):
        made, asked = explainer(lambda amount: False)
        assert made._nearest("a", "cost", 1, [], most) is None
        assert asked.amounts == expected
    made, asked = explainer(lambda amount: amount >= 1)
    assert made._nearest("a", "cost", 1, [], 1) == Change("cost", 1)


def test_the_furthest_change_is_the_largest_amount_with_which_it_stays_in() -> None:
    for sign in (1, -1):
        for turn in (0, 1, 2, 17, 40):
            for guesses in ([turn], [max(0, turn - 1)], [0], [turn + 5, turn], [turn + 5], [-3, turn // 2], []):
                for most in (None, 60):
                    made, _ = explainer(lambda amount, sign=sign, turn=turn: sign * amount <= turn)  # type: ignore[misc]
                    assert made._furthest("a", "cost", sign, guesses, most) == Change("cost", turn), (turn, guesses)


def test_a_right_guess_of_the_furthest_change_takes_two_questions() -> None:
    made, asked = explainer(lambda amount: amount <= 17)
    assert made._furthest("a", "cost", 1, [2, 17], 60) == Change("cost", 17)
    assert asked.amounts == [17, 18]
    made, asked = explainer(lambda amount: amount <= 60)
    assert made._furthest("a", "cost", 1, [60, 2], 60) == Change("cost", 60)
    assert asked.amounts == [60]
    made, asked = explainer(lambda amount: True)
    assert made._furthest("a", "cost", 1, [], 60) == Change("cost", 60)
    assert asked.amounts == [60]
    made, asked = explainer(lambda amount: False)
    assert made._furthest("a", "cost", 1, [], 0) == Change("cost", 0)
    assert asked.amounts == [0]


def test_without_a_most_the_furthest_change_is_looked_for_below_twice_the_budget_of_every_post() -> None:
    for posts in (1, 3):
        made, asked = explainer(lambda amount: amount < 7, posts)
        assert made._furthest("a", "cost", 1, [], None) == Change("cost", 6)
        assert asked.amounts[0] == (2 * 100 + 100) * posts // 2
        assert len(asked.amounts) <= ceil(log2(300 * posts))


def test_on_from_an_amount_steps_grow_eightfold() -> None:
    made, asked = explainer(lambda amount: amount <= 1000)
    assert made._onward("a", "cost", 1, 5, None) == 1000
    assert asked.amounts[:5] == [6, 14, 78, 590, 4686]
    made, asked = explainer(lambda amount: amount >= 1)
    assert made._onward("a", "cost", 1, 100, 0) == 1
    assert asked.amounts[:4] == [99, 91, 27, 0]
    made, asked = explainer(lambda amount: True)
    assert made._onward("a", "cost", 1, 100, 120) == 120
    assert asked.amounts == [101, 109, 120]


@pytest.mark.parametrize(
    ("kind", "inside", "amounts"),
    [("cost", False, (-9, -8)), ("cost", True, (9, 10)), ("benefit", False, (9, 8)), ("benefit", True, (-9, -10))],
)
def test_a_change_is_proved_where_both_sides_of_its_last_unit_are(
    kind: str, inside: bool, amounts: tuple[int, int]
) -> None:
    change = Change(kind, 9)  # type: ignore[arg-type]
    made, asked = explainer(lambda amount: True)
    assert made._judged("a", inside, change) is change
    assert asked.looked_up == [("a", kind, amounts[0]), ("a", kind, amounts[1])]
    for doubtful in amounts:
        made, _ = explainer(lambda amount: True, unproved=(doubtful,))
        assert made._judged("a", inside, change) == Change(kind, 9, proven=False)  # type: ignore[arg-type]


@pytest.mark.parametrize("reserve", [{}, {"share": 0.1}, {"share": 0.37}, {"amount": 0.2}])
def test_the_grant_is_the_least_that_leaves_what_is_missing_after_the_reserve(reserve: dict[str, float]) -> None:
    problem = Problem([Project("a", 3, 4, 50)], 101, Rules.model_validate({"reserve": reserve}))
    made = Explainer(problem, allocate(problem, "weighted"), "auto", None, Deadline())

    def left(extra: int) -> int:
        return problem.with_budget(101 + extra).money.lines[0].amount - problem.money.lines[0].amount

    for missing in (1, 2, 9, 33, 250):
        assert made._grant(missing) == next(extra for extra in range(1, 1000) if left(extra) >= missing)


def library(luck: Random) -> Problem:
    """Four projects, some of several posts, under a cap on how many of a district may be bought."""
    projects = [
        Project(
            f"p{k}",
            luck.randint(1, 5),
            luck.randint(1, 9),
            6 * luck.randint(1, 9),
            posts=(posts := luck.choice((1, 2, 3))),
            min_posts=luck.choice((1, posts)),
            district=luck.choice("SN"),
        )
        for k in range(4)
    ]
    rules = {"limit": [{"name": "cap", "where": {"district": "S"}, "max_projects": 2}]} if luck.random() < 0.5 else {}
    known = {project.district for project in projects}
    return Problem(projects, luck.randint(10, 90), Rules.model_validate(rules if "S" in known else {}))


@pytest.mark.parametrize("policy", ["weighted", "urgency-first"])
def test_rivals_are_what_leaves_or_enters_when_the_decision_is_forced_the_other_way(policy: str) -> None:
    luck, partly, lost = Random(11), 0, 0
    for _ in range(5):
        problem = library(luck)
        outcome = allocate(problem, policy)
        plans = [plan for plan in every_plan(problem) if plan.feasible]
        for told in explain_all(problem, outcome):
            position = problem.index[told.id]
            forced = [plan for plan in plans if (position in plan) != told.inside]
            other = max(forced, key=lambda plan: plan.rank_key(policy), default=None)
            assert told.inside == (position in outcome.plan)
            if other is None:
                assert (told.rivals, told.loss) == ((), None)
                continue
            gains, gives = (other.by_id, outcome.posts) if told.inside else (outcome.posts, other.by_id)
            expected = []
            for rival, n in sorted(gains.items()):
                if rival != told.id and n > gives.get(rival, 0):
                    part = n - gives.get(rival, 0)
                    expected.append(rival if part == n else f"{rival} ({part} of {n} posts)")
                    partly += part < n
            assert told.rivals == tuple(expected)
            loss = outcome.plan.weighted - other.weighted
            assert told.loss == (loss if policy == "weighted" else None)
            lost += loss > 0
    assert partly
    assert lost


def test_all_are_explained_as_each_one_is() -> None:
    problem = Problem([Project(n, u, b, c) for n, u, b, c in (("a", 5, 3, 60), ("b", 4, 2, 50), ("c", 1, 2, 40))], 100)
    outcome = allocate(problem, "weighted")
    assert [*explain_all(problem, outcome)] == [explain(problem, outcome, name) for name in "abc"]
    with pytest.raises(InputError, match="aa"):
        explain(problem, outcome, "aa")


def test_what_must_be_bought_or_has_no_answer_has_no_changes() -> None:
    must = Problem([Project("a", 5, 3, 60, mandatory=True), Project("b", 4, 2, 50)], 100)
    told = explain(must, allocate(must, "weighted"), "a")
    assert (told.inside, told.rivals, told.loss, told.changes, told.impossible, told.unsettled) == (
        True,
        (),
        None,
        (),
        (),
        (),
    )
    short = must.with_budget(10)
    told = explain(short, allocate(short, "weighted"), "b")
    assert (told.inside, told.changes, told.impossible) == (False, (), ())


def test_changes_of_a_list_by_hand() -> None:
    """Of 100 fen, b for 60 and c for 40 are worth 6; a for 50 is worth 3 and out, d for 10 is worth nothing."""
    numbers = (("a", 3, 50), ("b", 4, 60), ("c", 2, 40), ("d", 0, 10))
    rules = Rules.model_validate({"weights": [1, 1, 1, 1, 1]})
    problem = Problem([Project(n, 1, b, fen) for n, b, fen in numbers], 100, rules)
    outcome = allocate(problem, "weighted")
    assert outcome.selected == ("b", "c")
    told = explain(problem, outcome, "a")
    # at 40 it joins b; worth 4 it is as good as b with c at less money; with 10 more it joins b
    assert {change.kind: change.amount for change in told.changes} == {"cost": 10, "benefit": 1, "budget": 10}
    assert told.impossible == ("urgency",)
    assert (told.rivals, told.loss) == (("b",), Fraction(1))
    told = explain(problem, outcome, "d")
    # worth 1 it makes 6 with a and c at the same money, of which a has the smaller id
    assert {change.kind: change.amount for change in told.changes} == {"benefit": 1}
    assert told.impossible == ("cost", "urgency", "budget")
    assert told.loss == 1
    told = explain(problem, outcome, "b")
    # dearer it does not fit beside c, and a with c is worth 5; worth 3 it makes 5 with c for 100, as a does for 90
    assert {change.kind: change.amount for change in told.changes} == {"cost": 0, "benefit": 0, "urgency": 0}
