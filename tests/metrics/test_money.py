"""Where the money went, on a ledger of a dozen movements."""

from __future__ import annotations

import numpy as np
import pytest

from gpss_sim.market.recipients.queues import COMPLETED
from gpss_sim.market.record import ContractYearRow, MonthRow
from gpss_sim.metrics import money
from gpss_sim.metrics.slices import Slice, tabulate
from tests.market.town import running, world

CAME = 'demand.extra=[{district="north",domain="youth",day=3}]'
MOVES = (
    ("grant", "budget", 1_000_000),
    ("budget", "committed", 700_000),
    ("budget", "procurement", 12_000),
    ("budget", "evaluation", 3_000),
    ("budget", "support", 2_000),
    ("budget", "agency:ash", 1_000),
    ("committed", "agency:ash", 500_000),
    ("committed", "wages", 20_000),
    ("committed", "overhead", 5_000),
    ("committed", "support", 4_000),
    ("committed", "effort", 1_500),
    ("committed", "budget", 60_000),
    ("committed", "lapsed", 11_000),
    ("budget", "lapsed", 100_000),
    ("agency:ash", "wages", 300_000),
    ("agency:ash", "overhead", 60_000),
    ("agency:ash", "offers", 8_000),
    ("agency:ash", "effort", 2_500),
    ("agency:ash", "rectification", 7_000),
    ("agency:ash", "evaluation", 6_000),
    ("agency:ash", "leaked", 5_000),
    ("agency:ash", "host", 4_000),
    ("private", "agency:ash", 30_000),
    ("donors", "agency:ash", 20_000),
    ("endowment", "agency:ash", 90_000),
)
"""Everything on day 400, in yuan."""


def told() -> Slice:
    """One year of one contract, in which one recipient of urgency 3 completed with a success of two thirds."""
    place = world(CAME)
    ledger, queues = place.state.ledger, place.state.queues
    made = running(place.state)
    ledger.entries.clear()
    for source, target, yuan in MOVES:
        ledger.move(400.0, source, target, 100 * yuan)
    queues.state[0], queues.start[0], queues.end[0], queues.server[0] = COMPLETED, 400.0, 520.0, made.id
    place.state.record.months.append(MonthRow(17, made.id, 3, 4, 60, 50, 80.0, 0.27, 1.0, 0.25, 1))
    tables = tabulate(place)
    tables.people["success"][0], tables.people["luck"][0] = 0.84, 0.5
    return Slice(tables, 1, 1)


def test_what_the_buyer_received_and_paid() -> None:
    year = told()
    assert money.granted(year) == 1_000_000
    assert money.paid(year) == 500_000 + 20_000 + 5_000 + 1_500
    assert money.procurement_cost(year) == 12_000
    assert money.accompanying_cost(year) == 3_000 + 2_000 + 1_000 + 4_000
    assert money.aid(year) == 1_000
    assert money.evaluation_cost(year) == 3_000 + 6_000
    assert money.public_money(year) == 526_500 + 12_000 + 10_000


def test_what_was_left_and_what_lapsed() -> None:
    year = told()
    assert money.lapsed(year) == 11_000 + 100_000
    assert money.held_before(year) == 0
    committed = 700_000 - 500_000 - 20_000 - 5_000 - 4_000 - 1_500 - 60_000 - 11_000
    budget = 1_000_000 - 700_000 - 12_000 - 3_000 - 2_000 - 1_000 + 60_000 - 100_000
    assert money.held_after(year) == committed + budget
    assert money.held_before(Slice(year.tables, 2, 2)) == committed + budget
    assert money.unaccounted(year) == 0


def test_money_that_leaves_by_no_known_door_is_unaccounted() -> None:
    place = world()
    place.state.ledger.move(400.0, "grant", "budget", 900)
    place.state.ledger.move(401.0, "budget", "creditors", 250)
    assert money.unaccounted(Slice(tabulate(place), 1, 1)) == 2.50


def test_execution_counts_commitments_net_of_what_came_back() -> None:
    year = told()
    assert money.execution_rate(year) == pytest.approx((700_000 - 60_000) / 1_000_000 + 12_000 / 1_000_000)
    assert np.isnan(money.execution_rate(Slice(year.tables, 2, 2)))


