"""Days on which something is due, done in order between two events of the city."""

from __future__ import annotations

from collections.abc import Callable

from simpy import Environment
from simpy.events import Timeout

from gpss_sim.market.recipients.due_queue import DueQueue

Rung = list[tuple[float, int, int]]


def queue_of(env: Environment, *lines: int) -> tuple[DueQueue, Rung]:
    """A queue with lines open, and what was done: day, line, key."""
    due, rung = DueQueue(env), []

    def note(number: int) -> Callable[[int, float], None]:
        return lambda key, day: rung.append((day, number, key))

    for number in lines:
        due.open(number, note(number))
    return due, rung


def test_days_are_done_in_order_ties_by_key() -> None:
    env = Environment()
    due, rung = queue_of(env, 7)
    for day, key in ((5.0, 1), (3.0, 2), (5.0, 0), (9.0, 3)):
        due.add(7, day, key)
    env.run(until=6)
    assert rung == [(3.0, 7, 2), (5.0, 7, 0), (5.0, 7, 1)]
    due.add(7, 7.0, 4)
    env.run(until=20)
    assert rung[3:] == [(7.0, 7, 4), (9.0, 7, 3)]


def test_lines_take_turns_and_stop_before_an_event_of_the_city() -> None:
    env = Environment()
    due, rung = queue_of(env, 1, 2)
    seen: list[int] = []
    Timeout(env, 6.0).callbacks.append(lambda event: seen.append(len(rung)))
    for number, day in ((1, 2.0), (2, 4.0), (1, 5.0), (2, 6.5), (1, 8.0)):
        due.add(number, day, 0)
    env.run(until=8)
    assert seen == [3]
    assert rung == [(2.0, 1, 0), (4.0, 2, 0), (5.0, 1, 0), (6.5, 2, 0)]
    env.run(until=9)
    assert rung[4:] == [(8.0, 1, 0)]


def test_what_is_done_may_enter_new_days_which_are_done_once() -> None:
    env = Environment()
    due, done = DueQueue(env), []

    def again(key: int, day: float) -> None:
        done.append((day, key))
        if day < 4:
            due.add(1, day + 1, key)
            due.add(2, day + 0.5, key)

    due.open(1, again)
    due.open(2, lambda key, day: done.append((day, -key)))
    due.add(1, 2.0, 5)
    due.add(1, 1.0, 3)
    env.run(until=10)
    assert done == [
        (1.0, 3),
        (1.5, -3),
        (2.0, 3),
        (2.0, 5),
        (2.5, -3),
        (2.5, -5),
        (3.0, 3),
        (3.0, 5),
        (3.5, -3),
        (3.5, -5),
        (4.0, 3),
        (4.0, 5),
    ]


def test_a_closed_line_stays_silent_and_says_who_was_left() -> None:
    env = Environment()
    due, rung = queue_of(env, 1, 2)
    for day, key in ((4.0, 9), (4.5, 3), (2.0, 5)):
        due.add(1, day, key)
    due.add(2, 4.25, 0)
    env.run(until=3)
    assert due.close(1) == [3, 9]
    env.run(until=20)
    assert rung == [(2.0, 1, 5), (4.25, 2, 0)]
