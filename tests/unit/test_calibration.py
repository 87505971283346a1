"""What facts in view ask of a parameter: the value, its interval, and how often that covers the truth."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import ndtri

from gpss_sim.scenario.catalogue import entries
from gpss_sim.streams import Streams
from gpss_sim.study.experiment_file import load_experiment
from gpss_sim.validation.calibration import asked, knobs
from gpss_sim.validation.facts import FOLDER
from gpss_sim.validation.measures import model

CALIBRATION = {9, 12, 14, 19}
VALUES = (0.0, 2.0, 5.0)
MET = 3.0


def test_only_facts_in_view_set_a_parameter_and_only_an_assumed_one() -> None:
    declared = {entry.path: entry for entry in entries()}
    assert {knob.fact for knob in knobs()} < CALIBRATION
    for knob in knobs():
        assert knob.measure in model().metrics
        assert declared[knob.parameter].extra("label") == "A"
    points = {point.name for point in load_experiment(FOLDER / "calibration.toml", model().metrics).design.point}
    assert {name.partition("=")[0] for name in points} == {knob.parameter for knob in knobs()}


def worlds(trials: int, replications: int, slope: float = 0.03) -> list[list[list[float]]]:
    """Studies of a line through .5; replications have a level and a slope of their own beside each run's error."""
    normal = ndtri(Streams(5, 0).uniforms("asked", n=trials * replications * 5)).reshape(trials, replications, 5)
    level, tilt, error = normal[..., :1], normal[..., 1:2], normal[..., 2:]
    x = np.array(VALUES)
    return list((0.5 + 0.05 * level + (slope + 0.005 * tilt) * x + 0.01 * error).tolist())


def test_the_value_asked_for_is_where_the_mean_line_meets_the_target() -> None:
    exact = asked(VALUES, [[0.5 + 0.03 * x for x in VALUES]] * 3, 0.59, 0.95)
    assert (exact.low, exact.mean, exact.high) == pytest.approx((MET, MET, MET))


def test_what_is_asked_covers_the_truth_as_often_as_it_says_under_shared_luck() -> None:
    found = [asked(VALUES, rows, 0.5 + 0.03 * MET, 0.95) for rows in worlds(4000, 5)]
    assert 0.94 <= float(np.mean([one.low <= MET <= one.high for one in found])) <= 0.97
    assert float(np.median([one.half_width for one in found])) < 3


def test_a_slope_that_is_not_told_from_none_bounds_nothing() -> None:
    found = [asked(VALUES, rows, 0.59, 0.95) for rows in worlds(200, 5, slope=0.0)]
    assert float(np.mean([math.isinf(one.high) for one in found])) > 0.9


def test_a_measure_that_does_not_move_asks_for_nothing() -> None:
    assert math.isnan(asked(VALUES, [[0.4] * 3, [0.5] * 3], 0.5, 0.95).mean)
