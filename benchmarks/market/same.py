"""Whether two versions of the program leave the same bytes: every shipped scenario at one seed, event log included.

    python benchmarks/market/same.py BEFORE AFTER [scenario …] [--seed N]

BEFORE and AFTER are folders that hold a checkout; both play what BEFORE ships, each in processes of its own. Compared
are the indicators in every breakdown, the event log, the ledger, and every column of every table, bit by bit. Besides
what is shipped, `small_city` and `shanghai` are played under each mode and funding form. Exits with 1 on a difference.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MODES = ("direct", "formal", "non_competitive", "competitive")
FORMS = ("post", "project")


def works(tree: Path) -> Iterator[tuple[str, ...]]:
    """File or name of a scenario, and what is set over it."""
    yield from ((str(path),) for path in sorted((tree / "scenarios").glob("*/scenario.toml")))
    yield from ((str(path),) for path in sorted((tree / "scenarios" / "verification").glob("*.toml")))
    for name in ("small_city", "shanghai"):
        path = str(tree / "scenarios" / name / "scenario.toml")
        yield from ((path, f"rules.mode={mode}", f"rules.form={form}") for mode in MODES for form in FORMS)


def digests(path: str, changes: list[str], seed: int) -> dict[str, str]:
    """What one run leaves behind, by the name of the part."""
    from gpss_sim import simulate
    from gpss_sim.market.tables import tables_of
    from gpss_sim.metrics.evaluate import evaluate
    from gpss_sim.scenario.load import load_scenario

    results = simulate.run(load_scenario(path, changes), seed=seed, log=True)
    state = results.world.state
    found = {
        "indicators": _digest(evaluate(results, breakdown=True)),
        "event log": _digest([tuple(event) for event in state.record.events]),
        "ledger": _digest([tuple(entry) for entry in state.ledger.entries]),
    }
    for name, columns in tables_of(results.world).tables.items():
        found[name] = _digest([(key, column.dtype.str, column.tolist()) for key, column in columns.items()])
    return found


def _digest(rows: Any) -> str:
    return hashlib.blake2b(repr(rows).encode(), digest_size=8).hexdigest()


def _worker(tree: str, seed: int) -> None:
    sys.path.insert(0, tree)
    import gpss_sim

    if not str(gpss_sim.__file__).startswith(tree):
        sys.exit(f"{gpss_sim.__file__} is not in {tree}")
    for line in sys.stdin:
        path, *changes = json.loads(line)
        print(json.dumps(digests(path, changes, seed)), flush=True)


def _begin(tree: Path, seed: int) -> subprocess.Popen[str]:
    command = [sys.executable, __file__, "--worker", str(tree.resolve()), str(seed)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _ask(process: subprocess.Popen[str], work: tuple[str, ...]) -> None:
    assert process.stdin is not None
    process.stdin.write(json.dumps(work) + "\n")
    process.stdin.flush()


def _answer(process: subprocess.Popen[str], work: tuple[str, ...]) -> dict[str, str]:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        sys.exit(f"a run of {' '.join(work)} ended without an answer")
    told: dict[str, str] = json.loads(line)
    return told


def main() -> None:
    """Print a line for each work that differs, and how many were compared."""
    if sys.argv[1:2] == ["--worker"]:
        return _worker(sys.argv[2], int(sys.argv[3]))
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("before", type=Path)
    reader.add_argument("after", type=Path)
    reader.add_argument("names", nargs="*", metavar="scenario", help="part of the path of a scenario; all if left out")
    reader.add_argument("--seed", type=int, default=1)
    given = reader.parse_args()
    chosen = [work for work in works(given.before.resolve()) if _is_named(work, given.names)]
    processes, different = [_begin(tree, given.seed) for tree in (given.before, given.after)], 0
    for work in chosen:
        for process in processes:
            _ask(process, work)
        before, after = (_answer(process, work) for process in processes)
        if before != after:
            different += 1
            parts = [name for name in before | after if before.get(name) != after.get(name)]
            print(f"{' '.join(work)}: {', '.join(parts)}", flush=True)
    print(f"{len(chosen)} runs compared, {different} different")
    sys.exit(different > 0)


def _is_named(work: tuple[str, ...], names: list[str]) -> bool:
    return not names or any(name in work[0] for name in names)


if __name__ == "__main__":
    main()
