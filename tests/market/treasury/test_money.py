"""Ledger and purse: every fen from somewhere to somewhere, by source."""

from __future__ import annotations

import pytest

from gpss_sim.market.contracts.terms import Commitment
from gpss_sim.market.ledger import Entry, Ledger
from gpss_sim.market.record import Record
from gpss_sim.market.treasury.purse import Purse


def purse(amount: int = 1_000) -> tuple[Purse, Ledger]:
    ledger = Ledger()
    made = Purse(ledger, {"fiscal": 0.8, "lottery": 0.2})
    made.grant(365.0, amount)
    return made, ledger


def test_money_leaves_one_account_and_enters_another() -> None:
    ledger = Ledger()
    ledger.move(3.5, "budget", "committed", 700, "fiscal", 2)
    assert ledger.entries == [Entry(3.5, "budget", "committed", "fiscal", 2, 700)]
    assert dict(ledger.balances) == {"budget": -700, "committed": 700}


def test_nothing_is_written_for_nothing_and_nothing_moves_backwards() -> None:
    ledger = Ledger()
    ledger.move(3.5, "budget", "committed", 0)
    assert not ledger.entries
    with pytest.raises(ValueError, match="cannot move -1 fen from a to b"):
        ledger.move(3.5, "a", "b", -1)


def test_each_source_by_itself() -> None:
    ledger = Ledger()
    ledger.move_by_source(1.0, "a", "b", {"fiscal": 8, "lottery": 0, "gift": 2}, 5)
    assert ledger.entries == [Entry(1.0, "a", "b", "fiscal", 5, 8), Entry(1.0, "a", "b", "gift", 5, 2)]


def test_a_budget_comes_from_its_sources() -> None:
    _, ledger = purse()
    assert [(entry.source, entry.amount) for entry in ledger.entries] == [("fiscal", 800), ("lottery", 200)]
    assert {entry.account_from for entry in ledger.entries} == {"grant"}
    assert ledger.balances["budget"] == 1_000


def test_what_is_left_lapses_to_the_treasury() -> None:
    made, ledger = purse()
    assert made.lapse(730.0) == 1_000
    assert ledger.balances["budget"] == 0
    assert ledger.balances["lapsed"] == 1_000
    assert made.lapse(731.0) == 0


def test_free_is_what_no_running_procurement_needs() -> None:
    made, _ = purse()
    made.earmarked = 300
    assert made.available == 1_000
    assert made.free == 700


def test_spending_takes_all_there_is_and_no_more() -> None:
    made, ledger = purse()
    made.earmarked = 900
    assert made.spend(366.0, "procurement", 400) == 400
    assert made.spend(366.0, "procurement", 700) == 600
    assert ledger.balances["procurement"] == 1_000
    assert ledger.balances["budget"] == 0


def test_spending_what_is_free_leaves_what_is_earmarked() -> None:
    made, ledger = purse()
    made.earmarked = 900
    assert made.spend_free(366.0, "support", 250, 7) == 100
    assert {entry.contract for entry in ledger.entries if entry.account_to == "support"} == {7}
    made.earmarked = 2_000
    assert made.spend_free(366.0, "support", 250) == 0


def test_a_commitment_is_set_aside_if_it_is_free() -> None:
    made, ledger = purse()
    made.earmarked = 300
    assert made.commit(366.0, 1, 701, 4) is None
    commitment = made.commit(366.0, 1, 700, 4, 2)
    assert commitment == Commitment(1, {"fiscal": 560, "lottery": 140}, 2)
    assert ledger.balances["committed"] == 700
    assert made.available == 300
    assert made.free == 0


def test_a_commitment_pays_in_proportion_to_what_is_left_of_each_source() -> None:
    held = Commitment(1, {"fiscal": 560, "lottery": 140})
    assert held.total == 700
    assert held.draw(100) == {"fiscal": 80, "lottery": 20}
    assert held.remaining == {"fiscal": 480, "lottery": 120}
    assert held.draw(1_000) == {"fiscal": 480, "lottery": 120}
    assert held.draw(5) == {}
    assert held.total == 0


def test_an_event_is_kept_only_where_a_log_is() -> None:
    quiet, told = Record(log=False), Record(log=True)
    for record in (quiet, told):
        record.event(1.0, "opened", "contract:1", "project:x", 2.0)
    assert quiet.events == []
    assert [tuple(event) for event in told.events] == [(1.0, "opened", "contract:1", "project:x", 2.0)]
