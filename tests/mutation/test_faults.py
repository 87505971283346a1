"""Each seeded fault turns its rows red, and they are green without it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from gpss_sim.market.policies import equilibrium
from gpss_sim.verification import verify
from tests.mutation.faults import FAULTS


@pytest.fixture(autouse=True)
def _no_table_outlives_its_fault() -> Iterator[None]:
    """Equilibria are kept by the rule they solve, whatever the code that solved them."""
    yield
    equilibrium.solve.cache_clear()


@cache
def holds(rows: tuple[str, ...]) -> bool:
    return all(found.holds for found in verify(rows, quick=True))


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_caught(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fault = FAULTS[name]
    assert holds(fault.rows)
    fault.put_in(monkeypatch)
    equilibrium.solve.cache_clear()
    found = verify(fault.rows, quick=True)
    assert not any(row.holds for row in found), found


def test_there_are_ten() -> None:
    assert len(FAULTS) == 10
