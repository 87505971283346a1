"""One person's desk on the server: what lies on it, what was decided, and the processes that work for it.

Pages come and go (a reload, a lost connection, a second window); all of them show this one state and are told by topic
when it changes.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from gpss_sim.desk import commands, decide, draft, reading, replay, simulated
from gpss_sim.desk.changes import Moves, moves, touched
from gpss_sim.desk.decide import Background, Decision, Library
from gpss_sim.desk.draft import Draft
from gpss_sim.desk.reading import Reading
from gpss_sim.desk.work import Failed, Worker
from gpss_sim.errors import Fault, InputError
from gpss_sim.messages import Language

SHARES = (100, 90, 110, 80, 120, 70, 130, 60, 140, 95, 105, 85, 115, 75, 125, 65, 135)
"""Budgets of the frontier in percent of the sheet's, the most telling first."""
FRONTIER = 30.0
"""Longest search for the frontier [s]."""
NOTICED = 0.5
"""After this time it is said that a decision is still being taken [s]."""
UNDO = 100
"""Steps that can be undone."""
Prepare = Callable[[Draft, Reading], Draft]
"""Sets money and rules of the first draft of a file."""
Topic = str
"""What changed: ``sheet``, ``rows``, ``decision``, ``reasons``, ``frontier``, ``plan``, ``replay``, ``kept``…"""


@dataclass(frozen=True, slots=True)
class Kept:
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
    found: simulated.Found | None = None


@dataclass
class Simulation:
    """The plan being simulated, or simulated last."""

    purchase: commands.Purchase = field(default_factory=commands.Purchase)
    done: int = 0
    total: int = 0
    running: bool = False
    stopped: bool = False
    said: str = ""
    lines: list[str] = field(default_factory=list)
    found: simulated.Found | None = None
    replay: replay.Replay | None = None
    digest: str = ""


