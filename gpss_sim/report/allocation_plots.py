"""Plots of a budget decision: where the money goes, who gets it, what other budgets buy, what is sure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from gpss_sim.allocation import Outcome, Problem
from gpss_sim.i18n import Language, word
from gpss_sim.library.project import TIERS
from gpss_sim.report.fields_of_service import field_name
from gpss_sim.report.style import BLUE, FAINT, GREEN, GREY, ORANGE, PALE, VERMILLION, drawing, gridded, headed, save

if TYPE_CHECKING:
    from gpss_sim.allocation.analysis.frontier import FrontierPoint
    from gpss_sim.allocation.analysis.robustness import Robustness

EN = {
    "waterfall": "Urgency {top} takes {share:.0%} of the budget; {left} {unit} is left",
    "budget": "budget",
    "urgency": "urgency {tier}",
    "left": "left",
    "group": "By {field}: {best} gets {share:.0%} of what it asked for, {worst} {low:.0%}",
    "asked": "asked for",
    "granted": "granted",
    "district": "district",
    "domain": "domain",
    "frontier": "{more:.0%} more money buys {gain:.1%} more benefit; {less:.0%} less costs {loss:.1%}",
    "frontier_one": "What each budget buys",
    "objective": "benefit (objective of the policy)",
    "here": "this budget",
    "hollow": "Hollow points are not proved best.",
    "held": "held back",
    "core": "{core} projects are in under every draw, {out} under none; {between} depend on the numbers",
    "index": "share of draws in which the project is chosen",
    "note": "Verdict: {verdict}. Policy: {policy}.",
}
ZH = {
    "waterfall": "紧急程度{top}级占预算的{share:.0%}，剩余{left}{unit}",
    "budget": "预算",
    "urgency": "紧急程度{tier}级",
    "left": "剩余",
    "group": "按{field}：{best}获批申请额的{share:.0%}，{worst}仅{low:.0%}",
    "asked": "申请",
    "granted": "获批",
    "district": "区",
    "domain": "领域",
    "frontier": "预算增加{more:.0%}，效益增加{gain:.1%}；减少{less:.0%}，效益减少{loss:.1%}",
    "frontier_one": "不同预算的成效",
    "objective": "效益（目标值）",
    "here": "本预算",
    "hollow": "空心点未证明最优。",
    "held": "预留及已承诺",
    "core": "{core}个项目总是入选，{out}个从不入选，{between}个取决于数据",
    "index": "入选的抽样比例",
    "note": "结论：{verdict}。口径：{policy}。",
}
UNITS = {
    "en": ((1e8, 1e8, "million yuan"), (0, 1e5, "thousand yuan")),
    "zh": ((1e11, 1e10, "亿元"), (0, 1e6, "万元")),
}
"""From how many fen on budgets are counted in a unit, fen in it, and its name."""


class Speech:
    """Texts and amounts in the language of the reader.

    Parameters
    ----------
    lang : {'en', 'zh'}
    budget : int [fen]
        What the unit of money is chosen for.
    """

    def __init__(self, lang: Language, budget: int = 0) -> None:
        self.lang, self.texts = lang, ZH if lang == "zh" else EN
        self.fen, self.unit = next((fen, name) for start, fen, name in UNITS[lang] if budget >= start)

    def __call__(self, key: str, **facts: object) -> str:
        """One text with its facts filled in."""
        return self.texts[key].format(**facts, unit=self.unit)

    def amount(self, fen: float) -> float:
        """An amount in the unit."""
        return fen / self.fen

    def told(self, fen: float) -> str:
        """An amount in the unit, as text."""
        return f"{self.amount(fen):,.2f}"

    def note(self, outcome: Outcome) -> str:
        """Line below a plot."""
        return self(
            "note",
            verdict=word("decision", outcome.verdict, self.lang),
            policy=word("decision", outcome.policy, self.lang),
        )


def write_plots(folder: Path, problem: Problem, outcome: Outcome, lang: Language = "en") -> None:
    """Write the waterfall of money, and money by district and domain where the library names them."""
    folder.mkdir(parents=True, exist_ok=True)
    words = Speech(lang, problem.budget.total)
    with drawing():
        save(waterfall(problem, outcome, words), folder, "waterfall")
        for field in ("district", "domain"):
            if len({getattr(p, field) for p in problem.projects}) > 1:
                save(by_field(problem, outcome, field, words), folder, f"by_{field}")


def write_frontier(folder: Path, points: Sequence[FrontierPoint], budget: int, lang: Language = "en") -> None:
    """Write the frontier."""
    folder.mkdir(parents=True, exist_ok=True)
    with drawing():
        save(frontier(points, budget, Speech(lang, budget)), folder, "frontier")


def write_core(folder: Path, robust: Robustness, lang: Language = "en") -> None:
    """Write the core index."""
    folder.mkdir(parents=True, exist_ok=True)
    with drawing():
        save(core(robust, Speech(lang)), folder, "core")


def waterfall(problem: Problem, outcome: Outcome, words: Speech) -> Figure:
    """From the budget, class by class, down to what is left."""
    spent = dict.fromkeys(TIERS, 0)
    for i, fen in outcome.plan.costs.items():
        spent[problem.projects[i].urgency] += fen
    total = problem.budget.total
    steps = [(words("urgency", tier=tier), fen) for tier, fen in spent.items()]
    if held := total - problem.money.total:
        steps.insert(0, (words("held"), held))
    figure = Figure(figsize=(8, 4.2))
    ax = figure.subplots()
    top = total
    for k, (_, fen) in enumerate(steps, start=1):
        ax.bar(k, words.amount(fen), bottom=words.amount(top - fen), color=BLUE)
        _above(ax, k, words.amount(top), words.told(fen))
        top -= fen
    for k, fen, colour in ((0, total, PALE), (len(steps) + 1, top, ORANGE)):
        ax.bar(k, words.amount(fen), color=colour)
        _above(ax, k, words.amount(fen), words.told(fen))
    labels = [words("budget"), *(label for label, _ in steps), words("left")]
    ax.set_xticks(range(len(labels)), labels)
    ax.set_ylabel(words.unit)
    gridded(ax, "y")
    most = max(spent, key=lambda tier: (spent[tier], tier))
    share = spent[most] / total if total else 0.0
    title = words("waterfall", top=most, share=share, left=words.told(top))
    return headed(figure, title, words.note(outcome))


def by_field(problem: Problem, outcome: Outcome, field: str, words: Speech) -> Figure:
    """Money asked for and granted, by district or domain, the largest first."""
    asked: dict[str, int] = {}
    granted: dict[str, int] = {}
    for project in problem.projects:
        value = getattr(project, field) or "–"
        asked[value] = asked.get(value, 0) + project.total
        granted[value] = granted.get(value, 0) + outcome.amount.get(project.id, 0)
    order = sorted(asked, key=lambda value: (-asked[value], value))[:25]
    shares = {value: granted[value] / asked[value] for value in order}
    figure = Figure(figsize=(8, 1.6 + 0.34 * len(order)))
    ax = figure.subplots()
    rows = range(len(order))
    one = ax.barh(rows, [words.amount(asked[v]) for v in order], color=FAINT, edgecolor=GREY)
    two = ax.barh(rows, [words.amount(granted[v]) for v in order], height=0.5, color=BLUE)
    one.patches[0].set_label(words("asked"))
    two.patches[0].set_label(words("granted"))
    for row, value in enumerate(order):
        ax.annotate(
            f"{shares[value]:.0%}", (words.amount(asked[value]), row), (4, 0), textcoords="offset points", va="center"
        )
    names = {value: field_name(value, "zh" if words.lang == "zh" else "en") for value in order}
    ax.set_yticks(rows, [names[value] for value in order])
    ax.invert_yaxis()
    ax.set_xlabel(words.unit)
    gridded(ax, "x")
    best, worst = max(order, key=lambda v: shares[v]), min(order, key=lambda v: shares[v])
    facts = {
        "field": words(field),
        "best": names[best],
        "worst": names[worst],
        "share": shares[best],
        "low": shares[worst],
    }
    note = words.note(outcome)
    return headed(figure, words("group", **facts), note, [one.patches[0], two.patches[0]])


def frontier(points: Sequence[FrontierPoint], budget: int, words: Speech) -> Figure:
    """Objective over budgets; hollow where a point is not proved."""
    answered = [point for point in points if point.objective is not None]
    x = [words.amount(point.budget) for point in answered]
    y = [float(point.objective or 0) for point in answered]
    figure = Figure(figsize=(8, 4.4))
    ax = figure.subplots()
    ax.plot(x, y, drawstyle="steps-post", color=BLUE, linewidth=1.2)
    fills = [BLUE if point.verdict == "proven_optimal" else "white" for point in answered]
    ax.scatter(x, y, s=18, c=fills, edgecolors=BLUE, zorder=3)
    ax.axvline(words.amount(budget), color=VERMILLION, linewidth=1, linestyle="--")
    ax.annotate(words("here"), (words.amount(budget), min(y)), (4, 2), textcoords="offset points", color=VERMILLION)
    ax.set_xlabel(f"{words('budget')} ({words.unit})")
    ax.set_ylabel(words("objective"))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    gridded(ax, "y")
    hollow = any(point.verdict != "proven_optimal" for point in answered)
    return headed(figure, _finding(answered, budget, words), words("hollow") if hollow else "")


def _finding(points: Sequence[FrontierPoint], budget: int, words: Speech) -> str:
    here = min(points, key=lambda point: abs(point.budget - budget))
    low, high = points[0], points[-1]
    value = float(here.objective or 0)
    if not value or low is here or high is here:
        return words("frontier_one")
    return words(
        "frontier",
        more=high.budget / here.budget - 1,
        gain=float(high.objective or 0) / value - 1,
        less=1 - low.budget / here.budget,
        loss=1 - float(low.objective or 0) / value,
    )


def core(robust: Robustness, words: Speech) -> Figure:
    """Core index of every project, the surest first; the names of those that depend on the numbers."""
    order = sorted(robust.index, key=lambda name: (-robust.index[name], name))
    between = [name for name in order if robust.group(name) == "borderline"]
    counts = {kind: sum(robust.group(name) == kind for name in order) for kind in ("core", "exterior")}
    shown = between[:40] or order[:40]
    figure = Figure(figsize=(8, 1.8 + 0.22 * len(shown)))
    ax = figure.subplots()
    tones = [GREEN if robust.index[name] >= 0.5 else ORANGE for name in shown]
    ax.barh(range(len(shown)), [robust.index[name] for name in shown], color=tones)
    ax.set_yticks(range(len(shown)), shown)
    ax.invert_yaxis()
    ax.set_xlim(0, 1)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0%}"))
    ax.set_xlabel(words("index"))
    gridded(ax, "x")
    return headed(figure, words("core", core=counts["core"], out=counts["exterior"], between=len(between)))


def _above(ax: Axes, x: float, y: float, text: str) -> None:
    ax.annotate(text, (x, y), (0, 2), textcoords="offset points", ha="center", size=8)
