"""The least extra budget that brings a project in where rules tie projects: from one budget to the next that counts.

Between two budgets that count, some list without the project is better than every list with it. Lists found
for one project are looked through first for the next, so that few budgets have to be decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from gpss_sim.allocation.explain.counterfactual import Probe
from gpss_sim.allocation.explain.improvement_rows import ahead
from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.milp.growth import furthest_turn, turn
from gpss_sim.allocation.milp.program import Program, Row
from gpss_sim.allocation.milp.solvers import solve
from gpss_sim.allocation.milp.subproblem import Answer, Task
from gpss_sim.allocation.plan.rank import List, worth
from gpss_sim.allocation.search.knapsack import TooHardError

STEPS = 1000
"""Budgets looked at for one project before the search is called too hard."""


def grants(probe: Probe, name: str) -> Iterator[int]:
    """Extra budgets that may bring the project in, ascending [fen].

    Each step is the least extra at which a list with the project beats the last rival. A rival from a fresh
    decision is the best list at its budget, so the step goes beyond; one that is merely known may be equalled
    at once. Until the next step it is worth more, or, having been affordable before, costs less. No step goes
    beyond a budget from which on limits grow otherwise: there everything is decided anew.

    Raises
    ------
    TooHardError
        If no end was reached in `STEPS` steps, or a search was left unproved.
    """
    climb = _Climb(probe, name)
    for _ in range(STEPS):
        found = climb.step()
        if found is None and not climb.turned:
            return
        known = None if found is None else climb.known(found)
        if known is not None:
            climb.rival, climb.best = known, False
            continue
        rival = probe.at(climb.extra)
        if rival is None:
            raise TooHardError
        climb.rival, climb.best = rival, True
        if climb.position in rival or found is None or climb.worth(rival) == climb.worth(found):
            yield climb.extra
    raise TooHardError


class _Climb:
    """The way of one project up the budgets.

    Attributes
    ----------
    extra : int [fen]
        No less than that brings the project in.
    rival : dict of int to int
        A list without the project that `extra` pays for.
    best : bool
        Whether it is the best at `extra`, so that the project is out there.
    turned : bool
        Whether the last step ended where limits begin to grow otherwise.
    loose : bool
        Whether the linear relaxation may still rule out something.
    """

    def __init__(self, probe: Probe, name: str) -> None:
        self.probe, self.position = probe, probe.problem.index[name]
        self.problem = probe.problem
        self.extra, self.rival, self.best = 0, probe.decided, True
        self.turned, self.loose = False, True

    def step(self) -> List | None:
        """Go on to the least extra at which a list with the project equals or beats the rival; return the list.

        The linear relaxation goes first: what it rules out, up to a better rival that is known, needs no search.
        None where no list does, or where limits begin to grow otherwise before one does.
        """
        program, rows = self._least()
        while self.loose:
            relaxed = self._solve(program, rows, relaxed=True)
            if relaxed.status == "infeasible":
                return self._go(None)
            if relaxed.bound is None:
                raise TooHardError
            self.loose = self._outbid(floor(-relaxed.bound * program.grain * (1 - 1e-6)) - 100)
            if self.loose:
                program, rows = self._least()
        answer = self._solve(program, rows)
        if answer.status == "infeasible":
            return self._go(None)
        if answer.status != "optimal" or answer.values is None or program.grant is None:
            raise TooHardError
        more = max(1 if self.best else 0, ceil(answer.values[program.grant] * program.grain - 1e-3))
        return self._go(more, program.sizes([round(v) for v in answer.values]))

    def known(self, found: List) -> List | None:
        """Return a known list without the project that `extra` pays for and that is worth more than one with it."""
        return self.probe.known.better(self.problem, self.position, self.worth(found))

    def worth(self, posts: List) -> tuple[Fraction, ...]:
        """Goals of a list; they do not depend on the budget."""
        return worth(self.probe.problem, self.probe.outcome.policy, posts)

    def _go(self, more: int | None, found: List | None = None) -> List | None:
        """Go on by so much, or, where that is too far or nothing is enough, to where limits begin to grow otherwise."""
        end = turn(self.problem, furthest_turn(self.problem) if more is None else more) if more != 0 else None
        self.turned = end is not None
        self._raise(end if end is not None else more or 0)
        return None if self.turned else found

    def _raise(self, more: int) -> None:
        self.extra += more
        self.problem = self.probe.problem.raised(self.extra)

    def _outbid(self, more: int) -> bool:
        """Go on by money that is surely too little for the project, if a better rival is known there."""
        if more <= 0 or turn(self.problem, more) is not None:
            return False
        there = self.probe.problem.raised(self.extra + more)
        rival = self.probe.known.better(there, self.position, self.worth(self.rival))
        if rival is None:
            return False
        self._raise(more)
        self.rival, self.best = rival, False
        return True

    def _least(self) -> tuple[Program, list[Row]]:
        """Program of the least more money on every open line at which a list with the project is good enough."""
        program = build(self.problem, granted=True)
        better, won = ahead(program, self.probe.outcome.policy, self.rival)
        rows = [*program.rows, *better, Row("", {program.heads[self.position]: 1}, 1, None)]
        if self.best:
            rows.append(Row("", dict.fromkeys(won, 1), 1, None))
        return program, rows

    def _solve(self, program: Program, rows: list[Row], relaxed: bool = False) -> Answer:
        """Least grant; a search begins from the cheapest list known to be good enough, rules aside."""
        begin = None if relaxed else self.probe.known.cheapest(self.position, self.worth(self.rival))
        start = None if begin is None else program.filled(begin)
        goal = {} if program.grant is None else {program.grant: -1}
        task = Task(program.columns, rows, goal, start, relaxed=relaxed, brief=not relaxed)
        return solve(task, "highs", self.probe.left())
