"""Days on which something is due, rung in order."""

from __future__ import annotations

from simpy import Environment

from gpss_sim.market.recipients.due_queue import DueQueue, ReusableTimeout


def test_an_agenda_rings_on_its_days_in_order_ties_by_number() -> None:
    env, rung = Environment(), []
    agenda = DueQueue(env, lambda i, now: rung.append((now, i)))
    for day, i in ((5.0, 1), (3.0, 2), (5.0, 0), (9.0, 3)):
        agenda.add(0.0, day, i)
    env.run(until=6)
    agenda.add(6.0, 7.0, 4)
    env.run(until=20)
    assert rung == [(3.0, 2), (5.0, 0), (5.0, 1), (7.0, 4), (9.0, 3)]


def test_a_cleared_agenda_stays_silent_and_can_be_filled_again() -> None:
    env, rung = Environment(), []
    agenda = DueQueue(env, lambda i, now: rung.append((now, i)))
    agenda.add(0.0, 4.0, 1)
    assert agenda.clear() == [1]
    env.run(until=5)
    agenda.add(5.0, 8.0, 2)
    env.run(until=20)
    assert rung == [(8.0, 2)]


def test_an_alarm_can_be_set_again_when_it_has_rung() -> None:
    env, rung = Environment(), []
    alarm = ReusableTimeout(env, 2.0, [lambda event: rung.append(env.now)])
    env.run(until=3)
    alarm.ring_in(4.0)
    env.run(until=10)
    assert rung == [2.0, 7.0]
