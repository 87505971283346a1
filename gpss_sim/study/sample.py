"""Sampled factors: the rows of a design that spreads values over ranges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gpss_sim.study.crossing import labelled
from gpss_sim.study.designs.scales import FactorScale
from gpss_sim.study.experiment import Experiment, Factor

if TYPE_CHECKING:
    from gpss_sim.study.designs.morris import Trajectories

Values = dict[str, Any]
"""Field path → value."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Rows of a sampled design.

    Parameters
    ----------
    factors : tuple of str
        Field paths, in the order written; columns of `shares`.
    scales : tuple of Scale
        Values each may take.
    shares : sequence of sequences, rows × factors
        Where in its range each factor lies, in [0, 1].
    moves : Trajectories or None
        What moves between the rows of a Morris design.
    """

    factors: tuple[str, ...]
    scales: tuple[FactorScale, ...]
    shares: Sequence[Sequence[float]]
    moves: Trajectories | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Name of each row: its number, with as many digits as the last one has."""
        digits = len(str(len(self.shares)))
        return tuple(f"{row + 1:0{digits}d}" for row in range(len(self.shares)))


def scale_of(factor: Factor) -> FactorScale:
    """Values a factor may take."""
    values = () if factor.values is None else tuple(value for _, value in labelled(factor.values))
    return FactorScale(factor.low, factor.high, factor.log, values)


def draw(experiment: Experiment) -> Sample:
    """Draw the rows that an experiment asks for; the same for the same ``design.luck``, whatever the seed of the study.

    An experiment without factors has one row without values.
    """
    design, factors = experiment.design, experiment.factors
    scales = tuple(map(scale_of, factors.values()))
    if not factors:
        return Sample((), (), ((),))
    from gpss_sim.streams import Streams  # reading an experiment that samples nothing loads no NumPy
    from gpss_sim.study.designs.latin import latin_hypercube
    from gpss_sim.study.designs.morris import trajectories
    from gpss_sim.study.designs.sobol import saltelli, sobol

    streams = Streams(design.luck, 0)
    if design.sampling == "morris":
        moves = trajectories(design.samples, scales, design.levels, streams)
        return Sample(tuple(factors), scales, moves.points.tolist(), moves)
    make = {"latin_hypercube": latin_hypercube, "sobol": sobol, "saltelli": saltelli}[design.sampling]
    return Sample(tuple(factors), scales, make(design.samples, len(factors), streams).tolist())


def row_values(sample: Sample, row: int) -> Values:
    """Value of every factor in one row."""
    shares = sample.shares[row]
    return {path: scale.at(share) for path, scale, share in zip(sample.factors, sample.scales, shares, strict=True)}


def ends(experiment: Experiment) -> list[Values]:
    """Every factor at either end of its range, or at each of its values, alone: what a scenario must accept first."""
    found = []
    for path, factor in experiment.factors.items():
        scale = scale_of(factor)
        found += [{path: value} for value in (scale.values or (scale.low, scale.high))]
    return found


def with_followers(values: Mapping[str, Any], experiment: Experiment) -> Values:
    """Values with those of the paths that are set together with them."""
    return {each: value for path, value in values.items() for each in (path, *experiment.factors[path].together)}
