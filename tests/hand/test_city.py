"""The city of the page, played by the model: every number of the page, money to the fen, dates to the day."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gpss_sim.market.agencies.offers import credit_line, monthly_wage
from gpss_sim.market.recipients.queues import COMPLETED, GAVE_UP
from gpss_sim.market.record import MonthRow
from gpss_sim.market.state import State
from gpss_sim.metrics import METRICS
from gpss_sim.metrics.slices import Slice, Tables, tabulate
from gpss_sim.simulate import Results
from gpss_sim.streams import Streams
from tests.hand.paper import FIRST, numbers, play

YARD, HOME = 0, 1
ASH, BIRCH, CEDAR = 0, 1, 2
NORTH = ["N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "N9", "N10"]
SOUTH = ["S1", "S2", "S3"]
TICK = 2**-20
LITTLE = {"abs": 1e-9}
BY_PRICE = {"abs": 1e-7}
"""What follows from a price that is rounded to the fen."""


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return play(tmp_path_factory.mktemp("by_hand"))


@pytest.fixture(scope="module")
def state(results: Results) -> State:
    return results.world.state


@pytest.fixture(scope="module")
def tables(results: Results) -> Tables:
    return tabulate(results.world)


@pytest.fixture(scope="module")
def page() -> dict[str, Any]:
    return numbers()


def metric(tables: Tables, name: str, year: int) -> float:
    return METRICS[name].function(Slice(tables, year, year))


def moved(state: State, source: str, target: str, first: float = 0.0, last: float = 731.0) -> int:
    """Fen that moved between two accounts from a day of the page to another."""
    return sum(
        entry.amount
        for entry in state.ledger.entries
        if (entry.account_from, entry.account_to) == (source, target) and first <= entry.day - FIRST < last
    )


def events(state: State, name: str) -> list[tuple[float, str, str, float | None]]:
    return [(e.day - FIRST, e.entity, e.counterparty, e.amount) for e in state.record.events if e.event == name]


def fen(yuan: float) -> int:
    return round(100 * yuan)


# Draws as the page tells them.


def told(purpose: str, key: str, *year: int, n: int) -> list[float]:
    return [round(u, 3) for u in Streams(1, 0).uniforms(purpose, key, *year, n=n).tolist()]


def test_the_page_reads_the_numbers_that_are_there(page: dict[str, Any]) -> None:
    for key, row in page["payment_numbers"].items():
        name, year = key.split()
        assert told("payment", name, int(year), n=6)[::2] == row
    assert told("opening staff", "yard", 1, n=2) == page["opening"]
    urgency = Streams(1, 0).uniforms("urgency", "north/youth", "extra", n=10).tolist()
    assert urgency == pytest.approx(page["urgency_numbers"]["N"], abs=1e-3)
    urgency = Streams(1, 0).uniforms("urgency", "south/care", "extra", n=3).tolist()
    assert urgency == pytest.approx(page["urgency_numbers"]["S"], abs=1e-3)
    seats = np.array(Streams(1, 0).uniforms("turnover", "yard", 1, n=48)).reshape(2, 12, 2)
    assert seats[0, 1:6, 1] == pytest.approx([0.876, 0.541, 0.984, 0.756, 0.267], abs=5e-4)
    assert seats[1, 1:6, 0] == pytest.approx([0.305, 0.885, 0.538, 0.271, 0.357], abs=5e-4)
    assert [seats[0, 11, 0], *seats[1, 11]] == pytest.approx([0.344, 0.062, 0.662], abs=5e-4)
    january = np.array(Streams(1, 0).uniforms("turnover", "yard", 2, n=48)).reshape(2, 12, 2)
    assert [january[0, 0, 0], january[1, 0, 1]] == pytest.approx([0.838, 0.179], abs=5e-4)
    assert Streams(1, 0).uniform("newcomers", 2) == pytest.approx(0.5305, abs=5e-5)


# Money of the buyer.


def test_wages_and_ceilings_follow_the_index(state: State, page: dict[str, Any]) -> None:
    for year in (1, 2):
        assert state.projects[YARD].ceiling(state.scenario, year) == fen(page["yard"][year])
        assert state.projects[HOME].ceiling(state.scenario, year) == fen(page["home"][year])
    assert monthly_wage(state.scenario, state.year) == pytest.approx(
        100 * page["month_of_a_worker"][2] * 1.1
    )  # the clock stands in year 3


def test_budgets_come_by_source(state: State) -> None:
    assert [(day, amount) for day, _, _, amount in events(state, "granted")] == [(0.375, 770_000), (365.375, 847_000)]
    first = [e.amount for e in state.ledger.entries if e.account_from == "grant" and e.day < 2 * FIRST]
    assert first == [616_000_00, 154_000_00]


def test_procurement_is_charged_to_the_buyers_budget_and_offers_to_bidders(
    state: State, tables: Tables, page: dict[str, Any]
) -> None:
    assert moved(state, "budget", "procurement", last=365) == fen(page["procurement_1"])
    assert metric(tables, "procurement_cost", 1) == page["procurement_1"]
    assert moved(state, "agency:ash", "offers", last=365) == fen(0.002 * page["yard"][1])
    assert moved(state, "agency:cedar", "offers", last=365) == fen(0.002 * (page["yard"][1] + page["home"][1]))
    assert fen(metric(tables, "offers_cost", 1)) == fen(page["offers_1"])


def test_what_was_not_used_lapses(state: State, tables: Tables, page: dict[str, Any]) -> None:
    (_, _, _, nothing), (day, _, _, amount) = events(state, "lapsed money")
    assert (nothing, day, amount) == (0, 365.375, pytest.approx(page["lapsed_1"]))
    assert moved(state, "budget", "lapsed") == fen(page["lapsed_1"])
    assert metric(tables, "unaccounted", 1) == metric(tables, "unaccounted", 2) == 0


# Tenders.


def test_attempts_to_the_day(state: State, page: dict[str, Any]) -> None:
    seen = [
        (t.project, t.attempt, t.method, t.opened - FIRST, t.closed - FIRST, t.result, t.bidders, t.winner)
        for t in state.record.tenders
    ]
    assert seen == [
        (YARD, 0, "tender", 0.375, 45.375, "awarded", 2, ASH),
        (HOME, 0, "tender", 0.375, 45.375, "failed", 0, -1),
        (HOME, 1, "tender", 45.375, 75.375, "failed", 0, -1),
        (HOME, 2, "talk", 75.375, 95.375, "awarded", 1, CEDAR),
        (YARD, 0, "tender", 365.375, 410.375, "awarded", 3, BIRCH),
        (HOME, 0, "tender", 365.375, 410.375, "awarded", 2, BIRCH),
    ]
    prices = [t.price for t in state.record.tenders if t.result == "awarded"]
    names = ("yard_price", "home_price", "yard_price_2", "home_price_2")
    assert prices == [fen(page[name]) for name in names]
    assert [t.buyer_cost for t in state.record.tenders] == [600_000, 600_000, 600_000, 200_000, 600_000, 600_000]


def test_prices_and_cash_of_those_who_offer(state: State, page: dict[str, Any]) -> None:
    for offer in state.record.offers:
        key = state.agencies[offer.agency].profile.key
        assert offer.price == round(page["price"][key] * offer.ceiling)
    opened = {e.account_to: e.amount for e in state.ledger.entries if e.account_from == "endowment"}
    assert opened["agency:ash"] == fen(page["cash_ash"])
    assert opened["agency:birch"] == opened["agency:cedar"] == fen(page["cash_birch"])
    assert [(day, who) for day, who, _, _ in events(state, "founded")][-1] == (135, "agency:birch")


def test_the_credit_line_of_what_birch_holds(state: State, page: dict[str, Any]) -> None:
    """Six posts in year 3, on whose first tick the clock stands: three times as many as on the page, and 10 % more."""
    assert credit_line(state.scenario, state.agencies[BIRCH], state.year) == round(3 * 1.1 * 100 * page["credit_birch"])


def test_without_credit_birch_may_not_offer_for_the_home(tmp_path: Any) -> None:
    poor = play(tmp_path, "agencies.credit_months=0").world.state
    later = [(t.attempt, t.bidders, t.result, t.closed - FIRST) for t in poor.record.tenders[4:] if t.project == HOME]
    assert later == [(0, 1, "failed", 410.375), (1, 2, "awarded", 440.375)]


# Staff.


def rows(state: State, contract: int) -> list[MonthRow]:
    return [row for row in state.record.months if row.contract == contract]


def test_seats_of_the_yard_month_by_month(state: State, page: dict[str, Any]) -> None:
    seen = [(row.month - 11, row.staff, row.slots, row.left) for row in rows(state, 0)]
    assert seen == [
        *[(k, 1, 1, 0) for k in (2, 3, 4, 5)],
        *[(k, 2, 3, 0) for k in (6, 7, 8, 9, 10, 11)],
        (12, 1, 1, 1),
        (13, 2, 3, 0),
    ]
    turnover = [row.turnover for row in rows(state, 0)]
    assert turnover == pytest.approx(11 * [page["turnover"]] + [page["turnover_overload"]], **LITTLE)
    assert sum(row.left for row in state.record.months) == 1


def test_a_late_tranche_and_who_notices(state: State, page: dict[str, Any]) -> None:
    late = [(i.due - FIRST, i.paid - FIRST, i.amount) for i in state.record.invoices if i.paid > i.due]
    assert late == [(643.0, page["arrives"], fen(page["due_home"]))]
    (noticed,) = [row for row in rows(state, 3) if row.late]
    assert noticed.month - 11 == 22
    assert noticed.late == pytest.approx(page["late"], **LITTLE)
    assert noticed.turnover == pytest.approx(1 - np.exp(-12 * page["late_birch"]), **BY_PRICE)


def test_surplus_raises_wages_and_hires(state: State, page: dict[str, Any]) -> None:
    plan = state.contracts[2].workforce.plan
    assert plan.wage == pytest.approx(page["wage_birch"], **BY_PRICE)
    assert plan.workers == pytest.approx(page["workers_birch"], **BY_PRICE)
    assert {row.slots for row in rows(state, 2)} == {3}
    assert state.contracts[0].workforce.plan.wage == 1.0


# Recipients.


def lives(state: State) -> dict[str, dict[str, float]]:
    """Each recipient's life by the names of the page, days as the page counts them."""
    queues, found = state.queues, {}
    order = {cell: iter(names) for cell, names in ((0, NORTH), (1, SOUTH))}
    for i, cell in enumerate(queues.people.cell):
        found[next(order[int(cell)])] = {
            "comes": queues.people.arrival[i] - FIRST,
            "urgency": int(queues.people.urgency[i]),
            "begins": queues.start[i] - FIRST,
            "ends": queues.end[i] - FIRST,
            "state": queues.state[i],
            "breaks": queues.breaks[i],
        }
    return found


