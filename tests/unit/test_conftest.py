"""The guard against global random numbers holds, and leaves own generators alone."""

from __future__ import annotations

import random

import numpy as np
import pytest


@pytest.mark.parametrize("draw", [lambda: random.random(), lambda: random.choice([1]), lambda: random.shuffle([1])])
def test_the_standard_library_is_closed(draw: object) -> None:
    with pytest.raises(AssertionError, match=r"random\.\w+: random numbers come from"):
        draw()


@pytest.mark.parametrize("name", ["random", "normal", "choice", "rand", "randint", "exponential", "poisson"])
def test_numpy_is_closed(name: str) -> None:
    with pytest.raises(AssertionError, match=rf"numpy\.random\.{name}"):
        getattr(np.random, name)(1)


def test_own_generators_still_draw() -> None:
    assert 0 <= random.Random(1).random() < 1
    assert 0 <= np.random.default_rng(1).random() < 1


def test_a_library_may_draw_names_for_its_own_use() -> None:
    drawn: dict[str, object] = {"__name__": "rich.style", "random": random}
    exec("number = random.getrandbits(24)", drawn)
    assert isinstance(drawn["number"], int)
