"""What of a contract's money waits for the score, by hand."""

from __future__ import annotations

import pytest

from gpss_sim.market.rulebook.held_back import held_back_share, payroll_held_back
from tests.market.town import scenario


def share(mode: str, form: str, *overrides: str) -> float:
    told = scenario(*overrides)
    return held_back_share(told, told.rules.modes[mode], told.rules.forms[form])


def test_the_last_tranche_of_a_price_waits_where_it_is_tied_to_the_score() -> None:
    assert share("open", "package") == 0.2
    assert share("open", "package", "payment.tied_to_score=false") == 0.0
    assert share("open", "voucher") == 0.0


def test_of_a_payroll_only_wages_can_wait() -> None:
    """A quarter of wages that are .8 of .92; at a tenth more pay .88 of 1.0."""
    quarter = "payment.payroll_held_back=0.25"
    assert share("own", "posts", quarter) == pytest.approx(0.25 * 0.8 / 0.92)
    assert share("own", "posts", quarter, "rules.in_house_wage=1.1") == pytest.approx(0.25 * 0.88)
    assert share("own", "posts") == payroll_held_back(scenario())
    assert payroll_held_back(scenario(quarter)) == 0.25
    assert payroll_held_back(scenario(quarter, "payment.tied_to_score=false")) == 0.0
