"""How long real libraries take; prints one line a case.

GPSS_SIM_DATA=… python benchmarks/allocation/speed.py [quick]
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from time import perf_counter

import pool

from gpss_sim.allocation import Problem, allocate
from gpss_sim.allocation.analysis.frontier import budgets, frontier
from gpss_sim.allocation.analysis.robustness import robustness
from gpss_sim.allocation.explain import explain_all


def told(problem: Problem, policy: str) -> str:
    """Verdicts of a decision."""
    outcome = allocate(problem, policy)
    gaps = "" if outcome.gap is None else f" gap {outcome.gap:.2e}"
    tiers = " ".join(f"{t.tier}:{t.verdict}" for t in outcome.tiers) if policy == "urgency-first" else ""
    return f"{outcome.verdict}{gaps} {tiers}".strip()


def _robust(problem: Problem) -> str:
    found = robustness(allocate(problem, "weighted").plan, "weighted")
    return f"{sum(found.group(name) == 'core' for name in found.index)} core"


def _frontier() -> str:
    problem = pool.single_budget(140, 5)
    points = list(frontier(problem, budgets(problem.budget.total, 0.5, 1.5, 51), "weighted"))
    return f"{sum(point.verdict == 'proven_optimal' for point in points)} proved"


def _explained(problem: Problem, policy: str) -> str:
    told = list(explain_all(problem, allocate(problem, policy)))
    missing = sum(bool(one.unsettled) for one in told)
    return f"{len(told)} explained" + (f", {missing} not in all" if missing else "")


CASES: dict[str, tuple[bool, Callable[[], str]]] = {
    "120 projects, one budget, tiers": (True, lambda: told(pool.single_budget(120, 5), "urgency-first")),
    "500 projects, one budget": (True, lambda: told(pool.single_budget(500), "weighted")),
    "10,000 projects, one budget": (True, lambda: told(pool.single_budget(10_000), "weighted")),
    "1,000 projects, rules, 4 tiers": (True, lambda: told(pool.ruled(1_000, 4), "urgency-first")),
    "1,000 projects, sources, posts, staff, 3 years": (True, lambda: told(pool.full(1_000), "weighted")),
    "frontier, 51 budgets, 140 projects": (True, _frontier),
    "core index, 200 draws, 140 projects": (True, lambda: _robust(pool.single_budget(140, 5))),
    "core index, 200 draws, 140 projects, 26 rules": (False, lambda: _robust(pool.ruled(140, 5))),
    "all explanations, 140 projects, weighted": (False, lambda: _explained(pool.single_budget(140, 5), "weighted")),
    "all explanations, 140 projects, tiers": (False, lambda: _explained(pool.single_budget(140, 5), "urgency-first")),
    "all explanations, 140 projects, 26 rules, weighted": (
        False,
        lambda: _explained(pool.ruled(140, 5), "weighted"),
    ),
    "all explanations, 140 projects, 26 rules, tiers": (
        False,
        lambda: _explained(pool.ruled(140, 5), "urgency-first"),
    ),
    "all explanations, 140 projects, 26 rules, 2 sources, weighted": (
        False,
        lambda: _explained(pool.sourced(140, 5), "weighted"),
    ),
    "10,000 projects, rules, 4 tiers": (False, lambda: told(pool.ruled(10_000, 4), "urgency-first")),
}


def cpu() -> float:
    """Processor time of this process and of the solvers it called [s]."""
    return sum(os.times()[:4])


if __name__ == "__main__":
    print("| case | answer | wall s | CPU s |\n|---|---|---|---|", flush=True)
    for name, (quick, case) in CASES.items():
        if quick or "quick" not in sys.argv:
            began, used = perf_counter(), cpu()
            said = case()
            print(f"| {name} | {said} | {perf_counter() - began:.2f} | {cpu() - used:.2f} |", flush=True)
