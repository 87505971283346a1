"""Control variates: what they save, that intervals still hold, and that the mean they rest on is the true one."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from scipy.special import ndtri

from gpss_sim import fiscal
from gpss_sim.errors import InputError
from gpss_sim.market.city_map import lay_out_cells
from gpss_sim.market.recipients.demand import draw_people
from gpss_sim.metrics import METRICS
from gpss_sim.scenario.load import load_scenario
from gpss_sim.streams import Streams
from gpss_sim.study.compare import estimate
from gpss_sim.study.control import adjusted, known_mean
from gpss_sim.study.experiment import Experiment
from gpss_sim.study.experiment_file import load_experiment
from gpss_sim.study.findings import find
from gpss_sim.study.model import MeasureRow
from gpss_sim.study.plan import make_plan
from gpss_sim.study.store import OK, Store, StoredRun


def studies(number: int, n: int, correlation: float) -> tuple[np.ndarray, np.ndarray]:
    """Values of mean 10 and sd 2, and controls of mean 100 and sd 5, shape (number, n)."""
    control, own = ndtri(Streams(6, 0).uniforms("control variate", n, n=2 * number * n)).reshape(2, number, n)
    values = 10 + 2 * (correlation * control + math.sqrt(1 - correlation**2) * own)
    return values, 100 + 5 * control


@pytest.mark.parametrize("n", [15, 40])
def test_intervals_hold_and_are_shorter(n: int) -> None:
    values, control = studies(6000, n, 0.8)
    found = [estimate(adjusted(list(v), list(c), 100), 0.95) for v, c in zip(values, control, strict=True)]
    plain = [estimate(list(v), 0.95) for v in values]
    assert 0.94 <= np.mean([each.low <= 10 <= each.high for each in found]) <= 0.97
    saved = np.mean([each.half_width for each in found]) / np.mean([each.half_width for each in plain])
    assert saved == pytest.approx(0.6, abs=0.05), "√(1 − 0.8²)"


def test_a_control_that_has_nothing_to_do_with_it_costs_little() -> None:
    values, control = studies(2000, 20, 0.0)
    found = [estimate(adjusted(list(v), list(c), 100), 0.95) for v, c in zip(values, control, strict=True)]
    assert 0.94 <= np.mean([each.low <= 10 <= each.high for each in found]) <= 0.97
    plain = [estimate(list(v), 0.95) for v in values]
    assert np.mean([each.half_width for each in found]) < 1.05 * np.mean([each.half_width for each in plain])


def test_the_wrong_mean_would_be_caught() -> None:
    values, control = studies(500, 30, 0.8)
    found = [estimate(adjusted(list(v), list(c), 102), 0.95) for v, c in zip(values, control, strict=True)]
    assert np.mean([each.low <= 10 <= each.high for each in found]) < 0.6


def test_gaps_few_values_and_a_constant_control_are_left_as_they_are() -> None:
    values = [float(k % 7) for k in range(20)]
    control = [float(k % 5) for k in range(20)]
    assert adjusted(values[:9], control[:9], 2.0) == values[:9]
    assert adjusted(values, [3.0] * 20, 3.0) == values
    gap = [math.nan, *values[1:]]
    found = adjusted(gap, control, 2.0)
    assert math.isnan(found[0])
    assert not any(map(math.isnan, found[1:]))


@pytest.mark.parametrize("growth", [0.0, 0.06])
def test_the_expected_arrivals_are_those_that_come(growth: float) -> None:
    city = load_scenario("small_city", [f"demand.growth={growth}"])
    expected = known_mean(city, "arrived", "2-5")
    opening = fiscal.year_start(0 if city.calendar.reference_year else 1)
    days = fiscal.year_start(city.calendar.years + 1) - opening
    counts = []
    for replication in range(40):
        streams = Streams(3, replication)
        people = draw_people(lay_out_cells(city, streams), city.city.domains, city.demand, days, streams)
        since = fiscal.year_start(2) - opening
        counts.append(int(((people.arrival >= since) & ~people.opening).sum()))
    assert np.mean(counts) == pytest.approx(expected, abs=3 * math.sqrt(expected / 40))
    with pytest.raises(KeyError):
        known_mean(city, "quality", "2-5")


TEXT = """
[study]
scenario = "small_city"
[levers]
"rules.mode" = ["formal", "competitive"]
[design]
replications = 20
[outcomes]
primary = ["completed"]
CONTROLS
"""


def experiment(folder: Path, controls: str) -> Experiment:
    file = folder / "study.toml"
    file.write_text(TEXT.replace("CONTROLS", controls), "utf-8")
    return load_experiment(file, METRICS)


def test_a_study_with_a_control_has_shorter_intervals_of_means(tmp_path: Path) -> None:
    """Completed cases are nine tenths of the arrivals, and luck of their own."""
    halves = {}
    for controls in ("", 'controls = ["arrived"]'):
        plan = make_plan(experiment(tmp_path, controls), METRICS)
        expected = known_mean(plan.scenarios[0], "arrived", "2-5")
        with Store(tmp_path / f"{len(halves)}.sqlite", write=True) as store:
            store.begin({}, [(point.name, "", "") for point in plan.points])
            for point in plan.points:
                for r in range(20):
                    came, own = ndtri(Streams(r, 0).uniforms("came", n=2))
                    arrived = expected + math.sqrt(expected) * came
                    values = {"arrived": arrived, "completed": 0.9 * arrived + 10 * own}
                    rows = [
                        MeasureRow(name, "2-5", "", "", "", "", "", value, "persons") for name, value in values.items()
                    ]
                    store.add(StoredRun(point.name, r, f"{point.name}{r}", OK, 0.0, "", ""), rows)
            found = find(plan, METRICS, store, 20)
        halves[controls] = found.estimates["formal", "completed"].half_width
    plain, controlled = halves.values()
    assert controlled < 0.25 * plain


def test_a_control_without_a_known_mean_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no metric whose mean is known; allowed: arrived"):
        experiment(tmp_path, 'controls = ["quality"]')