def test_improvement_per_million_granted() -> None:
    """One recipient of weight 1 gains .84 - .34 on a grant of one million."""
    cut = told()
    assert money.improvement_per_million(cut) == pytest.approx(0.5)
    cut.tables.ledger["amount"][0] //= 4
    assert money.improvement_per_million(cut) == pytest.approx(2.0)
    assert np.isnan(money.improvement_per_million(Slice(cut.tables, 2, 2)))


def test_improvement_per_million_of_social_cost() -> None:
    """.5 weighted persons for 548,500 yuan of public money and 8,000 of bidders' offers; nobody bears effort here."""
    assert money.improvement_per_social_million(told()) == pytest.approx(0.5 / 0.5565)
    assert np.isnan(money.improvement_per_social_million(Slice(told().tables, 2, 2)))


def test_money_per_head() -> None:
    year = told()
    assert money.cost_per_completed(year) == 548_500
    assert money.social_cost_per_completed(year) == 548_500 + 8_000
    assert money.social_cost_without_effort(year) == 548_500 + 8_000
    assert money.cost_per_improved(year) == 548_500
    later = Slice(year.tables, 2, 2)
    assert np.isnan(money.cost_per_completed(later))
    assert np.isnan(money.social_cost_per_completed(later))
    assert np.isnan(money.social_cost_without_effort(later))
    assert np.isnan(money.cost_per_improved(later))


def test_effort_is_paid_for_or_borne_by_workers() -> None:
    """4,000 yuan were paid. A fifth of 200,000 yuan a year is worth effort over half a year, three quarters unpaid."""
    place = world(CAME, "agencies.effort_paid=0.25")
    made = running(place.state)
    said = ("package", "tender", 20_000_000, 20_000_000, 9, 4.0, 0.2, 0.15, 0.0, 2, 78.0, 82.0, True, "continues")
    begun, ended = 365.0 - 100, 365 + 182.5
    place.state.record.contract_years.append(ContractYearRow(made.id, 0, 1, 1, 1, begun, ended, *said))
    place.state.ledger.move(400.0, "committed", "effort", 150_000)
    place.state.ledger.move(400.0, "agency:ash", "effort", 250_000)
    queues = place.state.queues
    queues.state[0], queues.start[0], queues.end[0], queues.server[0] = COMPLETED, 400.0, 520.0, made.id
    year = Slice(tabulate(place), 1, 1)
    assert money.paid_effort(year) == 4_000
    assert money.unpaid_effort(year) == pytest.approx(0.2 * 200_000 * 0.5 * 0.75)
    assert money.unpaid_effort(Slice(year.tables, 0, 0)) == pytest.approx(0.2 * 200_000 * 100 / 365 * 0.75)
    assert money.unpaid_effort(Slice(year.tables, 2, 2)) == 0
    assert money.social_cost_per_completed(year) == pytest.approx(1_500 + 15_000)
    assert money.social_cost_without_effort(year) == 1_500
    gained = year.tables.people["weight"][0] * (year.tables.people["success"][0] - 0.34)
    assert money.improvement_per_social_million(year) == pytest.approx(gained / (16_500 / 1e6))


def test_what_agencies_received_spent_and_kept() -> None:
    year = told()
    assert money.wages(year) == 320_000
    assert money.overhead(year) == 65_000
    assert money.offers_cost(year) == 8_000
    assert money.leaked(year) == 5_000
    assert money.host_fees(year) == 4_000
    assert money.private_money(year) == 30_000
    kept = 500_000 + 30_000 - 300_000 - 60_000 - 2_500 - 8_000 - 7_000 - 6_000 - 5_000 - 4_000
    assert money.kept(year) == kept
    assert money.margin(year) == kept / 500_000
    assert np.isnan(money.margin(Slice(year.tables, 2, 2)))


def test_how_much_of_their_revenue_is_public() -> None:
    year = told()
    assert money.government_share(year) == 501_000 / (501_000 + 20_000 + 30_000)
    assert np.isnan(money.government_share(Slice(year.tables, 2, 2)))
