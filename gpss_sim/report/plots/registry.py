"""Figures of a report under their names, in the order in which the page shows them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from matplotlib.figure import Figure

from gpss_sim.registry import Registry
from gpss_sim.report.board import MOST_WORLDS, Board, spread
from gpss_sim.report.plots.canvas import AnySheet, drawn_on
from gpss_sim.report.words import Words

Plot = Callable[[Board, Words], Figure | None]
"""Draws a study in one language; None where the study has nothing for it."""
Draw = Callable[[Board, Words], AnySheet | None]
"""The same on a sheet: of one world where the study has several."""

PLOTS: Registry[Plot] = Registry("plot")
NEEDS: dict[str, tuple[str, ...]] = {}
"""Outcomes without which a figure is not drawn, by its name."""


def plot(
    name: str, needs: tuple[str, ...] = (), *, sampled: bool = False, together: bool = False
) -> Callable[[Draw], Plot]:
    """Register a figure under the name of its files; it is drawn where the study measured what it needs.

    Parameters
    ----------
    name : str
        Name of its files.
    needs : tuple of str
        Outcomes it shows.
    sampled : bool
        Whether it is one of a study that samples, whose single rows are no policies to look at, or one of all others.
    together : bool
        Whether it shows all worlds in itself; others are drawn once for each world, one under the other.
    """

    def register(draw: Draw) -> Plot:
        @wraps(draw)
        def drawn(board: Board, words: Words) -> Figure | None:
            if not board.measured(*needs) or board.sampled != sampled:
                return None
            if together or sampled or len(board.worlds) == 1:
                return _whole(draw(board, words))
            return _under_each_other(draw, board, words)

        NEEDS[name] = needs
        return PLOTS.register(name)(drawn)

    return register


def _whole(drawn: AnySheet | None) -> Figure | None:
    assert drawn is None or isinstance(drawn, Figure)
    return drawn


def _under_each_other(draw: Draw, board: Board, words: Words) -> Figure | None:
    """One part a world; all are as large as the first."""
    worlds = spread(board.worlds, MOST_WORLDS)
    first = _whole(draw(board.at(worlds[0]), words))
    if first is None:
        return None
    width, height = first.get_size_inches()
    figure = Figure(figsize=(width, height * len(worlds)))
    for part, world in zip(figure.subfigures(len(worlds), 1, squeeze=False)[:, 0], worlds, strict=True):
        with drawn_on(part):
            draw(board.at(world), words)
    return figure


def lacking(board: Board) -> dict[str, list[str]]:
    """Figures that are not drawn for lack of outcomes, with the outcomes the study did not list."""
    if board.sampled:
        return {}
    found = {name: [each for each in needs if not board.measured(each)] for name, needs in NEEDS.items()}
    return {name: missing for name, missing in found.items() if missing}
