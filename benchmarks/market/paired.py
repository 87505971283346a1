"""Two versions of the program side by side: processor seconds of the same work, in turns, and their ratio.

    python benchmarks/market/paired.py BEFORE AFTER [CASE …] [--pairs N] [--keep FILE]

BEFORE and AFTER are folders that hold a checkout. Each version works in a process of its own, and both take turns, the
first to begin changing from pair to pair, so that what else the machine does hits both alike. Processor time counts,
not the clock on the wall. The median of the ratios of pairs stands in the table; each case also prints a digest of its
results, which must be the same before and after.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

CITY = ("shanghai", ("rules.mode=competitive", "rules.form=project"))
OWN = ("shanghai", ("rules.mode=formal", "rules.form=post"))
SMALL = ("small_city", ("rules.mode=competitive", "rules.form=project"))


def _play(name: str, changes: tuple[str, ...], replication: int) -> str:
    from gpss_sim import simulate
    from gpss_sim.metrics.evaluate import evaluate
    from gpss_sim.scenario.load import load_scenario

    rows = evaluate(simulate.run(load_scenario(name, list(changes)), replication=replication))
    return hashlib.blake2b(repr(rows).encode(), digest_size=8).hexdigest()


def _forget() -> None:
    """A later run is to find what is on file, not what this process remembers."""
    from gpss_sim.market.policies import equilibrium

    equilibrium.solve.cache_clear()
    try:
        from gpss_sim.market.policies.participation import offering
    except ImportError:  # an older version
        return
    offering.cache_clear()


def cold(work: tuple[str, tuple[str, ...]]) -> Callable[[int], str]:
    """A run in a process that knows no contest, and nothing on file."""

    def play(number: int) -> str:
        _forget()
        os.environ["GPSS_SIM_CACHE"] = "off"
        return _play(*work, 0)

    return play


def warm(work: tuple[str, tuple[str, ...]]) -> Callable[[int], str]:
    """The same where another process has left on file what it solved."""

    def play(number: int) -> str:
        _forget()
        os.environ["GPSS_SIM_CACHE"] = os.environ["BENCH_CACHE"]
        return _play(*work, 0)

    return play


CASES: dict[str, Callable[[int], str]] = {
    "small city, tenders, nothing on file": cold(SMALL),
    "small city, tenders, on file": warm(SMALL),
    "Shanghai, tenders, nothing on file": cold(CITY),
    "Shanghai, tenders, on file": warm(CITY),
    "Shanghai, own stations": cold(OWN),
}


def _worker(tree: str, case: str) -> None:
    sys.path.insert(0, tree)
    import gpss_sim

    if not str(gpss_sim.__file__).startswith(tree):
        sys.exit(f"{gpss_sim.__file__} is not in {tree}")
    CASES[case](-1)  # imports, and what is to lie on file
    for number, _ in enumerate(sys.stdin):
        start = time.process_time()
        told = CASES[case](number)
        print(json.dumps([time.process_time() - start, told]), flush=True)


def _measure(trees: tuple[str, str], case: str, pairs: int) -> tuple[str, ...]:
    with tempfile.TemporaryDirectory() as cache:
        places = {"BENCH_CACHE": cache, "OPENBLAS_NUM_THREADS": "1"}
        processes = [_begin(tree, case, places) for tree in trees]
        seconds: list[list[float]] = [[], []]
        told: set[str] = set()
        for pair in range(pairs):
            for which in (0, 1) if pair % 2 == 0 else (1, 0):
                spent, digest = _turn(processes[which])
                seconds[which].append(spent)
                told.add(digest)
        for process in processes:
            process.communicate()
    ratio = statistics.median(before / after for before, after in zip(*seconds, strict=True))
    before, after = (statistics.median(each) for each in seconds)
    return case, f"{before:.2f}", f"{after:.2f}", f"{ratio:.2f}", "the same" if len(told) == 1 else "DIFFERENT"


def _begin(tree: str, case: str, places: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, __file__, "--worker", tree, case]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=os.environ | places, stdin=pipe, stdout=pipe, text=True)


def _turn(process: subprocess.Popen[str]) -> tuple[float, str]:
    assert process.stdin is not None and process.stdout is not None  # noqa: PT018
    process.stdin.write("go\n")
    process.stdin.flush()
    spent, told = json.loads(process.stdout.readline())
    return spent, told


def main() -> None:
    """Print the table."""
    if sys.argv[1:2] == ["--worker"]:
        return _worker(*sys.argv[2:])
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("before", type=Path)
    reader.add_argument("after", type=Path)
    reader.add_argument("cases", nargs="*", metavar="case", help=f"some of: {'; '.join(CASES)}")
    reader.add_argument("--pairs", type=int, default=5)
    reader.add_argument("--keep", type=Path, metavar="FILE", help="write the table as CSV too")
    given: Any = reader.parse_args()
    if unknown := [case for case in given.cases if case not in CASES]:
        reader.error(f"unknown: {', '.join(unknown)}; known: {'; '.join(CASES)}")
    trees = (str(given.before.resolve()), str(given.after.resolve()))
    print("| work | before, CPU s | after, CPU s | before / after | results |\n|---|---|---|---|---|", flush=True)
    rows = [("work", "before", "now", "ratio", "results")]
    for case in given.cases or CASES:
        rows.append(_measure(trees, case, given.pairs))
        print("| " + " | ".join(rows[-1]) + " |", flush=True)
    if given.keep:
        with given.keep.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return None


if __name__ == "__main__":
    main()
