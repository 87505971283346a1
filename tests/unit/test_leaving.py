"""Why workers leave: what the security of a post is worth, by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from gpss_sim.market.contract import Terms
from gpss_sim.market.service import loss_of_post
from gpss_sim.market.staffing import hazard
from gpss_sim.scenario.service import Delivery
from tests.city import load

QUARTER = Delivery(leaving_risk=0.25)


def terms(scenario: object, mode: str, years: int) -> Terms:
    rules = scenario.rules  # type: ignore[attr-defined]
    return Terms(0, 0, 0, 0.0, years, rules.modes[mode], rules.forms["project"], "", "project", False)


@pytest.mark.parametrize(
    ("mode", "years", "lost"),
    [("competitive", 3, 1 / 12), ("competitive", 1, 1 / 4), ("non_competitive", 2, 1 / 8), ("formal", 1, 0.0)],
)
def test_a_post_is_at_risk_where_the_contract_is_let_anew(mode: str, years: int, lost: float, tmp_path: Path) -> None:
    """Renewal is expected with 3/4; a dependent agency goes on whatever happens."""
    scenario = load(tmp_path)
    assert loss_of_post(scenario, terms(scenario, mode, years)) == pytest.approx(lost)


def test_those_who_expect_a_renewal_fear_nothing(tmp_path: Path) -> None:
    scenario = load(tmp_path, "market.renewal_belief=1")
    assert loss_of_post(scenario, terms(scenario, "competitive", 1)) == 0


@pytest.mark.parametrize(
    ("risk", "factor"),
    [(0.0, 47 / 48), (1 / 12, 1.0), (1 / 4, (47 / 48) / (15 / 16))],
)
def test_expected_loss_counts_as_less_pay(risk: float, factor: float) -> None:
    """A quarter of a year's pay: 1 − 1/48 is kept at the reference, all if secure, 15/16 under terms of a year."""
    assert hazard(QUARTER, 1.0, 0.25, 1.0, 0.15, risk) == pytest.approx(0.0165 * factor)


def test_nothing_is_expected_where_a_search_costs_nothing() -> None:
    assert hazard(Delivery(leaving_risk=0), 1.0, 0.25, 1.0, 0.15, 1.0) == pytest.approx(0.0165)
