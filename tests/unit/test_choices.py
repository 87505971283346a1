"""Choice rules: logit shares and the Salop limit of T14; what is blind sees free places only."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from gpss_sim.market.policies.choices import CHOICES, Option, Taste, logit_shares
from gpss_sim.streams import Streams


def options(*records: float, near: bool = True) -> list[Option]:
    return [Option(free=1, record=record, near=near) for record in records]


def test_logit_shares_are_those_of_theory() -> None:
    shares = logit_shares(options(0.8, 0.6, 0.6), Taste(quality=5, distance=0))
    assert shares == pytest.approx([0.576117, 0.211942, 0.211942], abs=1e-6)


def test_recipients_choose_in_those_shares() -> None:
    taste, seen = Taste(quality=5, distance=0), options(0.8, 0.6, 0.6)
    lucks = Streams(1, 0).uniforms("luck", n=20_000)
    found = Counter(CHOICES["quality_distance"]().pick(seen, taste, luck) for luck in lucks)
    for k, share in enumerate(logit_shares(seen, taste)):
        assert abs(found[k] / len(lucks) - share) < 4 * np.sqrt(share * (1 - share) / len(lucks))


def test_distance_counts_against_an_agency() -> None:
    near, far = logit_shares([*options(80), *options(80, near=False)], Taste(quality=0.1, distance=1))
    assert near / far == pytest.approx(np.e)


def test_without_taste_for_anything_all_are_equal() -> None:
    assert logit_shares(options(60, 90), Taste(0, 0)) == [0.5, 0.5]


def test_blind_recipients_take_the_most_free_places_then_the_first() -> None:
    seen = [Option(2, 60, False), Option(5, 50, False), Option(5, 90, True)]
    assert CHOICES["free_slots"]().pick(seen, Taste(1, 1), 0.99) == 1


@pytest.mark.parametrize("name", CHOICES)
def test_any_luck_picks_one_of_the_options(name: str) -> None:
    seen, taste = options(80, 70, 95), Taste(0.3, 1)
    picks = {CHOICES[name]().pick(seen, taste, luck) for luck in (0.0, 0.5, np.nextafter(1, 0))}
    assert picks <= {0, 1, 2}


@pytest.mark.parametrize("name", CHOICES)
def test_quality_never_repels(name: str) -> None:
    assert all(CHOICES[name]().pull(n, Taste(0.3, 1)) >= 0 for n in range(1, 6))


def test_the_pull_of_the_logit_is_the_slope_of_its_shares() -> None:
    taste, n, step = Taste(quality=0.3, distance=0), 4, 1e-6
    before, after = (logit_shares(options(80 + d, 80, 80, 80), taste)[0] for d in (0, step))
    pull = CHOICES["quality_distance"]().pull(n, taste)
    assert (after - before) / step / before == pytest.approx(pull, rel=1e-4)


@pytest.mark.parametrize(
    ("value", "cost", "slope", "transport", "n"),
    [(1, 0.6, 0.5, 0.8, 4), (1.2, 0.6, 0.5, 0.8, 4), (1, 0.6, 0.5, 0.8, 8)],
)
def test_competing_providers_settle_at_salops_quality(
    value: float, cost: float, slope: float, transport: float, n: int
) -> None:
    """Fixed voucher value p, unit cost c + κq: q* = (p − c)/κ − t/n; (1, .6, .5, .8, 4) gives .6."""
    pull = CHOICES["nearest_circle"]().pull(n, Taste(quality=1, distance=transport))
    quality = np.linspace(0, 2, 2001)
    own = 0.0
    for _ in range(400):  # best response to rivals at `own`: demand 1 + pull · lead, a margin a case
        profit = (value - cost - slope * quality) * np.maximum(1 + pull * (quality - own), 0)
        own += 0.2 * (float(quality[profit.argmax()]) - own)
    assert own == pytest.approx((value - cost) / slope - transport / n, abs=2e-3)
