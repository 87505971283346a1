"""The workload that all simulators are given, its exact answer, and how a case is timed.

M/M/c, first come first served: 20 servers, 18 arrivals a unit of time, mean service 1 (load 0.9), 200,000 customers.
Each case runs in a process of its own, with three seeds; the median counts. Only the run of the model is timed, in
processor seconds: on an idle machine those of the clock.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from importlib.util import find_spec

SERVERS = 20
ARRIVALS = 18.0
SERVICE = 1.0
CUSTOMERS = int(os.environ.get("BENCH_CUSTOMERS", "200000"))
SEEDS = (1, 2, 3)
MEGABYTE = 1024  # ru_maxrss counts KiB on Linux


def exact_wait() -> float:
    """Mean wait in the steady state (Erlang C)."""
    offered = ARRIVALS / SERVICE
    blocked = 1.0
    for servers in range(1, SERVERS + 1):
        blocked = offered * blocked / (servers + offered * blocked)
    waits = blocked / (1 - offered / SERVERS * (1 - blocked))
    return waits / (SERVERS * SERVICE - ARRIVALS)


@dataclass(frozen=True)
class Measured:
    """One run: what was counted, how long it took, and the mean wait it found (0 where there is none)."""

    counted: int
    seconds: float
    mean_wait: float
    peak_mb: float = 0.0


Case = Callable[[int], Measured]


@dataclass(frozen=True)
class Entry:
    """A case, the module it needs, and what it counts."""

    run: Case
    needs: str
    unit: str = "customers"


def main(script: str, cases: Mapping[str, Entry], arguments: Iterable[str]) -> None:
    """Run one case here (``--case NAME SEED``), or those named, or all, each in a process of its own."""
    words = list(arguments)
    if words[:1] == ["--case"]:
        measured = cases[words[1]].run(int(words[2]))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
        print(json.dumps(asdict(measured) | {"peak_mb": peak}))
        return
    if unknown := [word for word in words if word not in cases]:
        sys.exit(f"unknown: {', '.join(unknown)}; known: {', '.join(cases)}")
    print("| case | per second | seconds (min to max) | peak MB | mean wait |\n|---|---|---|---|---|")
    for name in words or cases:
        print(_row(script, name, cases[name]), flush=True)


def _row(script: str, name: str, entry: Entry) -> str:
    if find_spec(entry.needs) is None:
        return f"| {name} | {entry.needs} is not installed | | | |"
    runs = [_apart(script, name, seed) for seed in SEEDS]
    rate = statistics.median(run.counted / run.seconds for run in runs)
    seconds = sorted(run.seconds for run in runs)
    peak = max(run.peak_mb for run in runs)
    wait = statistics.mean(run.mean_wait for run in runs)
    waited = f"{wait:.4f}" if wait else ""
    return f"| {name} | {rate:,.0f} {entry.unit} | {seconds[0]:.2f} to {seconds[-1]:.2f} | {peak:.0f} | {waited} |"


def _apart(script: str, name: str, seed: int) -> Measured:
    command = [sys.executable, script, "--case", name, str(seed)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return Measured(**json.loads(done.stdout.splitlines()[-1]))
