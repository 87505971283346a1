"""Cities of their size: libraries made by one rule, and a page that tells a rule from a thin market."""

from __future__ import annotations

import pytest

from gpss_sim.scenario.load import load_scenario
from tests.scenario.thinness import PAGE, cells, cities, data, kept, page
from tools.city_library import library, place, ways


@pytest.mark.parametrize("name", ways())
def test_a_library_is_made_from_residents(name: str) -> None:
    assert place(name).read_text("utf-8") == library(name)


def test_the_page_is_written_from_its_table() -> None:
    assert PAGE.read_text("utf-8") == page(kept())


def test_every_cell_of_every_city_is_kept() -> None:
    assert [(row.city, row.market, row.rule) for row in kept()] == [
        (city, market, rule) for city in cities() for market, rule, _ in cells(city)
    ]


@pytest.mark.parametrize("city", cities())
def test_many_agencies_make_the_rule_of_a_document_fail_less(city: str) -> None:
    as_written = [row for row in kept() if row.city == city and row.rule == data()[city]["rule"]]
    counted = {int(row.market.split()[0]): row.failed_share for row in as_written}
    assert [counted[number] for number in sorted(counted)] == sorted(counted.values(), reverse=True)


@pytest.mark.parametrize("city", cities())
def test_a_thick_market_has_more_agencies_and_the_same_rule(city: str) -> None:
    one, many = load_scenario(city), load_scenario(city, ['rules.overlays=["thick_market"]'])
    assert many.agencies.number > 2 * one.agencies.number
    assert many.rules.eligibility == one.rules.eligibility
    assert many.rules.thresholds == one.rules.thresholds
