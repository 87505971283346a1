"""Queues in columns leave what the queues leave that are to be read: every number, every event, in the same order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gpss_sim import kept
from gpss_sim.market.recipients import compiling, provider_choice
from gpss_sim.market.recipients.compiled_queues import CompiledQueues
from gpss_sim.market.recipients.queues import Queues
from gpss_sim.market.tables import tables_of
from gpss_sim.simulate import run
from tests import city
from tests.market.recipients.test_queues import Place, queues

SETTINGS = (
    ("rules.mode=competitive", "rules.form=project"),
    ("rules.mode=formal", "delivery.startup_staffing=0.2", "delivery.pause_limit=0"),
    ("rules.mode=non_competitive", "delivery.handover=0.5", "agencies.cash_months=0", "payment.closure_months=1"),
    ("rules.mode=competitive", "demand.load=3", "demand.patience_scale=0.2", "rules.term=1"),
    ("rules.mode=direct", "demand.load=0.2", "delivery.leaving=0.2"),
)


def played(folder: Path, overrides: tuple[str, ...], fast: bool, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setenv(compiling.VARIABLE, "on" if fast else "off")
    results = run(city.load(folder, *overrides), seed=3, log=True)
    state = results.world.state
    assert type(state.queues) is (CompiledQueues if fast else Queues)
    tables = tables_of(results.world).tables
    columns = {
        f"{name}.{key}": repr(column.tolist()) for name, table in tables.items() for key, column in table.items()
    }
    return columns | {"log": state.record.events, "ledger": state.ledger.entries, "events": next(state.env._eid)}


@pytest.mark.parametrize("overrides", SETTINGS, ids=lambda told: told[0])
def test_both_leave_the_same(overrides: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = played(tmp_path, overrides, False, monkeypatch)
    fast = played(tmp_path, overrides, True, monkeypatch)
    assert [name for name in usual if usual[name] != fast[name]] == []
    assert len(usual["log"]) > 50


def test_many_contracts_and_days_ahead_find_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With room for one contract and few days at first, all grow; what happens stays the same."""
    usual = played(tmp_path, SETTINGS[0], False, monkeypatch)
    for name, number in (("_CONTRACTS", 1), ("_HEADS", 2), ("_SPARE", 0)):
        monkeypatch.setattr(f"gpss_sim.market.recipients.compiled_queues.{name}", number)
    fast = played(tmp_path, SETTINGS[0], True, monkeypatch)
    assert [name for name in usual if usual[name] != fast[name]] == []


def test_what_cannot_be_written_down_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk on the way to compiled code leaves the queues that need none."""

    def full() -> None:
        raise OSError(28, "No space left on device")

    provider_choice._compiled_kind.cache_clear()
    monkeypatch.setattr("gpss_sim.market.recipients.compiled_queues.prepare", full)
    monkeypatch.setenv(compiling.VARIABLE, "on")
    try:
        assert type(run(city.load(tmp_path, "calendar.years=1")).world.state.queues) is Queues
    finally:
        provider_choice._compiled_kind.cache_clear()


def test_where_numba_does_not_work_queues_that_need_none_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is there and cannot be imported, as where it is too old for NumPy: the uncompiled steps would take long."""
    provider_choice._compiled_kind.cache_clear()
    monkeypatch.setattr("gpss_sim.market.recipients.columns.njit", None)
    try:
        assert provider_choice._compiled_kind(False) is None
        assert provider_choice._compiled_kind(True) is CompiledQueues
    finally:
        provider_choice._compiled_kind.cache_clear()


def test_a_paused_case_goes_on_where_it_was_left() -> None:
    """Ten days of twenty are served when the contract closes on day 11; five days later another goes on with them."""
    told = queues((1, 20, 3), kind=CompiledQueues)
    first = Place(0, 7, 1)
    told.open(first)
    told.env.run(until=11)
    assert told.close(first) == 1
    told.env.run(until=16)
    told.open(Place(1, 8, 1))
    told.env.run(until=100)
    assert (told.start[0], told.end[0], told.breaks[0], told.paused_days[0]) == (1, 26, 1, 5)


def test_compiling_pays_after_many_people_unless_it_is_forbidden() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiling, "_is_on_file", lambda: True)
        patch.setattr(compiling, "find_spec", lambda name: name)
        patch.setenv(kept.VARIABLE, "somewhere")
        patch.setattr(compiling, "_PEOPLE", [0])
        patch.delenv(compiling.VARIABLE, raising=False)
        assert [compiling.compiling_pays(150_000) for _ in range(3)] == [False, True, True]
        patch.setattr(compiling, "_is_on_file", lambda: False)
        assert [compiling.compiling_pays(2_275_000) for _ in range(2)] == [False, True]
        patch.setenv(kept.VARIABLE, "off")
        assert not compiling.compiling_pays(1)  # compiled anew in every process it would not pay
        patch.setenv(compiling.VARIABLE, "on")
        assert compiling.compiling_pays(1)
        assert not compiling.compiling_pays(0)
        patch.setenv(kept.VARIABLE, "somewhere")
        for wish in ("off", "0", "no"):
            patch.setenv(compiling.VARIABLE, wish)
            assert not compiling.compiling_pays(1_000_000)
        patch.setattr(compiling, "find_spec", lambda name: None)
        patch.delenv(compiling.VARIABLE)
        assert not compiling.compiling_pays(1_000_000)
