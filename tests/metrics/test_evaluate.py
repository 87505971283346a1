"""Which periods, breakdowns and rows an evaluation has."""

from __future__ import annotations

import math

import pytest

from gpss_sim.market.tables import ScenarioTerms, terms_of
from gpss_sim.metrics import METRICS, Metric, registry
from gpss_sim.metrics.evaluate import evaluate, periods, steady_window, steady_years
from gpss_sim.metrics.registry import CONTRACT, PLACE
from gpss_sim.metrics.slices import Slice
from gpss_sim.registry import Registry
from gpss_sim.scenario.load import load_scenario
from gpss_sim.simulate import Results, run
from tests.market.town import scenario, world
from tests.metrics.bounds import beyond_bounds

CAME = 'demand.extra=[{district="north",domain="youth",day=3},{district="south",domain="care",day=500}]'


def results(*overrides: str) -> Results:
    return Results(scenario(*overrides), 1, 0, world(*overrides))


def terms(*overrides: str) -> ScenarioTerms:
    told = results(*overrides)
    return terms_of(told.scenario, told.world.first_year)


def test_periods_are_every_year_the_steady_window_and_the_horizon() -> None:
    assert periods(terms()) == [("1", 1, 1), ("2", 2, 2), ("3", 3, 3), ("1-3", 1, 3)]
    steady = [("1", 1, 1), ("2", 2, 2), ("3", 3, 3), ("2-3", 2, 3), ("1-3", 1, 3)]
    assert periods(terms("calendar.steady_from=2")) == steady
    assert periods(terms("calendar.steady_from=3"))[3:] == [("1-3", 1, 3)]
    assert periods(terms("calendar.reference_year=true"))[0] == ("0", 0, 0)


@pytest.mark.parametrize(
    ("start", "years", "name"), [(1, (1, 3), "1-3"), (2, (2, 3), "2-3"), (3, (3, 3), "3"), (9, (3, 3), "3")]
)
def test_the_steady_window(start: int, years: tuple[int, int], name: str) -> None:
    told = results(f"calendar.steady_from={start}")
    assert steady_years(told) == years
    assert steady_window(told) == name


def test_rows_are_sorted_and_stand_once() -> None:
    rows = evaluate(results(CAME), breakdown=True)
    keys = [(row.metric, row.year, row[2:7]) for row in rows]
    assert keys == sorted(keys)
    assert len(dict.fromkeys(keys)) == len(keys)


def test_each_breakdown_only_where_it_has_a_meaning() -> None:
    rows = evaluate(results(CAME), breakdown=True)
    arrived = {
        (row.year, row.district, row.domain): row.value for row in rows if row.metric == "arrived" and not row.group
    }
    assert arrived["1", "", ""] == 1
    assert arrived["1", "north", ""] == 1
    assert arrived["1", "south", ""] == 0
    assert arrived["2", "south", ""] == 1
    assert arrived["1-3", "", "care"] == 1
    assert not [row for row in rows if row.metric == "granted" and any(row[2:7])]
    assert len(evaluate(results(CAME))) == 4 * len(list(METRICS))


def test_every_indicator_keeps_within_the_bounds_it_gives() -> None:
    """Intervals are cut at them: who goes beyond gives `bounds` of its own."""
    found = evaluate(run(load_scenario("small_city")), breakdown=True)
    assert len({row.metric for row in found if not math.isnan(row.value)}) > 60
    assert beyond_bounds(found) == []


def test_an_indicator_says_what_it_is() -> None:
    metric = METRICS["improvement_per_million"]
    assert (metric.name, metric.better, metric.by) == ("improvement_per_million", "more", ())
    assert metric.meaning.startswith("Urgency-weighted improvement per million yuan granted")
    assert METRICS["arrived"].by == PLACE == ("district", "group", "domain")
    assert METRICS["wage"].by == CONTRACT == ("district", "group", "domain", "form", "method")


def test_the_steady_window_begins_where_it_is_said() -> None:
    assert steady_window(results("calendar.steady_from=2")) == "2-3"


def test_an_indicator_is_registered_under_its_own_name() -> None:
    registered: Registry[Metric] = Registry("metric")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "METRICS", registered)

        @registry.metric("persons", "more", "Nobody", "无人")
        def nobody(s: Slice) -> float:
            """Nobody at all."""
            return 0.0

    assert list(registered) == ["nobody"]
    assert (registered["nobody"].unit, registered["nobody"].meaning) == ("persons", "Nobody at all.")
