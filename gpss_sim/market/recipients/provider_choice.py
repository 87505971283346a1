"""Queues in which recipients look at agencies before they choose, and cases are counted for payment."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from gpss_sim.market.policies.choices import CHOICES, Choice, Option, Taste
from gpss_sim.market.purposes import Purpose
from gpss_sim.market.recipients.demand import Cell, People
from gpss_sim.market.recipients.queues import Queues, Service
from gpss_sim.scenario.schema import Scenario
from gpss_sim.streams import Floats, Streams


class ChoosingQueues(Queues):
    """As the plain queues where the choice rule is blind; slower, since every arrival looks around.

    ``choice``, ``taste`` and ``lucks`` are the rule, what recipients care for, and each one's own number;
    ``look`` tells what a recipient of a cell sees of a contract.
    """

    choice: Choice
    taste: Taste
    lucks: Sequence[float]
    look: Callable[[Service, int], Option]

    def _choose(self, i: int, cell: int) -> Service | None:
        free = [contract for contract in self._open[cell] if contract.busy < contract.slots]
        options = [self.look(contract, cell) for contract in free]
        return free[self.choice.pick(options, self.taste, self.lucks[i])] if free else None

    def _begin(self, i: int, contract: Service, now: float) -> None:
        super()._begin(i, contract, now)
        contract.started += 1

    def _finish(self, contract: Service, i: int, now: float) -> None:
        contract.completed += 1
        super()._finish(contract, i, now)


def queues_for(scenario: Scenario) -> type[Queues]:
    """The queues a scenario needs: the fast ones unless recipients choose or cases are paid."""
    per_case = any(form.per_case for form in scenario.rules.forms.values())
    return Queues if CHOICES[scenario.demand.choice.rule].blind and not per_case else ChoosingQueues


def instruct(
    queues: Queues, scenario: Scenario, cells: Sequence[Cell], streams: Streams, look: Callable[[Service, int], Option]
) -> None:
    """Tell queues whose cases are handed over; and choosing queues by what rule, by whose luck and by what view."""
    kept = scenario.delivery.handover
    if kept:
        lucks = _in_cells(queues.people, cells, lambda key, n: streams.uniforms(Purpose.HANDOVER, key, n=n))
        queues.handed_over = frozenset(np.flatnonzero(lucks < kept).tolist())
    if isinstance(queues, ChoosingQueues):
        rule = scenario.demand.choice
        queues.choice = CHOICES[rule.rule]()
        queues.taste = Taste(rule.quality, rule.distance)
        queues.lucks = own_luck(queues.people, cells, streams).tolist()
        queues.look = look


def own_luck(people: People, cells: Sequence[Cell], streams: Streams) -> Floats:
    """Each recipient's uniform number for choosing, by its place in its cell."""
    return _in_cells(people, cells, lambda key, n: streams.uniforms(Purpose.CHOICE, key, n=n))


def _in_cells(people: People, cells: Sequence[Cell], draw: Callable[[str, int], Floats]) -> Floats:
    """Each recipient's own number, by its place in its cell; `draw` gives so many of them for a cell."""
    lucks = np.zeros(len(people))
    for k, cell in enumerate(cells):
        members = people.cell == k
        if members.any():
            drawn = draw(cell.key, int(people.number[members].max()) + 1)
            lucks[members] = drawn[people.number[members]]
    return lucks
