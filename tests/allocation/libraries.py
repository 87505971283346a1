"""Small random libraries with every rule family, and their answers by enumeration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product

from hypothesis import strategies as st

from gpss_sim.allocation import Budget, Problem, Project, Rules
from gpss_sim.allocation.plan.plan import Plan

DISTRICTS = ("东", "西")
DOMAINS = ("elderly", "youth")


@st.composite
def projects(draw: st.DrawFn, most: int = 7, years: bool = True, posts: bool = True) -> list[Project]:
    """A library of up to `most` projects with few distinct numbers, so that ties are common."""
    count = draw(st.integers(1, most))
    yearly = years and draw(st.booleans())
    library = []
    for k in range(count):
        amount = st.integers(1, 9).map(lambda n: n * 100)
        cost = {2027: draw(amount), 2028: draw(st.just(0) | amount)} if yearly else draw(amount)
        many = draw(st.integers(1, 3)) if posts and draw(st.integers(0, 3)) == 0 else 1
        library.append(
            Project(
                f"P{k}",
                draw(st.integers(1, 5)),
                draw(st.integers(0, 6)),
                cost,
                domain=draw(st.sampled_from(DOMAINS)),
                district=draw(st.sampled_from(DISTRICTS)),
                posts=many,
                min_posts=draw(st.integers(1, many)),
                sources=draw(st.sampled_from([(), (), ("fiscal",), ("lottery",), ("fiscal", "lottery")])),
                mandatory=draw(st.integers(0, 9)) == 0,
                requires=_earlier(draw, k),
                excludes=_earlier(draw, k),
            )
        )
    return library


def _earlier(draw: st.DrawFn, k: int) -> tuple[str, ...]:
    """Now and then, one of the projects before."""
    return (f"P{draw(st.integers(0, k - 1))}",) if k and draw(st.integers(0, 9)) == 0 else ()


@st.composite
def rules(draw: st.DrawFn, library: list[Project], grant: object) -> Rules:
    """One to three rule families over a library."""
    ids = [p.id for p in library]
    several = st.lists(st.sampled_from(ids), min_size=2, max_size=3, unique=True) if len(ids) > 1 else st.nothing()
    tables: dict[str, object] = {}
    families = ["limit", "share", "count", "staff", "overlap", "gini", "maxmin", "reserve", "commitment", "overrun"]
    families += ["exclusive", "requires", "split", "continuing"] if len(ids) > 1 else []
    for family in draw(st.lists(st.sampled_from(families), max_size=3, unique=True)):
        if family == "limit":
            ends = sorted([draw(st.integers(0, 15)), draw(st.integers(0, 25))])
            row = {"name": "money", "each": "domain", "min": ends[0], "max": ends[1]}
            row |= {"year": 2027} if isinstance(library[0].cost, dict) and draw(st.booleans()) else {}
            tables.setdefault("limit", []).append(row)
        if family == "share":
            of = draw(st.sampled_from(["budget", "spending"]))
            row = {
                "name": "share",
                "where": {"district": library[0].district},
                draw(st.sampled_from(["min_share", "max_share", "max_share"])): draw(st.integers(2, 9)) / 10,
                "of": of,
            }
            tables.setdefault("limit", []).append(row)
        if family == "count":
            row = {"name": "count", "each": "district", "min_projects": 1, "max_projects": draw(st.integers(1, 4))}
            tables.setdefault("limit", []).append(row)
        if family == "staff":
            tables["staff"] = [{"name": "workers", "available": draw(st.integers(0, 8))}]
        if family == "overlap":
            step = {"up_to": draw(st.integers(1, 8)), "rate": 1}
            tables["overlap"] = [
                {"name": "same people", "where": {"domain": library[0].domain}, "steps": [step], "beyond": 0.5}
            ]
        if family in ("gini", "maxmin"):
            fair = tables.setdefault("fairness", {"population": {"东": 2, "西": 3}})
            fair.update({"gini_at_most": 0.3} if family == "gini" else {"goal": "max-min"})
        if family == "reserve":
            tables["reserve"] = {"share": 0.1}
        if family == "commitment":
            row = {"name": "old contract", "amount": draw(st.integers(0, 5))}
            row |= {} if isinstance(library[0].cost, int) else {"year": 2027}
            row |= {} if isinstance(grant, int) or 2027 in grant else {"source": "fiscal"}
            tables["commitment"] = [row]
        if family == "overrun":
            tables["overrun"] = {"probability": 0.1, "deviation": 0.2}
        if family == "exclusive":
            tables["exclusive"] = [{"name": "one of", "projects": draw(several)}]
        if family == "requires":
            first, *others = draw(several)
            how = draw(st.sampled_from(["all", "any"]))
            tables["requires"] = [{"name": "needs", "project": first, "needs": others, "how": how}]
        if family == "split":
            tables["split_sources"] = False
        if family == "continuing":
            tables |= {"continuing": [ids[0]], "continuing_binding": draw(st.booleans())}
    return Rules.model_validate(tables)


@st.composite
def problems(draw: st.DrawFn, most: int = 7) -> Problem:
    """A small decision with any mixture of rules, years, posts and sources."""
    library = draw(projects(most))
    amount = st.integers(0, 30).map(lambda n: n * 100)
    if isinstance(library[0].cost, dict):
        grant: object = {2027: draw(amount), 2028: draw(amount)}
        if draw(st.booleans()):
            grant = {(2027, "fiscal"): draw(amount), (2027, "lottery"): draw(amount), 2028: draw(amount)}
    else:
        grant = draw(amount)
        if draw(st.booleans()):
            grant = {"fiscal": draw(amount), "lottery": draw(amount)}
    return Problem(library, grant, draw(rules(library, grant)))


def enlarged(problem: Problem) -> Problem:
    """The same decision in the amounts of a city: costs of hundreds of thousands and odd fen, millions of people."""
    money, worth, people = 123_457, 731, 487_003

    def cost(k: int, fen: int) -> int:
        return fen * money + 137 * k if fen else 0

    library = [
        replace(
            p,
            benefit=p.benefit * worth,
            cost=cost(k, p.cost) if isinstance(p.cost, int) else {y: cost(k, fen) for y, fen in p.cost.items()},
        )
        for k, p in enumerate(problem.projects)
    ]
    old = problem.rules
    update: dict[str, object] = {
        "limit": tuple(
            r.model_copy(update={e: v * money for e in ("min", "max") if (v := getattr(r, e))}) for r in old.limit
        ),
        "commitment": tuple(c.model_copy(update={"amount": c.amount * money}) for c in old.commitment),
        "overlap": tuple(
            o.model_copy(update={"steps": tuple(s.model_copy(update={"up_to": s.up_to * worth}) for s in o.steps)})
            for o in old.overlap
        ),
    }
    if old.fairness:
        population = {name: heads * people + 1 for name, heads in old.fairness.population.items()}
        update["fairness"] = old.fairness.model_copy(update={"population": population})
    budget = Budget(tuple(replace(line, amount=line.amount * money) for line in problem.budget.lines))
    return Problem(library, budget, old.model_copy(update=update))


def plans(problem: Problem) -> Iterator[Plan]:
    """Every plan that keeps the rules."""
    sizes = [(0, *range(p.smallest, p.posts + 1)) for p in problem.projects]
    for choice in product(*sizes):
        plan = Plan(problem, {i: n for i, n in enumerate(choice) if n})
        if plan.feasible:
            yield plan


def best(problem: Problem, policy: str) -> Plan | None:
    """The best plan by enumeration: value, then least money, then smallest ids, then most posts in them."""

    def key(plan: Plan) -> tuple[object, ...]:
        fair = problem.rules.fairness
        first = plan.objective(policy, "fairness") if fair and fair.goal == "max-min" else Fraction(0)
        value = (plan.weighted,) if policy == "weighted" else tuple(plan.by_tier(policy).values())
        positions = range(len(problem.projects))
        ids, posts = tuple(i in plan for i in positions), tuple(plan.posts.get(i, 0) for i in positions)
        return (first, value, -plan.cost, ids, posts)

    return max(plans(problem), key=key, default=None)
