"""Figures of a report under their names, in the order in which the page shows them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from matplotlib.figure import Figure

from gpss_sim.registry import Registry
from gpss_sim.report.board import Board
from gpss_sim.report.words import Words

Plot = Callable[[Board, Words], Figure | None]
"""Draws a study in one language; None where the study has nothing for it."""

PLOTS: Registry[Plot] = Registry("plot")
NEEDS: dict[str, tuple[str, ...]] = {}
"""Outcomes without which a figure is not drawn, by its name."""


def plot(name: str, needs: tuple[str, ...] = (), *, sampled: bool = False) -> Callable[[Plot], Plot]:
    """Register a figure under the name of its files; it is drawn where the study measured what it needs.

    Parameters
    ----------
    name : str
        Name of its files.
    needs : tuple of str
        Outcomes it shows.
    sampled : bool
        Whether it is one of a study that samples, whose single rows are no policies to look at, or one of all others.
    """

    def register(draw: Plot) -> Plot:
        @wraps(draw)
        def drawn(board: Board, words: Words) -> Figure | None:
            return draw(board, words) if board.measured(*needs) and board.sampled == sampled else None

        NEEDS[name] = needs
        return PLOTS.register(name)(drawn)

    return register


def lacking(board: Board) -> dict[str, list[str]]:
    """Figures that are not drawn for lack of outcomes, with the outcomes the study did not list."""
    if board.sampled:
        return {}
    found = {name: [each for each in needs if not board.measured(each)] for name, needs in NEEDS.items()}
    return {name: missing for name, missing in found.items() if missing}
