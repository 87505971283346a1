"""Memory and open handles of a study of many tiny runs; run it with PYTHONPATH=benchmarks/study.

The rows of one real run are given back at once (as in ``many_runs.py``), so that thousands of runs take a minute; what
is measured is the process that keeps the results and its workers. Written: a table, and with --picture a curve.
"""

from __future__ import annotations

import argparse
import importlib
import os
import tempfile
from pathlib import Path
from typing import NamedTuple

from many_runs import EXPERIMENT

from gpss_sim.study import model, run_batch
from gpss_sim.study.model import Model
from gpss_sim.study.store import FILE

MEGA = 1e6


class Look(NamedTuple):
    """What the processes hold after so many runs: memory [MB], handles, and the sizes of store and its log [MB]."""

    runs: int
    memory: float
    handles: int
    workers: float
    store: float
    log: float


def memory_of(process: str) -> float:
    """Resident memory of a process [MB]; 0 where it is gone."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text("utf-8").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGA


def children() -> list[str]:
    """Processes that this one started."""
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text("utf-8").split()


def size(path: Path) -> float:
    """Size of a file [MB]; 0 where there is none."""
    return path.stat().st_size / MEGA if path.exists() else 0.0


def look(runs: int, out: Path) -> Look:
    """Look at the processes and the store now."""
    handles = len(os.listdir("/proc/self/fd"))
    workers = sum(map(memory_of, children()))
    return Look(runs, memory_of("self"), handles, workers, size(out / FILE), size(out / f"{FILE}-wal"))


def soak(runs: int, workers: int, every: int) -> list[Look]:
    """Play a study of `runs` runs and look every so often."""
    seen: list[Look] = []
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "study.toml", Path(folder) / "out"
        path.write_text(EXPERIMENT, "utf-8")

        def progress(done: int, *_: object) -> None:
            if done % every == 0:
                seen.append(look(done, out))

        kept = Model(importlib.import_module("many_runs").replay, model.market().metrics)
        run_batch(path, out, workers=workers, replications=runs // 2, model=kept, progress=progress)
        seen.append(look(runs, out))
    return seen


def draw(seen: list[Look], path: Path) -> None:
    """A curve of memory and handles over the runs."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4), layout="constrained")
    upper, lower = figure.subplots(2, sharex=True)
    runs = [each.runs for each in seen]
    upper.plot(runs, [each.memory for each in seen], marker=".", label="process that keeps the results")
    upper.plot(runs, [each.workers for each in seen], marker=".", label="its workers together")
    upper.set_ylabel("memory, MB")
    upper.set_ylim(bottom=0)
    upper.legend()
    lower.plot(runs, [each.handles for each in seen], marker=".")
    lower.set_ylabel("open handles")
    lower.set_ylim(bottom=0)
    lower.set_xlabel("runs")
    figure.savefig(path)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--every", type=int, default=500)
    parser.add_argument("--picture", type=Path)
    asked = parser.parse_args()
    seen = soak(asked.runs, asked.workers, asked.every)
    print("| runs | memory, MB | open handles | workers, MB | store, MB | its log, MB |\n|---|---|---|---|---|---|")
    for each in seen:
        told = f"{each.memory:.0f} | {each.handles} | {each.workers:.0f} | {each.store:.1f} | {each.log:.1f}"
        print(f"| {each.runs:,} | {told} |")
    if asked.picture is not None:
        draw(seen[:-1], asked.picture)  # the last look is after the end


if __name__ == "__main__":
    main()
