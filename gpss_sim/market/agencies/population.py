"""The agencies of a replication: founders, dependents, departments and everybody who may yet enter.

Types are drawn by name and position, so that the same agencies, and the same possible newcomers,
stand ready under every policy; whether a possible newcomer enters is decided by the entry rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.special import ndtri, pdtr, pdtrik

from gpss_sim import fiscal
from gpss_sim.market.agencies.agency import Abilities, Agency, LegalStanding, Motives, Profile
from gpss_sim.market.policies.costs import power_quantile
from gpss_sim.market.policies.entries import FASTEST
from gpss_sim.market.purposes import Purpose
from gpss_sim.scenario.behaviour import Agencies, ListedAgency
from gpss_sim.scenario.fields import OWN_KINDS, AgencyKind
from gpss_sim.scenario.schema import Scenario
from gpss_sim.streams import Streams

UNLIMITED = 1_000_000
NEVER = float("inf")


def found_population(scenario: Scenario, streams: Streams) -> list[Agency]:
    """Everybody who is, or may become, an agency of the city."""
    districts = [district.id for district in scenario.city.districts]
    listed = scenario.agencies.listed
    drawn = scenario.agencies.number - sum(agency.kind == "independent" for agency in listed)
    profiles = draw_profiles(scenario, streams, "independent", ("independent",), max(drawn, 0))
    profiles += [_listed(scenario, streams, agency) for agency in listed]
    for kind in OWN_KINDS:
        profiles += draw_profiles(scenario, streams, kind, (kind,), len(districts), districts)
    for year in range(1, scenario.calendar.years + 1):
        profiles += _newcomers(scenario, streams, year)
    return [Agency(i, profile) for i, profile in enumerate(profiles)]


def _newcomers(scenario: Scenario, streams: Streams, year: int) -> list[Profile]:
    """Possible newcomers of a year: enough for founding at its fastest pace."""
    most = FASTEST * scenario.market.entry_per_year
    number = _poisson(streams.uniform(Purpose.NEWCOMERS, year), most) if most > 0 else 0
    days = np.sort(streams.uniforms(Purpose.FOUNDING_DAY, year, n=number)) * fiscal.YEAR + fiscal.year_start(year)
    return draw_profiles(scenario, streams, "independent", ("newcomer", year), number, founded=days.tolist())


def _poisson(share: float, mean: float) -> int:
    """The smallest number that a Poisson variable of this mean does not exceed with at least this chance."""
    least = max(int(np.ceil(pdtrik(share, mean))) - 1, 0)
    return least if pdtr(least, mean) >= share else least + 1


def draw_profiles(
    scenario: Scenario,
    streams: Streams,
    kind: AgencyKind,
    block: tuple[object, ...],
    number: int,
    districts: Sequence[str] | None = None,
    founded: Sequence[float] | None = None,
) -> list[Profile]:
    """Draw `number` types of a block (equations 6.1, 6.2, 6.3); position k of the block is the k-th agency."""
    rules, own = scenario.agencies, scenario.agencies.own(kind)

    def draw(purpose: Purpose) -> np.ndarray:
        return streams.uniforms(purpose, *block, n=number)

    theta = rules.theta_low + (rules.theta_high - rules.theta_low) * power_quantile(
        draw(Purpose.THETA), rules.cost_exponent
    )
    scale = np.maximum(np.rint(rules.scale_median * np.exp(rules.scale_sd * ndtri(draw(Purpose.SCALE)))), 1)
    capability = rules.capability_sd * ndtri(draw(Purpose.CAPABILITY))
    mission = np.maximum(rules.mission * (1 + rules.mission_cv * ndtri(draw(Purpose.MISSION))), 0.0)
    effort_cost = rules.effort_cost * np.exp(rules.effort_cost_sd * ndtri(draw(Purpose.EFFORT_COST)))
    wage = 1 + rules.wage_sd * ndtri(draw(Purpose.WAGE))
    certified = rules.certified_share ** np.exp(rules.certified_sd * ndtri(draw(Purpose.CERTIFIED)))
    governed = draw(Purpose.GOVERNANCE) < rules.governed
    registration = rules.registration
    unregistered = (draw(Purpose.REGISTRATION) >= registration.share) & (kind == "independent")
    may_sell = registration.host or registration.recorded
    age = draw(Purpose.AGE) * rules.oldest * fiscal.YEAR
    home = (draw(Purpose.HOME) * len(scenario.city.districts)).astype(int)
    name = "".join(str(part)[0].upper() if isinstance(part, str) else f"{part:02d}-" for part in block)
    return [
        Profile(
            key=f"{kind}-{districts[k]}" if districts else f"{name}{k + 1:03d}",
            kind=kind,
            home=k if districts else int(home[k]),
            domains=_domains(scenario, streams, kind, block, k),
            abilities=Abilities(
                scale=UNLIMITED if rules.unlimited or own.scale == "unlimited" else int(scale[k]),
                theta=float(theta[k]),
                capability=float(capability[k]),
                certified_share=float(certified[k]),
                slack=own.slack,
            ),
            motives=Motives(float(mission[k]), float(effort_cost[k])),
            standing=LegalStanding(
                registered=NEVER if unregistered[k] and not may_sell else _registered(founded, age, k),
                governed=bool(governed[k]),
                hosted=bool(unregistered[k]) and registration.host,
                recorded=bool(unregistered[k]) and registration.recorded and not registration.host,
            ),
            wage=float(wage[k]),
            founded=fiscal.tick(founded[k]) if founded is not None else 0.0,
            newcomer=founded is not None,
        )
        for k in range(number)
    ]


def _registered(founded: Sequence[float] | None, age: np.ndarray, k: int) -> float:
    """Day on which the k-th agency was registered."""
    return fiscal.tick(founded[k]) if founded is not None else -float(age[k])


def _domains(
    scenario: Scenario, streams: Streams, kind: AgencyKind, block: tuple[object, ...], position: int
) -> tuple[int, ...]:
    """The domains an agency works in: all of them where its kind says so, else a few at random."""
    total, known = len(scenario.city.domains), scenario.agencies.domains_known
    if scenario.agencies.own(kind).domains == "all" or known >= total:
        return tuple(range(total))
    order = np.argsort(streams.uniforms(Purpose.DOMAINS, *block, position, n=total), kind="stable")
    return tuple(sorted(order[:known].tolist()))


def _listed(scenario: Scenario, streams: Streams, agency: ListedAgency) -> Profile:
    """An agency known by name: what is not stated is drawn under its name."""
    drawn = draw_profiles(scenario, streams, agency.kind, ("listed", agency.id), 1)[0]
    districts = [district.id for district in scenario.city.districts]
    domains = [domain.id for domain in scenario.city.domains]
    own = agency.kind != "independent"
    stated = tuple(domains.index(name.strip()) for name in agency.domains.split(";")) if agency.domains else None
    return Profile(
        key=agency.id,
        kind=agency.kind,
        home=districts.index(agency.district) if agency.district else -1 if own else drawn.home,
        domains=stated if stated is not None else drawn.domains,
        abilities=_listed_abilities(agency, drawn.abilities, scenario.agencies.unlimited),
        motives=drawn.motives,
        standing=replace(drawn.standing, registered=fiscal.tick(agency.founded)) if agency.founded else drawn.standing,
        wage=drawn.wage if agency.wage is None else agency.wage,
        founded=fiscal.tick(agency.founded),
        sort=agency.sort,
    )


def _listed_abilities(agency: ListedAgency, drawn: Abilities, unlimited: bool) -> Abilities:
    """What an agency known by name can do: as stated, else as drawn."""
    return replace(
        drawn,
        scale=drawn.scale if agency.scale is None or unlimited else agency.scale,
        theta=drawn.theta if agency.theta is None else agency.theta,
        capability=drawn.capability if agency.capability is None else agency.capability,
    )


def opening_cash(profile: Profile, rules: Agencies, monthly_wage: float, within_reach: int) -> int:
    """Cash on the first day [fen]: months of the payroll of the workers it can field where there are posts for them."""
    months = rules.cash_months * (rules.newcomer_cash if profile.newcomer else 1.0)
    return round(months * min(profile.abilities.scale, within_reach) * monthly_wage)
