"""A subproblem as a PuLP model, which PuLP's solvers read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pulp

from gpss_sim.allocation.milp.subproblem import Subproblem
from gpss_sim.allocation.problem.terms import largest

_BITS = 20
"""Binary digits of the largest number in a row as HiGHS sees it."""


def model(task: Subproblem, scaled: bool) -> Any:
    """Build the PuLP problem: minimise the negated goal.

    Parameters
    ----------
    scaled : bool
        Whether large rows are divided by a power of two, which a binary number takes without loss and the
        twelve digits of CBC's files would not.
    """
    prob = pulp.LpProblem("allocation", pulp.LpMinimize)
    variables = [
        prob.add_variable(name(c), 0, column.upper, "Integer" if column.integer else "Continuous")
        for c, column in enumerate(task.columns)
    ]
    factor = task.factor
    # every column stands in the objective, so that no version of PuLP leaves one out
    prob += _sum([(v, -task.goal.get(c, 0) / factor) for c, v in enumerate(variables)])
    for row in task.rows:
        divisor = 1 << max(0, largest(row.terms).bit_length() - _BITS) if scaled else 1
        whole = _sum([(variables[c], a / divisor) for c, a in row.terms.items()])
        low, high = (None if end is None else end / divisor for end in (row.low, row.high))
        if low is not None and low == high:
            prob += whole == low
            continue
        if low is not None:
            prob += whole >= low
        if high is not None:
            prob += whole <= high
    return prob


def _sum(terms: Sequence[tuple[Any, float]]) -> Any:
    """Return a linear expression; PuLP 4 has a named constructor for what PuLP 3's class takes itself."""
    return getattr(pulp.LpAffineExpression, "from_list", pulp.LpAffineExpression)(terms)


def name(number: int) -> str:
    """Names sort as the columns do: PuLP orders variables by name or by creation, as its version pleases."""
    return f"c{number:07d}"


def column(variable: str) -> int:
    """Number of the column a variable stands for."""
    return int(variable[1:])
