"""Figures of a report under their names, in the order in which the page shows them."""

from __future__ import annotations

from collections.abc import Callable

from matplotlib.figure import Figure

from gpss_sim.registry import Registry
from gpss_sim.report.board import Board
from gpss_sim.report.words import Words

Plot = Callable[[Board, Words], Figure | None]
"""Draws a study in one language; None where the study has nothing for it."""

PLOTS: Registry[Plot] = Registry("plot")


def plot(name: str) -> Callable[[Plot], Plot]:
    """Register a figure under the name of its files."""
    return PLOTS.register(name)
