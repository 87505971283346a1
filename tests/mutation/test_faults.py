"""Each seeded fault turns its rows red; without it they are green, as ``tests/oracle`` asserts of every row."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gpss_sim.market.policies import equilibrium
from gpss_sim.verification import verify
from gpss_sim.verification.table import CASES
from tests.mutation.faults import FAULTS
from tests.oracle.rows import AUCTIONS, CONTRACTS, QUEUES


@pytest.fixture(autouse=True)
def _no_table_outlives_its_fault() -> Iterator[None]:
    """Equilibria are kept by the rule they solve, whatever the code that solved them."""
    yield
    equilibrium.solve.cache_clear()


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_caught(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fault = FAULTS[name]
    fault.put_in(monkeypatch)
    equilibrium.solve.cache_clear()
    found = verify(fault.rows, quick=True)
    assert not any(row.holds for row in found), found


def test_what_holds_without_a_fault_is_asserted_of_every_row() -> None:
    assert {case.theory for case in CASES.values()} == {*AUCTIONS, *CONTRACTS, *QUEUES}


def test_there_are_ten() -> None:
    assert len(FAULTS) == 10
