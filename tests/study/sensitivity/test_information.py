"""Value of information: closed forms, luck that cannot be known, and factors that change no choice."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtri

from gpss_sim.streams import Streams
from gpss_sim.study.designs.latin import latin_hypercube
from gpss_sim.study.sensitivity.boxes import SampleColumn
from gpss_sim.study.sensitivity.information import Value, value_of_information

ROWS = 1500
SHARES = latin_hypercube(ROWS, 3, Streams(3, 0))
COLUMNS = [SampleColumn(name, SHARES[:, k]) for k, name in enumerate("abc")]


def judged(second: np.ndarray, luck: float = 0.0, replications: int = 1) -> Value:
    """A policy that is always nought beside one with these expected outcomes by row."""
    both = np.stack([np.zeros(ROWS), second])[..., None].repeat(replications, axis=2)
    draws = ndtri(Streams(5, 0).uniforms("luck", n=both.size)).reshape(both.shape)
    return value_of_information(both + luck * draws, COLUMNS, 0.95, Streams(1, 0))


def test_knowing_the_factor_that_turns_the_choice_is_worth_its_closed_form() -> None:
    """Outcome a − 0.4: now choose it, 0.1; knowing a, ∫ max(0, a − 0.4) da = 0.18. The gain is 0.08."""
    found = judged(SHARES[:, 0] - 0.4)
    assert found.best == 1
    assert found.everything.value == pytest.approx(0.08, abs=0.002)
    assert [each.value for each in found.factors] == pytest.approx([0.08, 0, 0], abs=0.004)
    assert found.factors[0].low <= 0.08 <= found.factors[0].high


def test_two_factors_share_what_everything_is_worth() -> None:
    """Outcome (a − ½) + (b − ½): everything is worth E max(0, ·) = 1/6, each alone E max(0, a − ½) = 1/8."""
    found = judged(SHARES[:, 0] + SHARES[:, 1] - 1)
    assert found.everything.value == pytest.approx(1 / 6, abs=0.005)
    assert [each.value for each in found.factors] == pytest.approx([1 / 8, 1 / 8, 0], abs=0.01)


def test_a_factor_that_matters_but_turns_no_choice_is_worth_nothing() -> None:
    found = judged(2 + SHARES[:, 0])
    assert found.everything.value == 0
    assert [each.value for each in found.factors] == [0, 0, 0]


def test_luck_cannot_be_known() -> None:
    """Luck of sd 0.5 makes everything look worth twice as much from one replication, and not from eight."""
    found = judged(SHARES[:, 0] - 0.4, luck=0.5, replications=8)
    assert found.everything.value == pytest.approx(0.08, abs=0.012)
    assert found.factors[0].value == pytest.approx(0.08, abs=0.012)
    naive = judged(SHARES[:, 0] - 0.4, luck=0.5)
    assert naive.everything.value > 0.15


def test_a_choice_of_names_is_worth_the_best_by_name() -> None:
    """Three equally likely names with outcomes 1, −1, −1 for the second policy: now choose nought, knowing gains ⅓."""
    labels = np.floor(SHARES[:, 2] * 3)
    both = np.stack([np.zeros(ROWS), np.where(labels == 0, 1.0, -1.0)])[..., None]
    found = value_of_information(both, [SampleColumn("c", labels, ("x", "y", "z"))], 0.95, Streams(1, 0))
    assert found.best == 0
    assert found.factors[0].value == pytest.approx(1 / 3, abs=1e-9)


def test_rows_with_a_missing_run_are_left_out() -> None:
    both = np.stack([np.zeros(ROWS), SHARES[:, 0] - 0.4])[..., None]
    both[1, ::9] = np.nan
    found = value_of_information(both, COLUMNS, 0.95, Streams(1, 0))
    assert found.factors[0].value == pytest.approx(0.08, abs=0.01)
