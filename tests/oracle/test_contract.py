"""Theory holds in the model: selection, effort, capital, ruin, lots, staff, choice."""

from __future__ import annotations

import pytest

from tests.oracle.rows import CONTRACTS, assert_holds, cases


@pytest.mark.parametrize("case", cases(*CONTRACTS))
def test_theory_holds(case: str) -> None:
    assert_holds(case)
