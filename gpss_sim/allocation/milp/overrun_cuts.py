"""The overrun rule, as tangents that are added where a list breaks it."""

from __future__ import annotations

from math import floor, sqrt
from statistics import NormalDist

from gpss_sim.allocation.milp.program import Program
from gpss_sim.allocation.plan.audit import SLIP, overrun_probability
from gpss_sim.allocation.plan.plan import Plan

FINE = 1 << 12
"""Parts of a fen in which tangents are drawn: rounded to the fen they may let a list pass that they are to cut off."""


def cut_overruns(program: Program, plan: Plan) -> bool:
    """Add the tangent of the overrun rule at a plan that breaks it; return whether one was added.

    Price + z × √(Σ variance) is convex, so a tangent never cuts off a plan that keeps the rule.
    """
    rule = program.problem.rules.overrun
    if rule is None:
        return False
    z = NormalDist().inv_cdf(1 - rule.probability) * rule.deviation
    everything = range(len(program.problem.projects))
    added = False
    for line in program.problem.money.lines:
        year = line.year if program.problem.years != (None,) else None
        if line.source is not None:
            continue
        if overrun_probability(program.problem, plan.posts, line.amount, year) <= rule.probability * SLIP:
            continue
        sizes = {i: _price(program, i, n, year) for i, n in plan.posts.items()}
        norm = sqrt(sum(fen * fen for fen in sizes.values()))
        slope = {i: z * size / norm for i, size in sizes.items()}
        terms = {
            c: fen * FINE + floor(slope.get(program.columns[c].position, 0) * fen * FINE)
            for c, fen in program.money(everything, year).items()
        }
        program.require(rule.name, terms, high=line.amount * FINE, unit="fen")
        added = True
    return added


def _price(program: Program, position: int, posts: int, year: int | None) -> int:
    price = program.problem.projects[position].price(posts)
    return sum(price.values()) if year is None else price.get(year, 0)
