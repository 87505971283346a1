"""The lay-out of a city: its queues, its projects, who could reach which."""

from __future__ import annotations

from math import exp

import numpy as np
from scipy.special import ndtri

from gpss_sim import fiscal, money
from gpss_sim.market.agencies.agency import Agency
from gpss_sim.market.contracts.contract import CityProject
from gpss_sim.market.contracts.cost_estimate import CostEstimate
from gpss_sim.market.purposes import Purpose
from gpss_sim.market.recipients.demand import Cell
from gpss_sim.scenario.fields import OWN_KINDS
from gpss_sim.scenario.purchase import purchase_of
from gpss_sim.scenario.schema import Scenario
from gpss_sim.streams import Streams


def lay_out_cells(scenario: Scenario, streams: Streams) -> list[Cell]:
    """A queue for every district and domain that the library serves, with its arrivals (equations 2.1, 2.2, 2.6)."""
    names = sorted({(t.district, t.domain) for t in scenario.templates})
    weights = {name: 0.0 for name in names}
    slots = {name: 0.0 for name in names}
    domains = [domain.id for domain in scenario.city.domains]
    districts = [district.id for district in scenario.city.districts]
    delivery = scenario.delivery
    for template in scenario.templates:
        name = (template.district, template.domain)
        own = template.posts * delivery.caseload * (1 - delivery.admin_time)
        slots[name] += own
        weights[name] += own * fiscal.MONTHS / scenario.city.domains[domains.index(template.domain)].duration
    spread = scenario.demand.heterogeneity
    need = {n: w * _uneven(streams, n, spread) for n, w in weights.items()}
    total = sum(weights.values()) * scenario.demand.load * scenario.budget.coverage
    if scenario.demand.arrivals_per_year is not None:
        total = scenario.demand.arrivals_per_year
    share = sum(need.values())
    extra = scenario.demand.extra
    return [
        Cell(
            district=districts.index(name[0]),
            domain=domains.index(name[1]),
            key=f"{name[0]}/{name[1]}",
            rate=need[name] / share * total / fiscal.YEAR,
            opening=round(scenario.demand.open_cases * slots[name]),
            extra=tuple(fiscal.tick(e.day) for e in extra if (e.district, e.domain) == name),
        )
        for name in names
    ]


def _uneven(streams: Streams, name: tuple[str, str], spread: float) -> float:
    """Need of a cell over its capacity, lognormal with mean 1 (by the quantile of its own uniform)."""
    z = float(ndtri(streams.uniform(Purpose.NEED, *name)))
    return exp(spread * z - spread**2 / 2)


def lay_out_projects(scenario: Scenario, cells: list[Cell], streams: Streams) -> list[CityProject]:
    """The library's templates, each with the queue of its district and domain."""
    place = {cell.key: k for k, cell in enumerate(cells)}
    blurred = {domain.id: domain.rater_noise for domain in scenario.city.domains}
    districts = [district.id for district in scenario.city.districts]
    domains = [domain.id for domain in scenario.city.domains]
    return [
        CityProject(
            index=i,
            template=t,
            district=districts.index(t.district),
            domain=domains.index(t.domain),
            cells=(place[f"{t.district}/{t.domain}"],),
            bought=(bought := purchase_of(scenario.rules, t, t.pilot, blurred[t.domain])),
            estimate=CostEstimate(
                money.to_fen(t.cost), () if bought.form.fixed_price else _estimates(scenario, t.id, streams)
            ),
            is_pilot=t.pilot,
        )
        for i, t in enumerate(scenario.templates)
    ]


def _estimates(scenario: Scenario, template: str, streams: Streams) -> tuple[float, ...]:
    """Errors of the ceilings of all years, lognormal around 1: one error for everybody who offers (evidence 2F).

    A guideline price is set for all posts alike and nobody estimates it (facts F005)."""
    if scenario.rules.estimate_error == 0:
        return ()
    draws = ndtri(streams.uniforms(Purpose.ESTIMATE, template, n=scenario.calendar.years + 2))
    return tuple(exp(scenario.rules.estimate_error * float(z)) for z in draws)


def lay_out_reach(
    scenario: Scenario, streams: Streams, projects: list[CityProject], agencies: list[Agency]
) -> list[list[int]]:
    """For each project the agencies of admitted kinds that can work there, drawn once a pair (equation 6.4)."""
    reach: list[list[int]] = [[] for _ in projects]
    kinds, domains = scenario.rules.eligibility.kinds, np.array([project.domain for project in projects])
    for agency in agencies:
        if agency.profile.kind not in kinds:
            continue
        draws = streams.uniforms(Purpose.REACH, agency.profile.key, n=len(projects))
        reached = scenario.agencies.reach * (scenario.agencies.newcomer_ties if agency.profile.newcomer else 1.0)
        met = streams.uniforms(Purpose.FAIR, agency.profile.key, n=len(projects)) < scenario.market.fair
        known = np.isin(domains, agency.profile.domains)
        for project in np.flatnonzero(known & ((draws < reached) | met)).tolist():
            reach[project].append(agency.id)
    return reach


def lay_out_own(
    scenario: Scenario, streams: Streams, projects: list[CityProject], agencies: list[Agency]
) -> dict[tuple[str, int], int]:
    """Sellers known beforehand: those named in the library, and the buyer's own.

    The buyer's own is the one that serves the fewest domains, then the smallest index.
    """
    keys = {agency.profile.key: agency.id for agency in agencies}
    own = {("named", p.index): keys[p.template.agency] for p in projects if p.template.agency}
    for kind in OWN_KINDS:
        homes: dict[int, list[Agency]] = {}
        for agency in agencies:
            if agency.profile.kind == kind:
                homes.setdefault(agency.profile.home, []).append(agency)
        for project in projects:
            able = [
                (len(a.profile.domains), a.id)
                for a in (*homes.get(-1, ()), *homes.get(project.district, ()))
                if project.domain in a.profile.domains
                and _within_reach(scenario, streams, a, project.index, len(projects))
            ]
            if able:
                own[kind, project.index] = min(able)[1]
    return own


def _within_reach(scenario: Scenario, streams: Streams, agency: Agency, project: int, projects: int) -> bool:
    """Whether one of the buyer's own can serve a project of its district: always, or by the draw of everybody."""
    if scenario.agencies.own(agency.profile.kind).reach == "all":
        return True
    return bool(streams.uniforms(Purpose.REACH, agency.profile.key, n=projects)[project] < scenario.agencies.reach)


def posts_within_reach(
    projects: list[CityProject], reachable: list[list[int]], own: dict[tuple[str, int], int], agencies: int
) -> list[int]:
    """For each agency the posts of all projects it could serve, as one of many or as the buyer's own."""
    posts = [0] * agencies
    for project in projects:
        for agency in reachable[project.index]:
            posts[agency] += project.template.posts
    for (_, index), agency in own.items():
        posts[agency] += projects[index].template.posts
    return posts
