"""Queues in which recipients look at agencies before they choose, and cases are counted for payment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from simpy import Environment

from gpss_sim import fiscal
from gpss_sim.market.policies.choices import CHOICES, ChoiceRule, Option, Taste
from gpss_sim.market.purposes import Purpose
from gpss_sim.market.recipients.compiling import compiling_is_asked, compiling_pays
from gpss_sim.market.recipients.demand import Cell, People
from gpss_sim.market.recipients.queues import Queues, Service
from gpss_sim.scenario.schema import Scenario
from gpss_sim.streams import Floats, Streams


@dataclass(frozen=True, slots=True)
class Choosing:
    """How recipients choose a provider.

    Parameters
    ----------
    rule : Choice
        The choice rule.
    taste : Taste
        What recipients care for.
    lucks : sequence of float
        Each recipient's own number.
    look : callable
        What a recipient of a cell sees of a contract.
    """

    rule: ChoiceRule
    taste: Taste
    lucks: Sequence[float]
    look: Callable[[Service, int], Option]


class ChoosingQueues(Queues):
    """As the plain queues where the choice rule is blind; slower, since every arrival looks around."""

    def __init__(
        self,
        env: Environment,
        people: People,
        cells: int,
        pause_limit: float,
        handed_over: frozenset[int],
        choosing: Choosing,
    ) -> None:
        super().__init__(env, people, cells, pause_limit, handed_over)
        self._rule, self._taste = choosing.rule, choosing.taste
        self._lucks, self._look = choosing.lucks, choosing.look

    def _choose(self, i: int, cell: int) -> Service | None:
        free = [contract for contract in self._open[cell] if contract.busy < contract.slots]
        options = [self._look(contract, cell) for contract in free]
        return free[self._rule.pick(options, self._taste, self._lucks[i])] if free else None

    def _begin(self, i: int, contract: Service, now: float) -> None:
        super()._begin(i, contract, now)
        contract.cases.started += 1

    def _finish(self, contract: Service, i: int, now: float) -> None:
        contract.cases.completed += 1
        super()._finish(contract, i, now)


def queues_for(
    scenario: Scenario,
    env: Environment,
    people: People,
    cells: Sequence[Cell],
    streams: Streams,
    look: Callable[[Service, int], Option],
) -> Queues:
    """The queues a scenario needs: the fast ones unless recipients choose or cases are paid."""
    limit, handed = fiscal.tick(scenario.delivery.pause_limit), _handed_over(scenario, people, cells, streams)
    per_case = any(form.per_case for form in scenario.rules.forms.values())
    rule = scenario.demand.choice
    if CHOICES[rule.rule].blind and not per_case:
        return _plain(env, people, len(cells), limit, handed)
    lucks = own_luck(people, cells, streams).tolist()
    choosing = Choosing(CHOICES[rule.rule](), Taste(rule.quality, rule.distance), lucks, look)
    return ChoosingQueues(env, people, len(cells), limit, handed, choosing)


def _plain(env: Environment, people: People, cells: int, limit: float, handed: frozenset[int]) -> Queues:
    """Queues where nobody looks around: the compiled ones where that pays, to the same bit."""
    kind = _compiled_kind(compiling_is_asked()) if compiling_pays(len(people)) else None
    return (kind or Queues)(env, people, cells, limit, handed)


@cache
def _compiled_kind(asked: bool) -> type[Queues] | None:
    """The compiled queues, ready; None where Numba does not work, unless they are asked for, or cannot write."""
    from gpss_sim.market.recipients import columns, compiled_queues  # Numba takes a second to import

    if columns.njit is None and not asked:
        return None
    try:
        compiled_queues.prepare()
    except OSError:
        return None
    return compiled_queues.CompiledQueues


def _handed_over(scenario: Scenario, people: People, cells: Sequence[Cell], streams: Streams) -> frozenset[int]:
    """Recipients whose cases are handed over when a contract ends."""
    kept = scenario.delivery.handover
    if not kept:
        return frozenset()
    lucks = _in_cells(people, cells, lambda key, n: streams.uniforms(Purpose.HANDOVER, key, n=n))
    return frozenset(np.flatnonzero(lucks < kept).tolist())


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
