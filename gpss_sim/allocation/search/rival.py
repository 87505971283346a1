"""CBC over the same knapsack, beside our own proof of it: whoever proves the best value first ends the other.

Who comes first among choices of the same value is settled afterwards by the same rule, so that the list does not depend
on who was faster.
"""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING

from gpss_sim.allocation.problem.deadline import Deadline
from gpss_sim.allocation.search.proved_value import BestValue

if TYPE_CHECKING:
    from gpss_sim.allocation.milp.cbc import CbcRun

HEAD_START = 0.5
"""What our own proof has for itself [s]: nearly every knapsack is settled by then."""

ASKED = 0.02
"""Time between two looks [s]."""

MOST = 20_000
"""Positions beyond which CBC is not asked: to write them down takes longer than it is worth."""

EXACT = 10**9
"""Total value up to which floating point is trusted with a proof to the unit."""


class Rival:
    """CBC beside a proof of ours; it starts when the proof has taken `HEAD_START`.

    Parameters
    ----------
    values, costs, capacity
        As `pack` takes them.
    deadline : Deadline
        Of both.
    """

    def __init__(self, values: Sequence[int], costs: Sequence[int], capacity: int, deadline: Deadline) -> None:
        self._values, self._costs, self._capacity, self._deadline = values, costs, capacity, deadline
        self._usable = [i for i, cost in enumerate(costs) if values[i] > 0 and cost <= capacity]
        self._asked = perf_counter() + HEAD_START
        self._run: CbcRun | None = None
        self._over = len(self._usable) > MOST or sum(values[i] for i in self._usable) > EXACT
        self.answer: BestValue | None = None

    def won(self) -> bool:
        """Whether CBC has proved the best value; asked often, it looks now and then."""
        if self.answer is not None:
            return True
        if self._over or perf_counter() < self._asked:
            return False
        self._asked = perf_counter() + ASKED
        if self._run is None:
            self._start()
        elif self._run.ended:
            self._over = True
            self.answer = self._read(self._run)
        return self.answer is not None

    def stop(self) -> None:
        """End CBC if it still runs."""
        if self._run is not None:
            self._run.stop()

    def _start(self) -> None:
        from gpss_sim.allocation.milp.cbc import CbcRun, has_cbc
        from gpss_sim.allocation.milp.program import ProgramColumn, ProgramRow
        from gpss_sim.allocation.milp.race import two_processors
        from gpss_sim.allocation.milp.subproblem import Subproblem

        self._over = not (two_processors() and has_cbc())
        if not self._over:
            row = ProgramRow("", {c: self._costs[i] for c, i in enumerate(self._usable)}, None, self._capacity)
            goal = {c: self._values[i] for c, i in enumerate(self._usable)}
            columns = [ProgramColumn(1)] * len(self._usable)
            self._run = CbcRun(Subproblem(columns, [row.reduced(True)], goal), self._deadline)

    def _read(self, run: CbcRun) -> BestValue | None:
        """The answer, if CBC claims a proof and the money really pays for it."""
        found = run.wait()
        if found.status != "optimal" or found.values is None:
            return None
        chosen = tuple(i for i, amount in zip(self._usable, found.values, strict=True) if round(amount))
        value, cost = sum(self._values[i] for i in chosen), sum(self._costs[i] for i in chosen)
        if cost > self._capacity:
            return None
        return BestValue(chosen, value, cost, False, value, len(self._usable))
