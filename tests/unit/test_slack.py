"""The shipped slack of the department is the one under which purchase saves nothing (evidence 2A, 2F)."""

from __future__ import annotations

import pytest

from gpss_sim.scenario.catalogue import entries
from gpss_sim.scenario.load import load_scenario
from gpss_sim.validation.slack import implied_slack, mean_cost, tender_price


def test_by_hand() -> None:
    """1,752.83 over 2,003 contracts; spreads with a mean of .453; (.8751 − .7735) / (.7735 − .12)."""
    total = 1065 * 0.937 + 500 * 0.847 + 202 * 0.802 + 92 * 0.719 + 55 * 0.674 + 89 * 0.744
    assert tender_price() == pytest.approx(total / 2003)
    assert tender_price() == pytest.approx(0.8751, abs=5e-5)
    assert mean_cost() == pytest.approx(0.7735, abs=5e-5)
    assert implied_slack(0.0, 0.12) == pytest.approx(0.1556, abs=2e-4)


def test_then_purchase_saves_nothing() -> None:
    """Staff that cost .6535 at least, a slack more of them, and .12 of overhead cost the mean price."""
    staff = mean_cost() - 0.12
    assert staff * (1 + implied_slack(0.0, 0.12)) + 0.12 == pytest.approx(tender_price())
    assert (staff * (1 + implied_slack(0.2, 0.12)) + 0.12) * (1 - 0.2) == pytest.approx(tender_price())


def test_the_shipped_value_and_its_range() -> None:
    scenario = load_scenario("baseline")
    overhead = scenario.delivery.overhead_share
    assert scenario.agencies.department.slack == round(implied_slack(0.0, overhead), 2)
    low, high = next(e for e in entries() if e.path == "agencies.department.slack").extra("sweep")
    assert low <= implied_slack(-0.05, overhead) < implied_slack(0.2, overhead) <= high
