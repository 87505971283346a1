"""Random small decisions as plain data: projects, lines of money, and rules as a rules file holds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

DISTRICTS, DOMAINS, AGENCIES, SOURCES = ("N", "S"), ("old", "young"), ("a1", "a2", ""), ("fiscal", "lottery", "gift")
YEARS = (2027, 2028)
Line = tuple[int | None, str | None, int]


@dataclass(frozen=True)
class Case:
    """A decision; money in fen, rules in yuan as a file has them.

    Parameters
    ----------
    projects : list of dict
        Keys of a library's columns; `cost` is an amount or amounts by year.
    lines : list of (year, source, amount)
    rules : dict
    policy : str
    """

    projects: list[dict[str, Any]]
    lines: list[Line]
    rules: dict[str, Any] = field(default_factory=dict)
    policy: str = "weighted"


def case(luck: Random) -> Case:
    """A decision with any mixture of rule families, years, posts and sources; few numbers, so that ties are common."""
    yearly = luck.random() < 0.35
    sourced = luck.random() < 0.45
    projects = [_project(luck, k, yearly, sourced) for k in range(luck.randint(1, 6))]
    lines = _lines(luck, yearly, sourced, sum(_total(p) for p in projects))
    rules = _rules(luck, projects, lines, yearly)
    return Case(projects, lines, rules, luck.choice(("weighted", "urgency-first", "core-plus")))


def _total(project: dict[str, Any]) -> int:
    cost = project["cost"]
    return cost if isinstance(cost, int) else sum(cost.values())


def _project(luck: Random, k: int, yearly: bool, sourced: bool) -> dict[str, Any]:
    def amount() -> int:
        return luck.randint(1, 9) * luck.choice((100, 100, 50, 7))

    posts = luck.randint(1, 3) if luck.random() < 0.3 else 1
    earlier = [f"P{j}" for j in range(k)]
    return {
        "id": f"P{k}",
        "urgency": luck.randint(1, 5),
        "benefit": luck.randint(0, 6),
        "cost": {YEARS[0]: amount(), YEARS[1]: luck.choice((0, amount()))} if yearly else amount(),
        "domain": luck.choice(DOMAINS),
        "district": luck.choice(DISTRICTS),
        "agency": luck.choice(AGENCIES),
        "posts": posts,
        "min_posts": luck.randint(1, posts),
        "sources": tuple(luck.sample(SOURCES, luck.randint(0, 2))) if sourced else (),
        "mandatory": luck.random() < 0.05,
        "requires": (luck.choice(earlier),) if earlier and luck.random() < 0.1 else (),
        "excludes": (luck.choice(earlier),) if earlier and luck.random() < 0.1 else (),
    }


def _lines(luck: Random, yearly: bool, sourced: bool, total: int) -> list[Line]:
    def amount() -> int:
        return int(total * luck.choice((0.1, 0.3, 0.4, 0.7, 1.1)) * luck.choice((0.5, 1))) // 10 * 10

    lines: list[Line] = []
    for year in YEARS if yearly else (None,):
        kinds = luck.choice(("general", "named", "both")) if sourced else "general"
        if kinds != "named":
            lines.append((year, None, amount()))
        if kinds != "general":
            lines += [(year, s, amount()) for s in luck.sample(SOURCES[:2], luck.randint(1, 2))]
    return lines


def _rules(luck: Random, projects: list[dict[str, Any]], lines: list[Line], yearly: bool) -> dict[str, Any]:
    ids = [p["id"] for p in projects]
    tables: dict[str, Any] = {}
    limits = []

    def often() -> bool:
        return luck.random() < 0.22

    if often():
        low, high = sorted((luck.choice((0, 0, 1, 5, 9)), luck.randint(3, 25)))
        limits.append({"name": "money", "each": luck.choice(("domain", "district")), "min": low, "max": high})
        if yearly and luck.random() < 0.5:
            limits[-1]["year"] = luck.choice(YEARS)
    if often():
        key = luck.choice(("min_share", "max_share", "max_share"))
        limits.append({"name": "share", "where": _where(luck, projects), key: luck.randint(1, 9) / 10})
        limits[-1]["of"] = luck.choice(("budget", "spending"))
    if often():
        low = luck.choice((0, 0, 1, 2))
        limits.append(
            {
                "name": "count",
                "where": _where(luck, projects),
                "min_projects": low,
                "max_projects": low + luck.randint(0, 2),
            }
        )
    if limits:
        tables["limit"] = limits
    if often():
        tables["staff"] = [{"name": "workers", "available": luck.randint(0, 7), "where": _where(luck, projects)}]
    if often():
        step = {"up_to": luck.randint(1, 8), "rate": luck.choice((1, 0.8))}
        tables["overlap"] = [{"name": "same", "where": _where(luck, projects), "steps": [step], "beyond": 0.5}]
    if often():
        tables["fairness"] = {"population": {"N": 2, "S": 3}}
        tables["fairness"] |= luck.choice(({"gini_at_most": 0.3}, {"goal": "max-min"}))
    if often():
        tables["reserve"] = luck.choice(({"share": 0.101}, {"share": 0.03, "amount": 1}, {"amount": 2}))
    if often():
        year, source, _ = luck.choice(lines)
        row = {"name": "earlier", "amount": luck.randint(0, 9), "year": year, "source": source}
        tables["commitment"] = [{key: value for key, value in row.items() if value is not None}]
    if often():
        tables["overrun"] = {"probability": 0.1, "deviation": 0.2}
    if often():
        tables["concentration"] = [{"name": "one hand", "same": [luck.choice(("domain", "district"))], "at_most": 2}]
    if len(ids) > 1 and often():
        tables["exclusive"] = [{"name": "one of", "projects": luck.sample(ids, min(3, len(ids)))}]
    if len(ids) > 1 and often():
        first, *others = luck.sample(ids, min(3, len(ids)))
        how = luck.choice(("all", "any"))
        tables["requires"] = [{"name": "needs", "project": first, "needs": others, "how": how}]
    if often():
        tables["split_sources"] = False
    if often():
        tables |= {"continuing": [luck.choice(ids)], "continuing_binding": luck.random() < 0.5}
    return tables


def _where(luck: Random, projects: list[dict[str, Any]]) -> dict[str, Any]:
    """Values that some project has, but not always any project both."""
    where = {"district": luck.choice([p["district"] for p in projects])}
    if luck.random() < 0.5:
        where["domain"] = luck.choice([p["domain"] for p in projects])
    return where
