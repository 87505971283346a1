"""Policies at their limits, each answer worked out by hand."""

from __future__ import annotations

from math import log
from typing import Any

import numpy as np
import pytest

from gpss_sim.market.policies import (
    ADMIN_RULES,
    AWARDS,
    BIDDING,
    ENTRIES,
    MISSING_RECORDS,
    PRICES,
    REDUCTIONS,
    RENEWALS,
    SCHEDULES,
    SELLERS,
)
from gpss_sim.market.policies.awards import Offer, winners
from gpss_sim.market.policies.choices import CHOICES, Option, Taste, logit_shares
from gpss_sim.market.policies.costs import CostDistribution
from gpss_sim.market.policies.dimensions import DIMENSIONS, Report
from gpss_sim.market.policies.payoff import Payoff, Stakes
from gpss_sim.market.policies.reductions import Lines
from gpss_sim.market.policies.renewals import Standing
from gpss_sim.metrics.registry import METRICS
from gpss_sim.registry import Registry, UnknownNameError
from tests.pool import Pool

SELLERS_BY_NAME = {name: SELLERS[name] for name in SELLERS}

# What is asked of a renewal rule.


def standing(
    record: float = 75.0, alternative: float | None = 80.0, passed: bool = False, cost: float = 4.0
) -> Standing:
    return Standing(record, alternative, passed, cost)


def test_an_incumbent_is_beaten_by_more_than_the_switching_cost() -> None:
    assert standing().beaten
    assert not standing(record=76.0).beaten  # by four, and four is what a switch costs
    assert not standing(record=82.0).beaten
    assert not standing(record=79.0).beaten
    assert not standing(alternative=None).beaten


def test_what_each_renewal_rule_lets_go_on() -> None:
    certain, best, passed = (RENEWALS[name]() for name in ("certain", "best_alternative", "if_passed"))
    assert [rule.reopens for rule in (certain, best, passed)] == [False, True, True]
    assert certain.continues(standing())
    assert not best.continues(standing())
    assert best.continues(standing(passed=True))
    assert best.continues(standing(record=76.0))
    assert not passed.continues(standing(alternative=None))
    assert passed.continues(standing(passed=True))


def test_below_which_score_the_next_year_is_lost() -> None:
    certain, best, passed = (RENEWALS[name]() for name in ("certain", "best_alternative", "if_passed"))
    assert certain.lost_below(70.0, 80.0) is None
    assert best.lost_below(None, 80.0) is None
    assert best.lost_below(70.0, 80.0) == 70.0
    assert best.lost_below(90.0, 80.0) == 80.0
    assert passed.lost_below(70.0, 80.0) == 80.0
    assert passed.lost_below(None, 80.0) == 80.0


# How a winner is found.

OFFERS = [Offer(4, 0.9, 80.0, 0.0), Offer(2, 1.0, 90.0, 2.0, held=3), Offer(3, 0.8, 70.0, 0.0, held=1)]


def test_comprehensive_scores() -> None:
    """.15 · 100 · .8 / price + .85 · quality + bonus."""
    scores = AWARDS["comprehensive"]().scores(OFFERS, 0.15, [0, 0, 0])
    assert scores == pytest.approx([15 * 0.8 / 0.9 + 68, 12 + 76.5 + 2, 15 + 59.5])


def test_lots_tickets_and_lowest_prices() -> None:
    lots = [0.5, 0.2, 0.0]
    assert AWARDS["lot"]().scores(OFFERS, 1.0, lots) == lots
    tickets = AWARDS["tickets"]().scores(OFFERS, 1.0, lots)
    assert tickets == pytest.approx([log(0.5), log(0.2) / 4, -64 * log(2) / 2])
    assert AWARDS["lowest_price"]().scores(OFFERS, 1.0, lots) == [-0.9, -1.0, -0.8]
    assert AWARDS["lowest_price"].price_weight == 1.0
    assert AWARDS["lot"].price_weight is None


def test_what_each_award_rule_looks_at() -> None:
    said = {
        name: (AWARDS[name].price_weight, AWARDS[name].price_decides, AWARDS[name].quality_decides) for name in AWARDS
    }
    assert said == {
        "comprehensive": (None, True, True),
        "lot": (None, False, False),
        "tickets": (None, False, False),
        "lowest_price": (1.0, True, False),
    }
    assert Offer(0, 1.0, 80.0, 0.0).held == 0


def test_the_best_scores_win_ties_by_the_smaller_number() -> None:
    assert [o.agency for o in winners(OFFERS, [1.0, 3.0, 2.0], 2)] == [2, 3]
    assert [o.agency for o in winners(OFFERS, [1.0, 1.0, 1.0], 3)] == [2, 3, 4]
    assert [o.agency for o in winners(OFFERS, [1.0, 1.0, 0.0], 1)] == [2]


# Who may sell.


