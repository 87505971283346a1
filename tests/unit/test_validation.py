"""Stylised facts: what they ask for exists, verdicts follow intervals, each choice has its own study."""

from __future__ import annotations

import math

import pytest

from gpss_sim.errors import InputError
from gpss_sim.report.validation import TITLES
from gpss_sim.study.compare import Estimate
from gpss_sim.study.experiment_file import load_experiment
from gpss_sim.study.findings import Findings
from gpss_sim.study.plan import make_plan
from gpss_sim.validation.compare import chosen_facts, city_folder, needed
from gpss_sim.validation.facts import FOLDER, USES, Check, FactVerdict, facts, find, judge
from gpss_sim.validation.measures import MEASURES, model, play
from tests.city import load

CALIBRATION = {9, 12, 14, 19}
BUILT_IN = {13, 15, 16, 17, 18, 21, 23}


def test_calibration_and_validation_are_kept_apart() -> None:
    assert {fact.number for fact in facts() if fact.use == "calibration"} == CALIBRATION
    assert {fact.number for fact in facts() if fact.use == "built in"} == BUILT_IN
    assert {fact.use for fact in facts()} == set(USES) == set(TITLES)


def test_checks_look_at_measures_and_points_there_are() -> None:
    chosen = model()
    plan = make_plan(load_experiment(FOLDER / "city.toml", chosen.metrics), chosen.metrics)
    points = {point.name for point in plan.points}
    pairs = [pair for fact in facts() for check in fact.checks for pair in needed(check)]
    assert not [pair for pair in pairs if pair[0] not in chosen.metrics or pair[1] not in points]
    assert not [name for name in points if name not in {point for _, point in pairs}]


def test_a_number_that_is_no_fact_is_refused() -> None:
    assert [fact.number for fact in chosen_facts([9, 1])] == [1, 9]
    with pytest.raises(InputError, match="is no fact"):
        chosen_facts([2])


def test_every_check_has_a_bound() -> None:
    assert all(not (math.isinf(c.low) and math.isinf(c.high)) and c.low < c.high for f in facts() for c in f.checks)


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.3, 0.7, FactVerdict.HOLDS),
        (0.55, math.inf, FactVerdict.OPEN),
        (0.7, math.inf, FactVerdict.MISSES),
        (-math.inf, 0.3, "misses"),
    ],
)
def test_a_verdict_is_read_off_the_interval(low: float, high: float, verdict: str) -> None:
    assert judge(Estimate(0.5, 0.4, 0.6, 5), low, high) == verdict


def test_one_value_decides_nothing() -> None:
    assert judge(Estimate(0.5, math.nan, math.nan, 1), 0, 1) is FactVerdict.OPEN


def test_no_effect_at_all_is_no_sign() -> None:
    assert judge(Estimate(0.0, 0.0, 0.0, 5), 0, math.inf) is FactVerdict.OPEN


def test_a_check_is_paired_by_replication() -> None:
    values = {("a", r): {"m": 5.0 + r} for r in range(3)} | {("b", r): {"m": 2.0 + r} for r in range(3)}
    check = Check("", 0, math.inf, ((1.0, "m", "a"), (-1.0, "m", "b")), None, "")
    assert find(check, Findings(3, values, frozenset(), {}, {}, ())) == [3.0, 3.0, 3.0]


def test_wins_count_replications() -> None:
    costs, gains = {"a": [1, 3, 1], "b": [2, 2, 2]}, {"a": [9, 9, 1], "b": [5, 5, 5]}
    values = {(point, r): {"cost": costs[point][r], "quality": gains[point][r]} for point in "ab" for r in range(3)}
    check = Check("", 0, 1, (), {"cheaper": ("cost", "a", "b"), "better": ("quality", "a", "b")}, "")
    assert find(check, Findings(3, values, frozenset(), {}, {}, ())) == [1.0 - 1.0, 0.0 - 1.0, 1.0 - 0.0]


def test_the_measures_of_a_small_city(tmp_path_factory: pytest.TempPathFactory) -> None:
    rows = play(load(tmp_path_factory.mktemp("city"), "calendar.years=4"), 7, 0, False)
    values = {row[0]: row[7] for row in rows}
    assert set(MEASURES) <= set(values)
    assert 0 <= values["score_reliability"] <= 1
    assert 0 < values["first_half_slots"] < 1
    assert 1 <= values["cash_low_month"] <= 12
    assert values["hhi_over_random"] > 0
    assert 0 < values["mean_delay"] < 3
    assert values["arrears_over_billing"] == pytest.approx(values["mean_delay"], abs=0.15)  # Little's law
    assert -1 < values["bid_gap_newcomers"] < 1
    assert values["rewin_over_lot"] < values["rewin_rate"]


def test_every_choice_of_facts_has_a_study_of_its_own() -> None:
    places = [city_folder(numbers, chosen_facts(numbers)) for numbers in ([], [9], [14], [14, 9], [9, 14])]
    assert places == ["city", "city_9", "city_14", "city_9_14", "city_9_14"]
