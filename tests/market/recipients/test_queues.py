"""Lives in the queue to the day: who is taken, who gives up, what a pause does to a case."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf

import numpy as np
import pytest
from simpy import Environment

from gpss_sim.market.recipients.case_count import CaseCount
from gpss_sim.market.recipients.demand import People
from gpss_sim.market.recipients.queues import COMPLETED, GAVE_UP, INTERRUPTED, PAUSED, SERVED, WAITING, Queues


@dataclass
class Place:
    """A contract as the queue sees it."""

    id: int
    agency: int
    slots: int
    cells: tuple[int, ...] = (0,)
    busy: int = 0
    cases: CaseCount = field(default_factory=CaseCount)


def queues(
    *people: tuple[float, float, int],
    patience: tuple[float, ...] = (),
    cell: tuple[int, ...] = (),
    kind: type[Queues] = Queues,
) -> Queues:
    """Recipients as (arrival, duration, urgency), in order of arrival; endless patience unless said."""
    n = len(people)
    arrival, duration, urgency = (np.array(column, dtype=float) for column in zip(*people, strict=True))
    known = People(
        cell=np.array(cell or [0] * n),
        number=np.arange(n),
        arrival=arrival,
        duration=duration,
        patience=np.array(patience or [inf] * n),
        urgency=urgency.astype(int),
        luck=np.zeros(n),
        opening=np.zeros(n, dtype=bool),
    )
    return kind(Environment(), known, 2, pause_limit=30.0)


def until(told: Queues, day: float) -> None:
    told.env.run(until=day)
    told.settle()


def test_one_place_serves_one_after_another() -> None:
    told = queues((1, 10, 3), (2, 5, 3), (30, 5, 3))
    told.open(Place(0, 7, 1))
    until(told, 100)
    assert told.start == [1, 11, 30]
    assert told.end == [11, 16, 35]
    assert list(told.state) == [COMPLETED] * 3


def test_the_most_urgent_is_taken_first_then_who_came_first() -> None:
    told = queues((1, 10, 3), (2, 5, 1), (3, 5, 5), (4, 5, 5))
    told.open(Place(0, 7, 1))
    until(told, 100)
    assert told.start == [1, 21, 11, 16]


def test_two_places_serve_two_at_once() -> None:
    told = queues((1, 10, 3), (2, 10, 3), (3, 10, 3))
    place = Place(0, 7, 2)
    told.open(place)
    until(told, 5)
    assert place.busy == 2
    assert told.waiting[0] == 1
    until(told, 100)
    assert told.start == [1, 2, 11]
    assert place.busy == 0
    assert told.waiting[0] == 0


def test_who_loses_patience_leaves_on_that_day() -> None:
    told = queues((1, 10, 3), (2, 5, 3), (3, 5, 3), patience=(inf, 8.5, 20))
    told.open(Place(0, 7, 1))
    until(told, 100)
    assert told.state[1] == GAVE_UP
    assert told.end[1] == 10.5
    assert np.isnan(told.start[1])
    assert told.start[2] == 11
    assert told.waiting == [0, 0]


def test_patience_that_ends_at_the_very_moment_is_over() -> None:
    told = queues((1, 10, 3), (2, 5, 3), patience=(inf, 9))
    told.open(Place(0, 7, 1))
    until(told, 100)
    assert told.state[1] == GAVE_UP
    assert told.end[1] == 11


def test_nobody_is_served_before_there_is_a_contract() -> None:
    told = queues((1, 10, 3), (2, 5, 3))
    until(told, 20)
    assert list(told.state) == [WAITING, WAITING]
    assert told.waiting == [2, 0]
    told.open(Place(0, 7, 1))
    until(told, 100)
    assert told.start == [20, 30]


def test_the_contract_with_most_free_places_takes_whoever_comes() -> None:
    told = queues((1, 50, 3), (2, 50, 3), (3, 50, 3), (4, 50, 3))
    for place in (Place(0, 7, 2), Place(1, 8, 3)):
        told.open(place)
    until(told, 10)
    assert told.server == [1, 0, 1, 0]  # equal numbers free: the first opened


def test_a_contract_of_two_cells_looks_at_both_queues() -> None:
    told = queues((1, 10, 2), (2, 10, 4), (3, 10, 3), cell=(0, 1, 1))
    until(told, 5)
    told.open(Place(0, 7, 1, cells=(0, 1)))
    until(told, 100)
    assert told.start == [25, 5, 15]


def test_fewer_places_close_as_cases_end() -> None:
    told = queues((1, 10, 3), (2, 20, 3), (3, 5, 3))
    place = Place(0, 7, 2)
    told.open(place)
    until(told, 5)
    place.slots = 1
    until(told, 15)
    assert told.start[2] != told.start[2]  # day 11 freed a place that is no more
    until(told, 100)
    assert told.start[2] == 22
    place.slots = 0
    told.refill(place)
    assert place.busy == 0


def test_more_places_are_filled_from_the_queue() -> None:
    told = queues((1, 10, 3), (2, 20, 3), (3, 5, 3))
    place = Place(0, 7, 1)
    told.open(place)
    until(told, 6)
    place.slots = 3
    told.refill(place)
    until(told, 100)
    assert told.start == [1, 6, 6]


def paused(agency: int, back: float = 14.0) -> Queues:
    """A case of ten days that began on day 1 with agency 7; its contract closes on day 5 and one opens later."""
    told = queues((1, 10, 3))
    first = Place(0, 7, 1)
    told.open(first)
    until(told, 5)
    assert told.close(first) == 1
    assert (first.busy, told.state[0], told.end[0]) == (0, PAUSED, 5)
    until(told, back)
    told.open(Place(1, agency, 1))
    return told


def test_a_paused_case_goes_on_where_it_was_left() -> None:
    """Four of ten days are done on day 5; the other six begin on day 14."""
    told = paused(7)
    assert (told.state[0], told.server[0], told.due(0)) == (SERVED, 1, 20)
    assert told.paused_days[0] == 9
    until(told, 100)
    assert (told.state[0], told.start[0], told.end[0]) == (COMPLETED, 1, 20)


def test_another_agency_breaks_continuity_and_the_same_does_not() -> None:
    assert paused(8).breaks[0] == 1
    assert paused(7).breaks[0] == 0


@pytest.mark.parametrize(("agency", "handed", "breaks"), [(8, False, 1), (8, True, 0), (7, False, 0), (7, True, 0)])
def test_a_case_that_is_handed_over_is_not_broken(agency: int, handed: bool, breaks: int) -> None:
    told = queues((1, 10, 3))
    told.handed_over = frozenset({0} if handed else {1})
    first = Place(0, 7, 1)
    told.open(first)
    until(told, 5)
    told.close(first)
    told.open(Place(1, agency, 1))
    assert told.breaks[0] == breaks
    assert (told.paused_days[0], told.due(0)) == (0, 11)


def test_nobody_has_come_yet() -> None:
    told = queues((1, 10, 3))
    assert (list(told.state), told.server, told.breaks, told.paused_days, told.waiting) == (
        [0],
        [-1],
        [0],
        [0.0],
        [0, 0],
    )
    assert np.isnan(told.start[0])
    assert np.isnan(told.end[0])


def test_a_cell_of_its_own_is_not_served_by_others() -> None:
    told = queues((1, 10, 3), (2, 10, 3), cell=(0, 1))
    told.open(Place(0, 7, 5, cells=(1,)))
    until(told, 50)
    assert list(told.state) == [WAITING, COMPLETED]
    assert told.waiting == [1, 0]


def test_a_case_that_waits_too_long_is_interrupted() -> None:
    told = paused(8, back=36)
    assert told.state[0] == INTERRUPTED
    assert told.end[0] == 35
    assert told.breaks[0] == 0
    assert paused(8, back=34.5).state[0] == SERVED


def test_a_second_pause_has_its_own_limit() -> None:
    """Paused on day 5 and taken up on day 14, paused again on day 16: day 35 is not the end of that."""
    told = paused(7)
    until(told, 16)
    (second,) = told._open[0]
    told.close(second)
    until(told, 40)
    assert (told.state[0], told.end[0]) == (PAUSED, 16)
    until(told, 47)
    assert (told.state[0], told.end[0]) == (INTERRUPTED, 46)


def test_a_closed_contract_takes_nobody() -> None:
    told = queues((1, 10, 3), (8, 10, 3))
    place = Place(0, 7, 2)
    told.open(place)
    until(told, 5)
    told.close(place)
    until(told, 20)
    assert told.state[1] == WAITING


@pytest.mark.parametrize("day", [11.0, 20.0])
def test_who_comes_at_the_very_moment_at_which_a_place_turns_free(day: float) -> None:
    told = queues((1, 10, 3), (day, 5, 3))
    told.open(Place(0, 7, 1))
    until(told, 50)
    assert told.start[1] == day
