"""Stylised facts: what they ask for exists, verdicts follow intervals, the spread is found again, the page is true."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gpss_sim.errors import InputError
from gpss_sim.report.validation import markdown, overall, read_tables
from gpss_sim.scenario.catalogue import entries
from gpss_sim.streams import Streams
from gpss_sim.study.compare import Estimate
from gpss_sim.study.findings import Findings
from gpss_sim.study.load import load_experiment
from gpss_sim.study.plan import make_plan
from gpss_sim.validation.calibration import asked, knobs
from gpss_sim.validation.compare import chosen_facts, needed
from gpss_sim.validation.curve import FITTED, at, fit, observed, quantities
from gpss_sim.validation.facts import FOLDER, Check, Verdict, facts, find, judge
from gpss_sim.validation.measures import MEASURES, model, play
from tests.city import load
from tests.layers import ROOT

KEPT = ROOT / "docs/validation"
CALIBRATION = {9, 12, 14, 19}


def priced(spread: float, bidders: int) -> float:
    """Expected price under theory (T1), costs uniform on [1 − spread, 1]."""
    return 1 - spread * (bidders - 1) / (bidders + 1)


CURVE = {n: [(w, priced(w, n)) for w in (0.3, 0.4, 0.5)] for n in range(1, 11)}


def test_calibration_and_validation_are_kept_apart() -> None:
    assert {fact.number for fact in facts() if fact.use == "calibration"} == CALIBRATION
    assert {fact.use for fact in facts()} == {"calibration", "validation"}


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


def test_only_facts_in_view_set_a_parameter_and_only_an_assumed_one() -> None:
    declared = {entry.path: entry for entry in entries()}
    assert {knob.fact for knob in knobs()} < CALIBRATION
    for knob in knobs():
        assert knob.measure in model().metrics
        assert declared[knob.parameter].extra("label") == "A"
    points = {point.name for point in load_experiment(FOLDER / "calibration.toml", model().metrics).design.point}
    assert {name.partition("=")[0] for name in points} == {knob.parameter for knob in knobs()}


def test_the_value_asked_for_is_where_the_line_meets_the_target() -> None:
    values = [0.0, 2.0, 5.0] * 4
    luck = 0.02 * (2 * Streams(5, 0).uniforms("asked", n=12) - 1)
    found = asked(values, [0.5 + 0.03 * x + e for x, e in zip(values, luck.tolist(), strict=True)], 0.59, 0.95)
    assert found.low <= 3.0 <= found.high
    assert 0.02 / 0.03 / 12 < found.half_width < 2 * 0.02 / 0.03


def test_a_measure_that_does_not_move_asks_for_nothing() -> None:
    assert math.isnan(asked([0.0, 1.0, 2.0], [0.4, 0.4, 0.4], 0.5, 0.95).mean)


def test_every_check_has_a_bound() -> None:
    assert all(not (math.isinf(c.low) and math.isinf(c.high)) and c.low < c.high for f in facts() for c in f.checks)


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.3, 0.7, Verdict.HOLDS),
        (0.55, math.inf, Verdict.OPEN),
        (0.7, math.inf, Verdict.MISSES),
        (-math.inf, 0.3, "misses"),
    ],
)
def test_a_verdict_is_read_off_the_interval(low: float, high: float, verdict: str) -> None:
    assert judge(Estimate(0.5, 0.4, 0.6, 5), low, high) == verdict


def test_one_value_decides_nothing() -> None:
    assert judge(Estimate(0.5, math.nan, math.nan, 1), 0, 1) is Verdict.OPEN


def test_a_check_is_paired_by_replication() -> None:
    values = {("a", r): {"m": 5.0 + r} for r in range(3)} | {("b", r): {"m": 2.0 + r} for r in range(3)}
    check = Check("", 0, math.inf, ((1.0, "m", "a"), (-1.0, "m", "b")), None, "")
    assert find(check, Findings(3, values, frozenset(), {}, {}, ()), 0.95) == Estimate(3.0, 3.0, 3.0, 3)


def test_wins_count_replications() -> None:
    costs, gains = {"a": [1, 3, 1], "b": [2, 2, 2]}, {"a": [9, 9, 1], "b": [5, 5, 5]}
    values = {(point, r): {"cost": costs[point][r], "quality": gains[point][r]} for point in "ab" for r in range(3)}
    check = Check("", 0, 1, (), {"cheaper": ("cost", "a", "b"), "better": ("quality", "a", "b")}, "")
    found = find(check, Findings(3, values, frozenset(), {}, {}, ()), 0.95)
    assert found.mean == pytest.approx(2 / 3 - 2 / 3)


def test_the_spread_is_near_that_of_the_evidence() -> None:
    found = fit(CURVE, 0.95)
    assert found.spread.low < 0.45 < found.spread.high
    assert found.spread.half_width < 0.1
    assert found.disagreement > 1


def test_the_estimate_is_the_weighted_mean_it_has_to_be() -> None:
    """The curve is a line through one in the spread: least squares then has a closed form."""
    rows = [row for row in observed() if row.bidders in FITTED]
    x = np.array([(row.bidders - 1) / (row.bidders + 1) for row in rows])
    y, weight = np.array([1 - row.mean for row in rows]), np.array([row.error**-2 for row in rows])
    assert fit(CURVE, 0.95).spread.mean == pytest.approx(
        float((weight * x * y).sum() / (weight * x * x).sum()), rel=1e-6
    )


def test_the_curve_runs_on_in_a_straight_line() -> None:
    assert at(CURVE, 3, 0.6) == pytest.approx(priced(0.6, 3))


def test_what_facts_one_and_three_look_at() -> None:
    found = quantities({n: priced(0.45, n) for n in range(1, 11)})
    assert found["share of first rival"] == pytest.approx(7 / 15)
    assert found["fall 8 to 9"] == pytest.approx(0.01)
    assert found["least slowing"] > 0


def test_the_measures_of_a_small_city(tmp_path_factory: pytest.TempPathFactory) -> None:
    rows = play(load(tmp_path_factory.mktemp("city"), "calendar.years=4"), 7, 0, False)
    values = {row[0]: row[7] for row in rows}
    assert set(MEASURES) <= set(values)
    assert 0 <= values["score_reliability"] <= 1
    assert 0 < values["first_half_slots"] < 1
    assert 1 <= values["cash_low_month"] <= 12
    assert values["hhi_over_random"] > 0


def test_the_kept_page_says_what_its_tables_say() -> None:
    assert (ROOT / "docs/validation.md").read_text("utf-8") == markdown(KEPT)


def test_the_kept_tables_hold_every_check() -> None:
    found, prices, asked = read_tables(KEPT)
    assert [(row["fact"], row["check"]) for row in found] == [
        (str(f.number), c.what) for f in facts() for c in f.checks
    ]
    assert [row["bidders"] for row in prices] == [str(n) for n in range(1, 11)]
    assert [row["parameter"] for row in asked] == [knob.parameter for knob in knobs()]


def test_kept_verdicts_follow_from_kept_intervals() -> None:
    for row in read_tables(KEPT)[0]:
        bounds = [
            float(row[name]) if row[name] else end for name, end in (("bound_low", -math.inf), ("bound_high", math.inf))
        ]
        found = Estimate(*(float(row[name] or "nan") for name in ("value", "ci_low", "ci_high")), int(row["n"]))
        assert judge(found, *bounds) == row["verdict"]


@pytest.mark.parametrize(
    ("verdicts", "verdict"),
    [(["holds", "misses"], "misses"), (["holds", "open"], "open"), (["holds"], "holds"), ([], "not looked at")],
)
def test_a_fact_is_no_better_than_its_checks(verdicts: list[str], verdict: str) -> None:
    assert overall(facts()[0], [{"verdict": each} for each in verdicts]) == verdict
