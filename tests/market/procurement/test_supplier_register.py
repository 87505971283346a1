"""Who could sell, as the buyer looks at it: standing, own sellers, lots, refusals."""

from __future__ import annotations

import pytest

from gpss_sim.market.city_map import lay_out_own
from gpss_sim.market.procurement.supplier_register import SupplierRegister
from gpss_sim.market.state import State
from gpss_sim.streams import Streams
from tests.market.town import ASH, BIRCH, CEDAR, HOME, YARD, contract, town


def quiet(*overrides: str) -> State:
    return town("budget.amount=0", *overrides)


def roll(state: State) -> SupplierRegister:
    return SupplierRegister(
        state.directory, state.luck, lay_out_own(state.scenario, Streams(7, 0), state.projects, state.agencies)
    )


def test_the_buyer_favours_the_incumbent_by_the_cost_of_switching() -> None:
    state = quiet()
    state.projects[YARD].letting.incumbents = (BIRCH,)
    assert roll(state).standing(BIRCH, YARD) == pytest.approx(82.0)
    assert roll(state).standing(ASH, YARD) == pytest.approx(78.0)
    assert roll(state).standing(BIRCH, HOME) == pytest.approx(78.0)


def test_who_stands_on_the_preferred_list_is_favoured_by_the_advice() -> None:
    """Five points, beside the four that a switch from the incumbent costs."""
    state = quiet("rules.eligibility.preferred_advice=5")
    state.projects[YARD].letting.incumbents = (BIRCH,)
    assert roll(state).standing(ASH, YARD) == pytest.approx(78.0)  # there is no list yet
    state.directory.preferred = frozenset({BIRCH, CEDAR})
    assert [roll(state).standing(agency, YARD) for agency in (ASH, BIRCH, CEDAR)] == pytest.approx([78.0, 87.0, 83.0])
    unadvised = quiet()
    unadvised.directory.preferred = frozenset({CEDAR})
    assert roll(unadvised).standing(CEDAR, YARD) == pytest.approx(78.0)


def test_the_buyers_own_sellers_while_they_work() -> None:
    state = quiet()
    known = roll(state)
    dependent, department = known.dependent(YARD), known.department(YARD)
    assert dependent is not None
    assert department is not None
    assert state.agencies[dependent].profile.kind == "dependent"
    assert state.agencies[department].profile.kind == "department"
    state.agencies[dependent].status = "closed"
    assert known.dependent(YARD) is None


def test_a_named_seller_that_is_barred_is_not_commissioned() -> None:
    state = quiet()
    known = SupplierRegister(state.directory, state.luck, {("named", YARD): CEDAR})
    assert known.named(YARD) == CEDAR
    assert known.named(HOME) is None
    state.agencies[CEDAR].barred_until = 365.0
    assert known.named(YARD) == CEDAR
    state.agencies[CEDAR].barred_until = 366.0
    assert known.named(YARD) is None
    state.agencies[CEDAR].barred_until, state.agencies[CEDAR].status = 0.0, "closed"
    assert known.named(YARD) is None


def test_lots_and_acquaintance() -> None:
    state = quiet()
    assert roll(state).lot(CEDAR, HOME) == Streams(1, 0).uniforms("invitation", "cedar", 1, n=2)[HOME]
    contract(state, YARD, BIRCH)
    state.projects[YARD].letting.incumbents = (BIRCH,)
    assert roll(state).known(BIRCH, YARD) == (True, 1)
    assert roll(state).known(ASH, YARD) == (False, 0)


def test_who_turned_a_purchase_down_is_passed_over_until_nobody_is_left() -> None:
    known = roll(quiet())
    assert known.willing(YARD) == [ASH, BIRCH, CEDAR]
    known.note_declined(YARD, [ASH, BIRCH], {BIRCH})
    assert known.willing(YARD) == [BIRCH, CEDAR]
    assert known.willing(HOME) == [BIRCH, CEDAR]
    known.note_declined(YARD, [BIRCH, CEDAR], set())
    assert known.willing(YARD) == [ASH, BIRCH, CEDAR]
    known.ask_anew(YARD)
    known.note_declined(YARD, [CEDAR], [])
    assert known.willing(YARD) == [ASH, BIRCH]
    known.ask_anew(HOME)
