"""Plots as functions of a result and an ``ax``: ``gp.plots.levels(study, "served", ax=ax)``.

Without an ``ax`` each makes a figure of its own. Each returns the axes it drew on, without a title: what a plot
shows in an article is for its caption to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gpss_sim.api.cities import Run
    from gpss_sim.api.plans import Planned
    from gpss_sim.api.result import Study
    from gpss_sim.report.plots.dots import Dot
    from gpss_sim.report.words import Words
    from gpss_sim.study.compare import Estimate
    from gpss_sim.study.model import Measure

Language = Literal["en", "zh"]


def levels(study: Study, metric: str, *, ax: Axes | None = None, lang: Language = "en") -> Axes:
    """Mean of one outcome at every design point, in every world, with its interval.

    Parameters
    ----------
    study : Study
        What was run.
    metric : str
        One of its outcomes.
    ax : Axes, optional
        Where; a figure of its own if left out.
    lang : {"en", "zh"}
        Language of the labels.

    Examples
    --------
    >>> import gpss_sim as gp
    >>> short = {"calendar.years": 1, "calendar.reference_year": False, "agencies.number": 12}
    >>> forms = gp.study("small_city", levers={"rules.form": ["post", "project"]}, outcomes="served",
    ...                  settings=short, replications=2)
    >>> [label.get_text() for label in gp.plots.levels(forms, "served").get_yticklabels()]
    ['post', 'project']
    """
    from gpss_sim.i18n import human
    from gpss_sim.report.plots.dots import Dot
    from gpss_sim.report.words import Words, scale, scaled

    words, measure = Words(lang), _measure(study, metric)
    dots = []
    for point in study.plan.points:
        found = scaled(study.findings.estimates[point.name, metric], scale(measure))
        dots.append(Dot(words.point(point, study.plan.experiment), found, human(found.mean)))
    return _dots(dots, ax, words.axis(measure), zero=False)


def differences(study: Study, metric: str, *, ax: Axes | None = None, lang: Language = "en") -> Axes:
    """Paired difference of every design point from its baseline, with its simultaneous interval; then of `pairs`.

    Parameters are those of :func:`levels`.
    """
    from gpss_sim.report.line_breaks import folded
    from gpss_sim.report.plots.dots import Dot
    from gpss_sim.report.plots.outcomes import differences_axis, number_of
    from gpss_sim.report.words import Words, scale, scaled
    from gpss_sim.study.verdicts import verdict

    words, measure, experiment = Words(lang), _measure(study, metric), study.plan.experiment
    points = {point.name: point for point in study.plan.points}
    dots = []
    for finding in study.findings.findings:
        if finding.metric == metric:
            found, shown = scaled(finding.difference.estimate, scale(measure)), verdict(finding, measure.better)
            label, other = words.point(points[finding.point], experiment), points[finding.baseline].policy
            if other != study.board.baseline:
                label = words("page.minus", a=label, b=words.policy(other, experiment))
            dots.append(Dot(label, found, number_of(words, found, shown), shown))
    return _dots(dots, ax, folded(differences_axis(study.board, words, metric), 62), zero=True)


def worlds(study: Study, metric: str, policy: str = "", *, ax: Axes | None = None, lang: Language = "en") -> Axes:
    """Difference of a policy from the baseline against the uncertainty, with the value at which it changes sign.

    Parameters
    ----------
    study : Study
        What was run; with uncertainties.
    metric : str
        One of its outcomes.
    policy : str
        The policy; every one if left out.
    ax, lang
        As for :func:`levels`.

    Raises
    ------
    ValueError
        If the study has no uncertainty.
    """
    from gpss_sim.report.plots.effects import draw_effect
    from gpss_sim.report.words import Words

    _measure(study, metric)
    if len(study.board.worlds) < 2:
        raise ValueError("the study has no uncertainty against which an effect could be drawn")
    with _drawn(ax, 6, 4) as axes:
        draw_effect(axes, study.board, Words(lang), metric, [policy] if policy else None)
    return axes


def years(result: Study | Run, metric: str, *, ax: Axes | None = None, lang: Language = "en") -> Axes:
    """One indicator over the years: of a study the mean of every design point with its band, of a run the line.

    Parameters are those of :func:`levels`.
    """
    from gpss_sim.metrics import METRICS
    from gpss_sim.report.plots.lines import Series, line_plot
    from gpss_sim.report.style import PALE, SERIES
    from gpss_sim.report.words import Words, scale, scaled

    words, measure = Words(lang), METRICS[metric]
    lines = []
    for place, (label, points) in enumerate(_by_year(result, metric, words)):
        colour, marker = SERIES[place] if place < len(SERIES) else (PALE, "")
        drawn = [(year, scaled(found, scale(measure))) for year, found in points]
        lines.append(Series(label, drawn, colour, marker))
    with _drawn(ax, 6, 4) as axes:
        line_plot(axes, lines)
        axes.set_ylabel(words.axis(measure))
        axes.set_xlabel(words("lines.year"))
        if len(lines) > 1:
            axes.legend(axes.lines[: len(SERIES)], [line.label for line in lines[: len(SERIES)]])
    return axes


def _by_year(result: Study | Run, metric: str, words: Words) -> Iterator[tuple[str, list[tuple[float, Estimate]]]]:
    """Label, and year with mean, of every line."""
    from gpss_sim.api.cities import Run
    from gpss_sim.study.compare import Estimate

    if isinstance(result, Run):
        single = result.by_year[metric]
        yield "", [(float(str(year)), Estimate(value, value, value, 1)) for year, value in single.items()]
        return
    board = result.board
    for point in result.plan.points:
        label = words.point(point, result.plan.experiment)
        yield label, [(float(year), board.in_year(year, point.name, metric)) for year in board.years]


def payments(planned: Planned, *, ax: Axes | None = None, lang: Language = "en") -> Axes:
    """Money paid for service by month [million yuan], with its band.

    Parameters
    ----------
    planned : Planned
        What :func:`gpss_sim.plan` returned.
    ax, lang
        As for :func:`levels`.
    """
    from gpss_sim.i18n import Message
    from gpss_sim.report.style import BLUE, gridded

    frame = planned.payments / 1e6
    with _drawn(ax, 6, 3.5) as axes:
        axes.fill_between(frame.index, frame["ci_low"], frame["ci_high"], color=BLUE, alpha=0.15, linewidth=0)
        axes.plot(frame.index, frame["mean"], color=BLUE)
        axes.set_xlabel(Message("plot.month").said(lang))
        axes.set_ylabel(Message("plot.paid").said(lang))
        axes.set_ylim(bottom=0)
        gridded(axes, "y")
    return axes


def promises(planned: Planned, *, ax: Axes | None = None, lang: Language = "en") -> Axes:
    """People served against people promised, one point a project; below the line it falls short.

    Parameters are those of :func:`payments`.
    """
    from gpss_sim.i18n import Message
    from gpss_sim.report.style import BLUE, GREY, gridded

    frame = planned.projects
    with _drawn(ax, 5, 5) as axes:
        top = float(max(frame["promised"].max(), frame["served"].max(), 1))
        axes.plot([0, top], [0, top], color=GREY, linewidth=1)
        axes.plot(frame["promised"], frame["served"], linestyle="", marker="o", color=BLUE)
        axes.set_xlabel(Message("plot.promised").said(lang))
        axes.set_ylabel(Message("plot.served").said(lang))
        gridded(axes, "y")
    return axes


def _measure(study: Study, metric: str) -> Measure:
    """Description of an outcome of a study.

    Raises
    ------
    InputError
        If it is none.
    """
    from gpss_sim.errors import Fault, InputError, nearest
    from gpss_sim.i18n import Message

    if metric not in study.plan.outcomes:
        rule = Message("metric.not_asked")
        raise InputError([Fault(str(study.folder), metric, "", rule, nearest(metric, study.plan.outcomes))])
    return study.metrics[metric]


def _dots(dots: Sequence[Dot], ax: Axes | None, label: str, *, zero: bool) -> Axes:
    from gpss_sim.report.plots.dots import dot_plot

    with _drawn(ax, 7, 1 + 0.32 * len(dots)) as axes:
        dot_plot(axes, dots, zero=zero)
        axes.set_xlabel(label)
    return axes


@contextmanager
def _drawn(ax: Axes | None, width: float, height: float) -> Iterator[Axes]:
    """Axes to draw on in the style of the project: those given, or of a figure of their own."""
    from matplotlib.text import Text

    from gpss_sim.report.style import drawing, fonts

    with drawing():
        if ax is None:
            from matplotlib import pyplot

            _, ax = pyplot.subplots(figsize=(width, height))
        yield ax
        for text in ax.findobj(Text):  # what stood there before was written in another font
            text.set_fontfamily(fonts())