class Session:
    """The desk of one person.

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
        self.reading: Reading | None = None
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
        self.kept: list[Kept] = []
        self.files: Path | None = None
        self.asked_total = 0
        self._version = 0
        self._sent = (0, 0)
        self._sent_frontier = (0, 0)
        self._files = 0
        self._laid: Path | None = None
        self.begin: tuple[Path, Prepare] | None = None
        self.listeners: list[Callable[[Topic, Iterable[str]], None]] = []
        self.decider, self.drawer, self.reader = Worker(1.0), Worker(0.2, nice=5), Worker(0.2)
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

    # The sheet -----------------------------------------------------------------------------------------------------

    def take(self, name: str, content: bytes) -> Path:
        """Keep an uploaded file in a folder of its own.

        Raises
        ------
        InputError
            If it is too large, or no file that may hold a library.
        """
        from gpss_sim.messages import Message

        last = reading.safe_name(name)
        if len(content) > reading.LARGEST:
            rule = Message("desk.large", most=reading.LARGEST // 2**20)
            raise InputError([Fault(last, "file", str(len(content)), rule)])
        self._files += 1
        folder = self.folder / f"sheet{self._files}"
        folder.mkdir()
        path = folder / last
        path.write_bytes(content)
        return path

    def read(
        self,
        path: Path,
        sheet: str = "",
        columns: Mapping[str, str] | None = None,
    ) -> None:
        """Read a file in a process of its own; lay it on the desk where it can be read.

        A file that is read again in another way keeps the money and the rules that lie beside it.
        """

        def answer(part: Any) -> None:
            if isinstance(part, Failed):
                self._failed(part)
            elif isinstance(part, Reading):
                self.reading = part
                if part.projects:
                    self.lay(self._prepared(part))
                self.tell("sheet")

        self.reader.ask(lambda: (reading.read, (path, sheet, dict(columns or {}))), answer)

    def _prepared(self, found: Reading) -> Draft:
        """The draft of a file: with the money it was opened with, or that lies on the desk for it."""
        made, last = draft.first(found.path.name, found.projects), self.draft
        if self.begin is not None and self.begin[0] == found.path and self._laid != found.path:
            try:
                made = self.begin[1](made, found)
            except InputError as error:
                self.tell("note", [fault.said(self.lang) for fault in error.faults])
        elif last is not None and self._laid == found.path and last.years == made.years:
            made = replace(made, budget=last.budget, policy=last.policy, rules=last.rules)
        self._laid = found.path
        return made

    def speak(self, lang: Language) -> None:
        """Speak another language: reasons are asked for again."""
        self.lang = lang
        if self.draft is not None:
            self._changed(frontier=False)

    def lay(self, made: Draft) -> None:
        """Put a library on the desk."""
        self.undo.clear()
        self.draft = made
        self.decision, self.base, self.reasons, self.digest = None, None, {}, ""
        self.asked_total = sum(p.total for p in made.projects.values())
        self.frontier_total = made.budget.total
        self.simulation = Simulation(self.simulation.purchase)
        self._changed(library=True)

    # Changes -------------------------------------------------------------------------------------------------------

    def change(self, changed: Draft, ids: Iterable[str] = (), *, keep: bool = True, money_alone: bool = False) -> None:
        """Take another draft, and decide anew.

        Parameters
        ----------
        ids : iterable of str
            Rows that show something else.
        keep : bool
            Whether it can be undone on its own; the steps of one drag are one.
        money_alone : bool
            The budget moved as a whole, which leaves the frontier as it is.
        """
        before = self.draft
        assert before is not None
        if keep:
            self.undo.append(before)
            del self.undo[:-UNDO]
        self.draft = changed
        library = (before.projects, before.struck, before.pinned_rules) != (
            changed.projects,
            changed.struck,
            changed.pinned_rules,
        )
        if changed.projects is not before.projects:
            self.asked_total = sum(p.total for p in changed.projects.values())
        names = tuple(ids)
        if names:
            self.tell("rows", names)
        self._changed(library=library, frontier=not money_alone)

    def step_back(self) -> None:
        """Undo the last change."""
        if not self.undo:
            return
        earlier = self.undo.pop()
        assert self.draft is not None
        now, self.draft = self.draft, earlier
        ids = [n for n in dict.fromkeys((*now.projects, *earlier.projects)) if _row(now, n) != _row(earlier, n)]
        self.tell("rows", ids)
        self._changed(library=True)

    def compare_from_here(self) -> None:
        """Take today's list as the one with which others are compared."""
        self.base, self.base_total = self.decision, self.decision.total if self.decision else 0
        self.tell("decision")

    @property
    def moves(self) -> Moves:
        """What enters and leaves."""
        return moves(self.base, self.decision)

    # Deciding ------------------------------------------------------------------------------------------------------

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

    def _library(self, sent: tuple[int, int], worker: Worker) -> tuple[Library | int, tuple[int, int]]:
        """The library, or its version alone where the process has it."""
        assert self.draft is not None
        now = (worker.life, self._version)
        if sent == now:
            return self._version, now
        return Library(self._version, self.draft.offered, self.draft.pinned_rules), now

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

    # Simulating ----------------------------------------------------------------------------------------------------

    async def simulate(self, purchase: commands.Purchase) -> None:
        """Simulate today's plan by the command a person would type."""
        assert self.draft is not None
        chosen, digest = self.draft, self.digest
        folder = self.folder / "plan"
        shutil.rmtree(folder, ignore_errors=True)
        commands.write_inputs(folder, chosen)
        self.simulation = now = Simulation(purchase, running=True, digest=digest)
        self.tell("plan")

        def progress(done: int, total: int) -> None:
            now.done, now.total = done, total
            self.tell("progress")

        options = commands.plan_options(folder, chosen, self.lang, purchase)

        def told(line: str) -> None:
            now.lines.append(line)
            self.tell("progress")

        code, said = await self.player.run(options, folder, progress, told)
        now.running = False
        if code == 0:
            now.found = await asyncio.to_thread(simulated.read, folder / "plan")
            self.reader.ask(lambda: (replay.replay, (folder / "plan", 0)), self._replayed(now))
        else:
            now.stopped, now.said = code < 0, "" if code < 0 else said
        self.tell("plan")

    def _replayed(self, simulation: Simulation) -> Callable[[Any], None]:
        def answer(part: Any) -> None:
            if isinstance(part, Failed):
                self._failed(part)
            elif isinstance(part, replay.Replay):
                simulation.replay = part
                self.tell("replay")

        return answer

    def stop_simulation(self) -> None:
        """End the simulation that runs."""
        self.player.stop()

    # Plans and files -----------------------------------------------------------------------------------------------

    def keep(self, name: str) -> None:
        """Keep today's plan."""
        if self.draft is None or self.decision is None or not self.decision.has_answer:
            return
        same = self.simulation.digest == self.digest and self.digest
        found = self.simulation.found if same else None
        kept = Kept(name, self.draft, self.decision, self.reasons, self.digest, found)
        self.kept = [*(k for k in self.kept if k.name != name), kept]
        self.tell("kept")

    def drop(self, name: str) -> None:
        """Forget a kept plan."""
        self.kept = [kept for kept in self.kept if kept.name != name]
        self.tell("kept")

    def take_up(self, name: str) -> None:
        """Lay a kept plan on the desk again."""
        found = next((kept for kept in self.kept if kept.name == name), None)
        if found is not None and self.draft is not None:
            self.undo.append(self.draft)
            self.draft = found.draft
            self.asked_total = sum(p.total for p in found.draft.projects.values())
            self.tell("sheet")
            self._changed(library=True)

    async def write_files(self) -> tuple[Path, str]:
        """Run the command that gives today's answer; return the folder, and what went wrong (empty: nothing)."""
        assert self.draft is not None
        folder, self.files = self.folder / "files", None
        shutil.rmtree(folder, ignore_errors=True)
        commands.write_inputs(folder, self.draft)
        options = commands.allocate_options(folder, self.draft, self.lang)
        text = f"{commands.written(options)}\n"
        code, said = await commands.Command().run(options, folder)
        plan = self.folder / "plan" / "plan"
        if code == 0 and self.simulation.found is not None and self.simulation.digest == self.digest:
            with contextlib.suppress(OSError):
                shutil.copytree(plan, folder / "plan")
                text += f"{commands.written(self._plan_command(folder))}\n"
        (folder / commands.COMMAND).write_text(text, encoding="utf-8")
        wrong = said if code not in (0, 3) else ""
        self.files = None if wrong else folder
        return folder, wrong

    def _plan_command(self, folder: Path) -> list[str]:
        assert self.draft is not None
        return commands.plan_options(folder, self.draft, self.lang, self.simulation.purchase)

    def _failed(self, failed: Failed) -> None:
        self.deciding = False
        self.tell("note", [failed.text.strip().splitlines()[-1]])


def _row(of: Draft, name: str) -> tuple[object, ...]:
    return of.projects.get(name), name in of.struck, of.pins.get(name)
