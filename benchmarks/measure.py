"""Commands of the program in processes of their own: how long by the clock, how much processor time and memory."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
MEGABYTE = 1024  # ru_maxrss counts KiB on Linux


@dataclass(frozen=True)
class Spent:
    """Seconds of a command by the clock, of the processor (its children included), and to a line that was awaited."""

    wall: float
    cpu: float
    first: float


def program(*words: str, until: str = "") -> Spent:
    """Run ``gpss-sim`` with `words`; ``first`` is the moment of the first line that holds `until`."""
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "gpss_sim", *words]
    first, said = 0.0, []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        for line in process.stdout or ():
            said.append(line)
            if not first and until and until in line:
                first = time.perf_counter() - began
    if process.returncode:
        sys.exit(f"{' '.join(words)} ended with {process.returncode}:\n{''.join(said[-20:])}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(time.perf_counter() - began, cpu, first)


def script(name: str, *words: str, variables: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Run a script of this folder; returns what its last line says as JSON."""
    command: Sequence[str] = [sys.executable, str(HERE / name), *words]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, text=True, check=True, env=os.environ | dict(variables or {})
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told
