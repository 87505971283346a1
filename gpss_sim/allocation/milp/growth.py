"""How fast the limits of the budget grow with a grant on every open line, and where that rate changes."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from gpss_sim.allocation.milp.funding_cuts import funding_cuts
from gpss_sim.allocation.problem.budget import Appropriation
from gpss_sim.allocation.problem.problem import Problem


def line_growth(problem: Problem, line: Appropriation) -> Fraction:
    """Growth of a line after the reserve with every fen of the grant; 0 while the line is overdrawn.

    Of a line of the empty name (`Problem.payer_lines`): growth of the general line less that of the named ones.
    """
    if line.source == "":
        general = problem.budget.line(line.year, None)
        named = [ln for ln in problem.budget.lines if ln.source is not None and ln.covers(line.year, ln.source)]
        growth = line_growth(problem, general) - sum(line_growth(problem, ln) for ln in named)
        return growth if problem.unnamed(general) >= 0 else Fraction(0)
    opened = {(ln.year, ln.source) for ln in problem.budget.open_lines}
    if (line.year, line.source) not in opened or problem.left(problem.budget.line(line.year, line.source)) < 0:
        return Fraction(0)
    return 1 - Fraction(problem.rules.reserve.share)


def slope_change(problem: Problem, far: int) -> int | None:
    """Return the smallest grant up to `far` fen at which a budget limit changes slope; None if there is none.

    Limits are the lesser of two that grow evenly, or zero for a while, so that what is the same at both ends of a
    span is the same within.
    """
    now, low, high = _pieces(problem), 0, far
    if _pieces(problem.raised(far)) == now:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _pieces(problem.raised(middle)) == now else (low, middle)
    return high


def last_slope_change(problem: Problem) -> int:
    """Grant beyond which no limit changes slope [fen]: every line was overtaken and filled by then."""
    reserve = problem.rules.reserve
    bound = sum(c.amount for c in problem.rules.commitment) + reserve.amount * len(problem.budget.lines)
    kept = 1 - Fraction(reserve.share)
    return sum(line.amount for line in problem.budget.lines) + (ceil(bound / kept) if kept else 0) + 1


def _pieces(problem: Problem) -> tuple[object, ...]:
    """Which line each limit follows, and who may be paid from where."""
    lines, years = (*problem.money.lines, *problem.payer_lines), problem.years
    grown = tuple(problem.budget.growth(year) for year in dict.fromkeys((None, *years)))
    payable = tuple(problem.payable(year, source) for year in years for source in ("", *problem.budget.sources))
    several = any(ln.source is not None and ln.year is None for ln in lines) and problem.budget.years
    bound = tuple(cut.lines for cut in funding_cuts(problem) or ()) if several else ()
    return tuple(line_growth(problem, line) for line in lines), grown, payable, bound
