"""How far the plan depends on numbers that are not known exactly: core index and regret.

References
----------
Liesiö, Mild and Salo (2007), Preference programming for robust portfolio modeling and project
selection; Liesiö, Mild and Salo (2008), Robust portfolio modeling with incomplete cost information.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.milp.subproblem import DEFAULT_LIMIT
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.problem.deadline import Deadline
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.search.decide import find
from gpss_sim.allocation.search.lexicographic import LexicographicSearch
from gpss_sim.library.project import Project, exact
from gpss_sim.streams import Floats, Streams

_FINE = 10_000

_PLANS = 8
"""Plans of earlier draws from which the next begins."""


@dataclass(frozen=True, slots=True)
class Ranges:
    """How far numbers may lie from those in the library, as shares of them.

    Parameters
    ----------
    cost, benefit, weight : float
        Half-width of the range of costs, benefits and urgency weights; draws are uniform in it.
    """

    cost: float = 0.1
    benefit: float = 0.2
    weight: float = 0.2


@dataclass(frozen=True, slots=True)
class Robustness:
    """What many draws say.

    Parameters
    ----------
    index : dict of str to float
        Share of the draws in which a project is chosen: 1 core, 0 exterior, else borderline.
    draws : int
    mean_regret, worst_regret : float
        Loss of the plan against the best plan of a draw, as a share, costs as planned.
    """

    index: dict[str, float]
    draws: int
    mean_regret: float
    worst_regret: float

    def group(self, name: str) -> str:
        """``core``, ``borderline`` or ``exterior``."""
        share = self.index[name]
        return "core" if share == 1 else "exterior" if share == 0 else "borderline"


def robustness(
    plan: Plan,
    policy: str,
    draws: int = 200,
    seed: int = 1,
    ranges: Ranges | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
    limit: float | Deadline | None = None,
) -> Robustness:
    """Decide anew under `draws` draws of costs, benefits and weights.

    Parameters
    ----------
    plan : Plan
        The plan decided on, with the problem it was decided for.
    progress : callable
        Called with the number of draws done and of all.
    limit : float or Deadline, optional [s]
        Limit of all draws together: `Robustness.draws` says how many there was time for, at least one.
    """
    ranges, problem, deadline = ranges or Ranges(), plan.problem, Deadline.of(limit)
    counts = dict.fromkeys(problem.index, 0)
    regrets = []
    plans = [plan]
    for done, (drawn, valued) in enumerate(_drawn(problem, draws, seed, ranges), start=1):
        chosen = _decide(drawn, policy, plans, deadline, ties=True)
        for name in chosen.by_id:
            counts[name] += 1
        best = _decide(valued, "weighted", plans, deadline, ties=False)
        plans = [plan, *(known for known in (best, chosen, *plans[1:]) if known != plan)][:_PLANS]
        top, mine = best.weighted, plan.on(valued).weighted
        regrets.append(float((top - mine) / top) if top else 0.0)
        progress(done, draws)
        if deadline.over:
            break
    index = {name: count / len(regrets) for name, count in counts.items()}
    return Robustness(index, len(regrets), sum(regrets) / len(regrets), max(regrets))


def _decide(problem: Problem, policy: str, plans: list[Plan], deadline: Deadline, ties: bool) -> Plan:
    """Decide one draw; where rules tie projects, from the best feasible plan of the draws before."""
    if problem.single_budget or policy == "rank-and-cut":
        return find(problem, policy, time_limit=deadline, ties=ties).plan or Plan(problem, {})
    here = [known.on(problem) for known in plans if known.posts]
    best_first = sorted(here, key=lambda known: known.value(policy), reverse=True)
    start = next((known for known in best_first if known.feasible), None)
    search = LexicographicSearch(
        build(problem), policy, "auto", deadline.at_most(DEFAULT_LIMIT), brief=True, start=start
    )
    return search.run(ties).plan or Plan(problem, {})


def _drawn(problem: Problem, draws: int, seed: int, ranges: Ranges) -> Iterator[tuple[Problem, Problem]]:
    """Return pairs of the problem with everything drawn, and with benefits and weights alone."""
    n = len(problem.projects)
    for k in range(draws):
        luck = Streams(seed, k)
        cost = _factors(luck.uniforms("cost", n=n), ranges.cost)
        benefit = _factors(luck.uniforms("benefit", n=n), ranges.benefit)
        weight = _factors(luck.uniforms("weight", n=5), ranges.weight)
        weights = sorted(w * f for w, f in zip(problem.rules.weights, weight, strict=True))
        rules = problem.rules.model_copy(update={"weights": tuple(weights)})
        valued = [
            replace(p, benefit=exact(p.benefit) * b / _FINE) for p, b in zip(problem.projects, benefit, strict=True)
        ]
        dear = [_dearer(p, c) for p, c in zip(valued, cost, strict=True)]
        yield Problem(dear, problem.budget, rules), Problem(valued, problem.budget, rules)


def _factors(uniforms: Floats, width: float) -> list[int]:
    """Whole ten-thousandths around 1."""
    return [round(_FINE * (1 + width * (2 * float(u) - 1))) for u in uniforms]


def _dearer(project: Project, factor: int) -> Project:
    if isinstance(project.cost, int):
        return replace(project, cost=max(1, project.cost * factor // _FINE))
    return replace(project, cost={year: fen * factor // _FINE for year, fen in project.cost.items()})


@dataclass(frozen=True, slots=True)
class RulePrice:
    """What a rule costs: the objective without it less the objective with it.

    Parameters
    ----------
    rule : str
    loss : Fraction
        In weighted benefit.
    share : float
        Of the objective without the rule.
    proven : bool
        Whether both decisions were proved.
    """

    rule: str
    loss: Fraction
    share: float
    proven: bool


def prices_of_rules(problem: Problem, solver: str = "auto", limit: float | Deadline | None = None) -> list[RulePrice]:
    """Return the price of every rule by leaving it out and deciding anew by weighted benefit, the dearest first."""
    cases, deadline = list(_without_each(problem)), Deadline.of(limit)
    here = find(problem, "weighted", solver, deadline.part(1 / (len(cases) + 1)), ties=False)
    if here.plan is None:
        return []
    mine = here.plan.weighted
    prices = []
    for number, (name, without) in enumerate(cases):
        there = find(without, "weighted", solver, deadline.part(1 / (len(cases) - number)), ties=False)
        top = there.plan.weighted if there.plan is not None else Fraction(0)
        proven = all(stage.verdict == "proven_optimal" for stage in (*here.stages, *there.stages))
        prices.append(RulePrice(name, top - mine, float((top - mine) / top) if top else 0.0, proven))
    return sorted(prices, key=lambda price: (-price.loss, price.rule))


def _without_each(problem: Problem) -> Iterator[tuple[str, Problem]]:
    rules = problem.rules
    for commitment in rules.commitment:
        rest = tuple(other for other in rules.commitment if other is not commitment)
        yield commitment.name, problem.with_rules(rules.model_copy(update={"commitment": rest}))
    for rule in rules.active:
        yield rule.name, problem.with_rules(rules.without(rule))
    if rules.reserve.share or rules.reserve.amount:
        blank = type(rules.reserve)()
        yield "reserve", problem.with_rules(rules.model_copy(update={"reserve": blank}))
    for name in sorted(problem.must):
        released = [replace(p, mandatory=False) if p.id == name else p for p in problem.projects]
        kept = rules.model_copy(
            update={
                "mandatory": tuple(m for m in rules.mandatory if m != name),
                "continuing": tuple(m for m in rules.continuing if m != name),
            }
        )
        yield f"mandatory {name}", Problem(released, problem.budget, kept)