def test_who_is_asked() -> None:
    """Records fall from 90 to 85 with the index; lots .9 .1 .5 .2 .8 .3; 5 holds the project, 3 two contracts."""
    pool = Pool()
    assert list(SELLERS["eligible"]().candidates(0, None, pool)) == [0, 1, 2, 3, 4, 5]
    assert list(SELLERS["eligible"]().candidates(0, 2, pool)) == [0, 1]
    assert list(SELLERS["invited"]().candidates(0, None, pool)) == [0]
    assert list(SELLERS["invited"]().candidates(0, 3, pool)) == [0, 1, 2]
    assert list(SELLERS["drawn"]().candidates(0, 3, pool)) == [1, 3, 5]
    assert list(SELLERS["drawn"]().candidates(0, None, pool)) == [0, 1, 2, 3, 4, 5]
    assert list(SELLERS["named"]().candidates(0, None, pool)) == [4]
    assert list(SELLERS["named"]().candidates(0, None, Pool(commissioned=None))) == []
    assert list(SELLERS["department"]().candidates(0, None, pool)) == []
    assert list(SELLERS["dependent"]().candidates(0, None, pool)) == []


def test_half_of_the_recommended_are_those_the_buyer_knows_best() -> None:
    pool = Pool()
    assert list(SELLERS["recommended"]().candidates(0, 4, pool)) == [5, 3, 0, 1]
    assert list(SELLERS["recommended"]().candidates(0, 5, pool)) == [5, 3, 0, 1, 2]
    assert list(SELLERS["recommended"]().candidates(0, 1, pool)) == [0]
    assert list(SELLERS["recommended"]().candidates(0, None, pool)) == [0, 1, 2, 3, 4, 5]


def test_what_kind_of_seller_each_rule_asks() -> None:
    said = {name: (rule.kind, rule.tied, rule.decides, rule.by_standing) for name, rule in SELLERS_BY_NAME.items()}
    assert said == {
        "department": ("department", True, False, False),
        "dependent": ("dependent", True, False, False),
        "invited": ("independent", False, True, True),
        "eligible": ("independent", False, True, False),
        "named": ("independent", True, True, False),
        "drawn": ("independent", False, True, False),
        "recommended": ("independent", False, True, False),
    }


def test_which_prices_settle_a_payroll_and_which_a_panel_cuts() -> None:
    said = {name: (PRICES[name].settles_payroll, PRICES[name].is_cut) for name in PRICES}
    assert said == {
        "payroll": (True, False),
        "budget_line": (False, False),
        "negotiated": (False, False),
        "bid": (False, False),
        "request": (False, True),
    }


def test_only_who_looks_at_free_places_alone_is_blind() -> None:
    assert {name for name in CHOICES if CHOICES[name].blind} == {"free_slots"}
    seen = [Option(2, 90, True), Option(3, 70, False), Option(3, 80, True)]
    assert CHOICES["free_slots"]().pick(seen, Taste(0.1, 1), 0.9) == 1


# How fast agencies are founded.


def test_the_pace_of_founding() -> None:
    pace = ENTRIES["prospects"]().pace
    assert pace(0.2, 0.4) == 0.5
    assert pace(0.4, 0.2) == 2.0
    assert pace(0.3, 0.2) == pytest.approx(1.5)
    assert pace(0.9, 0.2) == 2.0
    assert pace(0.0, 0.0) == 0.0
    assert (ENTRIES["constant"]().pace(0.0, 1.0), ENTRIES["closed"]().pace(1.0, 1.0)) == (1.0, 0.0)


# What stands for a missing record, what is diverted, when money is due.


def test_what_stands_for_a_missing_record() -> None:
    said = {name: MISSING_RECORDS[name]().stands(82.0, 80.0, 77.0) for name in MISSING_RECORDS}
    assert said == {"mean": 82.0, "pass_line": 80.0, "promise": 77.0, "nothing": 0.0}


def test_time_diverted_by_who_decides() -> None:
    assert ADMIN_RULES["fixed"]().diverted(0.15, 0.45, 1.0, 0.0) == 0.15
    obliging = ADMIN_RULES["obliging"]()
    assert obliging.diverted(0.15, 0.45, 0.2, 0.1) == pytest.approx(0.45 * 2 / 3)
    assert obliging.diverted(0.15, 0.45, 0.0, 0.1) == 0.0
    assert obliging.diverted(0.15, 0.45, 0.0, 0.0) == 0.15


def test_schedules_of_a_year() -> None:
    listed = ((0.0, 0.5), (12.0, 0.5))
    assert SCHEDULES["stated"](listed) == listed
    assert SCHEDULES["40/40/20"](listed) == ((0.0, 0.4), (6.0, 0.4), (12.0, 0.2))
    assert SCHEDULES["50/40/10"](listed) == ((0.0, 0.5), (6.0, 0.4), (12.0, 0.1))
    assert SCHEDULES["on_result"](listed) == ((12.0, 1.0),)
    assert SCHEDULES["monthly"](listed) == tuple((float(m), 1 / 12) for m in range(1, 13))
    assert SCHEDULES["quarterly"](listed) == ((0.0, 0.25), (3.0, 0.25), (6.0, 0.25), (9.0, 0.25))