LIVES = {
    "N1": (10, 2, 182.5, 255.5),
    "N2": (20, 4, 45.5, 118.5),
    "N4": (100, 4, 118.5, 191.5),
    "N6": (200, 2, 200, 273),
    "N7": (300, 4, 300, 373),
    "N8": (340, 3, 340, 413),
    "N9": (350, 2, 350, 423),
    "N10": (360, 4, 13 * 365 / 12, 13 * 365 / 12 + 73),
    "S1": (60, 2, 5 * 365 / 12, 5 * 365 / 12 + 182.5),
    "S2": (90, 4, 95.5, 278),
    "S3": (350, 5, 350, 532.5),
}


def test_who_comes_waits_begins_and_ends(state: State, page: dict[str, Any]) -> None:
    found = lives(state)
    for name, life in LIVES.items():
        seen = found[name]
        assert (seen["comes"], seen["urgency"], seen["state"]) == (life[0], life[1], COMPLETED)
        assert (seen["begins"], seen["ends"]) == pytest.approx(life[2:], abs=TICK)
    for name, patience, comes in (("N3", page["patience_3"], 30), ("N5", page["patience_5"], 110)):
        assert found[name]["state"] == GAVE_UP
        assert found[name]["ends"] == pytest.approx(comes + patience, abs=1e-3)


