"""The processes that work for one desk."""

from __future__ import annotations

from gpss_sim.desk import commands
from gpss_sim.desk.decide import DeskLibrary
from gpss_sim.desk.edits import DraftEdits
from gpss_sim.desk.work import DeskWorker


class LibraryWorker(DeskWorker):
    """A worker that keeps the library it was sent, so that a move of the budget sends the money alone."""

    def __init__(self, patience: float = 1.0, nice: int = 0) -> None:
        super().__init__(patience, nice)
        self._sent = (0, 0)  # life of the process, version of the library

    def library(self, edits: DraftEdits) -> DeskLibrary | int:
        """The library of a draft to be sent, or its version alone where the process has it."""
        assert edits.draft is not None
        now = (self.life, edits.version)
        if self._sent == now:
            return edits.version
        self._sent = now
        return DeskLibrary(edits.version, edits.draft.offered, edits.draft.pinned_rules)

    def send_again(self) -> None:
        """Trust no longer that the process has the library: it failed."""
        self._sent = (0, 0)


class DeskProcesses:
    """What works for a desk beside the server's own process.

    Attributes
    ----------
    decider, drawer : LibraryWorker
        Take decisions; draw the frontier.
    reader : DeskWorker
        Reads files and replays runs.
    player : Command
        Simulates the plan.
    """

    def __init__(self) -> None:
        self.decider, self.drawer = LibraryWorker(1.0), LibraryWorker(0.2, nice=5)
        self.reader = DeskWorker(0.2)
        self.player = commands.Command()

    def close(self) -> None:
        """End all of them."""
        self.player.stop()
        for worker in (self.decider, self.drawer, self.reader):
            worker.close()
