"""A reader at work: runs the blocks of one page, in order, in a folder of his own."""

from __future__ import annotations

import doctest
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from gpss_sim.cli import main
from tests.docs.blocks import Block, Step, steps_of
from tests.layers import ROOT

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
TOOLS = {"cat", "cmp", "cp", "cut", "diff", "head", "ls", "mkdir", "sed", "sort", "tail", "wc"}
WIDTH = "100"


class Session:
    """One reader of one page; the caller has made `folder` the current one."""

    def __init__(self, folder: Path, page: str) -> None:
        self.folder = folder
        self.page = page
        self.names: dict[str, Any] = {"__name__": "__page__"}

    def run(self, block: Block) -> None:
        """Run a block; what is only shown does nothing.

        Raises
        ------
        AssertionError
            If it prints or returns something else than the page says.
        """
        if name := block.options.get("file"):
            target = self.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text, "utf-8")
        elif block.language == "console":
            self._console(block)
        elif block.language == "python":
            self._python(block)

    def _console(self, block: Block) -> None:
        steps = steps_of(block.text)
        for number, step in enumerate(steps, start=1):
            code, output = self._command(step)
            expected = int(block.options.get("exit", 0)) if number == len(steps) else 0
            place = f"{self.page}, line {block.line}: $ {step.command}"
            assert code == expected, f"{place}\nexit code {code}, not {expected}\n{output}"
            if step.shown.strip():
                self._compare(place, step.shown, output)

    def _command(self, step: Step) -> tuple[int, str]:
        program, *arguments = shlex.split(step.command)
        if program == "make":
            # Making is what runs this test; here it is enough that the targets exist.
            assert not step.shown.strip(), "what make prints is not shown in a console block"
            return _finished(subprocess.run(["make", "--dry-run", *arguments], cwd=ROOT, **_CAPTURE))
        if program == "gpss-sim" and not set(step.command) & set("|<>;&*$`"):
            return self._invoke(arguments)
        assert program in TOOLS | {"gpss-sim"}, f"{program} is not run; show it in an sh block"
        return _finished(subprocess.run(["bash", "-c", step.command], env=self._environment(), **_CAPTURE))

    def _invoke(self, arguments: list[str]) -> tuple[int, str]:
        result = CliRunner(env={"COLUMNS": WIDTH}).invoke(main, arguments, prog_name="gpss-sim")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    def _environment(self) -> dict[str, str]:
        tools = self.folder / ".tools"
        tools.mkdir(exist_ok=True)
        script = tools / "gpss-sim"
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m gpss_sim "$@"\n', "utf-8")
        script.chmod(0o755)
        path = os.pathsep.join([str(tools), os.environ["PATH"]])
        return os.environ | {"PATH": path, "PYTHONPATH": str(ROOT), "COLUMNS": WIDTH}

    def _python(self, block: Block) -> None:
        place = f"{self.page}, line {block.line}"
        if ">>> " not in block.text:
            exec(compile("\n" * block.line + block.text, self.page, "exec"), self.names)
            return
        example = doctest.DocTestParser().get_doctest(block.text, self.names, place, self.page, block.line)
        told: list[str] = []
        runner = doctest.DocTestRunner(optionflags=FLAGS)
        runner.run(example, out=told.append, clear_globs=False)
        self.names.update(example.globs)
        assert not runner.failures, "".join(told)

    @staticmethod
    def _compare(place: str, shown: str, output: str) -> None:
        if not doctest.OutputChecker().check_output(shown, output, FLAGS):
            difference = doctest.OutputChecker().output_difference(doctest.Example("", shown), output, FLAGS)
            raise AssertionError(f"{place}\n{difference}")


_CAPTURE: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "check": False}


def _finished(done: subprocess.CompletedProcess[str]) -> tuple[int, str]:
    return done.returncode, done.stdout