def test_waits(tables: Tables, page: dict[str, Any]) -> None:
    assert metric(tables, "wait", 1) == pytest.approx(page["wait_1"], abs=1e-3)
    assert metric(tables, "wait", 2) == pytest.approx(13 * page["month"] - 360, abs=TICK)
    assert metric(tables, "arrived", 1) == 13
    assert metric(tables, "gave_up", 1) == 2
    assert metric(tables, "waiting", 1) == 1


def test_who_meets_a_change_of_agency(state: State) -> None:
    assert {name for name, life in lives(state).items() if life["breaks"]} == {"N8", "N9", "N10", "S3"}


def test_what_the_survey_finds(state: State, page: dict[str, Any]) -> None:
    yard, home = [row for row in state.record.needs if row.year == 2]
    assert (yard.waiting, home.waiting) == (1, 0)
    assert (yard.surveyed, home.surveyed) == pytest.approx((page["need_yard"], page["need_home"]), **LITTLE)
    assert (yard.benefit, home.benefit) == pytest.approx((page["benefit_yard"], page["benefit_home"]), **LITTLE)


# Quality, records, outcomes.


def test_quality_scores_and_diluted_records(state: State, page: dict[str, Any]) -> None:
    yard = [row.quality for row in rows(state, 0)]
    assert yard == pytest.approx(11 * [page["yard_q"]] + [page["yard_q_overload"]], **LITTLE)
    scores = {row.agency: row.score for row in state.record.contract_years if row.outcome == "term ended"}
    assert scores == pytest.approx({ASH: page["score_ash"], CEDAR: page["score_cedar"]}, **LITTLE)
    assert state.agencies[ASH].record == pytest.approx(page["record_ash"], **LITTLE)
    assert state.agencies[CEDAR].record == pytest.approx(page["record_cedar"], **LITTLE)
    assert moved(state, "agency:ash", "rectification") == fen(page["fine_ash"])
    assert moved(state, "agency:cedar", "rectification") == fen(page["fine_cedar"])


