"""Tranches to the day and the fen; what is released, hosted, leaked or cut."""

from __future__ import annotations

from math import exp

import pytest
from scipy.special import ndtri

from gpss_sim.market.buyers.reevaluation import kept_of_budget
from gpss_sim.market.contracts.contract import Contract
from gpss_sim.market.delivery import payments
from gpss_sim.market.delivery.breach import suffer_breach
from gpss_sim.market.state import State
from gpss_sim.streams import Streams
from tests.market.town import ASH, BIRCH, CEDAR, HOME, YARD, YUAN, balance, running, town

TICK = 2**-20


def quiet(*overrides: str) -> State:
    return town("budget.amount=0", *overrides)


def received(state: State, account: str = "agency:birch") -> list[tuple[float, int]]:
    """Days after the start and sums that an account got out of commitments [fen]."""
    sums: dict[float, int] = {}
    for entry in state.ledger.entries:
        if (entry.account_from, entry.account_to) == ("committed", account):
            sums[entry.day - 365] = sums.get(entry.day - 365, 0) + entry.amount
    return list(sums.items())


def start(state: State, made: Contract) -> None:
    """The tranches of the first year are set going, and time runs a year; nobody pays wages."""
    made.term_year = 0
    payments.schedule_tranches(state.contract_desk, made, made.funds.commitments[-1])
    state.env.run(until=365 + 364)


def test_40_per_cent_at_the_start_and_at_half_time_the_rest_waits_for_the_score() -> None:
    state = quiet()
    made = running(state)
    start(state, made)
    assert received(state) == [(0.0, 160_000 * YUAN), (182.5, 160_000 * YUAN)]
    assert made.funds.commitments[-1].total == 80_000 * YUAN
    assert [row[:] for row in state.record.invoices] == [(365, 365, 16_000_000), (547.5, 547.5, 16_000_000)]


def test_a_late_tranche_arrives_by_its_own_luck() -> None:
    """Late if the first number is below .9; then 1.5 months · e^(.6 z) of the second number's quantile z."""
    state = quiet("payment.late_probability=0.9")
    made = running(state)
    start(state, made)
    draws = Streams(1, 0).uniforms("payment", "yard", 1, n=4)
    waits = [1.5 * 365 / 12 * exp(0.6 * ndtri(size)) if late < 0.9 else 0.0 for late, size in draws.reshape(2, 2)]
    days = [day for day, _ in received(state)]
    assert days == [pytest.approx(waits[0], abs=TICK), pytest.approx(182.5 + waits[1], abs=TICK)]
    assert min(waits) > 0


def test_a_tranche_draws_on_both_sources() -> None:
    state = quiet()
    made = running(state)
    start(state, made)
    first = [
        entry for entry in state.ledger.entries if entry.account_to == "agency:birch" and entry.contract == made.id
    ]
    assert [(entry.source, entry.amount) for entry in first[:2]] == [("fiscal", 12_800_000), ("lottery", 3_200_000)]


def test_partners_are_paid_in_equal_parts() -> None:
    state = quiet()
    made = running(state, price=300_001 * YUAN)
    made.partners = (ASH, CEDAR)
    payments.hand_over(state.contract_desk, made, {"fiscal": 100, "lottery": 11})
    assert [balance(state, f"agency:{key}") - cash for key, cash in endowments(state)] == [34 + 4, 33 + 4, 33 + 3]
    assert made.divide(100) == [(BIRCH, 34), (ASH, 33), (CEDAR, 33)]


def endowments(state: State) -> list[tuple[str, int]]:
    """Opening cash of the three agencies, the leader first [fen]."""
    found = {e.account_to: e.amount for e in state.ledger.entries if e.account_from == "endowment"}
    return [(key, found[f"agency:{key}"]) for key in ("birch", "ash", "cedar")]


def test_money_released_within_its_year_returns_to_the_budget_and_later_to_the_treasury() -> None:
    state = quiet()
    made = running(state)
    back = payments.release_part(state.contract_desk, made.project, made.funds.commitments[-1], 1_000, made.id)
    assert back == {"fiscal": 800, "lottery": 200}
    assert balance(state, "budget") == 1_000
    made.funds.commitments[-1].year = 0
    assert payments.release_part(state.contract_desk, made.project, made.funds.commitments[-1], 500, made.id) == {}
    assert balance(state, "lapsed") == 500
    assert balance(state, "budget") == 1_000


