"""Decisions of a session: asked for after every change, answered in parts, the newest one counts."""

from __future__ import annotations

import asyncio
from typing import Any

from gpss_sim.desk import decide, draft
from gpss_sim.desk.changes import Moves, moves, touched
from gpss_sim.desk.decide import Background, Decision, DeskLibrary
from gpss_sim.desk.state import DeskState
from gpss_sim.desk.work import DeskWorker, Failed

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
        return moves(self.base, self.decision)

    def _changed(self, *, library: bool = False, frontier: bool = True) -> None:
        if library:
            self._version += 1
        if not self.deciding:
            self.deciding = True
            asyncio.get_running_loop().call_later(NOTICED, self.tell, "deciding")
        self.decider.ask(self._request, self._answer)
        if library or frontier:
            self.frontier = {}
            assert self.draft is not None
            self.frontier_total = self.draft.budget.total
            self.drawer.ask(self._frontier_request, self._frontier_answer)
            self.tell("frontier")

    def _library(self, sent: tuple[int, int], worker: DeskWorker) -> tuple[DeskLibrary | int, tuple[int, int]]:
        """The library, or its version alone where the process has it."""
        assert self.draft is not None
        now = (worker.life, self._version)
        if sent == now:
            return self._version, now
        return DeskLibrary(self._version, self.draft.offered, self.draft.pinned_rules), now

    def stop_deciding(self) -> None:
        """Give a decision up that takes too long; the list that stands stays."""
        self.decider.stop()
        self.deciding = False
        self.tell("decision")

    def _request(self) -> tuple[Any, tuple[Any, ...]]:
        assert self.draft is not None
        library, self._sent = self._library(self._sent, self.decider)
        return decide.decide, (library, self.draft.budget, self.draft.policy, self.lang)

    def _answer(self, part: Any) -> None:
        if isinstance(part, Failed):
            self._sent = (0, 0)
            self._failed(part)
        elif isinstance(part, Decision):
            before, self.decision = self.decision, part
            self.digest, self.conflict, self.deciding = "", part.conflict, False
            if self.base is None:
                self.base, self.base_total = part, part.total
            self.tell("rows", touched(before, part))
            self.tell("decision")
        elif isinstance(part, Background):
            self.reasons, self.digest = part.reasons, part.digest
            self.conflict = part.conflict
            self.tell("reasons")

    def _frontier_request(self) -> tuple[Any, tuple[Any, ...]]:
        assert self.draft is not None
        library, self._sent_frontier = self._library(self._sent_frontier, self.drawer)
        budget = draft.with_total(self.draft, self.frontier_total).budget
        return decide.frontier, (library, budget, self.draft.policy, SHARES, FRONTIER)

    def _frontier_answer(self, part: Any) -> None:
        if isinstance(part, Failed):
            self._sent_frontier = (0, 0)
            self._failed(part)
        elif part is not None:
            share, benefit, unmet, count = part
            self.frontier[share] = (benefit, unmet, count)
            self.tell("frontier")
