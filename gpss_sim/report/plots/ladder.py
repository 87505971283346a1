"""The ladder of attribution: how much of a difference each rule makes, alone and in company."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.figure import SubFigure

from gpss_sim.i18n import human
from gpss_sim.report.board import Board
from gpss_sim.report.headlines import in_world
from gpss_sim.report.line_breaks import folded
from gpss_sim.report.plots.canvas import AnySheet, sheet
from gpss_sim.report.plots.dots import Dot, dot_plot
from gpss_sim.report.plots.notes import note
from gpss_sim.report.plots.outcomes import legend_of, number_of
from gpss_sim.report.plots.registry import plot
from gpss_sim.report.style import headed
from gpss_sim.report.words import Words, scale, scaled
from gpss_sim.study.findings import Finding
from gpss_sim.study.verdicts import Verdict, verdict

ADDED, REMOVED = " + ", " - "


@dataclass(frozen=True, slots=True)
class Ladder:
    """A study that goes from one bundle of rules to another, one rule at a time.

    Parameters
    ----------
    start, full : str
        The two bundles.
    rules : tuple of str
        Names of the rules: ``start + rule`` and ``full - rule`` are design points. Other points of the study are no
        part of the ladder.
    """

    start: str
    full: str
    rules: tuple[str, ...]


def ladder_of(board: Board) -> Ladder | None:
    """Recognise a ladder by the names of its design points; None where the study is none."""
    names = [point.policy for point in board.points]
    start = board.baseline
    added = [name.removeprefix(start + ADDED) for name in names if name.startswith(start + ADDED)]
    for full in names:
        if rules := tuple(rule for rule in added if full + REMOVED + rule in names):
            return Ladder(start, full, rules)
    return None


@plot("ladder")
def primary(board: Board, words: Words) -> AnySheet | None:
    """What each rule does to the primary outcomes."""
    return _figure(board, words, board.primary)


@plot("ladder_secondary")
def secondary(board: Board, words: Words) -> AnySheet | None:
    """What each rule does to the secondary outcomes."""
    return _figure(board, words, board.secondary)


def _figure(board: Board, words: Words, names: tuple[str, ...]) -> AnySheet | None:
    ladder = ladder_of(board)
    if ladder is None or not names:
        return None
    figure = sheet(10.5, (2.1 + 0.34 * len(ladder.rules)) * len(names))
    parts = figure.subfigures(len(names), 1, squeeze=False)[:, 0]
    for part, name in zip(parts, names, strict=True):
        _outcome(part, board, words, ladder, name)
        title = folded(headline(board, words, ladder, name), 96)
        found = board.findings.findings
        shown = [verdict(each, board.metric(name).better) for each in found if each.metric == name]
        headed(part, title, note(board, words, "ladder.note") if name == names[-1] else "", legend_of(words, shown))
    return figure


def _outcome(part: SubFigure, board: Board, words: Words, ladder: Ladder, name: str) -> None:
    metric = board.metric(name)
    both = [_added(board, words, ladder, name), _removed(board, words, ladder, name)]
    axes = part.subplots(1, 2, sharey=True, sharex=True)
    unit = words.shown_unit(metric, difference=True)
    start, full = words.policy(ladder.start), words.policy(ladder.full)
    titles = (words("ladder.added", baseline=start), words("ladder.removed", full=full))
    for ax, dots, title in zip(axes, both, titles, strict=True):
        dot_plot(ax, dots, zero=True)
        ax.set_title(folded(title, 48))
        ax.set_xlabel(folded(words("plain.axis", title=words.title(metric), unit=unit), 52))
    axes[1].tick_params(axis="y", labelleft=False)


def _added(board: Board, words: Words, ladder: Ladder, name: str) -> list[Dot]:
    """The whole difference, then each rule added alone."""
    found = [(words("ladder.all"), board.between(ladder.full, ladder.start, name))]
    found += [
        (rule_name(board, words, ladder, rule), board.between(ladder.start + ADDED + rule, ladder.start, name))
        for rule in ladder.rules
    ]
    return [_dot(board, words, label, finding, 1) for label, finding in found if finding is not None]


def _removed(board: Board, words: Words, ladder: Ladder, name: str) -> list[Dot]:
    """The whole difference, then what each rule adds to all the others: its removal with the sign turned."""
    whole = board.between(ladder.full, ladder.start, name)
    dots = [_dot(board, words, words("ladder.all"), whole, 1)] if whole else []
    for rule in ladder.rules:
        finding = board.between(ladder.full + REMOVED + rule, ladder.full, name)
        if finding is not None:
            dots.append(_dot(board, words, rule_name(board, words, ladder, rule), finding, -1))
    return dots


def _dot(board: Board, words: Words, label: str, finding: Finding, sign: int) -> Dot:
    metric = board.metric(finding.metric)
    turned = scaled(finding.difference.estimate, sign * scale(metric))
    shown = verdict(finding, metric.better)
    return Dot(label, turned, number_of(words, turned, shown), TURNED.get(shown, shown) if sign < 0 else shown)


TURNED = {
    Verdict.BETTER: Verdict.WORSE,
    Verdict.WORSE: Verdict.BETTER,
    Verdict.MORE: Verdict.LESS,
    Verdict.LESS: Verdict.MORE,
}


def rule_name(board: Board, words: Words, ladder: Ladder, rule: str) -> str:
    """What a rule is, as its design point is titled."""
    titles = {point.name: (point.title, point.title_zh) for point in board.plan.experiment.design.point}
    english, chinese = titles.get(ladder.start + ADDED + rule, ("", ""))
    return folded((chinese if words.language == "zh" else english) or rule, 46)


def headline(board: Board, words: Words, ladder: Ladder, name: str) -> str:
    """The single rule that moves the outcome most, where one is shown to, and what all make together."""
    metric = board.metric(name)
    factor = scale(metric)
    whole = board.between(ladder.full, ladder.start, name)
    unit = words.shown_unit(metric, difference=True)
    facts = {"metric": words.within(metric), "unit": unit, "all": "–"}
    if whole:
        facts["all"] = number_of(words, scaled(whole.difference.estimate, factor), verdict(whole, metric.better))
    alone = {rule: board.between(ladder.start + ADDED + rule, ladder.start, name) for rule in ladder.rules}
    shown = [(abs(found.difference.estimate.mean), rule) for rule, found in alone.items() if found and _moves(found)]
    if not shown:
        return in_world(board, words, words("head.ladder none", **facts))
    rule = max(shown)[1]
    finding = alone[rule]
    assert finding is not None
    found = scaled(finding.difference.estimate, factor)
    ends = {"low": human(found.low, sign=True), "high": human(found.high, sign=True)}
    size, told = human(found.mean, sign=True), rule_name(board, words, ladder, rule).replace("\n", " ")
    told = words("head.ladder", rule=told, size=size, level=f"{board.level:.0%}", **ends, **facts)
    return in_world(board, words, told)


def _moves(finding: Finding) -> bool:
    return verdict(finding, "more") in (Verdict.BETTER, Verdict.WORSE)
