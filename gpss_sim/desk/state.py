"""What one person's desk holds, and who is told when it changes."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from gpss_sim.desk import commands, replay, simulated
from gpss_sim.desk.decide import Background, Decision
from gpss_sim.desk.draft import Draft
from gpss_sim.desk.edits import DraftEdits
from gpss_sim.desk.processes import DeskProcesses
from gpss_sim.desk.reading import FileReading
from gpss_sim.desk.work import Failed
from gpss_sim.i18n import Language

Prepare = Callable[[Draft, FileReading], Draft]
"""Sets money and rules of the first draft of a file."""
Topic = str
"""What changed: ``sheet``, ``rows``, ``decision``, ``reasons``, ``frontier``, ``plan``, ``replay``, ``kept``…"""
NO_BACKGROUND = Background({}, "")
"""Before the first decision."""


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """A plan that was kept.

    Parameters
    ----------
    name : str
    draft : Draft
    decision : Decision
    background : Background
        Its reasons and its digest.
    found : Found or None
        What it delivers, where it was simulated.
    """

    name: str
    draft: Draft
    decision: Decision
    background: Background
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


@dataclass
class Appearance:
    """How a desk is shown: language, dark or light, and the tab that is open."""

    lang: Language
    dark: bool = False
    tab: str = "decide"


class DeskFolder:
    """Uploads and results of one desk; gone when its session ends.

    Attributes
    ----------
    path : Path
    uploads : int
        Files taken until now; each has a folder of its own.
    written : Path or None
        Folder of the files that were written last.
    """

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="gpss-desk-"))
        self.uploads = 0
        self.written: Path | None = None

    def upload(self, name: str, content: bytes) -> Path:
        """Keep a file in a folder of its own."""
        self.uploads += 1
        folder = self.path / f"sheet{self.uploads}"
        folder.mkdir()
        path = folder / name
        path.write_bytes(content)
        return path

    def empty(self, name: str) -> Path:
        """The path of a folder that is removed if it is there."""
        shutil.rmtree(self.path / name, ignore_errors=True)
        return self.path / name

    def remove(self) -> None:
        """Remove all of it."""
        shutil.rmtree(self.path, ignore_errors=True)


@dataclass
class SheetFile:
    """The file that the projects were read from.

    Parameters
    ----------
    reading : FileReading or None
        The last one: its columns and its faults, whether or not it could be used.
    begin : (Path, Prepare) or None
        A file, and what sets the money and the rules of its first draft.
    laid : Path or None
        The file whose projects are on the desk.
    """

    reading: FileReading | None = None
    begin: tuple[Path, Prepare] | None = None
    laid: Path | None = None


@dataclass
class LastDecision:
    """The last decision, what came after it, and the one with which it is compared.

    Parameters
    ----------
    decision : Decision or None
        None until the first one.
    background : Background
        Reasons stay from the decision before until those of this one come; the digest is empty until then.
    base : Decision or None
        With which today's list is compared.
    pending : bool
        Whether another decision is being taken.
    """

    decision: Decision | None = None
    background: Background = NO_BACKGROUND
    base: Decision | None = None
    pending: bool = False

    def forget(self) -> None:
        """Another library: nothing that was decided holds any more."""
        self.decision, self.base, self.background = None, None, NO_BACKGROUND


@dataclass
class BudgetFrontier:
    """What budgets around today's buy.

    Parameters
    ----------
    total : int [fen]
        The budget that is 100 %.
    points : dict of int to (float, float, int)
        By share of `total` [%]: benefit, urgent benefit left out, projects.
    """

    total: int = 0
    points: dict[int, tuple[float, float, int]] = field(default_factory=dict)

    def start(self, total: int) -> None:
        """Begin anew around another budget [fen]."""
        self.total, self.points = total, {}


class DeskState:
    """What lies on a desk, and the processes that work for it.

    Attributes
    ----------
    kept : list of KeptPlan
        In the order in which they were kept.
    listeners : list of callable
        Told of every change, each by topic and ids.
    """

    def __init__(self, lang: Language = "en") -> None:
        self.appearance = Appearance(lang)
        self.folder = DeskFolder()
        self.sheet = SheetFile()
        self.edits = DraftEdits()
        self.last = LastDecision()
        self.frontier = BudgetFrontier()
        self.simulation = Simulation()
        self.kept: list[KeptPlan] = []
        self.listeners: list[Callable[[Topic, Iterable[str]], None]] = []
        self.processes = DeskProcesses()

    @property
    def lang(self) -> Language:
        """Language of all that is shown."""
        return self.appearance.lang

    @property
    def draft(self) -> Draft | None:
        """What is being decided on; None before the first file."""
        return self.edits.draft

    @property
    def decision(self) -> Decision | None:
        """The last decision."""
        return self.last.decision

    # What changed --------------------------------------------------------------------------------------------------

    def tell(self, topic: Topic, ids: Iterable[str] = ()) -> None:
        """Tell every page that shows this desk."""
        names = tuple(ids)
        for listener in list(self.listeners):
            listener(topic, names)

    def close(self) -> None:
        """End its processes and remove its files."""
        self.processes.close()
        self.folder.remove()

    def warm(self) -> None:
        """Start the process that decides before it is needed."""
        self.processes.decider.start()

    def _failed(self, failed: Failed) -> None:
        self.last.pending = False
        self.tell("note", [failed.text.strip().splitlines()[-1]])
