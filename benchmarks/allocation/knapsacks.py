"""The literature's multi-dimensional knapsacks as budgets of several years, beside the best known answers.

GPSS_SIM_DATA=… python benchmarks/allocation/knapsacks.py [docs/allocation/knapsacks.md]
"""

from __future__ import annotations

import csv
import hashlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from pathlib import Path
from statistics import median

from pool import data

from gpss_sim.allocation import Outcome, Problem, Project, allocate

SETS = {"5.100": "mknapcb1.txt", "10.100": "mknapcb4.txt"}
LIMIT = 10.0
FAR = 0.005


@dataclass(frozen=True, slots=True)
class Result:
    """One knapsack decided: `best` is the best value anybody published, `relaxed` the published linear bound."""

    name: str
    outcome: Outcome
    best: int
    relaxed: float
    cpu: float

    @property
    def behind(self) -> float:
        """Share of the best known value that is missing."""
        return 1 - float((self.outcome.objective or Fraction(0)) / self.best)

    @property
    def valid(self) -> bool:
        """Whether the bound lies where every true bound lies, the linear one being no lower."""
        bound = self.outcome.bound
        return bound is not None and self.best <= bound <= floor(self.relaxed + 0.5)


def problems(name: str) -> Iterator[Problem]:
    """Knapsacks of a set: a row of weights is what the projects cost in a year, its capacity that year's budget."""
    words = (data() / "mkp" / SETS[name]).read_text(encoding="utf-8").split()
    numbers = map(int, words)
    for _ in range(next(numbers)):
        n, years, _ = next(numbers), next(numbers), next(numbers)
        worth = [next(numbers) for _ in range(n)]
        costs = [[next(numbers) for _ in range(n)] for _ in range(years)]
        grants = {2001 + k: 100 * next(numbers) for k in range(years)}
        projects = [
            Project(f"p{i:03d}", 1, worth[i], {2001 + k: 100 * row[i] for k, row in enumerate(costs)}) for i in range(n)
        ]
        yield Problem(projects, grants)


def published() -> tuple[dict[str, int], dict[str, float]]:
    """Best known values, the larger where two tables name one, and linear bounds."""
    best: dict[str, int] = {}
    relaxed: dict[str, float] = {}
    bounds = False
    for line in (data() / "mkp/best-feasible-slns.txt").read_text(encoding="utf-8").splitlines():
        words = line.split()
        bounds = bounds or "LP optimal" in line
        if len(words) == 2 and words[0][:1].isdigit():
            if bounds:
                relaxed[words[0]] = float(words[1])
            else:
                best[words[0]] = int(words[1])
    with (data() / "mkp/newer_best_known.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            best[row["instance"]] = max(best[row["instance"]], int(row["best_known"]))
    return best, relaxed


def results() -> Iterator[Result]:
    """Decide every knapsack of the sets within the limit."""
    best, relaxed = published()
    for name in SETS:
        for number, problem in enumerate(problems(name)):
            began = _cpu()
            outcome = allocate(problem, "weighted", time_limit=LIMIT)
            instance = f"{name}-{number:02d}"
            yield Result(instance, outcome, best[instance], relaxed[instance], _cpu() - began)


def _cpu() -> float:
    """Processor time of this process and of the solvers it called [s]."""
    return sum(os.times()[:4])


def page(found: list[Result]) -> str:
    """Text of the page."""
    digest = hashlib.sha256(b"".join((data() / "mkp" / file).read_bytes() for file in SETS.values())).hexdigest()[:16]
    proved = sum(r.outcome.verdict == "proven_optimal" for r in found)
    reached = sum(r.outcome.objective == r.best for r in found)
    lines = [
        "# Several years at once: the literature's knapsacks",
        "",
        "Made by `python benchmarks/allocation/knapsacks.py docs/allocation/knapsacks.md` from the OR-Library sets",
        f"mknapcb1 and mknapcb4 (sha256 of both begins {digest}). A row of weights is what 100 projects cost in one",
        f"year, its capacity that year's budget. Every decision has {LIMIT:.0f} s on one core, which others used too:",
        "CPU s is what the decision itself got of it.",
        "",
        f"Of {len(found)} decisions {proved} are proved optimal and {reached} reach the best value published.",
        f"The median lies {median(r.behind for r in found):.3%} below that value, the worst",
        f"{max(r.behind for r in found):.3%}; {sum(r.behind <= FAR for r in found)} lie within {FAR:.1%}.",
        f"In {sum(r.valid for r in found)} the bound is valid: not below the best value published, and not above the",
        "published linear bound.",
        "",
        "| knapsack | best known | reached | behind | bound | gap | verdict | bound valid | s | CPU s |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for r in found:
        out = r.outcome
        gap = "" if out.gap is None else f"{out.gap:.3%}"
        bound = "" if out.bound is None else f"{float(out.bound):.0f}"
        lines.append(
            f"| {r.name} | {r.best} | {float(out.objective or 0):.0f} | {r.behind:.3%} | {bound} | {gap} "
            f"| {out.verdict} | {'yes' if r.valid else 'no'} | {out.seconds:.1f} | {r.cpu:.1f} |"
        )
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    found = []
    for result in results():
        found.append(result)
        print(
            f"{result.name}\t{result.behind:.3%}\t{result.outcome.verdict}\t{result.outcome.seconds:.1f} s", flush=True
        )
    text = page(found)
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(text, encoding="utf-8")
    print(text)
    sys.exit(not all(r.behind <= FAR and r.valid for r in found))
