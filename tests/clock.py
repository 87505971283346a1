"""A clock that counts work in place of time, so that no other work on the machine decides a test of a time limit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from gpss_sim.allocation.milp import cbc, highs, race
from gpss_sim.allocation.milp.solvers import Run
from gpss_sim.allocation.milp.subproblem import SolverResult, Subproblem

TICK = 0.001
"""What one look at the clock takes [s]."""

BEYOND = 0.1, 0.5
"""How far work may go beyond its limit: a share of it, and seconds for what is written down at its end."""


class Clock:
    """Goes on by `TICK` with every look at it, and by its whole limit with every search a solver did not settle.

    Work that never looks goes on to its own end, and is told by what it returns: a proof where there is no time for it.
    """

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Return the time [s]."""
        self.now += TICK
        return self.now

    def search(self, run: Run) -> Run:
        """Return a solver whose unsettled searches take the time they were given."""

        def counted(task: Subproblem, limit: float | None, *more: object) -> SolverResult:
            answer = run(task, limit, *more)
            if answer.status not in ("optimal", "infeasible"):
                assert limit is not None, "a search without a limit did not end in a proof"
                self.now += limit
            return answer

        return counted

    @contextmanager
    def within(self, limit: float) -> Iterator[None]:
        """Ends within a limit and `BEYOND`."""
        began = self.now
        yield
        share, seconds = BEYOND
        assert self.now - began <= (1 + share) * limit + seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Replace the clock of every deadline; solvers take turns, as on one processor."""
    counted = Clock()
    for place in ("allocation.problem.deadline", "allocation.search.rival", "cli.allocate"):
        monkeypatch.setattr(f"gpss_sim.{place}.perf_counter", counted)
    monkeypatch.setattr(race, "two_processors", lambda: False)
    for module, name in ((highs, "highs"), (cbc, "cbc")):
        monkeypatch.setattr(module, name, counted.search(getattr(module, name)))
    monkeypatch.setattr(race, "highs", highs.highs)
    return counted
