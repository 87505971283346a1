"""Theory holds in the model: prices, entry, awards."""

from __future__ import annotations

import pytest

from tests.oracle.rows import AUCTIONS, assert_holds, cases


@pytest.mark.parametrize("case", cases(*AUCTIONS))
def test_theory_holds(case: str) -> None:
    assert_holds(case)
