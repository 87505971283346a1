"""Eight recipients whose lives are told, for indicators that are counted on the fingers.

Year 1 is days 365 to 730. Two completed cases were met by contract 0, everything else is said in `LIVES`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gpss_sim.market.recipients.queues import COMPLETED, GAVE_UP, INTERRUPTED, SERVED, WAITING
from gpss_sim.market.tables import terms_of
from gpss_sim.metrics.slices import Slice, Tables
from tests.market.town import scenario

NAN = float("nan")


class Life(NamedTuple):
    """One recipient: urgency and its weight, days, what became of it, and what is known of the case."""

    urgency: int
    weight: float
    district: int
    arrival: float
    start: float
    end: float
    state: int
    server: int
    quality: float
    success: float
    luck: float


LIVES = (
    Life(5, 4.0, 0, 370, 370, 430, COMPLETED, 0, 80, 0.7, 0.5),
    Life(1, 0.25, 0, 380, 400, 500, COMPLETED, 0, 70, 0.5, 0.6),
    Life(4, 2.0, 1, 390, NAN, 450, GAVE_UP, -1, NAN, NAN, 0.5),
    Life(2, 0.5, 1, 700, 720, 740, COMPLETED, 1, 90, 0.6, 0.1),
    Life(3, 1.0, 0, 600, 610, 710, INTERRUPTED, 1, NAN, NAN, 0.5),
    Life(3, 1.0, 1, 725, NAN, NAN, WAITING, -1, NAN, NAN, 0.5),
    Life(3, 1.0, 0, 100, 300, 366, COMPLETED, 0, 60, 0.8, 0.9),
    Life(3, 1.0, 0, 350, 365, NAN, SERVED, 0, NAN, NAN, 0.5),
)


def cut(first: int = 1, last: int = 1, by: str = "", value: str = "") -> Slice:
    """A slice of the eight lives."""
    people = {name: np.array([getattr(life, name) for life in LIVES]) for name in Life._fields}
    values = {"district": ["north", "south"], "form": ["package", "posts"]}
    codes = {"form": np.array([0, 1])}
    empty = dict.fromkeys(name for name in Tables._fields if name not in ("people", "codes", "values", "terms"))
    tables = Tables(**{**empty, "people": people}, codes=codes, values=values, terms=terms_of(scenario(), 1))  # type: ignore[arg-type]
    return Slice(tables, first, last, by, value)
