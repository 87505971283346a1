"""Small random integer programs and decisions, and their answers by enumeration."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from random import Random

from gpss_sim.allocation import Problem
from gpss_sim.allocation.milp.program import Program, ProgramColumn, ProgramRow
from gpss_sim.allocation.milp.solvers import solve
from gpss_sim.allocation.milp.subproblem import SolverResult, Subproblem
from gpss_sim.allocation.plan.plan import Plan


def every_plan(problem: Problem) -> Iterator[Plan]:
    """Every choice of posts, whether it keeps the rules or not."""
    for choice in product(*[(0, *range(p.smallest, p.posts + 1)) for p in problem.projects]):
        yield Plan(problem, {i: n for i, n in enumerate(choice) if n})


def with_plan(program: Program, plan: Plan, terms: dict[int, int] | None = None) -> SolverResult:
    """Maximise an expression with the plan's columns fixed: what is left are amounts that follow from it."""
    fixed = [ProgramRow("", {c: 1}, n, n) for c, n in program.units_of(plan).items()]
    return solve(Subproblem(program.columns, [*program.rows, *fixed], terms or {}), "highs")


def task(luck: Random) -> Subproblem:
    """An integer program of up to six columns and four rows, some of which have floors."""
    columns = [ProgramColumn(luck.choice((1, 1, 3))) for _ in range(luck.randint(1, 6))]
    rows = []
    for _ in range(luck.randint(0, 4)):
        terms = {c: luck.randint(-4, 9) for c in range(len(columns)) if luck.random() < 0.7}
        terms = {c: a for c, a in terms.items() if a}
        low = luck.choice((None, None, luck.randint(-6, 8)))
        high = luck.choice((luck.randint(-2, 20), None)) if low is not None else luck.randint(-2, 20)
        rows.append(ProgramRow("rule", terms, low, high))
    return Subproblem(columns, rows, {c: luck.randint(-3, 12) for c in range(len(columns))})


def points(columns: Sequence[ProgramColumn]) -> Iterator[tuple[int, ...]]:
    """Every whole point of the columns' box."""
    return product(*[range((column.upper or 0) + 1) for column in columns])


def holds(row: ProgramRow, point: Sequence[int]) -> bool:
    """Whether a point satisfies a row."""
    value = sum(a * point[c] for c, a in row.terms.items())
    return (row.low is None or value >= row.low) and (row.high is None or value <= row.high)


def optimum(task: Subproblem) -> int | None:
    """Largest value of the goal over the points that satisfy every row; None when there is none."""
    values = [
        sum(a * point[c] for c, a in task.goal.items())
        for point in points(task.columns)
        if all(holds(row, point) for row in task.rows)
    ]
    return max(values, default=None)
