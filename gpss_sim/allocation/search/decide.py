"""From a problem to an outcome: the one door to the allocator."""

from __future__ import annotations

from time import perf_counter

from gpss_sim.allocation.milp.subproblem import DEFAULT_LIMIT
from gpss_sim.allocation.plan.audit import audit
from gpss_sim.allocation.plan.funding import pay
from gpss_sim.allocation.plan.outcome import Outcome, Tier, Verdict
from gpss_sim.allocation.plan.value import benefit, by_tier, weighted
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.search.policies import POLICIES
from gpss_sim.allocation.search.reserve_list import line_up
from gpss_sim.allocation.search.result import Found


def allocate(
    problem: Problem, policy: str = "urgency-first", solver: str = "auto", time_limit: float | None = None
) -> Outcome:
    """Choose the projects to buy.

    Parameters
    ----------
    problem : Problem
        Projects, money, rules.
    policy : str
        ``urgency-first``, ``weighted``, ``rank-and-cut`` or ``core-plus``.
    solver : str
        ``auto``, ``highs`` or ``cbc``; ``auto`` needs no solver where one budget is all there is.
    time_limit : float, optional [s]
        Limit of the whole search; `DEFAULT_LIMIT` when not given.

    Raises
    ------
    UnknownNameError
        If there is no such policy or solver.
    """
    began = perf_counter()
    return outcome(problem, policy, find(problem, policy, solver, time_limit), began)


def find(
    problem: Problem, policy: str, solver: str = "auto", time_limit: float | None = None, ties: bool = True
) -> Found:
    """Choose the projects, and leave the accounts of the outcome out; without `ties` only its worth is settled."""
    return POLICIES[policy](problem, solver, DEFAULT_LIMIT if time_limit is None else time_limit, ties)


def outcome(problem: Problem, policy: str, found: Found, began: float) -> Outcome:
    """Let the referee look at what was found, and write the outcome down."""
    posts = found.posts or {}
    payments = pay(problem, posts)
    breaches = audit(problem, posts, payments) if found.posts is not None else []
    verdict = _verdict(policy, found, bool(breaches))
    if verdict in ("infeasible", "no_answer"):
        posts, payments = {}, {}
    order, status, reserve = line_up(problem, policy, posts)
    ids = [project.id for project in problem.projects]
    amount = {ids[i]: sum(problem.projects[i].price(n).values()) for i, n in sorted(posts.items())}
    objective = weighted(problem, posts) if policy in ("weighted", "rank-and-cut") and posts else None
    stage = found.stages[-1] if found.stages else None
    return Outcome(
        policy=policy,
        verdict=verdict,
        selected=tuple(ids[i] for i in order if i in posts),
        reserve=reserve,
        status=status,
        posts={ids[i]: n for i, n in sorted(posts.items())},
        amount=amount,
        payments=payments or {},
        spent=sum(amount.values()),
        total_benefit=benefit(problem, posts),
        tiers=_tiers(problem, policy, found, posts),
        objective=objective,
        bound=stage.bound if stage and stage.tier == "weighted" else None,
        solver="+".join(sorted({name for names in found.solvers for name in names.split("+")})),
        seconds=perf_counter() - began,
        ties_proven=found.ties_proven,
        conflict=tuple(str(breach) for breach in breaches),
    )


def _verdict(policy: str, found: Found, broken: bool) -> Verdict:
    """One of five, from what was proved: the weakest stage decides."""
    if found.infeasible:
        return "infeasible"
    if found.posts is None or broken:
        return "no_answer"
    if policy == "rank-and-cut":
        return "feasible_unproven"
    verdicts = [stage.verdict for stage in found.stages]
    for weakest in ("within_gap", "feasible_unproven"):
        if weakest in verdicts:
            return weakest
    return "proven_optimal"


def _tiers(problem: Problem, policy: str, found: Found, posts: dict[int, int]) -> tuple[Tier, ...]:
    """Judged stages where tiers are stages; else what each urgency gets, of which nothing is proved."""
    if policy in ("urgency-first", "core-plus") or not posts:
        return tuple(found.stages) if posts or not found.infeasible else ()
    totals = by_tier(problem, policy, posts)
    fair = tuple(stage for stage in found.stages if stage.tier == "fairness")
    return fair + tuple(Tier(tier, value, None, "feasible_unproven") for tier, value in totals.items())
