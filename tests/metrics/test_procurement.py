"""How buying went, counted on the fingers from five attempts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gpss_sim.market.record import NeedRow, TenderRow
from gpss_sim.metrics import procurement
from gpss_sim.metrics.slices import Slice, tabulate
from tests.market.town import HOME, YARD, world


def attempt(project: int, opened: float, closed: float, **changes: Any) -> TenderRow:
    row = TenderRow(
        project, 1, 0, "tender", opened, closed, 4, 3, 3, "awarded", 1, 80, 100, 12_000_00, 4_000, -1, 1.0, 1, 0, 160
    )
    return row._replace(**changes)


LOST: dict[str, Any] = {"result": "failed", "winner": -1, "price": 0}
TENDERS = (
    attempt(YARD, 370, 410, bidders=1, eligible=1, **LOST),
    attempt(YARD, 410, 440, bidders=1, minimum=1, method="talk", buyer_cost=4_000_00, incumbent=1, attempt=1),
    attempt(HOME, 370, 420, price=100, in_house=80, packages=2, dummies=1, incumbent=0),
    attempt(HOME, 800, 845, year=2, price=90, incumbent=1),
    attempt(YARD, 800, 850, year=2, bidders=2, minimum=2, **LOST),
)


def cut(first: int = 1, last: int = 1, by: str = "", value: str = "") -> Slice:
    place = world()
    place.state.record.tenders += TENDERS
    place.state.record.needs += [
        NeedRow(1, YARD, 2, 30.0, 3, 4.0, "selected"),
        NeedRow(1, HOME, 2, 50.0, 3, 4.0, "rejected"),
        NeedRow(2, YARD, 2, 10.0, 3, 4.0, "continuing"),
        NeedRow(2, HOME, 2, 10.0, 3, 4.0, "reserve"),
    ]
    return Slice(tabulate(place), first, last, by, value)


NOTHING = (3, 3)


def test_attempts_and_failures() -> None:
    assert procurement.procedures(cut()) == 3
    assert procurement.failed_share(cut()) == 1 / 3
    assert procurement.failed_open_share(cut()) == 1 / 2  # among those that ask for three
    assert procurement.failed_open_share(cut(1, 2)) == 1 / 3
    assert np.isnan(procurement.failed_share(cut(*NOTHING)))
    assert np.isnan(procurement.failed_open_share(cut(*NOTHING)))


def test_offers_and_those_who_could_make_them() -> None:
    assert procurement.bidders(cut()) == (1 + 1 + 3) / 3
    assert procurement.single_offer_share(cut()) == 1 / 2  # the failed one is no award
    assert procurement.single_offer_share(cut(1, 2)) == 1 / 3
    assert procurement.eligible(cut()) == (1 + 4 + 4) / 3
    assert np.isnan(procurement.single_offer_share(cut(*NOTHING)))


def test_prices_of_awards() -> None:
    assert procurement.price_ratio(cut()) == pytest.approx(0.9)
    assert procurement.price_ratio_sd(cut()) == pytest.approx(0.2 / np.sqrt(2))
    assert procurement.in_house_ratio(cut()) == pytest.approx((80 / 160 + 100 / 80) / 2)
    assert np.isnan(procurement.price_ratio(cut(*NOTHING)))
    assert np.isnan(procurement.price_ratio_sd(cut(2, 2)))
    assert np.isnan(procurement.in_house_ratio(cut(*NOTHING)))


def test_projects_that_found_a_contract() -> None:
    assert procurement.awarded_share(cut()) == 1
    assert procurement.awarded_share(cut(2, 2)) == 1 / 2
    assert procurement.awarded_share(cut(1, 2)) == 3 / 4
    assert np.isnan(procurement.awarded_share(cut(*NOTHING)))


def test_days_run_from_the_first_attempt() -> None:
    assert procurement.days_to_award(cut()) == (70 + 50) / 2
    assert procurement.days_to_award(cut(1, 2)) == (70 + 50 + 45) / 3
    assert np.isnan(procurement.days_to_award(cut(*NOTHING)))


def test_incumbents_who_won_again() -> None:
    assert procurement.rewin_rate(cut()) == 1 / 2
    assert procurement.rewin_rate(cut(2, 2)) == 1
    assert np.isnan(procurement.rewin_rate(cut(*NOTHING)))


def test_costs_splits_and_dummies() -> None:
    assert procurement.cost_per_procedure(cut()) == (12_000 + 4_000 + 12_000) / 3
    assert procurement.split_share(cut()) == 1 / 3
    assert procurement.dummy_share(cut()) == 1 / 3
    assert np.isnan(procurement.split_share(cut(*NOTHING)))
    assert np.isnan(procurement.dummy_share(cut(*NOTHING)))


def test_need_surveyed_and_bought() -> None:
    assert procurement.surveyed_need(cut()) == 40
    assert procurement.need_bought(cut()) == 30 / 80
    assert procurement.need_bought(cut(2, 2)) == 1 / 2
    assert procurement.need_bought(cut(by="district", value="south")) == 0
    assert np.isnan(procurement.need_bought(cut(*NOTHING)))


def test_attempts_by_method() -> None:
    assert procurement.procedures(cut(by="method", value="talk")) == 1
    assert procurement.cost_per_procedure(cut(by="method", value="talk")) == 4_000


def test_before_anything_was_bought_there_is_nothing_to_say() -> None:
    told = Slice(tabulate(world()), 1, 1)
    assert procurement.procedures(told) == 0
    shares = ("failed", "failed_open", "single_offer", "awarded", "split", "dummy")
    others = ("bidders", "eligible", "price_ratio", "price_ratio_sd", "in_house_ratio", "rewin_rate", "days_to_award")
    for name in (
        *(f"{share}_share" for share in shares),
        *others,
        "cost_per_procedure",
        "surveyed_need",
        "need_bought",
    ):
        assert np.isnan(getattr(procurement, name)(told)), name


def test_the_three_bidder_rule_begins_at_three() -> None:
    place = world()
    place.state.record.tenders += [attempt(YARD, 370, 410, minimum=3), attempt(HOME, 370, 410, minimum=2, **LOST)]
    assert procurement.failed_open_share(Slice(tabulate(place), 1, 1)) == 0


def test_one_award_has_no_spread_and_two_have() -> None:
    place = world()
    place.state.record.tenders += [attempt(YARD, 370, 410, price=90), attempt(HOME, 370, 410, price=100)]
    assert procurement.price_ratio_sd(Slice(tabulate(place), 1, 1)) == pytest.approx(0.1 / np.sqrt(2))


def test_the_project_and_the_year_of_an_award_are_told_apart() -> None:
    """Project 1 in year 2 is none of project 2 in year 1, nor of itself a year before."""
    place = world()
    place.state.record.tenders += [
        attempt(HOME, 370, 410, year=1, **LOST),
        attempt(HOME, 800, 850, year=2),
        attempt(YARD, 370, 420, year=1),
    ]
    told = Slice(tabulate(place), 1, 2)
    assert procurement.awarded_share(told) == 2 / 3
    assert procurement.days_to_award(told) == (50 + 50) / 2
