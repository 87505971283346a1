"""What was drawn from the library, on a table of six rows."""

from __future__ import annotations

import numpy as np
import pytest

from gpss_sim.market.record import LibraryRow, NeedRow
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


def test_every_project_drawn_before_a_more_urgent_one_counts() -> None:
    """Two of class 3 were drawn and one of class 5 left, which would have taken half of the money of either."""
    place = world()
    drawn = NeedRow(1, YARD, 0, 0.0, 3, 0.0, "selected", 0.0, 3, 100)
    place.state.record.needs += [drawn, drawn, NeedRow(1, HOME, 0, 0.0, 5, 0.0, "reserve", 0.0, 5, 50)]
    told = Slice(tabulate(place), 1, 1)
    assert library.rank_reversals(told) == library.need_reversals(told) == 1


def test_the_error_of_the_survey_is_over_the_need_there_is() -> None:
    assert library.survey_error(cut()) == pytest.approx((2 + 2) / 30)


def test_the_survey_of_the_year_before_is_the_forecast() -> None:
    """Yard 12, then 16; home 18, then 14, then 14 again: off by 4 and 4 of 30, then 0 of 14."""
    place = world()
    found = ((1, YARD, 12.0), (1, HOME, 18.0), (2, YARD, 16.0), (2, HOME, 14.0), (3, HOME, 14.0))
    place.state.record.needs += [NeedRow(year, what, 0, need, 3, 0.0, "", need) for year, what, need in found]
    told = tabulate(place)
    assert library.forecast_error(Slice(told, 2, 2)) == pytest.approx((4 + 4) / 30)
    assert library.forecast_error(Slice(told, 1, 3)) == pytest.approx((4 + 4 + 0) / (30 + 14))
    assert library.forecast_error(Slice(told, 3, 3)) == 0
    assert np.isnan(library.forecast_error(Slice(told, 1, 1)))


def test_the_least_urgent_are_counted_apart() -> None:
    """Of classes 1 and 2, one in two was drawn; classes 3 and above do not count."""
    place = world()
    ranked = (("selected", 1), ("reserve", 2), ("reserve", 3), ("selected", 5))
    place.state.record.needs += [NeedRow(1, YARD, 0, 0.0, 3, 0.0, status, 0.0, tier, 1) for status, tier in ranked]
    assert library.drawn_share_low(Slice(tabulate(place), 1, 1)) == 1 / 2


def test_years_without_a_draw_say_nothing() -> None:
    nothing = cut(0, 0)
    for share in (library.drawn_share, library.drawn_share_urgent, library.rank_reversals, library.survey_error):
        assert np.isnan(share(nothing))
    assert library.unmet_urgent(nothing) == 0


PROPOSALS = (
    # year, project, origin, status, age, urgency, asked, approved, score
    LibraryRow(1, YARD, "agency", "drawn", 0, 5, 110, 100, 80.0),
    LibraryRow(1, HOME, "department", "in the library", 0, 3, 90, 80, 70.0),
    LibraryRow(1, HOME, "host_unit", "returned", 0, 0, 70, 0, 50.0),
    LibraryRow(1, HOME, "agency", "rejected", 0, 0, 60, 0, 20.0),
    LibraryRow(2, HOME, "department", "in the library", 1, 5, 90, 80, 70.0),
    LibraryRow(2, YARD, "agency", "expired", 1, 3, 50, 40, 70.0),
    LibraryRow(3, HOME, "department", "drawn", 2, 5, 90, 80, 70.0),
    LibraryRow(3, YARD, "department", "drawn", 1, 4, 90, 80, 70.0),
    LibraryRow(3, YARD, "agency", "withdrawn", 0, 3, 50, 40, 70.0),
)


def live(first: int = 1, last: int = 3) -> Slice:
    place = world()
    place.state.record.library += PROPOSALS
    return Slice(tabulate(place), first, last)


def test_what_was_applied_for_and_what_entered() -> None:
    """Four applications were judged, all in year 1; two entered, for 200 yuan asked and 180 approved."""
    assert library.applications(live(1, 1)) == 4
    assert library.applications(live()) == 4 / 3
    assert library.entered_share(live()) == 2 / 4
    assert library.estimate_cut(live()) == pytest.approx(20 / 200)
    assert library.applications(live(2, 2)) == 0
    assert np.isnan(library.entered_share(live(2, 2)))
    assert np.isnan(library.estimate_cut(live(2, 2)))


def test_how_long_projects_wait_in_the_library() -> None:
    """Ages 0, 0, 1, 2 and 1 in or drawn from it; 0, 2 and 1 of the drawn, 0 and 2 of those of class 5."""
    assert library.library_age(live()) == 4 / 5
    assert library.library_wait(live()) == 1
    assert library.library_wait_urgent(live()) == 1
    assert library.library_wait_urgent(live(3, 3)) == 2
    for years in (library.library_wait, library.library_wait_urgent, library.library_wait_low):
        assert np.isnan(years(live(2, 2)))


def test_how_long_the_least_urgent_wait() -> None:
    place = world()
    drawn = [LibraryRow(1, YARD, "agency", "drawn", age, tier, 1, 1, 80.0) for age, tier in ((4, 1), (1, 2), (9, 3))]
    place.state.record.library += drawn
    assert library.library_wait_low(Slice(tabulate(place), 1, 1)) == 2.5


def test_what_is_drawn_of_departments_host_units_and_agencies() -> None:
    """Departments: in, in, drawn, drawn. Agencies: drawn in year 1; what was refused or left stood in no draw."""
    assert library.drawn_share_departments(live()) == 2 / 4
    assert library.drawn_share_departments(live(1, 1)) == 0
    assert library.drawn_share_ideas(live()) == 1
    assert np.isnan(library.drawn_share_host_units(live()))


def test_what_agencies_brought_and_what_left_undrawn() -> None:
    assert library.agency_ideas(live()) == 1 / 3
    assert library.agency_ideas(live(3, 3)) == 0
    assert library.left_library(live()) == 2 / 3
    assert library.left_library(live(1, 1)) == 0
