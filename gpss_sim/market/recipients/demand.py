"""Who comes: the people of one replication, drawn once and given to every policy.

A recipient is the k-th of its cell (district × domain); all it brings, from arrival to luck, is read at
position k of streams named after the cell, so one more recipient changes nobody else's life.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv, ndtri

from gpss_sim import fiscal
from gpss_sim.market.purposes import Purpose
from gpss_sim.scenario.place import Demand, Domain
from gpss_sim.streams import Floats, Streams

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cell:
    """A queue of the city: one district and one domain.

    Parameters
    ----------
    district, domain : int
        Indices into the scenario's lists.
    key : str
        Name under which the cell's luck is drawn.
    rate : float [persons/day]
        Arrivals at the start of year 0.
    opening : int [persons]
        Cases open on day 0.
    extra : tuple of float [day]
        Arrival days of recipients added by hand.
    """

    district: int
    domain: int
    key: str
    rate: float
    opening: int
    extra: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class People:
    """Recipients in columns, ordered by arrival; index = recipient.

    Parameters
    ----------
    cell : ndarray (n,) int
    number : ndarray (n,) int
        Place within the cell.
    arrival, duration, patience : ndarray (n,) float [day]
        Patience is infinite for those who cannot or would not leave.
    urgency : ndarray (n,) int
        1 (can wait) … 5 (most urgent).
    luck : ndarray (n,) float
        The draw that decides whether the recipient improves.
    opening : ndarray (n,) bool
        Open on day 0.
    """

    cell: Ints
    number: Ints
    arrival: Floats
    duration: Floats
    patience: Floats
    urgency: Ints
    luck: Floats
    opening: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.cell)


def draw_people(
    cells: Sequence[Cell], domains: Sequence[Domain], demand: Demand, days: float, streams: Streams
) -> People:
    """Draw everybody who arrives before `days` [day]."""
    parts = [_draw_cell(i, cell, domains[cell.domain], demand, days, streams) for i, cell in enumerate(cells)]
    columns = {f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(People)}
    order = np.lexsort((columns["number"], columns["cell"], columns["arrival"]))
    return People(**{name: column[order] for name, column in columns.items()})


def _draw_cell(index: int, cell: Cell, domain: Domain, demand: Demand, days: float, streams: Streams) -> People:
    arrival = _arrivals(cell, demand.growth, days, streams)
    groups = [("opening", np.zeros(cell.opening)), ("arrival", arrival), ("extra", np.array(cell.extra))]
    return _concatenate([_draw(index, cell, domain, demand, kind, when, streams) for kind, when in groups])


def _concatenate(parts: Sequence[People]) -> People:
    joined = {f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(People)}
    joined["number"] = np.arange(len(joined["number"]))
    return People(**joined)


def _draw(
    index: int, cell: Cell, domain: Domain, demand: Demand, kind: str, arrival: Floats, streams: Streams
) -> People:
    n = len(arrival)

    def draw(purpose: Purpose) -> Floats:
        return streams.uniforms(purpose, cell.key, kind, n=n)

    days = _durations(domain, demand.duration, draw(Purpose.DURATION), residual=kind == "opening")
    if kind == "opening":
        days = np.maximum(days * draw(Purpose.ELAPSED), 1.0)
    return People(
        cell=np.full(n, index),
        number=np.arange(n),
        arrival=_ticks(arrival),
        duration=np.maximum(_ticks(days), 1 / fiscal.TICKS_PER_DAY),
        patience=_patience(domain, demand, draw(Purpose.PATIENCE), draw(Purpose.MANDATE)),
        urgency=1 + np.searchsorted(np.cumsum(demand.urgency_shares)[:-1], draw(Purpose.URGENCY), side="right"),
        luck=draw(Purpose.IMPROVEMENT),
        opening=np.full(n, kind == "opening"),
    )


def _arrivals(cell: Cell, growth: float, days: float, streams: Streams) -> Floats:
    """A Poisson process whose rate grows by `growth` a year, by rescaling unit exponential gaps (equation 2.3)."""
    if cell.rate == 0:
        return np.zeros(0)
    pace = np.log1p(growth) / fiscal.YEAR
    total = cell.rate * (days if pace == 0 else np.expm1(pace * days) / pace)
    n = int(total + 8 * np.sqrt(total) + 16)
    passed = np.cumsum(streams.exponentials(Purpose.ARRIVALS, cell.key, n=n)) / cell.rate
    passed = passed[pace * passed > -1]  # where arrivals shrink, so many come in all eternity and no more
    when = passed if pace == 0 else np.log1p(pace * passed) / pace
    return when[when < days]


def _durations(domain: Domain, kind: str, u: Floats, residual: bool) -> Floats:
    """Case lengths [day]; a case met on day 0 is length-biased: its density weighs by length (equations 2.4, 2.6)."""
    mean = fiscal.months(domain.duration)
    if kind == "exponential":
        return mean * (gammaincinv(2, u) if residual else -np.log1p(-u))
    if kind == "gamma":
        shape = 1 / domain.cv**2
        return mean / shape * gammaincinv(shape + residual, u)
    variance = np.log1p(domain.cv**2)
    middle = np.log(mean) - variance / 2 + variance * residual
    return np.exp(middle + np.sqrt(variance) * ndtri(u))


def _patience(domain: Domain, demand: Demand, u: Floats, mandate: Floats) -> Floats:
    """Patience [day] (equation 2.5)."""
    mean = domain.patience * fiscal.WEEK * demand.patience_scale
    if domain.mandated or mean == 0:
        return np.full(len(u), np.inf)
    days = _ticks(-mean * np.log1p(-u))
    return np.where(mandate < demand.mandated_share, np.inf, days)


def _ticks(days: Floats) -> Floats:
    return np.round(days * fiscal.TICKS_PER_DAY) / fiscal.TICKS_PER_DAY
