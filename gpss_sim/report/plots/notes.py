"""The note under a figure: years, replications, and of which reading it is."""

from __future__ import annotations

from gpss_sim.report.board import Board
from gpss_sim.report.line_breaks import folded
from gpss_sim.report.words import Words

WIDTH = 165
"""Columns of a note across a figure."""


def note(board: Board, words: Words, key: str, more: str = "") -> str:
    """A text of the catalogue with the facts of the study, then the assumed differences that are on.

    Parameters
    ----------
    board : Board
        The study.
    words : Words
        Language.
    key : str
        Text of the catalogue; it may name ``window``, ``n``, ``level``, ``seed``.
    more : str
        Said after it.
    """
    told = words(
        key,
        window=words.window(board.plan.window),
        n=board.findings.replications,
        level=f"{board.level:.0%}",
        seed=board.plan.seed,
    )
    told += more
    on = dict.fromkeys(name for point in board.points for name in board.scenario(point.name).rules.overlays)
    if on:
        told += words("plot.assumed", names=words("plain.and").join(on))
    return folded(told, WIDTH)
