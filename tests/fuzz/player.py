"""A process in which commands are played one after the other, and what each of them said."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
HANG = 3600.0
"""Longest that a command may take by the clock, on however busy a machine [s]; its processor time ends it sooner."""
AGES = 400
"""Commands after which the process is begun anew, so that its memory can be compared."""


class Player:
    """A process that plays commands; begun anew when one ends or stops it."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.played = 0

    def play(self, arguments: list[str], folder: Path) -> tuple[dict[str, Any], str]:
        """End and output of a command in a folder."""
        if self.process is None or self.process.poll() is not None or self.played % AGES == 0:
            self.close()
            self._begin()
        assert self.process is not None
        assert self.process.stdin is not None
        self.played += 1
        told = folder.parent / "told.txt"
        call = {"args": arguments, "cwd": str(folder), "told": str(told)}
        self.process.stdin.write(json.dumps(call).encode() + b"\n")
        self.process.stdin.flush()
        ready, _, _ = select.select([self._answers], [], [], HANG)
        answer = os.read(self._answers, 4096) if ready else b""
        if not answer:
            ended = None if not ready else self.process.wait(10)
            code = "hang" if ended in (None, -signal.SIGPROF) else f"died {ended}"
            self.close()
            return {"code": code, "seconds": 0.0, "peak": 0}, _read(told)
        return json.loads(answer), _read(told)

    def _begin(self) -> None:
        self._answers, theirs = os.pipe()
        command = [sys.executable, "-m", "tests.fuzz.child", str(theirs)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, pass_fds=[theirs], env=os.environ | {"PYTHONPATH": str(ROOT)}, cwd=ROOT
        )
        os.close(theirs)

    def close(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            os.close(self._answers)
            self.process = None


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace") if path.exists() else ""
