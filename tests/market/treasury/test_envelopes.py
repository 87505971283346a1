"""Sources that are kept apart: who may pay, who does, what stays for the next year."""

from __future__ import annotations

from typing import Any

import pytest

from gpss_sim.market.buyers.planning_year import Candidate, PlanningYear, PurchaseList
from gpss_sim.market.state import State
from gpss_sim.market.treasury.envelopes import EarmarkedPurse, payers_of, split
from gpss_sim.market.world import build
from gpss_sim.planner import planner_for
from gpss_sim.scenario.envelopes import Envelope
from tests.market.town import HOME, YARD
from tests.market.town import scenario as settled
from tests.rules.market import with_columns

FUND = "budget.sources={fiscal=0.7,lottery=0.3}"
KEPT = ("budget.earmarked=true", FUND, "budget.amount=1_000_000")


def place(*overrides: str, **columns: Any) -> State:
    """The town with 700,000 of fiscal and 300,000 yuan of lottery money; `columns` change the yard."""
    scenario = with_columns(settled(*KEPT, *overrides), YARD, **columns)
    state = build(scenario, planner_for("urgency-first"), seed=1, replication=0).state
    state.purse.grant(state.now, 100_000_000)
    return state


def purse(state: State) -> EarmarkedPurse:
    assert isinstance(state.purse, EarmarkedPurse)
    return state.purse


def test_an_amount_is_divided_in_order_up_to_share_and_money() -> None:
    assert split(100, {"a": 1.0, "b": 1.0}, {"a": 70, "b": 90}) == {"a": 70, "b": 30}
    assert split(100, {"a": 0.25, "b": 1.0}, {"a": 70, "b": 90}) == {"a": 25, "b": 75}
    assert split(100, {"a": 0.25, "b": 1.0}, {"a": 70, "b": 74}) is None
    assert split(100, {"a": 0.25}, {"a": 900}) is None
    assert split(101, {"a": 0.5, "b": 0.5}, {"a": 90, "b": 90}) == {"a": 51, "b": 50}


@pytest.mark.parametrize(
    ("envelope", "pilot", "named", "pays"),
    [
        (Envelope(), False, "", True),
        (Envelope(), False, "fiscal", False),
        (Envelope(), False, "fiscal; lottery", True),
        (Envelope(stage="pilot"), False, "", False),
        (Envelope(stage="pilot"), True, "", True),
        (Envelope(stage="mature"), True, "", False),
        (Envelope(domains=("care",)), False, "", False),
        (Envelope(domains=("care", "youth")), False, "", True),
        (Envelope(districts=("south",)), False, "", False),
    ],
)
def test_who_may_pay(envelope: Envelope, pilot: bool, named: str, pays: bool) -> None:
    """The yard serves youth in the north."""
    project = place(sources=named, pilot=pilot).projects[YARD]
    assert ("lottery" in payers_of(project, {"lottery": envelope})) is pays


def test_no_money_for_pilots_from_what_is_for_mature_projects() -> None:
    state = place("budget.envelopes.fiscal.stage=mature", pilot=True)
    assert list(purse(state).payers(YARD)) == ["lottery"]
    assert list(purse(state).payers(HOME)) == ["fiscal", "lottery"]


def test_the_source_that_may_pay_for_fewer_pays_first() -> None:
    state = place('budget.envelopes.lottery.domains=["youth"]')
    assert list(purse(state).payers(YARD)) == ["lottery", "fiscal"]
    assert list(purse(state).payers(HOME)) == ["fiscal"]
    commitment = state.purse.commit(state.now, 1, 40_000_000, 0, project=YARD)
    assert commitment is not None
    assert commitment.holders == 1, "one contract draws on it"
    assert commitment.remaining == {"lottery": 30_000_000, "fiscal": 10_000_000}


def test_no_other_money_pays() -> None:
    """Of 300,000 yuan of lottery money the yard, which it alone may pay for, can have no more."""
    state = place(sources="lottery")
    assert state.purse.affords(YARD, 30_000_000)
    assert not state.purse.affords(YARD, 30_000_001)
    assert state.purse.commit(state.now, 1, 30_000_001, 0, project=YARD) is None
    assert state.purse.spend(state.now, "procurement", 40_000_000, YARD) == 30_000_000
    assert state.ledger.by_source["budget", "fiscal"] == 70_000_000


def test_what_is_earmarked_is_not_free_and_is_committed_as_the_plan_says() -> None:
    state = place()
    state.purse.plan({YARD: {"fiscal": 30_000_000, "lottery": 10_000_000}})
    state.purse.earmark(YARD, 40_000_000)
    assert purse(state).free_by_source == {"fiscal": 40_000_000, "lottery": 20_000_000}
    assert state.purse.free == 60_000_000
    state.purse.unearmark(YARD, 4_000_000)
    assert purse(state).free_by_source == {"fiscal": 43_000_000, "lottery": 21_000_000}
    state.purse.unearmark(YARD, 36_000_000)
    commitment = state.purse.commit(state.now, 1, 36_000_000, 0, project=YARD)
    assert commitment is not None
    assert commitment.remaining == {"fiscal": 27_000_000, "lottery": 9_000_000}
    assert state.purse.earmarked == 0


