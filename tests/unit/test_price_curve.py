"""Price by number of bidders: spread and error are found again, and their intervals cover the truth."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy.special import ndtri

from gpss_sim.streams import Streams
from gpss_sim.validation.curve import FITTED, CurveParameters, at, fit, observed, quantities

SETTINGS = [CurveParameters(w, e) for w, e in product((0.3, 0.4, 0.5), (0.05, 0.1, 0.15))]


def priced(setting: CurveParameters, bidders: int) -> float:
    """Expected price under theory (T1), costs uniform on [1 − spread, 1]; a lone bidder shades by the error."""
    return 1 - setting.spread * (bidders - 1) / (bidders + 1) - (setting.error if bidders == 1 else 0)


def spread_out(setting: CurveParameters, bidders: int) -> float:
    """A standard deviation that rises with the error and with rivals."""
    return setting.error * (1 - 0.3 / bidders) + 0.1 * setting.spread / bidders


def curve(value: object) -> dict[int, dict[CurveParameters, float]]:
    return {n: {setting: value(setting, n) for setting in SETTINGS} for n in range(1, 11)}  # type: ignore[operator]


MEANS, SDS = curve(priced), curve(spread_out)


def test_what_was_put_in_is_found_again() -> None:
    truth = CurveParameters(0.42, 0.08)
    rows = [
        row._replace(mean=priced(truth, row.bidders), sd=spread_out(truth, row.bidders))
        for row in observed()
        if row.bidders in FITTED
    ]
    found = fit(MEANS, SDS, 0.95, rows)
    assert found.setting == pytest.approx(truth, abs=1e-6)
    assert found.disagreement == 1


def test_rows_that_disagree_widen_the_intervals() -> None:
    """The evidence's own rows disagree with any setting by far more than chance."""
    found = fit(MEANS, SDS, 0.95)
    assert found.disagreement > 3
    assert found.spread.half_width > 0.02


@pytest.mark.parametrize("disagreement", [1, 3])
def test_how_often_the_intervals_cover_the_truth(disagreement: float) -> None:
    """Rows that differ by chance alone: conservative; rows that disagree by more: at their level, or a little above."""
    truth = CurveParameters(0.42, 0.08)
    rows = [
        row._replace(contracts=2000, mean=priced(truth, row.bidders), sd=spread_out(truth, row.bidders))
        for row in observed()
        if row.bidders in FITTED
    ]
    luck = ndtri(Streams(6, 0).uniforms("rows", n=2 * 1000 * len(rows))).reshape(1000, 2, -1) * disagreement
    covered = []
    for of_mean, of_sd in luck:
        drawn = [
            row._replace(mean=row.mean + row.error * a, sd=row.sd + row.error_of_sd * b)
            for row, a, b in zip(rows, of_mean.tolist(), of_sd.tolist(), strict=True)
        ]
        found = fit(MEANS, SDS, 0.95, drawn)
        covered.append((found.spread.low <= 0.42 <= found.spread.high, found.error.low <= 0.08 <= found.error.high))
    shares = np.mean(covered, axis=0)
    assert shares.min() >= 0.94
    assert shares.max() <= (1.0 if disagreement == 1 else 0.985)


def test_surfaces_run_on_beyond_the_settings_simulated() -> None:
    assert at(MEANS, 3, CurveParameters(0.6, 0.2)) == pytest.approx(priced(CurveParameters(0.6, 0.2), 3))


def test_what_facts_one_and_three_look_at() -> None:
    found = quantities({n: priced(CurveParameters(0.45, 0.0), n) for n in range(1, 11)})
    assert found["share of first rival"] == pytest.approx(7 / 15)
    assert found["fall beyond 8"] == pytest.approx(0.01)
    assert found["least slowing"] > 0
