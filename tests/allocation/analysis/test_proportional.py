"""Equal shares, Phragmén and what voters get of a list: by hand, and what the methods promise."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from gpss_sim.allocation.analysis.proportional import (
    METHODS,
    equal_shares,
    phragmen,
    proportionality,
    total_points,
    without_completion,
)
from gpss_sim.library.ballots import VoterGroup


def group(voters: int, **points: int) -> VoterGroup:
    return VoterGroup(voters, {name: Fraction(p) for name, p in points.items()})


TOWN = (group(6, A=1, B=1), group(4, C=1))
COSTS = {"A": 60, "B": 30, "C": 40}


def test_equal_shares_by_hand() -> None:
    """Every voter has 10. A takes 10 of each of six, a sixth of a yuan for a yuan; so would B; C takes 10 of four."""
    assert without_completion(COSTS, 100, TOWN) == ("A", "C")
    assert equal_shares(COSTS, 100, TOWN) == ("A", "C")


def test_who_has_little_left_pays_what_he_has() -> None:
    """Of 10 each, B takes 8 of its three; A then costs its two 10: the second pays the 2 he has left, the first 8."""
    town = (group(1, A=1), group(1, A=1, B=1), group(2, B=1))
    assert without_completion({"A": 10, "B": 24}, 40, town) == ("B", "A")
    assert without_completion({"A": 12, "B": 24}, 40, town) == ("B", "A")
    assert without_completion({"A": 13, "B": 24}, 40, town) == ("B",)


def test_points_weigh_what_is_paid() -> None:
    """The one who gives 3 points pays 9 of 12, the other 3."""
    assert without_completion({"A": 12}, 20, (group(1, A=3), group(1, A=1))) == ("A",)
    assert without_completion({"A": 12}, 10, (group(1, A=3), group(1, A=1))) == ()


def test_what_equal_shares_leaves_is_spent_by_votes() -> None:
    town = (group(3, A=1), group(2, B=1), group(5, C=1))
    costs = {"A": 50, "B": 40, "C": 60}
    assert without_completion(costs, 100, town) == ()
    assert equal_shares(costs, 100, town) == ("C", "B")


def test_phragmen_by_hand() -> None:
    """B is paid for at 5, C at 10, and A, at 15, would exceed the budget."""
    assert phragmen(COSTS, 100, TOWN) == ("B", "C")
    assert phragmen(COSTS, 130, TOWN) == ("B", "C", "A")


def test_a_project_that_cannot_be_paid_ends_phragmen() -> None:
    assert phragmen({"A": 90, "B": 20}, 60, (group(10, A=1), group(1, B=1))) == ()


def test_measures_by_hand() -> None:
    fair = proportionality(COSTS, 100, TOWN, ["A", "B"])
    assert (fair.unserved, fair.funded, fair.fair_share) == (Fraction(2, 5), Fraction(6, 5), Fraction(3, 5))
    fair = proportionality(COSTS, 100, TOWN, ["A", "C", "elsewhere"])
    assert (fair.unserved, fair.funded, fair.fair_share) == (0, 1, 1)
    assert proportionality(COSTS, 100, TOWN, []).fair_share == 0
    assert proportionality(COSTS, 100, (), ["A"]).unserved == 0


def _town(seed: int) -> tuple[dict[str, int], int, list[VoterGroup]]:
    luck = Random(seed)
    costs = {f"p{k}": luck.randint(1, 30) for k in range(luck.randint(1, 7))}
    groups = [
        VoterGroup(luck.randint(1, 5), {n: Fraction(luck.randint(1, 3)) for n in costs if luck.random() < 0.5})
        for _ in range(luck.randint(1, 6))
    ]
    return costs, luck.randint(1, 100), groups


@pytest.mark.parametrize("method", list(METHODS))
def test_no_list_spends_more_than_there_is(method: str) -> None:
    for seed in range(150):
        costs, budget, groups = _town(seed)
        chosen = METHODS[method](costs, budget, groups)
        assert len(set(chosen)) == len(chosen)
        assert sum(costs[name] for name in chosen) <= budget
        assert all(total_points(costs, groups)[name] for name in chosen)


def test_a_group_gets_a_project_that_its_shares_pay_for() -> None:
    """Voters who want just one project, whole, and hold its cost between them, have it or another they named."""
    for seed in range(200):
        costs, budget, groups = _town(seed)
        chosen = set(without_completion(costs, budget, groups))
        voters = sum(g.voters for g in groups)
        for name, cost in costs.items():
            alike = [g for g in groups if name in g.points]
            if sum(g.voters for g in alike) * Fraction(budget, voters) >= cost:
                assert any(chosen & set(g.points) for g in alike)


def test_splitting_a_group_changes_nothing() -> None:
    for seed in range(60):
        costs, budget, groups = _town(seed)
        apart = [VoterGroup(1, g.points) for g in groups for _ in range(g.voters)]
        for method in METHODS:
            assert METHODS[method](costs, budget, apart) == METHODS[method](costs, budget, groups)
