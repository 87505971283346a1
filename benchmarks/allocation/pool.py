"""Real projects of many cities as a library, with rules like a city's; read from GPSS_SIM_DATA."""

from __future__ import annotations

import csv
import os
import random
from dataclasses import replace
from pathlib import Path

from gpss_sim.allocation import Problem, Project, Rules
from gpss_sim.money import to_fen

BUDGET_SHARE = (3, 10)


def data() -> Path:
    """Folder of the outside data.

    Raises
    ------
    SystemExit
        If the environment variable GPSS_SIM_DATA does not name a folder.
    """
    folder = os.environ.get("GPSS_SIM_DATA", "")
    if not Path(folder).is_dir() or not folder:
        raise SystemExit("set GPSS_SIM_DATA to the folder that holds pool/, mkp/ and pabulib/")
    return Path(folder)


def projects(n: int, tiers: int = 1) -> list[Project]:
    """Return the first `n` real projects; urgency is the vote-share quantile within the city, of `tiers`."""
    with (data() / "pool/pool10k_real_projects.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))[:n]
    by_city: dict[str, list[float]] = {}
    for row in rows:
        by_city.setdefault(row["city"], []).append(float(row["share"]))
    for shares in by_city.values():
        shares.sort()

    def urgency(row: dict[str, str]) -> int:
        shares = by_city[row["city"]]
        return 6 - tiers + min(tiers - 1, tiers * shares.index(float(row["share"])) // len(shares))

    return [
        Project(
            row["id"],
            urgency(row),
            int(float(row["votes"])),
            to_fen(row["cost"]),
            name=row["name"],
            domain=row["category"].split(",")[0],
            district=row["city"],
        )
        for row in rows
    ]


def single_budget(n: int, tiers: int = 1) -> Problem:
    """One budget of 30 % of all costs."""
    library = projects(n, tiers)
    return Problem(library, sum(p.total for p in library) * BUDGET_SHARE[0] // BUDGET_SHARE[1])


def ruled(n: int, tiers: int = 1, seed: int = 1) -> Problem:
    """Floors (80 % of the share) and caps (130 %) of the 12 largest cities, category caps, links, mandatory."""
    library = projects(n, tiers)
    total = sum(p.total for p in library)
    budget = total * BUDGET_SHARE[0] // BUDGET_SHARE[1]
    luck = random.Random(seed)
    ids = [p.id for p in library]
    limits: list[dict[str, object]] = []
    cities = sum_by(library, "district")
    size = {city: sum(p.district == city for p in library) for city in cities}
    for city in sorted(cities, key=lambda city: (-size[city], city))[: 12 if n > 2000 else 6]:
        cost = cities[city]
        share = budget * cost // total // 100
        floor, cap = share * 8 // 10, share * 13 // 10
        limits.append({"name": f"city {city}", "where": {"district": city}, "min": floor, "max": cap})
    for domain, cost in sorted(sum_by(library, "domain").items(), key=lambda item: -item[1])[:8]:
        cap = budget * cost // total // 100 * 12 // 10
        limits.append({"name": f"category {domain}", "where": {"domain": domain}, "max": cap})
    pairs = [luck.sample(ids, 2) for _ in range(n // 20)]
    pairs = [sorted(pair) for pair in pairs]
    triples = [luck.sample(ids, 3) for _ in range(3 * n // 100)]
    cheap = sorted(library, key=lambda p: p.total)[: n // 4]
    rules = {
        "limit": limits,
        "requires": [{"name": f"pair {k}", "project": b, "needs": [a]} for k, (a, b) in enumerate(pairs)],
        "exclusive": [{"name": f"triple {k}", "projects": triple} for k, triple in enumerate(triples)],
        "mandatory": sorted({p.id for p in luck.sample(cheap, n // 100)}),
    }
    return Problem(library, budget, Rules.model_validate(rules))


def sourced(n: int, tiers: int = 1, seed: int = 3) -> Problem:
    """The rules of `ruled`, and money of two sources, 70 and 30 %, of which a project may take one, both or any."""
    problem = ruled(n, tiers)
    luck = random.Random(seed)
    eligible: list[tuple[str, ...]] = [(), ("fiscal",), ("fiscal", "lottery"), ("lottery",)]
    library = [replace(p, sources=luck.choice(eligible)) for p in problem.projects]
    total = problem.budget.total
    return Problem(library, {"fiscal": total * 7 // 10, "lottery": total * 3 // 10}, problem.rules)


def full(n: int, seed: int = 2) -> Problem:
    """Three years, two sources, posts, staff, floors and caps: everything a city's budget has."""
    library = projects(n, 5)
    luck = random.Random(seed)
    years = (2027, 2028, 2029)
    out = []
    for k, p in enumerate(library):
        spans = luck.choice([(1, 0, 0), (0, 1, 0), (0, 0, 1), (2, 1, 1), (1, 1, 0), (0, 1, 1)])
        cost = {y: p.total * s // sum(spans) for y, s in zip(years, spans, strict=True)}
        posts = luck.randint(2, 8) if k % 3 == 0 else 1
        cost = {y: fen // posts * posts for y, fen in cost.items()}
        sources = luck.choice([(), ("fiscal",), ("fiscal", "lottery"), ("lottery",)])
        smallest = max(1, posts // 2)
        out.append(
            Project(
                p.id,
                p.urgency,
                p.benefit,
                cost,
                domain=p.domain,
                district=p.district,
                posts=posts,
                min_posts=smallest,
                sources=sources,
            )
        )
    out = [p for p in out if p.total > 0]
    grants: dict[object, int] = {}
    for year in years:
        cost_of_year = sum(p.years.get(year, 0) for p in out)
        grants[year, "fiscal"] = cost_of_year * 22 // 100
        grants[year, "lottery"] = cost_of_year * 8 // 100
    total = sum(grants.values())
    limits: list[dict[str, object]] = [
        {
            "name": f"city {city}",
            "where": {"district": city},
            "min": total * c // sum(p.total for p in out) // 200,
            "max": total * c // sum(p.total for p in out) * 13 // 1000,
        }
        for city, c in sorted(sum_by(out, "district").items(), key=lambda item: -item[1])[:8]
    ]
    staff = [{"name": "certified social workers", "available": sum(p.posts for p in out) * 4 // 10}]
    return Problem(out, grants, Rules.model_validate({"limit": limits, "staff": staff}))


def sum_by(library: list[Project], field: str) -> dict[str, int]:
    """Cost [fen] by value of a field."""
    sums: dict[str, int] = {}
    for project in library:
        value = getattr(project, field)
        sums[value] = sums.get(value, 0) + project.total
    return sums
