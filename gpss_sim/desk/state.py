"""What one person's desk holds, and who is told when it changes."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gpss_sim.desk import commands, replay, simulated
from gpss_sim.desk.decide import Decision
from gpss_sim.desk.draft import Draft
from gpss_sim.desk.reading import FileReading
from gpss_sim.desk.work import DeskWorker, Failed
from gpss_sim.i18n import Language

Prepare = Callable[[Draft, FileReading], Draft]
"""Sets money and rules of the first draft of a file."""
Topic = str
"""What changed: ``sheet``, ``rows``, ``decision``, ``reasons``, ``frontier``, ``plan``, ``replay``, ``kept``…"""


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """A plan that was kept.

    Parameters
    ----------
    name : str
    draft : Draft
    decision : Decision
    reasons : mapping of str to str
    digest : str
    found : Found or None
        What it delivers, where it was simulated.
    """

    name: str
    draft: Draft
    decision: Decision
    reasons: Mapping[str, str]
    digest: str
    found: simulated.SimulationResult | None = None


@dataclass
class Simulation:
    """The plan being simulated, or simulated last."""

    purchase: commands.PurchaseSettings = field(default_factory=commands.PurchaseSettings)
    done: int = 0
    total: int = 0
    running: bool = False
    stopped: bool = False
    said: str = ""
    lines: list[str] = field(default_factory=list)
    found: simulated.SimulationResult | None = None
    replay: replay.Replay | None = None
    digest: str = ""


class DeskState:
    """What lies on a desk, and the processes that work for it.

    Attributes
    ----------
    folder : Path
        Uploads and results; gone when the session ends.
    base : Decision or None
        With which today's list is compared.
    """

    def __init__(self, lang: Language = "en") -> None:
        self.lang: Language = lang
        self.dark = False
        self.tab = "decide"
        self.folder = Path(tempfile.mkdtemp(prefix="gpss-desk-"))
        self.draft: Draft | None = None
        self.undo: list[Draft] = []
        self.reading: FileReading | None = None
        self.decision: Decision | None = None
        self.base: Decision | None = None
        self.base_total = 0
        self.reasons: Mapping[str, str] = {}
        self.digest = ""
        self.conflict: tuple[str, ...] = ()
        self.deciding = False
        self.frontier: dict[int, tuple[float, float, int]] = {}
        self.frontier_total = 0
        self.simulation = Simulation()
        self.kept: list[KeptPlan] = []
        self.files: Path | None = None
        self.asked_total = 0
        self._version = 0
        self._sent = (0, 0)
        self._sent_frontier = (0, 0)
        self._files = 0
        self._laid: Path | None = None
        self.begin: tuple[Path, Prepare] | None = None
        self.listeners: list[Callable[[Topic, Iterable[str]], None]] = []
        self.decider, self.drawer, self.reader = DeskWorker(1.0), DeskWorker(0.2, nice=5), DeskWorker(0.2)
        self.player = commands.Command()

    # What changed --------------------------------------------------------------------------------------------------

    def tell(self, topic: Topic, ids: Iterable[str] = ()) -> None:
        """Tell every page that shows this desk."""
        names = tuple(ids)
        for listener in list(self.listeners):
            listener(topic, names)

    def close(self) -> None:
        """End its processes and remove its files."""
        self.player.stop()
        for worker in (self.decider, self.drawer, self.reader):
            worker.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def warm(self) -> None:
        """Start the process that decides before it is needed."""
        self.decider.start()

    def _failed(self, failed: Failed) -> None:
        self.deciding = False
        self.tell("note", [failed.text.strip().splitlines()[-1]])
