"""The solver's answer, and the referee's word, against enumeration: apart, so that neither hides the other's faults."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from gpss_sim.allocation import Budget, Problem, Project, Rules, allocate
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.problem.budget import Appropriation
from gpss_sim.errors import InputError
from tests.differential.brute import Bought, Brute, Doubtful
from tests.differential.cases import Case, case

WORDS = {
    "money": ("budget", "eligible sources"),
    "mandatory": ("mandatory",),
    "library requires": ("P",),
    "library excludes": ("P",),
    "exclusive": ("one of",),
    "requires": ("needs",),
    "staff": ("workers",),
    "concentration": ("one hand",),
    "limit": ("money", "share", "count"),
    "fairness": ("fairness",),
    "overrun": ("overrun",),
}
"""How the names of broken rules begin, by family."""

ASKED_AGAIN = 3
"""Decisions taken again whose ties were not proved: a second on the clock is not always one of the processor."""


@dataclass
class Tally:
    """What a run of comparisons found.

    Parameters
    ----------
    cases, infeasible, doubtful, unreadable : int
    refused : dict of str to int
        Lists that break one family alone and that the referee refused for it.
    faults : list of str
    """

    cases: int = 0
    infeasible: int = 0
    doubtful: int = 0
    unreadable: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def problem_of(given: Case) -> Problem:
    """The case as the package takes it."""
    lines = tuple(Appropriation(amount, year, source) for year, source, amount in given.lines)
    return Problem([Project(**p) for p in given.projects], Budget(lines), Rules.model_validate(given.rules))


def run(count: int, seed: int) -> Tally:
    """Compare `count` random cases."""
    tally = Tally()
    for number in range(count):
        luck = Random(f"{seed}/{number}")
        given = case(luck)
        try:
            problem = problem_of(given)
        except InputError:
            tally.unreadable += 1
            continue
        try:
            _compare(tally, f"seed {seed} number {number}", given, problem, luck)
        except Doubtful:
            tally.doubtful += 1
        tally.cases += 1
    return tally


def _compare(tally: Tally, label: str, given: Case, problem: Problem, luck: Random) -> None:
    brute = Brute(given)
    judged = [(bought, brute.broken(bought)) for bought in brute.lists()]
    keeping = [bought for bought, broken in judged if not broken]
    best = max(keeping, key=brute.key, default=None)
    tally.infeasible += best is None
    tally.faults += [f"{label}: {fault}" for fault in answer_faults(problem, given.policy, brute, best)]
    for bought, broken in luck.sample(judged, min(25, len(judged))):
        fault = referee_fault(problem, bought, broken)
        if fault:
            tally.faults.append(f"{label}: {fault}")
        elif len(broken) == 1:
            family = next(iter(broken))
            tally.refused[family] = tally.refused.get(family, 0) + 1


def answer_faults(problem: Problem, policy: str, brute: Brute, best: Bought | None) -> list[str]:
    """What is wrong with the answer of the solver."""
    outcome = allocate(problem, policy)
    for _ in range(ASKED_AGAIN):
        outcome = outcome if outcome.ties_proven or outcome.verdict != "proven_optimal" else allocate(problem, policy)
    if best is None:
        return (
            []
            if outcome.verdict == "infeasible"
            else [f"{outcome.verdict} of {outcome.posts}, but nothing is possible"]
        )
    if outcome.verdict != "proven_optimal" or not outcome.ties_proven:
        return [f"{outcome.verdict}, ties proven {outcome.ties_proven}: {outcome.posts}, best {best}"]
    mine, theirs = brute.key(dict(outcome.posts)), brute.key(best)
    return [] if mine == theirs else [f"chose {outcome.posts}, best is {best}"]


def referee_fault(problem: Problem, bought: Bought, broken: set[str]) -> str:
    """What is wrong with the word of the referee on a list; empty when nothing is."""
    said = [breach.rule for breach in Plan.of(problem, bought).breaches]
    if bool(said) is not bool(broken):
        return f"the referee says {said} of {bought}, which breaks {sorted(broken)}"
    for family in broken:
        if not any(rule.startswith(WORDS[family]) for rule in said):
            return f"the referee says {said} of {bought} and not that it breaks {family}"
    return ""
