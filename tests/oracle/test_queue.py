"""Theory holds in the model: waiting, giving up, urgency."""

from __future__ import annotations

import pytest

from tests.oracle.rows import QUEUES, assert_holds, cases


@pytest.mark.parametrize("case", cases(*QUEUES))
def test_theory_holds(case: str) -> None:
    assert_holds(case)
