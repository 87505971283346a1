"""Which factors of a sample move the primary outcomes."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from matplotlib.figure import Figure, SubFigure

from gpss_sim.i18n import human
from gpss_sim.report.board import Board
from gpss_sim.report.headlines import moved
from gpss_sim.report.line_breaks import folded
from gpss_sim.report.plots.dots import Dot, dot_plot
from gpss_sim.report.plots.registry import plot
from gpss_sim.report.short_names import field_name
from gpss_sim.report.style import GREY, headed
from gpss_sim.report.words import Words
from gpss_sim.study.compare import Estimate
from gpss_sim.study.surface import Influence, Subject
from gpss_sim.study.verdicts import Verdict

WIDTH, ROW, HEAD = 8.0, 0.3, 1.5
"""Inches: the figure, a row, all that is not rows."""
HALF = 0.4
"""Half the height of the line in a row."""
PANELS = 6
"""Most panels drawn; the tables hold the others."""


@plot("influences", sampled=True)
def influences(board: Board, words: Words) -> Figure | None:
    """Main index of every factor, the largest on top; in each row a line where luck alone ends."""
    seen = board.findings.surface
    subjects = [each for each in seen.subjects if _known(board, each)][:PANELS] if seen else []
    if not subjects:
        return None
    height = HEAD + ROW * len(board.plan.experiment.factors)
    figure = Figure(figsize=(WIDTH, height * len(subjects)))
    for part, subject in zip(figure.subfigures(len(subjects), 1, squeeze=False)[:, 0], subjects, strict=True):
        _panel(part, board, words, subject)
    return figure


def _known(board: Board, subject: Subject) -> bool:
    seen = board.findings.surface
    return seen is not None and any(math.isfinite(each.value.value) for each in seen.ranked(subject))


def _panel(part: SubFigure, board: Board, words: Words, subject: Subject) -> None:
    seen = board.findings.surface
    assert seen is not None
    ranked = seen.ranked(subject)
    axes = part.subplots()
    names = _names(words, [each.factor for each in ranked])
    dot_plot(axes, [_dot(each, names[each.factor]) for each in ranked], zero=True)
    if ranked[0].method != "sobol":
        for row, each in enumerate(ranked):
            axes.plot([each.luck] * 2, [row - HALF, row + HALF], color=GREY, linestyle=":")
    axes.set_xlabel(words(f"index.{ranked[0].method}"))
    headed(part, folded(moved(board, words, subject), 80), words("plot.influences"))


def _names(words: Words, factors: Sequence[str]) -> dict[str, str]:
    """What factors are called; their paths where two have one name."""
    short = {factor: field_name(factor, words.language) for factor in factors}
    times = Counter(short.values())
    return {factor: name if times[name] == 1 else factor for factor, name in short.items()}


def _dot(each: Influence, name: str) -> Dot:
    found = Estimate(each.value.value, each.value.low, each.value.high, 1)
    return Dot(name, found, human(each.value.value), Verdict.MORE if each.told else Verdict.NOT_SHOWN)
