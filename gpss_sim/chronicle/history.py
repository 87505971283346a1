"""The whole event log of a run: what institutions did and what became of every recipient, in one order."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from operator import attrgetter

from gpss_sim.chronicle.lives import lives
from gpss_sim.market.record import Event
from gpss_sim.market.statuses import EventKind
from gpss_sim.simulate import Results
from gpss_sim.tabular import amount, cell

MONEY = (EventKind.GRANTED, EventKind.LAPSED_MONEY, EventKind.SIGNED, EventKind.PAID, EventKind.CLOSED)
"""Events whose amount is yuan; others count persons, points, offers, slots, years or days waited."""


def history(results: Results) -> Iterator[Event]:
    """All events by day; on one day institutions come first, in the order in which they acted."""
    world = results.world
    return merge(world.state.record.events, lives(world), key=attrgetter("day"))


def amount_of(event: Event) -> str:
    """Text of an event's amount; empty where it has none."""
    if event.amount is None:
        return ""
    return amount(event.amount) if event.event in MONEY else cell(event.amount)
