"""A city made from a list of projects: its districts, fields, prices and money; everything else from a scenario."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gpss_sim.allocation import Problem, Project
from gpss_sim.files import is_there, write_whole
from gpss_sim.i18n import InBoth, Message, shown
from gpss_sim.library.project import exact
from gpss_sim.planning.places import SHOWN, CityDistricts, places_of
from gpss_sim.scenario.load import load_scenario
from gpss_sim.scenario.schema import Scenario
from gpss_sim.tabular import write_csv

LIBRARY = ("id", "name", "district", "domain", "group", "posts", "cost", "urgency", "benefit", "sources")
DISTRICTS = ("id", "name", "name_zh", "residents", "remote")


@dataclass(frozen=True, slots=True)
class ListCity:
    """A scenario on file, made from a list.

    Parameters
    ----------
    folder : Path
        The scenario's folder.
    years : int [year]
        Fiscal years simulated.
    assumed : tuple of Message
        What the list does not say, and what is taken instead.
    domains : mapping of str to str
        Domain of each project.
    """

    folder: Path
    years: int
    assumed: tuple[Message, ...]
    domains: Mapping[str, str]

    def load(self, share: float = 1.0) -> Scenario:
        """Read the scenario, with its money times `share`."""
        city = load_scenario(self.folder)
        if share == 1.0:
            return city
        amounts = ", ".join(repr(amount * share) for amount in city.budget.by_year)
        return load_scenario(self.folder, [f"budget.by_year=[{amounts}]"])


def write_city(folder: Path, problem: Problem, scenario: str, posts: Mapping[str, int]) -> ListCity:
    """Write the city of a decision as a scenario folder.

    Parameters
    ----------
    folder : Path
        To be made.
    problem : Problem
        Projects and money; the reserve and earlier commitments are not spent.
    scenario : str
        Name or path of the scenario from which everything else comes.
    posts : mapping of str to int [post]
        Posts bought, by id; a project bought in part has its smaller price and promise.

    Raises
    ------
    InputError
        If the scenario cannot be read, or refuses a district or price of the list.
    """
    base = load_scenario(scenario)
    folder.mkdir(parents=True)
    domains = {p.id: domain_of(p, base) for p in problem.projects}
    per_post = sum(t.cost for t in base.templates) / max(1, sum(t.posts for t in base.templates))
    places = places_of(problem.projects, base)
    write_csv(folder / "districts.csv", DISTRICTS, places.rows)
    rows, without = [], []
    known = problem.budget.sources if _apart(problem) else tuple(base.budget.sources)
    for p in problem.projects:
        bought = posts.get(p.id, p.posts)
        years = max(1, sum(1 for fen in p.years.values() if fen))
        cost = max(1, sum(p.price(bought).values())) / 100 / years
        staff = bought if p.posts > 1 or p.form == "post" else max(1, round(cost / per_post))
        if p.posts == 1 and p.form != "post":
            without.append(p.id)
        group = next(d.group for d in base.city.domains if d.id == domains[p.id])
        cells = (p.id, p.name, places.ids[p.district], domains[p.id], group, staff, cost, p.urgency)
        rows.append((*cells, float(exact(p.benefit) * bought / p.posts), ";".join(s for s in p.sources if s in known)))
    write_csv(folder / "library.csv", LIBRARY, rows)
    money = _money(problem)
    write_whole(folder / "scenario.toml", _toml(scenario, problem, money, sorted(base.rules.methods)))
    assumed = _assumed(problem.projects, base, domains, without, per_post, places)
    city = ListCity(folder, len(money), tuple(assumed), domains)
    city.load()
    return city


def domain_of(project: Project, base: Scenario) -> str:
    """Domain of the scenario that a project belongs to: by id or name of the field, else by words, else the first."""
    ids = [d.id for d in base.city.domains]
    for d in base.city.domains:
        if project.domain and project.domain in (d.id, d.name, d.name_zh):
            return d.id
    for text in (f"{project.domain} {project.group}".casefold(), project.name.casefold()):
        for domain, words in _words().items():
            if domain in ids and any(word in text for word in words):
                return domain
    return ids[0]


@cache
def _words() -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name("domains.toml").read_text("utf-8"))


def _money(problem: Problem) -> list[float]:
    """Money that may be spent, year by year [yuan]."""
    lines = problem.money.lines
    years = sorted({year for p in problem.projects if not isinstance(p.cost, int) for year in p.cost})
    dated = [year for year in years if any(line.year == year for line in lines)]
    if not dated:
        return [problem.money.total / 100]
    return [sum(line.amount for line in lines if line.year == year) / 100 for year in dated]


def _toml(scenario: str, problem: Problem, money: Sequence[float], methods: Sequence[str]) -> str:
    """Text of the scenario file; what the list grants is the ceiling, and pays for service alone."""
    extends = str(Path(scenario).resolve()) if is_there(scenario) else scenario
    lines = [
        "# Made from a list of projects by `gpss-sim plan`; everything else comes from the scenario it extends.",
        f"extends = {_quoted(extends)}",
        'name = "plan"',
        "[city]",
        'districts = "districts.csv"',
        'library = "library.csv"',
        "[calendar]",
        f"years = {len(money)}",
        "reference_year = false",
        "[budget]",
        f"by_year = [{', '.join(map(repr, money))}]",
    ]
    named = {s: sum(ln.amount for ln in problem.money.lines if ln.source == s) for s in problem.budget.sources}
    whole = sum(named.values())
    if whole and _apart(problem):
        shares = ", ".join(f"{_quoted(source)} = {amount / whole!r}" for source, amount in named.items())
        lines += ["earmarked = true", f"sources = {{ {shares} }}"]
    lines += ["[rules]", "estimate_error = 0"]
    for method in methods:
        lines += [f"[rules.methods.{_quoted(method)}]", "buyer_cost = 0", "buyer_cost_share = 0"]
    return "\n".join(lines) + "\n"


def _apart(problem: Problem) -> bool:
    """Whether every line of the budget names its source, so that sources are kept apart in the city as well."""
    return bool(problem.budget.sources) and all(line.source is not None for line in problem.budget.lines)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _assumed(
    projects: Sequence[Project],
    base: Scenario,
    domains: Mapping[str, str],
    without: Sequence[str],
    per_post: float,
    places: CityDistricts,
) -> list[Message]:
    """What is taken from the scenario, in sentences."""
    names = {d.id: (d.name or d.id, d.name_zh or d.name or d.id) for d in base.city.domains}
    own = {d for domain in base.city.domains for d in (domain.id, domain.name, domain.name_zh)}
    placed: dict[tuple[str, str], int] = {}
    for p in projects:
        if p.domain not in own or not p.domain:
            pair = (p.domain or p.name or p.id, domains[p.id])
            placed[pair] = placed.get(pair, 0) + 1
    told = [Message("plan.assumed_scenario", name=base.name), places.assumed]
    if without:
        told.append(Message("plan.assumed_posts", count=len(without), cost=f"{per_post:,.0f}"))
    if placed:
        first, more = list(placed)[:SHOWN], ["…"] if len(placed) > SHOWN else []
        pairs = [
            mark.join([*(f"{shown(name)} → {names[domain][place]}" for name, domain in first), *more])
            for place, mark in enumerate(("; ", "；"))
        ]
        told.append(Message("plan.assumed_domains", count=sum(placed.values()), pairs=InBoth(*pairs)))
    told += [Message("plan.assumed_buying"), Message("plan.assumed_start")]
    return told
