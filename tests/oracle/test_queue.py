"""Theory holds in the model: waiting, giving up, urgency."""

from __future__ import annotations

import pytest

from tests.oracle.rows import assert_holds, cases


@pytest.mark.parametrize("case", cases("T6", "T7", "T8"))
def test_theory_holds(case: str) -> None:
    assert_holds(case)