def test_money_held_together_is_released_by_the_last_who_holds_it() -> None:
    state = quiet()
    made = running(state)
    made.funds.commitments[-1].holders = 2
    assert payments.release(state.contract_desk, made, made.funds.commitments[-1]) == {}
    assert sum(payments.release(state.contract_desk, made, made.funds.commitments[-1]).values()) == 400_000 * YUAN
    assert balance(state, "committed") == 0


def test_a_host_keeps_its_fee_and_passes_money_on_later() -> None:
    state = quiet("agencies.registration.fee=0.1", "agencies.registration.delay=20")
    made = running(state)
    object.__setattr__(state.agencies[BIRCH].profile.standing, "hosted", True)
    start(state, made)
    assert received(state) == [(20.0, 160_000 * YUAN), (202.5, 160_000 * YUAN)]
    assert balance(state, "host") == 32_000 * YUAN


def test_who_is_registered_needs_no_host() -> None:
    state = quiet("agencies.registration.fee=0.1", "agencies.registration.delay=20")
    start(state, running(state))
    assert received(state)[0] == (0.0, 160_000 * YUAN)
    assert balance(state, "host") == 0


def test_money_leaks_as_far_as_nobody_watches() -> None:
    """A fifth of what is received, times a share of .7 not transparent, times half not managed."""
    state = quiet("market.leakage.share=0.2", "rules.modes.open.transparency=0.3")
    start(state, running(state))
    assert balance(state, "leaked") == round(0.2 * 0.7 * 0.5 * 160_000 * YUAN) * 2


CUT = (
    "rules.breach.probability=1",
    "rules.breach.amount=0.25",
    "rules.breach.months=6",
    "rules.breach.delay=1",
    "rules.breach.penalty=0.1",
)


def test_a_breach_takes_money_time_and_promptness() -> None:
    state = quiet(*CUT)
    made = running(state)
    suffer_breach(state.contract_desk, made)
    assert made.book.price == 300_000 * YUAN
    assert balance(state, "budget") == 100_000 * YUAN
    assert made.book.length == 182.5
    assert state.agencies[BIRCH].experience.breaches == 1
    assert tuple(state.record.events[-1]) == (365.0, "changed by the buyer", "contract:0", "", 0.25)
    start(state, made)
    month = pytest.approx(365 / 12, abs=TICK)
    assert received(state) == [(month, 120_000 * YUAN), (pytest.approx(182.5 + 365 / 12, abs=TICK), 120_000 * YUAN)]


def test_finance_cuts_the_next_budget_of_a_buyer_who_changed_contracts() -> None:
    state = quiet(*CUT)
    assert kept_of_budget(state.buyer_desk) == 1.0
    suffer_breach(state.contract_desk, running(state))
    assert kept_of_budget(state.buyer_desk) == 0.9
    assert kept_of_budget(state.buyer_desk) == 1.0


def test_only_the_year_of_the_shock_is_hit() -> None:
    state = quiet(*CUT, "rules.breach.year=2")
    made = running(state)
    suffer_breach(state.contract_desk, made)
    assert made.book.price == 400_000 * YUAN
    hit = quiet(*CUT, "rules.breach.year=1")
    made = running(hit)
    suffer_breach(hit.contract_desk, made)
    assert made.book.price == 300_000 * YUAN


def test_chance_decides_who_is_hit() -> None:
    state = quiet("rules.breach.probability=0.5", "rules.breach.amount=0.25")
    for project, key in ((YARD, "yard"), (HOME, "home")):
        made = running(state, project)
        suffer_breach(state.contract_desk, made)
        hit = bool(Streams(1, 0).uniforms("breach", key, 1, n=1)[0] < 0.5)
        assert (made.book.price < made.terms.price) is hit


def test_a_breach_is_remembered_by_every_party_and_there_is_none_in_year_0() -> None:
    state = quiet(*CUT)
    made = running(state)
    made.partners = (ASH,)
    suffer_breach(state.contract_desk, made)
    assert [state.agencies[agency].experience.breaches for agency in (ASH, BIRCH, CEDAR)] == [1, 1, 0]
    assert state.contract_desk.changes.number == 1
    early = town("calendar.reference_year=true", "budget.amount=0", *CUT)
    made = running(early)
    suffer_breach(early.contract_desk, made)
    assert made.book.price == made.terms.price


def test_the_chance_itself_is_no_hit() -> None:
    state = quiet("rules.breach.probability=0.5", "rules.breach.amount=0.25")
    made = running(state)
    for number, price in ((0.5, 400_000), (0.49, 300_000)):
        state.luck.breach = lambda project, year, number=number: number  # type: ignore[method-assign,misc]
        suffer_breach(state.contract_desk, made)
        assert made.book.price == price * YUAN
