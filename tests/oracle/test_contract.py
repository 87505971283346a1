"""Theory holds in the model: selection, effort, capital, ruin, lots, staff, choice."""

from __future__ import annotations

import pytest

from tests.oracle.rows import assert_holds, cases


@pytest.mark.parametrize("case", cases("T9", "T10", "T11", "T12", "T13", "T14"))
def test_theory_holds(case: str) -> None:
    assert_holds(case)
