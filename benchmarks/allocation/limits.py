"""Whether a time limit holds for a whole command: wall clock and processor time beside the limit, case by case.

python benchmarks/allocation/limits.py [--limit 10] [--cases WORD …]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from csv import writer
from pathlib import Path
from random import Random
from time import perf_counter

from families import FAMILIES, SIZES, dear, family, noisy_groups

PROGRAM = Path(sys.executable).with_name("gpss-sim")
ALLOWED = 1.1, 1.0
"""How far a command may go beyond its limit: times, and seconds more."""

Made = list[str]
"""Arguments of a command."""


def cases() -> Iterator[tuple[str, Callable[[Path], Made]]]:
    """Names, and functions that write a library to a folder and return the command to try."""
    hard = {
        "ordinary and dear": dear,
        "noisy groups": lambda: noisy_groups(600, 10**10, 2, 0.1, 1e-5, 100),
    }
    hard |= {f"{name} {n}": lambda name=name, n=n: family(name, n) for name in FAMILIES for n in SIZES}
    for name, make in hard.items():
        yield name, lambda folder, make=make: _one_budget(folder, make())
    yield "many years", many_years
    yield "one source each", lambda folder: one_source(folder, "allocate")
    yield "one source each, explained", lambda folder: one_source(folder, "explain")


def _one_budget(folder: Path, knapsack: object) -> Made:
    knapsack.write(folder / "library.csv")
    return ["allocate", str(folder / "library.csv"), "--budget", str(knapsack.capacity), "--policy", "weighted"]


def many_years(folder: Path, projects: int = 2_500, years: int = 100) -> Made:
    """A hundred correlated constraints, as gk11 has them: what projects cost in each of a hundred years."""
    luck = Random(1)
    names = [str(2001 + k) for k in range(years)]
    costs = [[luck.randint(1, 1000) for _ in names] for _ in range(projects)]
    with (folder / "library.csv").open("w", encoding="utf-8", newline="") as file:
        rows = writer(file)
        rows.writerow(("id", "urgency", "benefit", *(f"cost_{name}" for name in names)))
        rows.writerows(
            (f"p{k:05}", 1, sum(cost) // years + luck.randint(1, 500), *cost) for k, cost in enumerate(costs)
        )
    money = [arg for k, y in enumerate(names) for arg in ("--budget", f"{y}={sum(c[k] for c in costs) // 2}")]
    return ["allocate", str(folder / "library.csv"), *money, "--policy", "weighted"]


def one_source(folder: Path, command: str, projects: int = 36) -> Made:
    """Two sources of which each project takes one, whole."""
    luck = Random(1)
    found = [(luck.randint(1, 99), luck.randint(10**4, 10**6)) for _ in range(projects)]
    with (folder / "library.csv").open("w", encoding="utf-8", newline="") as file:
        rows = writer(file)
        rows.writerow(("id", "urgency", "benefit", "cost"))
        rows.writerows((f"p{k:02}", 5, v, c) for k, (v, c) in enumerate(found))
    (folder / "rules.toml").write_text("split_sources = false\n", encoding="utf-8")
    money = sum(c for _, c in found) // 3
    options = ["--budget", f"x={money}", "--budget", f"y={money + 1}", "--rules", str(folder / "rules.toml")]
    if command == "allocate":
        return [command, str(folder / "library.csv"), *options, "--policy", "rank-and-cut"]
    made = [str(PROGRAM), "allocate", str(folder / "library.csv"), *options, "--time-limit", "2", "--out"]
    subprocess.run([*made, str(folder / "out"), "--no-plots"], check=True, capture_output=True)
    return ["explain", str(folder / "out"), "--all"]


def timed(arguments: list[str]) -> tuple[float, float, int, str]:
    """Wall clock and processor time of a command with its children [s], its exit code, and what it said first."""
    before, began = os.times(), perf_counter()
    done = subprocess.run([str(PROGRAM), *arguments], capture_output=True, text=True, check=False)
    wall, after = perf_counter() - began, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    said = (done.stdout or done.stderr).splitlines()[:1]
    return wall, cpu, done.returncode, said[0] if said else ""


def main() -> int:
    """Try every case; fail where a limit did not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=float, default=10.0)
    parser.add_argument("--cases", nargs="*", default=[])
    given = parser.parse_args()
    late = 0
    print("| case | limit s | wall s | CPU s | kept | answer |\n|---|---|---|---|---|---|", flush=True)
    for name, make in cases():
        if given.cases and not any(word in name for word in given.cases):
            continue
        with tempfile.TemporaryDirectory() as folder:
            command = make(Path(folder))
            out = ["--out", f"{folder}/out"] if command[0] == "allocate" else []
            wall, cpu, code, said = timed([*command, "--time-limit", f"{given.limit:g}", *out])
        times, more = ALLOWED
        kept = min(wall, cpu) <= times * given.limit + more and code in (0, 3)
        late += not kept
        print(f"| {name} | {given.limit:g} | {wall:.1f} | {cpu:.1f} | {kept} | {said} |", flush=True)
    return late


if __name__ == "__main__":
    sys.exit(main())
