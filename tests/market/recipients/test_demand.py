"""Who comes, on paper: days, lengths, patience and urgency by the quantiles of named numbers."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest
from scipy.special import ndtri
from scipy.stats import gamma

from gpss_sim.market.city_map import lay_out_cells
from gpss_sim.market.recipients.demand import Cell, People, draw_people
from gpss_sim.scenario.place import Demand, Domain
from gpss_sim.streams import Streams
from tests.market.town import world

MONTH = 365 / 12
KEY = "north/youth"


def people(days: float = 365.0, rate: float = 0.1, opening: int = 0, **changes: object) -> People:
    """People of one cell; `changes` are those of demand and domain."""
    own = {name: changes.pop(name) for name in ("cv", "patience", "mandated") if name in changes}
    domain = Domain(id="youth", group="young", duration=4, **own)  # type: ignore[arg-type]
    demand = Demand(**changes)  # type: ignore[arg-type]
    return draw_people([Cell(0, 0, KEY, rate, opening, (7.0, 3.0))], [domain], demand, days, Streams(3, 1))


def drawn(purpose: str, kind: str, n: int) -> np.ndarray:
    return Streams(3, 1).uniforms(purpose, KEY, kind, n=n)


def test_arrivals_are_the_sums_of_exponential_gaps() -> None:
    found = people()
    gaps = -np.log(1 - Streams(3, 1).uniforms("arrivals", KEY, n=100))
    days = np.cumsum(gaps) / 0.1
    expected = sorted([*days[days < 365], 3.0, 7.0])
    assert found.arrival == pytest.approx(expected, abs=1e-5)
    assert (np.diff(found.arrival) >= 0).all()
    assert found.opening.sum() == 0


def test_growing_arrivals_come_sooner_and_sooner() -> None:
    """With 20 % a year the rate after d days is .1 · 1.2^(d/365); its integral meets the sum of unit gaps."""
    found = people(growth=0.2)
    pace = log(1.2) / 365
    units = np.cumsum(-np.log(1 - Streams(3, 1).uniforms("arrivals", KEY, n=100)))
    expected = [log(1 + pace * unit / 0.1) / pace for unit in units]
    expected = sorted([day for day in expected if day < 365] + [3.0, 7.0])
    assert found.arrival == pytest.approx(expected, abs=1e-5)


def test_shrinking_arrivals_end() -> None:
    found = people(days=1e6, rate=0.01, growth=-0.45)
    most = 0.01 * 365 / -log(0.55)  # so many come in all eternity
    assert len(found) - 2 < most + 4 * most**0.5 + 4


def test_a_cell_without_a_rate_has_only_who_was_added() -> None:
    assert people(rate=0).arrival.tolist() == [3.0, 7.0]


@pytest.mark.parametrize("kind", ["lognormal", "gamma", "exponential"])
def test_lengths_of_cases(kind: str) -> None:
    found = people(rate=0, duration=kind)
    u, mean = drawn("duration", "extra", 2), 4 * MONTH
    variance = log(1 + 0.36)
    expected = {
        "lognormal": np.exp(log(mean) - variance / 2 + variance**0.5 * ndtri(u)),
        "gamma": gamma.ppf(u, 1 / 0.36, scale=mean * 0.36),
        "exponential": -mean * np.log(1 - u),
    }[kind]
    assert sorted(found.duration) == pytest.approx(sorted(expected), abs=1e-5)


@pytest.mark.parametrize("kind", ["lognormal", "gamma", "exponential"])
def test_open_cases_are_length_biased_and_part_over(kind: str) -> None:
    """A case met on day 0 is long with a density that weighs by length, and a uniform part of it is still to come."""
    found = people(rate=0, opening=3, duration=kind)
    u, left, mean = drawn("duration", "opening", 3), drawn("elapsed", "opening", 3), 4 * MONTH
    variance = log(1 + 0.36)
    whole = {
        "lognormal": np.exp(log(mean) + variance / 2 + variance**0.5 * ndtri(u)),
        "gamma": gamma.ppf(u, 1 / 0.36 + 1, scale=mean * 0.36),
        "exponential": mean * gamma.ppf(u, 2),
    }[kind]
    there = found.opening
    assert there.sum() == 3
    assert found.arrival[there].tolist() == [0.0] * 3
    assert found.duration[there] == pytest.approx(np.maximum(whole * left, 1.0), abs=1e-5)


def test_patience_is_exponential_unless_somebody_may_not_leave() -> None:
    u, mandate = drawn("patience", "extra", 2), drawn("mandate", "extra", 2)
    share = float(mandate.mean())
    found = people(rate=0, mandated_share=share, patience_scale=2.0)
    days = np.where(mandate < share, np.inf, -2 * 13 * 7 * np.log(1 - u))
    assert sorted(found.patience) == pytest.approx(sorted(days), abs=1e-5)
    assert np.isinf(found.patience).sum() == 1
    assert np.isinf(people(rate=0, mandated=True).patience).all()
    assert np.isinf(people(rate=0, patience=0).patience).all()


def test_urgency_by_cumulated_shares() -> None:
    shares = (0.1, 0.2, 0.3, 0.2, 0.2)
    found = people(rate=1.0, urgency_shares=shares, days=200.0)
    u = drawn("urgency", "arrival", len(found) - 2)
    own = found.urgency[~np.isin(found.arrival, (3.0, 7.0))]
    assert own.tolist() == [1 + sum(x >= line for line in (0.1, 0.3, 0.6, 0.8)) for x in u]
    assert set(own.tolist()) == {1, 2, 3, 4, 5}


def test_luck_of_improving_is_its_own_number() -> None:
    found = people(rate=0)
    assert sorted(found.luck) == sorted(drawn("improvement", "extra", 2))
    assert found.number.tolist() == [1, 0]  # day 3 was entered second


def test_people_of_two_cells_are_ordered_by_arrival_then_cell() -> None:
    cells = [Cell(0, 0, "a", 0, 0, (5.0, 9.0)), Cell(0, 0, "b", 0, 1, (5.0,))]
    found = draw_people(cells, [Domain(id="d", group="g", duration=1)], Demand(), 99.0, Streams(1, 0))
    assert found.arrival.tolist() == [0.0, 5.0, 5.0, 9.0]
    assert found.cell.tolist() == [1, 0, 1, 0]


def test_the_rate_of_a_cell_follows_what_its_templates_can_complete() -> None:
    """68 slots of 4 months and 170 of 6: 204 and 340 cases a year, 1.15 of them come if the budget buys all."""
    place = world("demand.load=1.15", "budget.coverage=1")
    scenario = place.state.scenario
    chosen = scenario.model_copy(update={"demand": scenario.demand.model_copy(update={"arrivals_per_year": None})})
    north, south = lay_out_cells(chosen, Streams(1, 0))
    assert (north.key, south.key) == ("north/youth", "south/care")
    assert north.rate == pytest.approx(1.15 * 204 / 365)
    assert south.rate == pytest.approx(1.15 * 340 / 365)


def test_need_is_spread_over_cells_with_mean_one() -> None:
    place = world("demand.arrivals_per_year=1000", "demand.heterogeneity=0.5")
    z = [float(ndtri(Streams(1, 0).uniform("need", *name))) for name in (("north", "youth"), ("south", "care"))]
    need = [204 * exp(0.5 * z[0] - 0.125), 340 * exp(0.5 * z[1] - 0.125)]
    rates = [cell.rate for cell in lay_out_cells(place.state.scenario, Streams(1, 0))]
    assert rates == pytest.approx([1000 / 365 * part / sum(need) for part in need])


def test_open_lognormal_cases_are_length_biased() -> None:
    test_open_cases_are_length_biased_and_part_over("lognormal")
