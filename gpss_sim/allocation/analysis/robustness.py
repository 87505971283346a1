"""How far the list depends on numbers nobody knows exactly: core index and regret.

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
from gpss_sim.allocation.plan.rank import keeps, worth
from gpss_sim.allocation.plan.value import weighted
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.search.decide import find
from gpss_sim.allocation.search.lexicographic import Search
from gpss_sim.library.project import Project, exact
from gpss_sim.streams import Floats, Streams

_FINE = 10_000

_LISTS = 8
"""Lists of earlier draws from which the next begins."""


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
        What the list decided on loses against the best list of a draw, as a share, costs as planned.
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
    problem: Problem,
    posts: dict[int, int],
    policy: str,
    draws: int = 200,
    seed: int = 1,
    ranges: Ranges | None = None,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> Robustness:
    """Decide anew under `draws` draws of costs, benefits and weights.

    Parameters
    ----------
    posts : dict of int to int [post]
        The list decided on, by position.
    tell : callable
        Told how many of the draws are done.
    """
    ranges = ranges or Ranges()
    counts = dict.fromkeys(problem.index, 0)
    regrets = []
    lists = [posts]
    for done, (drawn, valued) in enumerate(_drawn(problem, draws, seed, ranges), start=1):
        chosen = _decide(drawn, policy, lists, ties=True)
        for i in chosen:
            counts[problem.projects[i].id] += 1
        best = _decide(valued, "weighted", lists, ties=False)
        lists = [posts, *(known for known in (best, chosen, *lists[1:]) if known != posts)][:_LISTS]
        top, mine = weighted(valued, best), weighted(valued, posts)
        regrets.append(float((top - mine) / top) if top else 0.0)
        tell(done, draws)
    index = {name: count / draws for name, count in counts.items()}
    return Robustness(index, draws, sum(regrets) / draws, max(regrets))


def _decide(problem: Problem, policy: str, lists: list[dict[int, int]], ties: bool) -> dict[int, int]:
    """Decide one draw; where rules tie projects, from the best list of the draws before that keeps them."""
    if problem.plain or policy == "rank-and-cut":
        return find(problem, policy, ties=ties).posts or {}
    search = Search(build(problem), policy, "auto", DEFAULT_LIMIT, brief=True)
    best_first = sorted(filter(None, lists), key=lambda known: worth(problem, policy, known), reverse=True)
    search.found.posts = next((known for known in best_first if keeps(problem, known)), None)
    return search.run(ties).posts or {}


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
class Price:
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


def prices_of_rules(problem: Problem, solver: str = "auto", limit: float | None = None) -> list[Price]:
    """Return the price of every rule by leaving it out and deciding anew by weighted benefit, the dearest first."""
    here = find(problem, "weighted", solver, limit, ties=False)
    if here.posts is None:
        return []
    mine = weighted(problem, here.posts)
    prices = []
    for name, without in _without_each(problem):
        there = find(without, "weighted", solver, limit, ties=False)
        top = weighted(without, there.posts or {})
        proven = all(stage.verdict == "proven_optimal" for stage in (*here.stages, *there.stages))
        prices.append(Price(name, top - mine, float((top - mine) / top) if top else 0.0, proven))
    return sorted(prices, key=lambda price: (-price.loss, price.rule))


def _without_each(problem: Problem) -> Iterator[tuple[str, Problem]]:
    rules = problem.rules
    for table in ("commitment", "exclusive", "requires", "limit", "staff", "overlap"):
        for rule in getattr(rules, table):
            rest = tuple(other for other in getattr(rules, table) if other is not rule)
            yield rule.name, problem.with_rules(rules.model_copy(update={table: rest}))
    for table in ("fairness", "overrun"):
        if getattr(rules, table) is not None:
            yield getattr(rules, table).name, problem.with_rules(rules.model_copy(update={table: None}))
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