def test_two_procurements_of_one_project_are_set_aside_together() -> None:
    """One of last year that has not come to its end, and one of this year: what is free by source adds up."""
    state = place()
    money = purse(state)
    before = money.free
    for amount in (20_000_000, 30_000_000):
        money.earmark(YARD, amount)
    assert before - money.free == 50_000_000
    assert sum(money.free_by_source.values()) == money.free
    money.unearmark(YARD, 20_000_000)
    money.unearmark(YARD, 30_000_000)
    assert money.free == sum(money.free_by_source.values()) == before


def test_a_plan_that_asks_a_source_for_more_than_its_share_is_split_anew() -> None:
    state = place("budget.envelopes.fiscal.most=0.5")
    state.purse.plan({YARD: {"fiscal": 30_000_000, "lottery": 10_000_000}})
    commitment = state.purse.commit(state.now, 1, 40_000_000, 0, project=YARD)
    assert commitment is not None
    assert commitment.remaining == {"fiscal": 20_000_000, "lottery": 20_000_000}
    assert not state.purse.affords(YARD, 20_000_002)


@pytest.mark.parametrize(("kept", "lottery"), [(0, 0), (0.4, 12_000_000), (1, 30_000_000)])
def test_what_is_left_lapses_or_stays_by_source(kept: float, lottery: int) -> None:
    state = place(f"budget.envelopes.lottery.carry_over={kept}")
    assert state.purse.lapse(state.now) == 100_000_000 - lottery
    assert purse(state).free_by_source == {"fiscal": 0, "lottery": lottery}
    assert state.ledger.by_source["lapsed", "fiscal"] == 70_000_000


def test_evaluators_and_rewards_are_paid_from_what_is_free_of_every_source() -> None:
    state = place()
    assert state.purse.spend_free(state.now, "evaluation", 1_000_000) == 1_000_000
    assert state.ledger.by_source["evaluation", "lottery"] == 300_000


def test_what_is_free_is_that_of_each_source_above_nothing() -> None:
    """All fiscal money is earmarked, and a fen more: what is spent or held back is the 300,000 yuan of the lottery."""
    for spend in (True, False):
        state = place(sources="fiscal")
        state.purse.earmark(YARD, 70_000_000)
        purse(state)._earmarks[YARD]["fiscal"] += 1
        paid = state.purse.spend_free(state.now, "evaluation", 40_000_000) if spend else state.purse.hold(40_000_000)
        assert paid == 30_000_000
        assert purse(state).free_by_source == {"fiscal": -1, "lottery": 0}


def test_a_fen_that_is_held_back_is_set_free_again() -> None:
    state = place()
    assert state.purse.hold(0) == 0
    assert state.purse.hold(1) == 1
    assert state.purse.free == 99_999_999
    state.purse.release_hold(1)
    assert state.purse.free == sum(purse(state).free_by_source.values()) == 100_000_000


def test_released_money_returns_to_its_source() -> None:
    state = place(sources="lottery")
    assert state.purse.commit(state.now, 1, 30_000_000, 0, project=YARD) is not None
    state.ledger.move_by_source(state.now, "committed", "budget", {"lottery": 5_000_000})
    assert purse(state).free_by_source == {"fiscal": 70_000_000, "lottery": 5_000_000}


def test_plan_and_payments_agree_to_the_fen_by_source() -> None:
    """At the budget line, bought at no cost: what the plan says each source pays is what is committed and paid."""
    told: list[PurchaseList] = []
    inner = planner_for("urgency-first")

    def planner(year: PlanningYear, /) -> PurchaseList:
        told.append(inner(year))
        return told[-1]

    scenario = settled(
        "budget.earmarked=true", "budget.sources={fiscal=0.6,lottery=0.4}", "budget.amount=1_500_000",
        'budget.envelopes.fiscal.domains=["care"]', "rules.mode=line", "calendar.years=1",
        "rules.methods.tender.buyer_cost=0",
    )  # fmt: skip
    scenario = with_columns(with_columns(scenario, YARD, benefit=5.0), HOME, benefit=5.0)
    made = build(scenario, planner, seed=1, replication=0)
    made.run()
    state = made.state
    paid: dict[str, dict[str, int]] = {}
    for entry in state.ledger.entries:
        if (entry.account_from, entry.account_to) == ("budget", "committed"):
            key = state.contracts[entry.contract].project.template.id
            paid.setdefault(key, {})[entry.source] = entry.amount
    assert told[0].funding == paid
    assert paid["yard"] == {"lottery": 40_000_000}
    assert sum(paid["home"].values()) == 100_000_000
    assert paid["home"]["fiscal"] <= 90_000_000
    assert paid["home"]["lottery"] <= 20_000_000


def test_a_project_that_nobody_may_pay_for_is_no_candidate() -> None:
    asked: list[list[Candidate]] = []

    def planner(year: PlanningYear, /) -> PurchaseList:
        asked.append(list(year.candidates))
        return PurchaseList()

    scenario = with_columns(settled(*KEPT, "calendar.years=1"), YARD, sources="donors")
    build(scenario, planner, seed=1, replication=0).run()
    assert [[c.id for c in candidates] for candidates in asked] == [["home"]]
    assert asked[0][0].sources == ("fiscal", "lottery")
