"""One person's desk on the server: what lies on it, what was decided, and the processes that work for it.

Pages come and go (a reload, a lost connection, a second window); all of them show this one state and are told by topic
when it changes.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from gpss_sim.desk import commands, draft, reading, replay, simulated
from gpss_sim.desk.deciding import Deciding
from gpss_sim.desk.draft import Draft
from gpss_sim.desk.reading import FileReading
from gpss_sim.desk.state import KeptPlan, Prepare, Simulation
from gpss_sim.desk.work import Failed
from gpss_sim.errors import Fault, InputError
from gpss_sim.i18n import Language, Message

__all__ = ["Prepare", "Session"]


class Session(Deciding):
    """The desk of one person."""

    # The sheet -----------------------------------------------------------------------------------------------------

    def take(self, name: str, content: bytes) -> Path:
        """Keep an uploaded file in a folder of its own.

        Raises
        ------
        InputError
            If it is too large, or no file that may hold a library.
        """
        from gpss_sim.i18n import Message

        last = reading.safe_name(name)
        if len(content) > reading.LARGEST:
            rule = Message("desk.large", most=reading.LARGEST // 2**20)
            raise InputError([Fault(last, "file", str(len(content)), rule)])
        return self.folder.upload(last, content)

    def read(
        self,
        path: Path,
        sheet: str = "",
        columns: Mapping[str, str] | None = None,
        words: Mapping[str, int] | None = None,
    ) -> None:
        """Read a file in a process of its own; lay it on the desk where it can be read.

        A file that is read again in another way keeps the money and the rules that lie beside it.
        """

        def answer(part: Any) -> None:
            if isinstance(part, Failed):
                self._failed(part)
            elif isinstance(part, FileReading):
                self.sheet.reading = part
                if part.projects:
                    self.lay(self._prepared(part))
                self.tell("sheet")

        comment = Message("sheet.map_comment", file=path.name).said(self.lang)
        urgency = dict(words or {})
        self.processes.reader.ask(lambda: (reading.read, (path, sheet, dict(columns or {}), comment, urgency)), answer)

    def _prepared(self, found: FileReading) -> Draft:
        """The draft of a file: with the money it was opened with, or that lies on the desk for it."""
        made, last, sheet = draft.first(found.path.name, found.projects), self.draft, self.sheet
        if sheet.begin is not None and sheet.begin[0] == found.path and sheet.laid != found.path:
            try:
                made = sheet.begin[1](made, found)
            except InputError as error:
                self.tell("note", [fault.sentence.said(self.lang) for fault in error.faults])
        elif last is not None and sheet.laid == found.path and last.years == made.years:
            made = replace(made, budget=last.budget, policy=last.policy, rules=last.rules)
        sheet.laid = found.path
        return made

    def speak(self, lang: Language) -> None:
        """Speak another language: reasons are asked for again."""
        self.appearance.lang = lang
        if self.draft is not None:
            self._changed(frontier=False)

    def lay(self, made: Draft) -> None:
        """Put a library on the desk."""
        self.edits.lay(made)
        self.last.forget()
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
        self.edits.take(changed, undoable=keep)
        library = (before.projects, before.struck, before.pinned_rules) != (
            changed.projects,
            changed.struck,
            changed.pinned_rules,
        )
        names = tuple(ids)
        if names:
            self.tell("rows", names)
        self._changed(library=library, frontier=not money_alone)

    def step_back(self) -> None:
        """Undo the last change."""
        now, earlier = self.edits.step_back(), self.draft
        if now is None or earlier is None:
            return
        ids = [n for n in dict.fromkeys((*now.projects, *earlier.projects)) if _row(now, n) != _row(earlier, n)]
        self.tell("rows", ids)
        self._changed(library=True)

    def compare_from_here(self) -> None:
        """Take today's list as the one with which others are compared."""
        self.last.base = self.decision
        self.tell("decision")

    # Simulating ----------------------------------------------------------------------------------------------------

    async def simulate(self, purchase: commands.PurchaseSettings) -> None:
        """Simulate today's plan by the command a person would type."""
        assert self.draft is not None
        chosen, digest = self.draft, self.last.background.digest
        folder = self.folder.empty("plan")
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

        code, said = await self.processes.player.run(options, folder, progress, told)
        now.running = False
        if code == 0:
            now.found = await asyncio.to_thread(simulated.read, folder / "plan")
            self.processes.reader.ask(lambda: (replay.replay, (folder / "plan", 0)), self._replayed(now))
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
        self.processes.player.stop()

    # Plans and files -----------------------------------------------------------------------------------------------

    def keep(self, name: str) -> None:
        """Keep today's plan."""
        if self.draft is None or self.decision is None or not self.decision.has_answer:
            return
        background = self.last.background
        same = self.simulation.digest == background.digest and background.digest
        found = self.simulation.found if same else None
        kept = KeptPlan(name, self.draft, self.decision, background, found)
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
            self.edits.take(found.draft)
            self.tell("sheet")
            self._changed(library=True)

    async def write_files(self) -> tuple[Path, str]:
        """Run the command that gives today's answer; return the folder, and what went wrong (empty: nothing)."""
        assert self.draft is not None
        folder, self.folder.written = self.folder.empty("files"), None
        commands.write_inputs(folder, self.draft)
        options = commands.allocate_options(folder, self.draft, self.lang)
        text = f"{commands.written(options)}\n"
        code, said = await commands.Command().run(options, folder)
        plan = self.folder.path / "plan" / "plan"
        digest = self.last.background.digest
        if code == 0 and self.simulation.found is not None and self.simulation.digest == digest:
            with contextlib.suppress(OSError):
                shutil.copytree(plan, folder / "plan")
                text += f"{commands.written(self._plan_command(folder))}\n"
        (folder / commands.COMMAND).write_text(text, encoding="utf-8")
        wrong = said if code not in (0, 3) else ""
        self.folder.written = None if wrong else folder
        return folder, wrong

    def _plan_command(self, folder: Path) -> list[str]:
        assert self.draft is not None
        return commands.plan_options(folder, self.draft, self.lang, self.simulation.purchase)


def _row(of: Draft, name: str) -> tuple[object, ...]:
    return of.projects.get(name), name in of.struck, of.pins.get(name)
