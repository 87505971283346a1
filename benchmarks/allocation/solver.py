"""One solver over one library, in a process of its own: ``python solver.py NAME FILE SECONDS`` prints what it found.

Every solver is stopped by the clock of the processor, so that a machine that others use too gives each of them as much.
"""

from __future__ import annotations

import json
import os
import sys
import time
import warnings
from pathlib import Path
from threading import Event, Thread
from time import perf_counter, process_time

Answer = tuple[float | None, float | None, bool]
"""Value, upper bound, and whether the two are proved to meet."""


def ours(values: list[int], costs: list[int], capacity: int, limit: float) -> Answer:
    """The whole decision, as a planner takes it."""
    from gpss_sim.allocation import Problem, Project, allocate

    projects = [Project(f"p{k:06}", 1, v, c) for k, (v, c) in enumerate(zip(values, costs, strict=True))]
    outcome = allocate(Problem(projects, capacity), "weighted", time_limit=limit)
    bound = outcome.bound
    proved = outcome.verdict == "proven_optimal"
    return float(outcome.objective or 0), None if bound is None else float(bound), proved


def cbc(values: list[int], costs: list[int], capacity: int, limit: float) -> Answer:
    """PuLP with the CBC it carries, as its manual teaches; CBC tells PuLP no bound."""
    import pulp

    problem = pulp.LpProblem("library", pulp.LpMaximize)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        take = [pulp.LpVariable(f"x{k}", cat="Binary") for k in range(len(values))]
        problem += pulp.lpDot(values, take)
        problem += pulp.lpDot(costs, take) <= capacity
        problem.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=limit, timeMode="cpu", threads=1, gapRel=0.0, gapAbs=0.0))
    value = sum(v for v, x in zip(values, take, strict=True) if (x.value() or 0) > 0.5)
    proved = problem.sol_status == pulp.LpSolutionOptimal
    return value, value if proved else None, proved


def highs(values: list[int], costs: list[int], capacity: int, limit: float) -> Answer:
    """HiGHS through its own interface."""
    import highspy
    import numpy as np

    engine = highspy.Highs()
    for name, option in {"output_flag": False, "threads": 1, "mip_rel_gap": 0.0}.items():
        engine.setOptionValue(name, option)
    end = process_time() + limit
    for event in (engine.cbMipInterrupt, engine.cbSimplexInterrupt):
        event.subscribe(lambda event: event.interrupt() if process_time() > end else None)
    n = len(values)
    engine.addVars(n, np.zeros(n), np.ones(n))
    engine.changeColsCost(n, np.arange(n, dtype=np.int32), -np.array(values, dtype=float))
    engine.changeColsIntegrality(n, np.arange(n, dtype=np.int32), [highspy.HighsVarType.kInteger] * n)
    engine.addRow(-highspy.kHighsInf, float(capacity), n, np.arange(n, dtype=np.int32), np.array(costs, dtype=float))
    engine.run()
    info = engine.getInfo()
    proved = engine.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return -info.objective_function_value, -info.mip_dual_bound, proved


def cp_sat(values: list[int], costs: list[int], capacity: int, limit: float) -> Answer:
    """CP-SAT of OR-Tools."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    take = [model.new_bool_var(f"x{k}") for k in range(len(values))]
    model.add(cp_model.LinearExpr.weighted_sum(take, costs) <= capacity)
    model.maximize(cp_model.LinearExpr.weighted_sum(take, values))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    ended, end = Event(), process_time() + limit

    def watch() -> None:
        while not ended.wait(0.05):
            if process_time() > end:
                solver.stop_search()

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    status = solver.solve(model)
    ended.set()
    return solver.objective_value, solver.best_objective_bound, status == cp_model.OPTIMAL


SOLVERS = {"ours": ours, "cbc": cbc, "highs": highs, "cp-sat": cp_sat}


if __name__ == "__main__":
    name, file, seconds = sys.argv[1:]
    if name == "ours":
        time.perf_counter = process_time  # before the package takes it for its deadlines
    given = json.loads(Path(file).read_text(encoding="utf-8"))
    solve = SOLVERS[name]
    solve([2, 3], [2, 3], 4, 9.0)  # imports, and what a first call prepares
    began = perf_counter()
    before = sum(os.times()[:4])
    value, bound, proved = solve(given["values"], given["costs"], given["capacity"], float(seconds))
    cpu, wall = sum(os.times()[:4]) - before, perf_counter() - began
    print(json.dumps({"value": value, "bound": bound, "proved": proved, "cpu": cpu, "wall": wall}))
