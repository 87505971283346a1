"""What experts of a pool share from project to project (equation 17.2)."""

from __future__ import annotations

from math import sqrt

import pytest

from gpss_sim.market.luck import Luck
from gpss_sim.market.rulebook.expert_pool import panel_error
from gpss_sim.scenario.library import LibraryRules
from gpss_sim.streams import Streams


def lucks(number: int) -> list[Luck]:
    return [Luck(Streams(7, replication), 1) for replication in range(number)]


def covariance(rules: LibraryRules, projects: tuple[str, str], number: int = 2000) -> float:
    """Mean product of the errors of two projects in one year; each panel's fresh error is that of its occasion."""
    found = [
        [panel_error(luck, rules, luck.expert_error(name, 1, rules.experts), name, 1) for name in projects]
        for luck in lucks(number)
    ]
    return sum(a * b for a, b in found) / number


def test_without_a_severity_a_panel_errs_as_on_the_day() -> None:
    assert panel_error(Luck(Streams(1, 1), 1), LibraryRules(), 0.25, "yard", 1) == 0.25


def test_with_severity_alone_the_whole_pool_says_the_same_of_every_project() -> None:
    rules, luck = LibraryRules(expert_severity=1.0, experts=4, expert_pool=4), Luck(Streams(1, 1), 1)
    own = sum(luck.severity(expert) for expert in range(4)) / 4
    assert panel_error(luck, rules, 9.0, "yard", 1) == pytest.approx(own)
    assert panel_error(luck, rules, -9.0, "home", 2) == pytest.approx(own)


def test_the_spread_of_a_panel_is_that_of_independent_experts_and_only_the_severity_is_shared() -> None:
    """Variance 1/m whatever the share; two panels of m of a pool of M share m²/M experts, so ϱ/M of covariance."""
    rules = LibraryRules(expert_severity=0.5, experts=3, expert_pool=6)
    error = 4 / sqrt(2000)  # four standard errors of a mean product of two standard normal numbers
    assert covariance(rules, ("yard", "yard")) == pytest.approx(1 / 3, abs=error * sqrt(2) / 3)
    assert covariance(rules, ("yard", "home")) == pytest.approx(0.5 / 6, abs=error / 3)
