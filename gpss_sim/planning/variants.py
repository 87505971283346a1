"""The plans that are simulated beside a decision, and what the decision promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gpss_sim.allocation import Outcome, Problem
    from gpss_sim.allocation.analysis.frontier import FrontierPoint
    from gpss_sim.allocation.problem.deadline import Deadline
    from gpss_sim.allocation.results.comparison import Listing
    from gpss_sim.planning.simulated import Variant

STEPS = (-10, -5, 0, 5, 10)
"""Other budgets shown beside a decision [%]."""
SEARCH = 10.0
"""Longest search of each plan that is only set beside [s]."""


class Beside(NamedTuple):
    """Plans beside the chosen one.

    Parameters
    ----------
    ranked : Outcome
        Rank and cut.
    budgets : list of FrontierPoint
        Budgets of `STEPS` around today's.
    """

    ranked: Outcome
    budgets: list[FrontierPoint]


def plans_beside(problem: Problem, outcome: Outcome, solver: str = "auto") -> Beside:
    """Decide the plans that stand beside a decision."""
    from gpss_sim.allocation import allocate
    from gpss_sim.allocation.problem.deadline import Deadline

    ranked = allocate(problem, "rank-and-cut", solver, SEARCH)
    return Beside(ranked, other_budgets(problem, outcome, solver, Deadline.of(None), SEARCH))


def other_budgets(
    problem: Problem, outcome: Outcome, solver: str, deadline: Deadline, longest: float
) -> list[FrontierPoint]:
    """What budgets around today's would buy, none searched for longer than `longest` [s]; today's is the decision.

    Those for which no time is left are left out.
    """
    from gpss_sim.allocation.analysis.frontier import FrontierPoint, point

    if not outcome.has_answer:
        return []
    total = problem.budget.total
    found = []
    for number, step in enumerate(STEPS):
        amount = total * (100 + step) // 100
        if amount == total:
            found.append(FrontierPoint(total, outcome.policy, outcome.verdict, outcome.plan))
            continue
        if deadline.over:
            continue
        share = deadline.part(1 / (len(STEPS) - number)).at_most(longest)
        scaled = problem.with_budget(problem.budget.scaled(amount, total))
        found.append(point(scaled, amount, outcome.policy, solver, share))
    return found


def variants_of(problem: Problem, outcome: Outcome, beside: Beside, last: Listing | None = None) -> list[Variant]:
    """The chosen plan and those beside it, each with the projects that are next in line.

    Parameters
    ----------
    problem, outcome : Problem, Outcome
        The decision.
    beside : Beside
        Rank and cut, other budgets.
    last : Listing, optional
        Last year's list; what of it stands in the library of today, then what the money reaches in today's order, is a
        plan of its own.
    """
    from gpss_sim.allocation.search.reserve_list import status_and_reserve
    from gpss_sim.planning.admission import rulebound
    from gpss_sim.planning.simulated import CHOSEN, Variant

    bound = rulebound(problem, outcome.posts)
    found = [Variant(CHOSEN, outcome.selected, outcome.reserve, 1.0, bound)]
    if outcome.policy != "rank-and-cut":
        found.append(Variant("rank-and-cut", beside.ranked.selected, beside.ranked.reserve, 1.0, bound))
    if last is not None:
        found.append(_last_year_first(problem, outcome, last))
    for step, point in zip(STEPS, beside.budgets, strict=True):
        if step and point.plan is not None:
            order, _, reserve = status_and_reserve(point.plan, outcome.policy)
            bought = [problem.projects[i].id for i in order if i in point.plan]
            total = problem.budget.total
            scaled = problem.with_budget(problem.budget.scaled(total * (100 + step) // 100, total))
            rules = rulebound(scaled, outcome.posts)
            found.append(Variant(f"{step:+d}%", tuple(bought), reserve, (100 + step) / 100, rules))
    return found


def _last_year_first(problem: Problem, outcome: Outcome, last: Listing) -> Variant:
    """What of last year's list stands in today's library, then what the money reaches in today's order."""
    from gpss_sim.allocation.plan.plan import Plan
    from gpss_sim.allocation.results.comparison import compare, listing
    from gpss_sim.allocation.search.reserve_list import joined
    from gpss_sim.planning.admission import rulebound
    from gpss_sim.planning.simulated import Variant

    pairs = compare(last, listing(problem, outcome))
    kept = [each.after.id for each in pairs if each.kind != "new" and each.before and each.after]
    posts = {name: outcome.posts.get(name, problem.projects[problem.index[name]].posts) for name in kept}
    rest = [name for name in (*outcome.selected, *outcome.reserve) if name not in posts]
    plan = joined(Plan.of(problem, posts), rest)
    bought = [name for name in (*kept, *rest) if name in plan.by_id]
    reserve = [name for name in rest if name not in plan.by_id]
    return Variant("last", tuple(bought), tuple(reserve), 1.0, rulebound(problem, plan.by_id))


def promised_by(problem: Problem, outcome: Outcome, years: int) -> dict[str, float]:
    """People that each chosen project says it serves, over all years; the benefit where the library names no people."""
    promised = {}
    for name, posts in outcome.posts.items():
        project = problem.projects[problem.index[name]]
        people = project.benefit if project.beneficiaries is None else project.beneficiaries
        promised[name] = float(people) * posts / project.posts * years
    return promised