def test_what_a_dimension_looks_at() -> None:
    report = Report(quality=81.0, effect=77.0, volume=1.2, staffed=0.9)
    said = {name: DIMENSIONS[name]().value(report) for name in DIMENSIONS}
    assert said == {"professional": 81.0, "volume": 100.0, "effect": 77.0, "management": 90.0}
    assert DIMENSIONS["volume"]().value(Report(0, 0, 0.4, 0)) == 40.0
    assert {name: DIMENSIONS[name].slope for name in DIMENSIONS} == {
        "professional": 1.0,
        "volume": 0.0,
        "effect": 1.0,
        "management": 0.0,
    }


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (ADMIN_RULES, "administration rule"),
        (AWARDS, "award rule"),
        (BIDDING, "bid rule"),
        (CHOICES, "choice rule"),
        (DIMENSIONS, "dimension of assessment"),
        (ENTRIES, "entry rule"),
        (METRICS, "metric"),
        (MISSING_RECORDS, "missing-record rule"),
        (PRICES, "price rule"),
        (REDUCTIONS, "reduction rule"),
        (RENEWALS, "renewal rule"),
        (SCHEDULES, "payment schedule"),
        (SELLERS, "seller rule"),
    ],
)
def test_who_asks_for_what_there_is_not_is_told_what_it_would_be(names: Registry[Any], kind: str) -> None:
    with pytest.raises(UnknownNameError, match=f"'nonsense' is no {kind}; known: "):
        names["nonsense"]


def payoff(cost: float) -> Payoff:
    return Payoff(cost, 78.0, Stakes(Lines(70.0, 80.0, 90.0), 4.0, 0.002, 20.0))


def test_everybody_may_ask_for_the_ceiling() -> None:
    asked = BIDDING["ceiling"]()
    assert asked.ask(payoff(1.0), 0.0, None) == 1.0  # type: ignore[arg-type]
    assert asked.ask(payoff(1.01), 0.0, None) is None  # type: ignore[arg-type]


# What recipients see.


def test_choice_by_luck_in_the_order_of_options() -> None:
    seen, taste = [Option(1, 80, True), Option(1, 80, True)], Taste(0.1, 1)
    chosen = [CHOICES["quality_distance"]().pick(seen, taste, luck) for luck in (0.0, 0.499, 0.5, 0.999)]
    assert chosen == [0, 0, 1, 1]
    far, near = logit_shares([Option(1, 80, False), Option(1, 70, True)], Taste(0.1, 1))
    assert far == near == 0.5  # ten points of .1 outweigh a distance of 1


def test_how_demand_answers_to_quality() -> None:
    assert CHOICES["free_slots"]().pull(4, Taste(0.2, 1)) == 0.0
    assert CHOICES["quality_distance"]().pull(4, Taste(0.2, 1)) == pytest.approx(0.15)
    assert CHOICES["quality_distance"]().pull(1, Taste(0.2, 1)) == 0.0
    assert CHOICES["nearest_circle"]().pull(4, Taste(0.2, 0.5)) == pytest.approx(1.6)
    assert CHOICES["nearest_circle"]().pull(4, Taste(0.2, 0.0)) == 0.0


# What costs are.


def test_the_cost_of_an_agency_and_the_quantiles_of_all() -> None:
    costs = CostDistribution(0.75, 1.0, 0.0, 0.03, 0.8, 0.12, 1.0)
    assert costs.of(0.9, 0.01) == pytest.approx(0.91 * 0.8 + 0.12)
    assert costs.of(0.9, 0.0, wage=1.1) == pytest.approx(0.9 * 0.88 + 0.12)
    assert CostDistribution(0.75, 1.0, 0, 0, 0.8, 0.12, 1.25).of(1.0, 0.0) == pytest.approx(0.92 / 1.25)
    quantiles = costs.quantiles()
    assert quantiles.shape == (2048,)
    assert (np.diff(quantiles) >= 0).all()
    assert quantiles.mean() == pytest.approx(0.875 * 0.8 + 0.12)
    assert quantiles[0] > (0.75 - 0.03) * 0.8 + 0.12
    assert quantiles[-1] < (1.0 + 0.03) * 0.8 + 0.12


def test_uniform_costs_and_the_lowest_of_two() -> None:
    """Half of the costs lie below the middle; the lower of two lies below the lower quarter in 7 of 16 cases."""
    alone = CostDistribution(0.5, 1.0, 0, 0, 1.0, 0.0, 1.0)
    assert np.interp(0.75, alone.quantiles(), (np.arange(2048) + 0.5) / 2048) == pytest.approx(0.5, abs=1e-3)
    pooled = CostDistribution(0.5, 1.0, 0, 0, 1.0, 0.0, 1.0, pooled=2, synergy=0.1)
    at = np.interp(0.9 * 0.625, pooled.quantiles(), (np.arange(2048) + 0.5) / 2048)
    assert at == pytest.approx(7 / 16, abs=1e-3)
