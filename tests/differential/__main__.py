"""``python -m tests.differential --count 20000``: the long comparison."""

from __future__ import annotations

import argparse
import sys

from tests.differential.compare import run


def main() -> int:
    """Compare, print what was found, and fail on the first fault."""
    parser = argparse.ArgumentParser(prog="python -m tests.differential")
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=2)
    given = parser.parse_args()
    tally = run(given.count, given.seed)
    print(f"{tally.cases} cases, {tally.infeasible} infeasible, {tally.doubtful} doubtful, {tally.unreadable} refused")
    print("lists that break one family alone, refused:", dict(sorted(tally.refused.items())))
    print(*tally.faults, sep="\n")
    return bool(tally.faults)


if __name__ == "__main__":
    sys.exit(main())
