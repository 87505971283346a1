"""The small companions of the page: founding, dilution, the reserve list, a closure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gpss_sim.market.agencies import entry_exit
from gpss_sim.market.agencies.agency import ACTIVE, CLOSED
from gpss_sim.market.agencies.offers import credit_line
from gpss_sim.market.buyers.planning_year import PurchaseList
from gpss_sim.market.world import build, check_cash
from tests.hand.paper import FIRST, numbers, scenario
from tests.market.town import ASH, BIRCH, CEDAR, YARD, balance, running, town
from tests.market.town import scenario as town_scenario


def test_a_newcomer_with_a_contract_makes_founding_faster() -> None:
    state = town("budget.amount=0")
    for k in range(2):
        profile = replace(state.agencies[CEDAR].profile, key=f"new-{k}", founded=365.0, newcomer=True)
        new = replace(state.agencies[CEDAR], id=len(state.agencies), profile=profile, contracts=[9] if k else [])
        state.agencies.append(new)
    state.agencies[ASH].contracts = [8]
    assert entry_exit._pace(state.registrar) == pytest.approx(numbers()["pace"])


def test_one_score_weighs_less_the_more_contracts_are_held() -> None:
    state = town()
    birch, weights = state.agencies[BIRCH], []
    for number in range(6):
        birch.contracts = list(range(number))
        weights.append(round(birch.weight(state.scenario.assessment), 4))
    assert weights == numbers()["weights"]


def test_the_reserve_list_is_gone_down_in_its_order() -> None:
    costs = (100_000, 90_000, 80_000, 70_000)
    rows = ",".join(
        f'{{id="{name}",district="north",domain="youth",posts=1,cost={cost}}}'
        for name, cost in zip(("first", "second", "third", "fourth"), costs, strict=True)
    )
    chosen = town_scenario(
        f"templates=[{rows}]", "budget.amount=275_000", "rules.methods.tender.buyer_cost=0", 'rules.mode="line"'
    )
    bought = PurchaseList(("first",), ("third", "second", "fourth"))
    state = build(chosen, lambda year: bought, 1, 0, log=True).state
    state.env.run(until=FIRST + 200)
    names = [made.project.template.id for made in state.contracts]
    assert names == ["first", *numbers()["bought"]]
    days = [event.day - FIRST for event in state.record.events if event.event == "signed"]
    assert days == [45.375, 90.375, 90.375]
    assert balance(state, "budget") == 100 * numbers()["left"]


def test_a_fen_below_the_credit_line_for_two_month_ends_closes(tmp_path: Path) -> None:
    chosen = scenario(tmp_path, "budget.amount=0")
    for below, status in ((0, ACTIVE), (1, CLOSED)):
        state = build(chosen, lambda year: PurchaseList(), 1, 0).state
        running(state, YARD, ASH)
        line = credit_line(state.scenario, state.agencies[ASH], state.year)
        assert line == round(100 * numbers()["line"])
        state.ledger.move(FIRST, "agency:ash", "wages", balance(state, "agency:ash") + line + below)
        for _ in range(2):
            check_cash(state, state.agencies[ASH])
        assert state.agencies[ASH].status == status
