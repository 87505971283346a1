"""Theory holds in the model: prices, entry, awards."""

from __future__ import annotations

import pytest

from tests.oracle.rows import assert_holds, cases


@pytest.mark.parametrize("case", cases("T1", "T3", "T4", "T5"))
def test_theory_holds(case: str) -> None:
    assert_holds(case)
