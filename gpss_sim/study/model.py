"""What a study needs of the model: a way to play one run, and the metrics it returns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol


class MeasureRow(NamedTuple):
    """One value of one run; an empty breakdown means all."""

    metric: str
    year: str
    district: str
    group: str
    domain: str
    form: str
    method: str
    value: float
    unit: str


PARTS = slice(2, 7)
"""Columns of a row that say of which part it is."""


class Measure(Protocol):
    """What a study asks of a metric."""

    @property
    def name(self) -> str:
        """Name in files."""

    @property
    def unit(self) -> str:
        """Unit of its value."""

    @property
    def better(self) -> str:
        """``more``, ``less``, or empty where neither is better."""

    @property
    def title_en(self) -> str:
        """Title in English."""

    @property
    def title_zh(self) -> str:
        """Title in Chinese."""


class Measures(Protocol):
    """Metrics by name, in their order."""

    def __getitem__(self, name: str) -> Measure: ...

    def __iter__(self) -> Iterator[str]: ...

    def __contains__(self, name: object) -> bool: ...


Play = Callable[[Any, int, int, bool], Sequence[tuple[Any, ...]]]
"""(scenario, seed, replication, whether to break down) → rows of the run."""


@dataclass(frozen=True, slots=True)
class Model:
    """The model under study.

    Parameters
    ----------
    play : Play
        Plays one run; a function that a worker process can import.
    metrics : Measures
        What its rows measure.
    """

    play: Play
    metrics: Measures


def play(scenario: Any, seed: int, replication: int, breakdown: bool) -> Sequence[tuple[Any, ...]]:
    """Simulate one run of the market and evaluate every metric of it; parts only over the steady window."""
    from gpss_sim.metrics.evaluate import evaluate, steady_window
    from gpss_sim.simulate import run

    results = run(scenario, seed=seed, replication=replication)
    window = steady_window(results)
    rows = map(tuple, evaluate(results, breakdown=breakdown))
    return [row for row in rows if row[1] == window or not any(row[PARTS])]


def market() -> Model:
    """Return the shipped market model; imported when asked for, since it is heavy."""
    from gpss_sim.metrics import METRICS

    return Model(play, METRICS)
