"""The files and the command line that give the answer of the desk, and running them in a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shlex
import signal
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from gpss_sim.allocation.results.decision import FILE
from gpss_sim.desk.draft import Draft
from gpss_sim.desk.rule_forms import rules_toml
from gpss_sim.library.save import write_library
from gpss_sim.money import yuan

LIBRARY, RULES, COMMAND, SCENARIO = "library.csv", "rules.toml", "command.txt", "purchase.toml"
BUNDLED = (LIBRARY, RULES, COMMAND, SCENARIO, "decision", "plan")
"""What the archive of a plan holds."""
_PROGRESS = re.compile(rb"^(\d+) of (\d+) ")


@dataclass(frozen=True, slots=True)
class PurchaseSettings:
    """How the simulated city buys.

    Parameters
    ----------
    scenario : str
        Name of a shipped scenario; what the list does not say comes from it.
    mode, form : str
        Purchase mode and funding form; empty for those of the scenario.
    replications : int
    """

    scenario: str = "baseline"
    mode: str = ""
    form: str = ""
    replications: int = 10


def budget_options(draft: Draft) -> list[str]:
    """``--budget`` for every line, in yuan to the fen."""
    options = []
    for line in draft.budget.lines:
        key = ":".join(str(part) for part in (line.year, line.source) if part is not None)
        options += ["--budget", f"{key}={yuan(line.amount)}" if key else yuan(line.amount)]
    return options


def write_inputs(folder: Path, draft: Draft) -> None:
    """Write the library and the rules as the command line reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    write_library(folder / LIBRARY, draft.offered, people=True)
    text = rules_toml(draft.pinned_rules)
    if text:
        (folder / RULES).write_text(text, encoding="utf-8")
    else:
        (folder / RULES).unlink(missing_ok=True)


def allocate_options(folder: Path, draft: Draft, lang: str) -> list[str]:
    """Arguments of ``gpss-sim allocate`` in the folder of the inputs."""
    rules = ["--rules", RULES] if (folder / RULES).exists() else []
    return [
        "allocate",
        LIBRARY,
        *budget_options(draft),
        *rules,
        "--policy",
        draft.policy,
        "--lang",
        lang,
        "--out",
        "decision",
        "--no-plots",
        "--force",
    ]


def plan_options(folder: Path, draft: Draft, lang: str, purchase: PurchaseSettings) -> list[str]:
    """Arguments of ``gpss-sim plan``; writes the scenario file that sets mode and form where they are chosen."""
    scenario = purchase.scenario
    if purchase.mode or purchase.form:
        chosen = [f'{key} = "{value}"' for key, value in (("mode", purchase.mode), ("form", purchase.form)) if value]
        lines = [f'extends = "{scenario}"', 'name = "purchase"', "[rules]", *chosen]
        (folder / SCENARIO).write_text("\n".join(lines) + "\n", encoding="utf-8")
        scenario = SCENARIO
    options = allocate_options(folder, draft, lang)
    rest = [text for text in options[1:] if text != "--no-plots"]
    rest[rest.index("decision")] = "plan"
    return ["plan", *rest, "--scenario", scenario, "--replications", str(purchase.replications)]


def written(options: Sequence[str]) -> str:
    """The command as a person types it.

    >>> written(["allocate", "my list.csv"])
    "gpss-sim allocate 'my list.csv'"
    """
    return "gpss-sim " + shlex.join(options)


class Command:
    """A command of this program in a process of its own, whose progress is told and which can be stopped."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None

    @property
    def running(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.returncode is None

    async def run(
        self,
        options: Sequence[str],
        folder: Path,
        progress: Callable[[int, int], object] | None = None,
        told: Callable[[str], object] | None = None,
    ) -> tuple[int, str]:
        """Run it to its end.

        Parameters
        ----------
        progress : callable, optional
            Called with what is done and what there is.
        told : callable, optional
            Called with every line of standard output.

        Returns
        -------
        int, str
            Exit code, and what it said on standard error less the progress; a negative code: it was stopped.
        """
        self.stop()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "gpss_sim",
            *options,
            cwd=folder,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=os.environ | {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"},
            start_new_session=True,
        )
        self._process = process
        said: list[str] = []

        def heard(line: bytes) -> None:
            found = _PROGRESS.match(line)
            if not found:
                said.append(line.decode("utf-8", "replace"))
            elif progress is not None:
                progress(int(found[1]), int(found[2]))

        def shown(line: bytes) -> None:
            if told is not None:
                told(line.decode("utf-8", "replace").rstrip("\n"))

        await asyncio.gather(_lines(process.stderr, heard), _lines(process.stdout, shown))
        return await process.wait(), "".join(said).strip()

    def stop(self) -> None:
        """End it and the processes it started."""
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()


async def _lines(stream: asyncio.StreamReader | None, heard: Callable[[bytes], object]) -> None:
    """Hand on every line of a stream."""
    if stream is not None:
        async for line in stream:
            heard(line)


def digest_of(folder: Path) -> str:
    """Digest of a decision in a result folder."""
    return sha256((folder / FILE).read_bytes()).hexdigest()


def write_zip(out: Path, folder: Path, names: Sequence[str]) -> Path:
    """Pack files and folders of `folder`."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            top = folder / name
            files = sorted(top.rglob("*")) if top.is_dir() else [top]
            for path in files:
                if path.is_file():
                    archive.write(path, path.relative_to(folder).as_posix())
    return out
