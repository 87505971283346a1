"""What was drawn from the library, on a table of six rows."""

from __future__ import annotations

import pytest

from gpss_sim.market.record import NeedRow
from gpss_sim.metrics import library
from gpss_sim.metrics.slices import Slice, tabulate
from tests.market.town import HOME, YARD, world

ROWS = (
    # year, project, waiting, surveyed, urgency (of the survey), benefit, status, actual, ranked, cost
    NeedRow(1, YARD, 0, 12.0, 1, 0.0, "selected", 10.0, 4, 100),
    NeedRow(1, HOME, 0, 18.0, 5, 0.0, "rejected", 20.0, 5, 101),
    NeedRow(2, YARD, 0, 0.0, 1, 0.0, "selected", 0.0, 5, 100),
    NeedRow(2, HOME, 0, 0.0, 5, 0.0, "reserve", 0.0, 5, 100),
    NeedRow(3, YARD, 0, 0.0, 1, 0.0, "selected", 0.0, 4, 100),
    NeedRow(3, HOME, 0, 0.0, 5, 0.0, "continuing", 0.0, 0, 0),
)


def cut(first: int = 1, last: int = 3) -> Slice:
    place = world()
    place.state.record.needs += ROWS
    return Slice(tabulate(place), first, last)


def test_shares_look_at_the_draw_alone() -> None:
    assert library.drawn_share(cut()) == 3 / 5
    assert library.drawn_share_urgent(cut()) == 1 / 3
    assert library.unmet_urgent(cut()) == 2 / 3
    assert library.unmet_urgent(cut(2, 2)) == 1


def test_a_reversal_is_a_more_urgent_project_left_that_takes_no_more_money() -> None:
    """Year 1: the one left costs a fen more. Year 2: of equal class as it was ranked, but not as it was surveyed."""
    assert library.rank_reversals(cut()) == 0
    assert library.need_reversals(cut()) == 1 / 3
    assert library.need_reversals(cut(1, 1)) == 0


def test_the_error_of_the_survey_is_over_the_need_there_is() -> None:
    assert library.survey_error(cut()) == pytest.approx((2 + 2) / 30)
