"""Series that the documents print and that scenarios state as targets; what was tuned stands in their SOURCES.md."""

from __future__ import annotations

from collections import Counter
from statistics import fmean

import pytest

from gpss_sim import fiscal
from gpss_sim.money import FEN_PER_YUAN
from gpss_sim.scenario.load import load_scenario
from gpss_sim.simulate import Results, run

RUNS = 8
A_TENTH = "demand.load=0.115"
"""Of the people, to run faster: the series count posts and agencies."""
JANUARY_2008 = fiscal.year_start(1) + 184
MAY_2009 = fiscal.year_start(2) + 318
"""A year runs from July to June there; the first begins in July 2007."""


@pytest.fixture(scope="module")
def jingan() -> Results:
    return run(load_scenario("jingan_2012", ["calendar.years=1"]))


@pytest.fixture(scope="module")
def shenzhen() -> list[Results]:
    scenario = load_scenario("shenzhen_posts", [A_TENTH])
    return [run(scenario, replication=number, log=True) for number in range(RUNS)]


def test_jingan_offers_179_projects_for_more_than_45_million(jingan: Results) -> None:
    """F037, F038: every project is drawn, at ceilings of 45.04 million yuan."""
    state = jingan.world.state
    drawn = [row.project for row in state.record.needs if row.year == 1 and row.status == "selected"]
    ceilings = sum(state.projects[index].ceiling(state.scenario, 1) for index in drawn) / FEN_PER_YUAN
    assert len(drawn) == 179
    assert 45_000_000 < ceilings < 45_100_000


def test_jingan_pays_little_less_than_its_ceilings(jingan: Results) -> None:
    """F038: contract prices of the year within 12 % below 45 million yuan."""
    prices = {row.project: row.price for row in jingan.world.state.record.contract_years if row.year == 1}
    assert 0.88 * 45_000_000 < sum(prices.values()) / FEN_PER_YUAN < 45_040_000


@pytest.mark.parametrize(("year", "printed"), [(1, 43), (2, 489), (3, 690)])
def test_shenzhen_posts_grow_from_43_to_690(shenzhen: list[Results], year: int, printed: int) -> None:
    """F002, F006, F010 to F014: posts under contract in each year, within 10 %."""
    found = [posts_under_contract(results, year) for results in shenzhen]
    assert fmean(found) == pytest.approx(printed, rel=0.10)


def posts_under_contract(results: Results, year: int) -> int:
    """Posts of the projects with a contract that began in a year, each project once."""
    state = results.world.state
    projects = sorted({row.project for row in state.record.contract_years if row.year == year})
    return sum(state.projects[index].template.posts for index in projects)


@pytest.mark.parametrize(("day", "printed"), [(JANUARY_2008, 11), (MAY_2009, 31)])
def test_shenzhen_agencies_grow_from_2_to_31(shenzhen: list[Results], day: float, printed: int) -> None:
    """F012, F015: agencies in January 2008 and May 2009, within 4; two at the start (F004)."""
    assert fmean(active(results, day) for results in shenzhen) == pytest.approx(printed, abs=4)
    assert {active(results, fiscal.year_start(1)) for results in shenzhen} == {2}


def active(results: Results, day: float) -> int:
    """Independent agencies founded and neither closed nor dissolved by a day."""
    agencies = {a.account for a in results.world.state.agencies if a.profile.kind == "independent"}
    seen = Counter(e.event for e in results.world.state.record.events if e.day <= day and e.entity in agencies)
    return seen["founded"] - seen["closed"] - seen["dissolved"]


def test_the_series_are_those_of_the_whole_city(shenzhen: list[Results]) -> None:
    """With all its people: the same posts and agencies."""
    whole = run(load_scenario("shenzhen_posts"), log=True)
    assert [posts_under_contract(whole, year) for year in (1, 2, 3)] == [
        posts_under_contract(shenzhen[0], year) for year in (1, 2, 3)
    ]
    assert [active(whole, day) for day in (JANUARY_2008, MAY_2009)] == [
        active(shenzhen[0], day) for day in (JANUARY_2008, MAY_2009)
    ]


def test_a_post_costs_60_000_yuan(shenzhen: list[Results]) -> None:
    """F005: what is paid for a post and year, whoever holds it."""
    state = shenzhen[0].world.state
    prices = {row.price / state.projects[row.project].template.posts for row in state.record.contract_years}
    assert prices == {60_000 * FEN_PER_YUAN}


BOUNDS = {
    # scenario, source of money ("" for all), years together, and the printed total that bounds it [yuan]
    "F030": ("shanghai", "", 1, 3_789_000_000),
    "F031": ("shanghai_methods", "", 1, 4_102_000_000),
    "F032": ("shanghai_methods", "lottery", 3, 90_490_000),
    "F033": ("shanghai_methods", "lottery", 1, 100_000_000),
    "F034": ("shanghai_methods", "moved", 1, 67_000_000),
}


@pytest.mark.parametrize("figure", BOUNDS)
def test_totals_of_the_whole_of_shanghai_are_bounds_only(figure: str) -> None:
    """They hold subsidies and every field: what is bought here lies below, and nothing is tuned to them."""
    name, source, years, total = BOUNDS[figure]
    scenario = load_scenario(name)
    budget = scenario.budget.coverage * sum(template.cost for template in scenario.templates)
    share = scenario.budget.sources[source] if source else 1.0
    assert 0 < years * share * budget < total


def test_minhang_stands_at_a_tenth_of_its_budget() -> None:
    """F044, not the 2.3 billion of F045."""
    assert load_scenario("minhang_2012").budget.amount == 230_000_000 / 10
