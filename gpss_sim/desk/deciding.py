"""Decisions of a session: asked for after every change, answered in parts, the newest one counts."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from gpss_sim.desk import decide, draft
from gpss_sim.desk.changes import Moves, moves, touched
from gpss_sim.desk.decide import Background, Decision
from gpss_sim.desk.state import DeskState
from gpss_sim.desk.work import Failed

SHARES = (100, 90, 110, 80, 120, 70, 130, 60, 140, 95, 105, 85, 115, 75, 125, 65, 135)
"""Budgets of the frontier in percent of the sheet's, the most telling first."""
FRONTIER = 30.0
"""Longest search for the frontier [s]."""
NOTICED = 0.5
"""After this time it is said that a decision is still being taken [s]."""


class Deciding(DeskState):
    """A desk that decides."""

    @property
    def moves(self) -> Moves:
        """What enters and leaves."""
        return moves(self.last.base, self.decision)

    def _changed(self, *, library: bool = False, frontier: bool = True) -> None:
        if library:
            self.edits.version += 1
        if not self.last.pending:
            self.last.pending = True
            asyncio.get_running_loop().call_later(NOTICED, self.tell, "deciding")
        self.processes.decider.ask(self._request, self._answer)
        if library or frontier:
            assert self.draft is not None
            self.frontier.start(self.draft.budget.total)
            self.processes.drawer.ask(self._frontier_request, self._frontier_answer)
            self.tell("frontier")

    def stop_deciding(self) -> None:
        """Give a decision up that takes too long; the list that stands stays."""
        self.processes.decider.stop()
        self.last.pending = False
        self.tell("decision")

    def _request(self) -> tuple[Any, tuple[Any, ...]]:
        assert self.draft is not None
        library = self.processes.decider.library(self.edits)
        return decide.decide, (library, self.draft.budget, self.draft.policy, self.lang)

    def _answer(self, part: Any) -> None:
        last = self.last
        if isinstance(part, Failed):
            self.processes.decider.send_again()
            self._failed(part)
        elif isinstance(part, Decision):
            before, last.decision = last.decision, part
            last.background = replace(last.background, digest="", conflict=())
            last.pending = False
            if last.base is None:
                last.base = part
            self.tell("rows", touched(before, part))
            self.tell("decision")
        elif isinstance(part, Background):
            last.background = part
            self.tell("reasons")

    def _frontier_request(self) -> tuple[Any, tuple[Any, ...]]:
        assert self.draft is not None
        library = self.processes.drawer.library(self.edits)
        budget = draft.with_total(self.draft, self.frontier.total).budget
        return decide.frontier, (library, budget, self.draft.policy, SHARES, FRONTIER)

    def _frontier_answer(self, part: Any) -> None:
        if isinstance(part, Failed):
            self.processes.drawer.send_again()
            self._failed(part)
        elif part is not None:
            share, benefit, unmet, count = part
            self.frontier.points[share] = (benefit, unmet, count)
            self.tell("frontier")
