"""What became of people, counted on the fingers from eight lives."""

from __future__ import annotations

import numpy as np
import pytest

from gpss_sim.market.recipients.queues import COMPLETED, GAVE_UP, SERVED
from gpss_sim.metrics import recipients
from gpss_sim.metrics.slices import Slice
from tests.metrics import people
from tests.metrics.people import NAN, Life, cut


def test_who_came_began_and_left_in_year_1() -> None:
    assert recipients.arrived(cut()) == 6  # all but the two of year 0
    assert recipients.served(cut()) == 5
    assert recipients.completed(cut()) == 3
    assert recipients.gave_up(cut()) == 1
    assert recipients.interrupted(cut()) == 1


def test_who_is_there_at_the_ends_of_year_1() -> None:
    assert recipients.open_at_start(cut()) == 2
    assert recipients.open_at_end(cut()) == 3  # 2 + 6 arrivals - 3 completed - 1 gave up - 1 interrupted
    assert recipients.waiting(cut()) == 1
    assert recipients.waiting(cut(0, 0)) == 1  # day 365: who starts that day waited until then


def alone(monkeypatch: pytest.MonkeyPatch, arrival: float, start: float, end: float, state: int) -> Slice:
    """Year 1 of one recipient of the north."""
    server = -1 if state == GAVE_UP else 0
    monkeypatch.setattr(people, "LIVES", (Life(3, 1.0, 0, arrival, start, end, state, server, NAN, NAN, 0.5),))
    return cut()


@pytest.mark.parametrize(
    ("life", "there", "waits"),
    [
        ((729.0, NAN, 730.0, GAVE_UP), 1, 1),
        ((729.0, 730.0, NAN, SERVED), 1, 1),
        ((729.0, 729.9, NAN, SERVED), 1, 0),
        ((700.0, 710.0, 730.0, COMPLETED), 1, 0),
        ((700.0, 710.0, 729.9, COMPLETED), 0, 0),
        ((700.0, NAN, 729.9, GAVE_UP), 0, 0),
        ((730.0, NAN, 800.0, GAVE_UP), 0, 0),
    ],
)
def test_what_happens_when_a_period_ends_happens_after_it(
    life: tuple[float, float, float, int], there: int, waits: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = alone(monkeypatch, *life)
    assert (recipients.open_at_end(told), recipients.waiting(told)) == (there, waits)
    later = Slice(told.tables, 2, 2)
    assert recipients.open_at_start(later) == there


def test_urgent_are_those_of_class_four_and_five(monkeypatch: pytest.MonkeyPatch) -> None:
    for urgency, days in ((5, 40.0), (4, 40.0), (3, NAN)):
        life = Life(urgency, 1.0, 0, 400.0, 440.0, NAN, SERVED, 0, NAN, NAN, 0.5)
        monkeypatch.setattr(people, "LIVES", (life,))
        assert recipients.wait_urgent(cut()) == pytest.approx(days, nan_ok=True)


def test_whose_luck_is_the_chance_itself_has_not_improved(monkeypatch: pytest.MonkeyPatch) -> None:
    for luck, found in ((0.7, 0), (0.69, 1)):
        life = Life(3, 1.0, 0, 400.0, 440.0, 500.0, COMPLETED, 0, 80.0, 0.7, luck)
        monkeypatch.setattr(people, "LIVES", (life,))
        assert recipients.improved(cut()) == found


def test_shares_of_arrivals() -> None:
    assert recipients.lost_share(cut()) == 2 / 6
    assert recipients.gave_up_share(cut()) == 1 / 6
    assert recipients.waited_share(cut()) == 5 / 6
    assert np.isnan(recipients.lost_share(cut(3, 3)))
    assert np.isnan(recipients.gave_up_share(cut(3, 3)))


def test_days_waited() -> None:
    """0, 20, 20, 10 and 15 days until service, 60 until somebody gave up."""
    assert recipients.wait(cut()) == pytest.approx(125 / 6)
    assert recipients.wait_started(cut()) == 65 / 5
    assert recipients.wait_median(cut()) == 17.5
    assert recipients.wait_p90(cut()) == 40
    assert recipients.wait_urgent(cut()) == 30  # urgency 5: none, urgency 4: 60 days
    assert np.isnan(recipients.wait_median(cut(3, 3)))
    assert np.isnan(recipients.wait_p90(cut(3, 3)))


def test_the_number_waiting_over_time() -> None:
    """20 + 60 + 20 + 10 days of year 1, and the 5 from day 725 to its end."""
    assert recipients.queue_length(cut()) == pytest.approx(115 / 365)
    assert recipients.queue_length(cut(2, 2)) == 1  # one waits the whole year


def test_quality_and_success_of_completed_cases() -> None:
    assert recipients.quality(cut()) == 70
    assert recipients.success(cut()) == pytest.approx(2 / 3)
    assert recipients.improved(cut()) == 1  # luck .5 below .7; not .6 below .5, nor .9 below .8


def test_improvement_is_weight_times_the_gain_over_the_unaided_rate() -> None:
    """4 · (.70 - .34) + .25 · (.50 - .34) + 1 · (.80 - .34)."""
    assert recipients.improvement(cut()) == pytest.approx(1.44 + 0.04 + 0.46)


def test_inequality_between_districts() -> None:
    """4 began of 3 who came in the north, 1 of 3 in the south."""
    assert recipients.gini_districts(cut()) == pytest.approx(0.3)
    assert recipients.worst_district(cut()) == 1 / 3
    assert np.isnan(recipients.worst_district(cut(3, 3)))


def test_gini_of_a_few_shares() -> None:
    """Mean difference over twice the mean: (1 + 3 + 2) · 2 / 9 / (2 · 5 / 3)."""
    assert recipients.gini(np.array([3.0, 0.0, 2.0])) == pytest.approx((3 + 1 + 2) * 2 / 9 / (2 * 5 / 3))
    assert recipients.gini(np.array([2.0, 2.0])) == 0
    assert np.isnan(recipients.gini(np.array([])))
    assert np.isnan(recipients.gini(np.array([0.0, 0.0])))


def test_a_district_and_a_form_by_themselves() -> None:
    assert recipients.arrived(cut(by="district", value="south")) == 3
    assert recipients.completed(cut(1, 2, by="form", value="posts")) == 1
    assert recipients.completed(cut(1, 2, by="form", value="package")) == 3
    assert recipients.quality(cut(1, 2, by="form", value="posts")) == 90
