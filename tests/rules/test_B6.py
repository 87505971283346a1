"""Price and cost (facts B5–B6): in-house cost, subsidies, own funds, guideline prices."""

from __future__ import annotations

from pathlib import Path

import pytest

from gpss_sim import money
from gpss_sim.market.in_house import in_house_cost
from gpss_sim.market.validity import costs_less
from tests.rules.market import EAST_ELDERLY, project

IN_HOUSE = 552_000
"""600,000 times wages of .80 and overhead of .12."""


@pytest.mark.parametrize(("price", "less"), [(IN_HOUSE - 0.01, True), (IN_HOUSE, False), (IN_HOUSE + 0.01, False)])
def test_R51_purchase_costs_less_than_doing_it_in_house(price: float, less: bool, tmp_path: Path) -> None:
    state, target = project(tmp_path, EAST_ELDERLY, "rules.direct_cost_cap=1")
    assert in_house_cost(state.scenario, target, 1) == money.to_fen(IN_HOUSE)
    assert costs_less(state.scenario, target, money.to_fen(price), 1) is less


@pytest.mark.parametrize(("cap", "less"), [(0.9, False), (1.0, True), (1.1, True)])
def test_R51_the_cap_is_a_share_of_the_cost_in_house(cap: float, less: bool, tmp_path: Path) -> None:
    state, target = project(tmp_path, EAST_ELDERLY, f"rules.direct_cost_cap={cap}")
    assert costs_less(state.scenario, target, money.to_fen(0.95 * IN_HOUSE), 1) is less


def test_R51_nobody_asks_unless_the_rules_do(tmp_path: Path) -> None:
    state, target = project(tmp_path, EAST_ELDERLY)
    assert costs_less(state.scenario, target, money.to_fen(10 * IN_HOUSE), 1)


@pytest.mark.parametrize(("posts", "price"), [(1, 60_000), (6, 360_000), (10, 600_000)])
def test_R54_R55_a_post_contract_costs_posts_times_the_guide_price(posts: int, price: float, tmp_path: Path) -> None:
    state, target = project(tmp_path, EAST_ELDERLY, "rules.form=post", posts=posts, cost=posts * 60_000)
    assert target.ceiling(state.scenario, 0) == money.to_fen(price)


@pytest.mark.parametrize(("indexed", "ceiling"), [("true", 660_000), ("false", 600_000)])
def test_G13_a_guide_price_follows_wages_or_stays(indexed: str, ceiling: float, tmp_path: Path) -> None:
    state, target = project(
        tmp_path, EAST_ELDERLY, "rules.form=post", "budget.wage_growth=0.1", f"rules.forms.post.indexed={indexed}"
    )
    assert target.ceiling(state.scenario, 1) == money.to_fen(ceiling)


@pytest.mark.parametrize(("share", "ceiling"), [(0.19, 114_000), (0.20, 120_000), (1.0, 600_000)])
def test_R65_a_subsidy_pays_at_most_its_share_of_the_project(share: float, ceiling: float, tmp_path: Path) -> None:
    state, target = project(tmp_path, EAST_ELDERLY, f"rules.modes.competitive.public_share={share}")
    assert target.ceiling(state.scenario, 1) == money.to_fen(ceiling)
