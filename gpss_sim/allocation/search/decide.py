"""From a problem to an outcome, under the policy of the planner."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

from gpss_sim.allocation.milp.subproblem import DEFAULT_LIMIT
from gpss_sim.allocation.plan.outcome import Outcome, Tier, Verdict
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.problem.deadline import Deadline
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.search.barred import lifted, without_barred
from gpss_sim.allocation.search.reserve_list import status_and_reserve
from gpss_sim.allocation.search.result import SearchResult
from gpss_sim.allocation.search.urgency_readings import POLICIES


def allocate(
    problem: Problem,
    policy: str = "urgency-first",
    solver: str = "auto",
    time_limit: float | Deadline | None = None,
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
    time_limit : float or Deadline, optional [s]
        Limit of the whole decision; `DEFAULT_LIMIT` when not given.

    Raises
    ------
    UnknownNameError
        If there is no such policy or solver.
    """
    began = perf_counter()
    return outcome(problem, policy, find(problem, policy, solver, time_limit), began)


def find(
    problem: Problem,
    policy: str,
    solver: str = "auto",
    time_limit: float | Deadline | None = None,
    ties: bool = True,
) -> SearchResult:
    """Choose the projects, and leave the accounts of the outcome out; without `ties` only its worth is settled."""
    deadline = Deadline.of(time_limit)
    deadline = deadline if deadline.end is not None else deadline.at_most(DEFAULT_LIMIT)
    if policy != "rank-and-cut" and problem.rules.quota:
        found = find(problem.with_rules(problem.rules.without_quotas()), policy, solver, deadline, ties)
        return found if found.plan is None else replace(found, plan=found.plan.on(problem))
    smaller = without_barred(problem) if solver == "auto" else None
    if smaller is not None:
        return lifted(POLICIES[policy](smaller, solver, deadline, ties), problem, smaller, policy)
    return POLICIES[policy](problem, solver, deadline, ties)


def outcome(problem: Problem, policy: str, found: SearchResult, began: float) -> Outcome:
    """Audit the plan of a search, and return what the decision says of every project.

    Parameters
    ----------
    began : float [s]
        When the decision began, on the clock of ``time.perf_counter``.
    """
    breaches = () if found.plan is None else found.plan.breaches
    verdict = _verdict(policy, found, bool(breaches))
    answered = found.plan is not None and verdict not in ("infeasible", "no_answer")
    plan = found.plan if found.plan is not None and answered else Plan(problem, {})
    order, status, reserve = status_and_reserve(plan, policy)
    stage = found.stages[-1] if found.stages else None
    return Outcome(
        policy=policy,
        verdict=verdict,
        plan=plan,
        selected=tuple(problem.projects[i].id for i in order if i in plan),
        reserve=reserve,
        status=status,
        tiers=_tiers(policy, found, plan, answered),
        objective=plan.weighted if policy in ("weighted", "rank-and-cut") and answered else None,
        bound=stage.bound if stage and stage.tier == "weighted" else None,
        solver="+".join(sorted({name for names in found.solvers for name in names.split("+")})),
        seconds=perf_counter() - began,
        ties_proven=found.ties_proven,
        conflict=tuple(breach.sentence for breach in breaches),
    )


def _verdict(policy: str, found: SearchResult, broken: bool) -> Verdict:
    """One of five, from what was proved: the weakest stage decides."""
    if found.infeasible:
        return "infeasible"
    if found.plan is None or broken:
        return "no_answer"
    if policy == "rank-and-cut":
        return "feasible_unproven"
    verdicts = [stage.verdict for stage in found.stages]
    for weakest in ("within_gap", "feasible_unproven"):
        if weakest in verdicts:
            return weakest
    return "proven_optimal"


def _tiers(policy: str, found: SearchResult, plan: Plan, answered: bool) -> tuple[Tier, ...]:
    """Judged stages where tiers are stages; else what each urgency gets, of which nothing is proved."""
    if policy in ("urgency-first", "core-plus"):
        return () if found.infeasible else found.stages
    if not answered:
        return ()
    totals = plan.by_tier(policy)
    fair = tuple(stage for stage in found.stages if stage.tier == "fairness")
    return fair + tuple(Tier(tier, value, None, "feasible_unproven") for tier, value in totals.items())
