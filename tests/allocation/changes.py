"""Whether the changes of an explanation turn the decision exactly where they say."""

from __future__ import annotations

from gpss_sim.allocation import Problem, allocate
from gpss_sim.allocation.explain import explain
from gpss_sim.allocation.explain.change import Kind, changed


def check_changes(problem: Problem, policy: str, names: list[str]) -> int:
    """Decide anew at every change of the projects named, and one step beyond; return how many changes were checked."""
    outcome = allocate(problem, policy)
    checked = 0
    for name in names if outcome.has_answer else []:
        told = explain(problem, outcome, name)
        assert told.inside == (name in outcome.posts)
        for change in told.changes:
            checked += 1
            lower = (change.kind == "cost") != told.inside
            sign, further = (-1 if lower else 1), (1 if told.inside else -1)
            if told.inside:
                sign = 1 if change.kind == "cost" else -1
            assert is_in(problem, policy, name, change.kind, sign * change.amount), (name, change)
            assert not is_in(problem, policy, name, change.kind, sign * (change.amount + further)), (name, change)
    return checked


def is_in(problem: Problem, policy: str, name: str, kind: Kind, amount: int) -> bool:
    """Whether a fresh decision with one number moved buys the project; what cannot be counts as not."""
    project = problem.projects[problem.index[name]]
    possible = {
        "cost": project.total + amount > 0,
        "urgency": 1 <= project.urgency + amount <= 5,
        "benefit": project.benefit + amount >= 0,
        "budget": True,
    }
    return possible[kind] and name in allocate(changed(problem, name, kind, amount), policy).posts
