"""Agencies and who can reach what, by the quantiles of named numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri
from scipy.stats import poisson

from gpss_sim.market import city_map as layout
from gpss_sim.market.agencies import population
from gpss_sim.market.agencies.population import draw_profiles, found_population
from gpss_sim.scenario.schema import Scenario
from gpss_sim.streams import Streams
from tests.market.town import ASH, BIRCH, CEDAR, HOME, YARD, scenario, town

FREE = "agencies.listed=[]"


def drawn(purpose: str, *block: object, n: int) -> np.ndarray:
    return Streams(1, 0).uniforms(purpose, *block, n=n)


def own(*overrides: str) -> Scenario:
    return scenario(FREE, "agencies.number=4", *overrides)


def test_types_are_read_from_their_streams_by_position() -> None:
    chosen = own("agencies.mission_cv=0.4", "agencies.effort_cost_sd=0.3")
    found = draw_profiles(chosen, Streams(1, 0), "independent", ("independent",), 4)
    n = {"n": 4}
    theta = 0.75 + 0.25 * drawn("theta", "independent", **n)
    scale = np.maximum(np.rint(12 * np.exp(ndtri(drawn("scale", "independent", **n)))), 1)
    assert [p.abilities.theta for p in found] == pytest.approx(theta)
    assert [p.abilities.scale for p in found] == scale.tolist()
    assert [p.abilities.capability for p in found] == pytest.approx(4 * ndtri(drawn("capability", "independent", **n)))
    mission = 0.008 * (1 + 0.4 * ndtri(drawn("mission", "independent", **n)))
    assert [p.motives.mission for p in found] == pytest.approx(np.maximum(mission, 0))
    cost = 0.002 * np.exp(0.3 * ndtri(drawn("effort cost", "independent", **n)))
    assert [p.motives.effort_cost for p in found] == pytest.approx(cost)
    wage = 1 + 0.03 * ndtri(drawn("wage", "independent", **n))
    assert [p.wage for p in found] == pytest.approx(wage, abs=1e-9)
    assert {p.kind for p in found} == {"independent"}
    assert {p.founded for p in found} == {0.0}


def test_the_listed_come_with_what_is_said_of_them_and_count_among_the_number() -> None:
    found = [
        a.profile
        for a in found_population(scenario("agencies.number=5"), Streams(1, 0))
        if a.profile.kind == "independent"
    ]
    assert len(found) == 5
    assert [p.key for p in found[2:]] == ["ash", "birch", "cedar"]
    ash = found[2]
    assert (ash.abilities.scale, ash.abilities.theta, ash.abilities.capability, ash.wage) == (8, 1.0, 0, 1)


def test_one_dependent_and_one_department_a_district() -> None:
    agencies = found_population(own(), Streams(1, 0))
    for kind in ("dependent", "department"):
        homes = [a.profile.home for a in agencies if a.profile.kind == kind]
        assert homes == [0, 1]
        assert all(a.profile.domains == (0, 1) for a in agencies if a.profile.kind == kind)
    assert [a.id for a in agencies] == list(range(len(agencies)))


def test_possible_newcomers_come_at_twice_the_usual_rate_on_their_days() -> None:
    chosen = own("market.entry_per_year=1.5")
    agencies = [a.profile for a in found_population(chosen, Streams(1, 0)) if a.profile.newcomer]
    for year in (1, 2, 3):
        number = int(poisson.ppf(Streams(1, 0).uniform("newcomers", year), 3.0))
        days = sorted(365 * (year + u) for u in drawn("founding day", year, n=number))
        mine = [p for p in agencies if 365 * year <= p.founded < 365 * (year + 1)]
        assert [p.founded for p in mine] == pytest.approx(days, abs=1e-5)
        assert all(p.standing.registered == p.founded for p in mine)


@given(st.floats(0, 1, exclude_max=True), st.floats(1e-3, 5e3))
def test_the_number_of_a_share_is_the_quantile_of_a_poisson_variable(share: float, mean: float) -> None:
    assert population._poisson(share, mean) == max(poisson.ppf(share, mean), 0)


def test_without_entry_there_are_no_newcomers() -> None:
    assert not [a for a in found_population(own(), Streams(1, 0)) if a.profile.newcomer]


def test_an_agency_works_in_the_domains_of_its_smallest_numbers() -> None:
    chosen = own("agencies.domains_known=1")
    found = draw_profiles(chosen, Streams(1, 0), "independent", ("independent",), 4)
    for k, profile in enumerate(found):
        numbers = drawn("domains", "independent", k, n=2)
        assert profile.domains == (int(numbers.argmin()),)
    assert all(p.domains == (0, 1) for p in draw_profiles(own(), Streams(1, 0), "independent", ("independent",), 4))


def test_unlimited_agencies_and_the_buyers_own_take_any_number_of_posts() -> None:
    limits = {
        a.profile.kind: a.profile.abilities.scale
        for a in found_population(own("agencies.unlimited=true"), Streams(1, 0))
    }
    assert limits["independent"] == 1_000_000
    chosen = own()
    assert (
        max(p.abilities.scale for p in draw_profiles(chosen, Streams(1, 0), "independent", ("independent",), 4)) < 1_000
    )


def test_unregistered_agencies_are_hosted_or_may_not_sell() -> None:
    for host in ("true", "false"):
        chosen = own("agencies.registration.share=0", f"agencies.registration.host={host}")
        found = draw_profiles(chosen, Streams(1, 0), "independent", ("independent",), 4)
        assert {p.standing.hosted for p in found} == {host == "true"}
        assert {p.standing.registered == float("inf") for p in found} == {host == "false"}


def test_ages_are_spread_and_some_are_governed() -> None:
    chosen = own("agencies.governed=0.5")
    found = draw_profiles(chosen, Streams(1, 0), "independent", ("independent",), 4)
    assert all(-10 * 365 <= p.standing.registered <= 0 for p in found)
    assert len({p.standing.registered for p in found}) == 4
    governed = drawn("governance", "independent", n=4) < 0.5
    assert [p.standing.governed for p in found] == governed.tolist()


def test_reach_is_drawn_once_a_pair() -> None:
    state = town("agencies.reach=0.5")
    for project in (YARD, HOME):
        within = [k for k, key in enumerate(("ash", "birch", "cedar")) if drawn("reach", key, n=2)[project] < 0.5]
        assert state.directory.reachable[project] == within


def test_a_fair_brings_together_who_are_out_of_reach() -> None:
    state = town("agencies.reach=0", "market.fair=0.5")
    for project in (YARD, HOME):
        met = [k for k, key in enumerate(("ash", "birch", "cedar")) if drawn("fair", key, n=2)[project] < 0.5]
        assert state.directory.reachable[project] == met


def test_newcomers_reach_a_share_of_what_founders_reach() -> None:
    """Reach .8 and ties of one half: who came later needs a draw below .4."""
    chosen = town("agencies.reach=0.8", "agencies.newcomer_ties=0.5").scenario
    agencies = found_population(chosen, Streams(1, 0))[:3]
    agencies[BIRCH].profile = replace(agencies[BIRCH].profile, newcomer=True)
    projects = layout.lay_out_projects(chosen, layout.lay_out_cells(chosen, Streams(1, 0)), Streams(1, 0))
    limits = {"ash": 0.8, "birch": 0.4, "cedar": 0.8}
    luck = {key: drawn("reach", key, n=2) for key in limits}
    assert luck["birch"].min() < 0.4 < luck["birch"].max() < 0.8, "the ties decide on one of two"
    for project, reach in zip(
        (YARD, HOME), layout.lay_out_reach(chosen, Streams(1, 0), projects, agencies), strict=True
    ):
        assert reach == [k for k, key in enumerate(limits) if luck[key][project] < limits[key]]


def test_only_fields_it_knows_and_kinds_that_are_admitted_are_within_reach() -> None:
    listed = scenario().agencies.listed
    care = listed[0].model_copy(update={"domains": "care"})
    rest = scenario().agencies.model_copy(update={"listed": (care, *listed[1:])})
    chosen = scenario().model_copy(update={"agencies": rest})
    agencies = found_population(chosen, Streams(1, 0))
    cells = layout.lay_out_cells(chosen, Streams(1, 0))
    reach = layout.lay_out_reach(chosen, Streams(1, 0), layout.lay_out_projects(chosen, cells, Streams(1, 0)), agencies)
    assert reach[YARD] == [BIRCH, CEDAR]
    assert reach[HOME] == [ASH, BIRCH, CEDAR]
    both = town('rules.eligibility.kinds=["independent","dependent"]')
    assert len(both.directory.reachable[YARD]) == 5


def test_the_posts_an_agency_could_serve_are_those_of_projects_within_reach() -> None:
    assert layout.posts_within_reach([], [], {}, 2) == [0, 0]
    state = town("agencies.reach=0")
    kinds = {a.profile.kind: state.registrar.posts_within_reach[a.id] for a in state.agencies if a.profile.home == 0}
    assert kinds["dependent"] == 4  # its own district's project
    assert town().registrar.posts_within_reach[:3] == [14, 14, 14]


def test_the_buyers_own_sellers_are_of_the_projects_district() -> None:
    state = town()
    own_ones = layout.lay_out_own(state.scenario, Streams(7, 0), state.projects, state.agencies)
    for kind in ("dependent", "department"):
        assert state.agencies[own_ones[kind, YARD]].profile.home == 0
        assert state.agencies[own_ones[kind, HOME]].profile.home == 1
        assert state.agencies[own_ones[kind, YARD]].profile.kind == kind


def test_a_named_seller_and_the_narrowest_dependent() -> None:
    state = town()
    state.projects[YARD].template = state.projects[YARD].template.model_copy(update={"agency": "cedar"})
    narrow = next(a for a in state.agencies if a.profile.kind == "dependent" and a.profile.home == 1)
    object.__setattr__(narrow.profile, "home", -1)
    object.__setattr__(narrow.profile, "domains", (1,))
    found = layout.lay_out_own(state.scenario, Streams(7, 0), state.projects, state.agencies)
    assert found["named", YARD] == CEDAR
    assert ("named", HOME) not in found
    assert found["dependent", YARD] == narrow.id
    assert ("dependent", HOME) not in found


def test_a_project_stands_in_its_cell() -> None:
    yard, home = town().projects
    assert (yard.cells, yard.district, yard.domain, yard.estimate.cost) == ((0,), 0, 1, 40_000_000)
    assert (home.cells, home.district, home.domain, home.estimate.cost) == ((1,), 1, 0, 100_000_000)


def test_opening_cases_are_a_share_of_the_slots() -> None:
    cells = layout.lay_out_cells(scenario("demand.open_cases=0.5"), Streams(1, 0))
    assert [cell.opening for cell in cells] == [34, 85]


def test_what_else_an_agency_is_born_with() -> None:
    """Certified workers, home and age, each by its own number; ages of up to ten years."""
    chosen = own("agencies.certified_share=0.5", "agencies.certified_sd=0.4", "agencies.oldest=8")
    found = draw_profiles(chosen, Streams(1, 0), "independent", ("independent",), 4)
    z = ndtri(drawn("certified", "independent", n=4))
    assert [p.abilities.certified_share for p in found] == pytest.approx(0.5 ** np.exp(0.4 * z))
    assert [p.home for p in found] == [int(2 * u) for u in drawn("home", "independent", n=4)]
    assert [p.standing.registered for p in found] == pytest.approx(-8 * 365 * drawn("age", "independent", n=4))
    assert [p.key for p in found] == ["I001", "I002", "I003", "I004"]
    assert not any(p.newcomer or p.standing.hosted or p.standing.recorded for p in found)


def test_theta_follows_the_power_family_of_costs() -> None:
    """1 − F = (1 − x)^2 over .75 to 1."""
    found = draw_profiles(own("agencies.cost_exponent=2"), Streams(1, 0), "independent", ("independent",), 4)
    u = drawn("theta", "independent", n=4)
    assert [p.abilities.theta for p in found] == pytest.approx(0.75 + 0.25 * (1 - (1 - u) ** 0.5))


@pytest.mark.parametrize(
    ("host", "recorded", "said"),
    [("true", "true", (True, False)), ("true", "false", (True, False)), ("false", "true", (False, True))],
)
def test_who_is_not_registered_has_a_host_or_is_recorded(host: str, recorded: str, said: tuple[bool, bool]) -> None:
    """Those whose number reaches the share of the registered; a host comes first."""
    names = (f"agencies.registration.{name}" for name in ("share=0.5", f"host={host}", f"recorded={recorded}"))
    chosen = own(*names)
    found = draw_profiles(chosen, Streams(1, 0), "independent", ("independent",), 4)
    lacking = drawn("registration", "independent", n=4) >= 0.5
    assert 0 < lacking.sum() < 4
    assert [(p.standing.hosted, p.standing.recorded) for p in found] == [
        said if lacks else (False, False) for lacks in lacking
    ]
    assert all(p.standing.registered <= 0 for p in found)
    dependent = draw_profiles(chosen, Streams(1, 0), "dependent", ("independent",), 4)
    assert not any(p.standing.hosted or p.standing.recorded for p in dependent)


def test_newcomers_are_named_by_their_year_and_place() -> None:
    agencies = found_population(own("market.entry_per_year=1.5"), Streams(1, 0))
    newcomers = [a.profile for a in agencies if a.profile.newcomer]
    assert len(newcomers) > 1
    for year in (1, 2, 3):
        mine = [p.key for p in newcomers if 365 * year <= p.founded < 365 * (year + 1)]
        assert mine == [f"N{year:02d}-{k + 1:03d}" for k in range(len(mine))]
