"""Each slip turns its tests red, and they are green without it; every room of market and metrics has one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from gpss_sim.market.policies import costs, equilibrium
from tests.hand import test_library as hand_library
from tests.layers import ROOT
from tests.market.recipients import test_compiled_queues as compiled_queues
from tests.mutation import slips_metrics, slips_money, slips_rules, slips_service
from tests.mutation.faults import FAULTS
from tests.mutation.slip import test_named as named

ROOMS = (slips_metrics, slips_money, slips_rules, slips_service)
SLIPS = {slip.name: slip for room in ROOMS for slip in room.SLIPS}
WITHOUT_A_VERB = {
    "market/__init__.py",
    "market/agencies/__init__.py",
    "market/buyers/__init__.py",
    "market/agencies/view.py",
    "market/buyers/buyer_view.py",
    "market/buyers/planning_year.py",
    "market/contracts/__init__.py",
    "market/delivery/__init__.py",
    "market/library/__init__.py",
    "market/policies/__init__.py",
    "market/procurement/__init__.py",
    "market/procurement/procurement_view.py",
    "market/purposes.py",
    "market/recipients/__init__.py",
    "market/recipients/case_count.py",
    "market/rulebook/__init__.py",
    "market/treasury/__init__.py",
    "market/statuses.py",
    "metrics/__init__.py",
}
"""Files that only name or shape things."""
BY_THEORY = {
    "market/policies/closed_form.py",
    "market/policies/contest.py",
    "market/policies/equilibrium.py",
    "market/policies/fixed_point.py",
    "market/policies/scored.py",
    "market/policies/score_axis.py",
    "market/policies/scored_grid.py",
    "market/policies/scored_mass.py",
}
"""Files whose faults turn rows of the verification table red (``faults.py``)."""

BY_COMPARISON = {"market/recipients/columns.py", "market/recipients/steps.py"}
"""Files whose functions may be compiled: ``test_compiled_queues.py`` compares all that they leave with the queues that
are to be read, which have slips of their own."""


COMPILED = compiled_queues.CompiledQueues
"""Imported while tables may be kept: compiled steps are named by their sources, and no slip changes those."""


@pytest.fixture(autouse=True)
def _no_table_outlives_its_fault() -> Iterator[None]:
    hand_library.results.cache_clear()
    yield
    hand_library.results.cache_clear()
    equilibrium.solve.cache_clear()
    costs._quantiles.cache_clear()


@cache
def is_green(test: str) -> bool:
    named(test)()
    return True


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_turns_its_tests_red(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    slip = SLIPS[name]
    assert all(is_green(test) for test in slip.tests)
    hand_library.results.cache_clear()
    slip.put_in(monkeypatch)
    for test in slip.tests:
        with pytest.raises(AssertionError):
            named(test)()


def test_there_are_enough_of_them() -> None:
    assert len(SLIPS) == sum(len(room.SLIPS) for room in ROOMS)
    assert len(SLIPS) + len(FAULTS) >= 90


def test_every_file_has_one() -> None:
    package = ROOT / "gpss_sim"
    paths = (path for room in ("market", "metrics") for path in (package / room).rglob("*.py"))
    files = {path.relative_to(package).as_posix() for path in paths}
    touched = {slip.place.partition(":")[0].replace(".", "/") + ".py" for slip in SLIPS.values()}
    assert files - touched == WITHOUT_A_VERB | BY_THEORY | BY_COMPARISON