def test_each_works_for_the_points_it_lacks_where_the_fine_is_more_than_their_cost(
    state: State, page: dict[str, Any]
) -> None:
    assert [contract.agency for contract in state.contracts] == [ASH, CEDAR, BIRCH, BIRCH]
    for contract in state.contracts:
        key = state.agencies[contract.agency].profile.key
        points = page["effort"][key]
        assert contract.book.choices.effort == points
        assert contract.book.choices.effort_cost == pytest.approx(page["work"][key] if points else 0.0, **LITTLE)
    assert {e.account_from for e in state.ledger.entries if e.account_to == "effort"} == {"agency:ash"}


def test_success_of_every_completed_case(state: State, tables: Tables, page: dict[str, Any]) -> None:
    names = list(lives(state))
    expected = dict.fromkeys(("N1", "N2", "N4", "N6"), page["at_yard"])
    expected |= dict.fromkeys(("S1", "S2"), page["at_home"]) | {"N7": page["seven"], "S3": page["three"]}
    expected |= dict.fromkeys(("N8", "N9", "N10"), page["broken"])
    seen = dict(zip(names, tables.people["success"].tolist(), strict=True))
    assert {name: seen[name] for name in expected} == pytest.approx(expected, abs=1e-6)
    weights = dict(zip(names, tables.people["weight"].tolist(), strict=True))
    assert {name: weights[name] for name in LIVES} == {name: page["weight"][life[1]] for name, life in LIVES.items()}


def test_improvement_and_improvement_per_million(tables: Tables, page: dict[str, Any]) -> None:
    for year, grant in ((1, 0.77), (2, 0.847)):
        gained = page[f"improvement_{year}"]
        assert metric(tables, "improvement", year) == pytest.approx(gained, abs=1e-6)
        assert metric(tables, "improvement_per_million", year) == pytest.approx(gained / grant, abs=1e-6)
    assert metric(tables, "completed", 1) == 6
    assert metric(tables, "completed", 2) == 5


def test_ashs_cash_to_the_fen(state: State, page: dict[str, Any]) -> None:
    assert moved(state, "agency:ash", "wages") == page["wages_ash"]
    assert moved(state, "agency:ash", "overhead") == page["overhead_ash"]
    assert moved(state, "agency:ash", "effort") == page["effort_ash"]
    assert moved(state, "committed", "agency:ash") == page["paid_to_ash"]
    assert state.ledger.balances["agency:ash"] == page["left_ash"]


def test_nobody_is_founded(state: State, page: dict[str, Any]) -> None:
    possible = [agency for agency in state.agencies if agency.profile.newcomer]
    assert len(possible) == page["poisson"]
    assert {agency.status for agency in possible} == {"potential"}


def test_days_of_tranches(state: State, page: dict[str, Any]) -> None:
    ash = [(i.due - FIRST, i.amount) for i in state.record.invoices if i.due - FIRST in (45.5, 228.0)]
    start, half_time, end = page["tranches"](page["yard_price"])
    assert ash == [(45.5, start), (228.0, half_time)]
    assert (410.5, end) in [(i.due - FIRST, i.amount) for i in state.record.invoices]
