"""The least extra budget that brings a project in where rules tie projects: from one budget to the next that counts.

Between two budgets that count, some list without the project is better than every list with it. Lists found
for one project are looked through first for the next, so that few budgets have to be decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from gpss_sim.allocation.constraints import build
from gpss_sim.allocation.explain.ahead import ahead
from gpss_sim.allocation.explain.probe import Probe
from gpss_sim.allocation.explain.rank import List, worth
from gpss_sim.allocation.knapsack import TooHardError
from gpss_sim.allocation.problem import Problem
from gpss_sim.allocation.program import Column, Program, Row
from gpss_sim.allocation.solvers import solve
from gpss_sim.allocation.task import Task

STEPS = 1000
"""Budgets looked at for one project before the search is called too hard."""


def grants(probe: Probe, name: str) -> Iterator[int]:
    """Extra budgets that may bring the project in, ascending [fen].

    Each step is the least extra at which a list with the project beats the last rival. A rival from a fresh
    decision is the best list at its budget, so the step goes beyond; one that is merely known may be equalled
    at once. Until the next step it is worth more, or, having been affordable before, costs less.

    Raises
    ------
    TooHardError
        If no end was reached in `STEPS` steps, or a search was left unproved.
    """
    climb = _Climb(probe, name)
    for _ in range(STEPS):
        found = climb.step()
        if found is None:
            return
        known = climb.known(found)
        if known is not None:
            climb.rival, climb.best = known, False
            continue
        rival = probe.at(climb.extra)
        if rival is None:
            raise TooHardError
        climb.rival, climb.best = rival, True
        if climb.position in rival or climb.worth(rival) == climb.worth(found):
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
    loose : bool
        Whether the linear relaxation may still rule out something.
    """

    def __init__(self, probe: Probe, name: str) -> None:
        self.probe, self.position = probe, probe.problem.index[name]
        self.extra, self.rival, self.best = 0, probe.decided, True
        self.loose = True

    def step(self) -> List | None:
        """Go on to the least extra at which a list with the project equals or beats the rival; return the list.

        The linear relaxation goes first: what it rules out, up to a better rival that is known, needs no search.
        """
        program, grant, rows = self._least()
        while self.loose:
            relaxed = solve(Task(program.columns, rows, {grant: -1}, relaxed=True), "highs", self.probe.left())
            if relaxed.status == "infeasible":
                return None
            if relaxed.bound is None:
                raise TooHardError
            self.loose = self._outbid(floor(-relaxed.bound * (1 - 1e-6)) - 100)
            if self.loose:
                program, grant, rows = self._least()
        begin = self.probe.known.cheapest(self.position, self.worth(self.rival))
        start = None if begin is None else program.filled(begin)
        answer = solve(Task(program.columns, rows, {grant: -1}, start, brief=True), "highs", self.probe.left())
        if answer.status == "infeasible":
            return None
        if answer.status != "optimal" or answer.values is None:
            raise TooHardError
        self.extra += max(1 if self.best else 0, self._granted(ceil(answer.values[grant] - 1e-3)))
        return program.sizes([round(v) for v in answer.values])

    def known(self, found: List) -> List | None:
        """Return a known list without the project that `extra` pays for and that is worth more than one with it."""
        return self.probe.known.better(self._problem(self.extra), self.position, self.worth(found))

    def worth(self, posts: List) -> tuple[Fraction, ...]:
        """Goals of a list; they do not depend on the budget."""
        return worth(self.probe.problem, self.probe.outcome.policy, posts)

    def _outbid(self, money: int) -> bool:
        """Go on by money that is surely too little for the project, if a better rival is known there."""
        if money <= 0:
            return False
        there = self.extra + self._granted(money)
        rival = self.probe.known.better(self._problem(there), self.position, self.worth(self.rival))
        if rival is None:
            return False
        self.extra, self.rival, self.best = there, rival, False
        return True

    def _granted(self, money: int) -> int:
        """Extra budget of which so much is left after the reserve [fen]."""
        return ceil(Fraction(money) / (1 - Fraction(self.probe.problem.rules.reserve.share)))

    def _problem(self, extra: int) -> Problem:
        return self.probe.problem.with_budget(self.probe.problem.budget.raised(extra))

    def _least(self) -> tuple[Program, int, list[Row]]:
        """Program of the least more money on every open line at which a list with the project is good enough."""
        problem, policy = self._problem(self.extra), self.probe.outcome.policy
        program = build(problem, drawn=False)
        better, won = ahead(program, policy, self.rival)
        grant = program.add(Column(None, integer=False))
        lines = {line.name for line in problem.budget.open_lines}
        rows = [_paid(row, grant) if row.rule in lines else row for row in program.rows]
        rows += [*better, Row("", {program.heads[self.position]: 1}, 1, None)]
        if self.best:
            rows.append(Row("", dict.fromkeys(won, 1), 1, None))
        return program, grant, rows


def _paid(row: Row, grant: int) -> Row:
    """Return a line of the budget to which the grant is added."""
    return Row(
        row.rule, {c: a * row.factor for c, a in row.terms.items()} | {grant: -1}, None, (row.high or 0) * row.factor
    )
