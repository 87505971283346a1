"""Plots of a budget decision: where the money goes, who gets it, what other budgets buy, what is sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from gpss_sim.allocation import Outcome, Problem
from gpss_sim.allocation.frontier import Point
from gpss_sim.allocation.robust import Robustness
from gpss_sim.report.style import BLUE, FAINT, GREEN, GREY, ORANGE, PALE, VERMILLION, drawing, gridded, headed, save

EN = {
    "waterfall": "Urgency {top} takes {share:.0%} of the budget; {left:,.2f} million yuan is left",
    "money": "million yuan",
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
    "unproven": "not proved",
    "core": "{core} projects are in under every draw, {out} under none; {between} depend on the numbers",
    "index": "share of draws in which the project is chosen",
    "note": "Verdict: {verdict}. Policy: {policy}.",
}
ZH = {
    "waterfall": "紧急程度{top}级占预算的{share:.0%}，剩余{left:,.2f}百万元",
    "money": "百万元",
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
    "unproven": "未证明最优",
    "core": "{core}个项目总是入选，{out}个从不入选，{between}个取决于数据",
    "index": "入选的抽样比例",
    "note": "结论：{verdict}。口径：{policy}。",
}
MILLION = 1e8
"""Fen in a million yuan."""


def write_plots(folder: Path, problem: Problem, outcome: Outcome, lang: str = "en") -> None:
    """Write the waterfall of money, and money by district and domain where the library names them."""
    folder.mkdir(parents=True, exist_ok=True)
    words = ZH if lang == "zh" else EN
    with drawing():
        save(waterfall(problem, outcome, words), folder, "waterfall")
        for field in ("district", "domain"):
            if len({getattr(p, field) for p in problem.projects}) > 1:
                save(by_field(problem, outcome, field, words), folder, f"by_{field}")


def write_frontier(folder: Path, points: Sequence[Point], budget: int, lang: str = "en") -> None:
    """Write the frontier."""
    folder.mkdir(parents=True, exist_ok=True)
    with drawing():
        save(frontier(points, budget, ZH if lang == "zh" else EN), folder, "frontier")


def write_core(folder: Path, robust: Robustness, lang: str = "en") -> None:
    """Write the core index."""
    folder.mkdir(parents=True, exist_ok=True)
    with drawing():
        save(core(robust, ZH if lang == "zh" else EN), folder, "core")


def waterfall(problem: Problem, outcome: Outcome, words: Mapping[str, str]) -> Figure:
    """From the budget, class by class, down to what is left."""
    spent = {
        tier: sum(fen for name, fen in outcome.amount.items() if problem.projects[problem.index[name]].urgency == tier)
        for tier in (5, 4, 3, 2, 1)
    }
    total = problem.budget.total
    figure = Figure(figsize=(8, 4.2))
    ax = figure.subplots()
    labels = [words["budget"], *(words["urgency"].format(tier=tier) for tier in spent), words["left"]]
    ax.bar(0, total / MILLION, color=PALE)
    top = total
    for k, fen in enumerate(spent.values(), start=1):
        ax.bar(k, fen / MILLION, bottom=(top - fen) / MILLION, color=BLUE)
        _above(ax, k, top / MILLION, f"{fen / MILLION:,.2f}")
        top -= fen
    ax.bar(len(spent) + 1, top / MILLION, color=ORANGE)
    _above(ax, 0, total / MILLION, f"{total / MILLION:,.2f}")
    _above(ax, len(spent) + 1, top / MILLION, f"{top / MILLION:,.2f}")
    ax.set_xticks(range(len(labels)), labels)
    ax.set_ylabel(words["money"])
    gridded(ax, "y")
    most = max(spent, key=lambda tier: (spent[tier], tier))
    share = spent[most] / total if total else 0.0
    title = words["waterfall"].format(top=most, share=share, left=top / MILLION)
    return headed(figure, title, words["note"].format(verdict=outcome.verdict, policy=outcome.policy))


def by_field(problem: Problem, outcome: Outcome, field: str, words: Mapping[str, str]) -> Figure:
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
    one = ax.barh(rows, [asked[v] / MILLION for v in order], color=FAINT, edgecolor=GREY)
    two = ax.barh(rows, [granted[v] / MILLION for v in order], height=0.5, color=BLUE)
    one.patches[0].set_label(words["asked"])
    two.patches[0].set_label(words["granted"])
    for row, value in enumerate(order):
        ax.annotate(
            f"{shares[value]:.0%}", (asked[value] / MILLION, row), (4, 0), textcoords="offset points", va="center"
        )
    ax.set_yticks(rows, order)
    ax.invert_yaxis()
    ax.set_xlabel(words["money"])
    gridded(ax, "x")
    best, worst = max(order, key=lambda v: shares[v]), min(order, key=lambda v: shares[v])
    facts = {"field": words[field], "best": best, "worst": worst, "share": shares[best], "low": shares[worst]}
    note = words["note"].format(verdict=outcome.verdict, policy=outcome.policy)
    return headed(figure, words["group"].format(**facts), note, [one.patches[0], two.patches[0]])


def frontier(points: Sequence[Point], budget: int, words: Mapping[str, str]) -> Figure:
    """Objective over budgets; hollow where a point is not proved."""
    answered = [point for point in points if point.objective is not None]
    x = [point.budget / MILLION for point in answered]
    y = [float(point.objective or 0) for point in answered]
    figure = Figure(figsize=(8, 4.4))
    ax = figure.subplots()
    ax.plot(x, y, drawstyle="steps-post", color=BLUE, linewidth=1.2)
    fills = [BLUE if point.verdict == "proven_optimal" else "white" for point in answered]
    ax.scatter(x, y, s=18, c=fills, edgecolors=BLUE, zorder=3)
    ax.axvline(budget / MILLION, color=VERMILLION, linewidth=1, linestyle="--")
    ax.annotate(words["here"], (budget / MILLION, min(y)), (4, 2), textcoords="offset points", color=VERMILLION)
    ax.set_xlabel(f"{words['budget']} ({words['money']})")
    ax.set_ylabel(words["objective"])
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    gridded(ax, "y")
    return headed(figure, _finding(answered, budget, words))


def _finding(points: Sequence[Point], budget: int, words: Mapping[str, str]) -> str:
    here = min(points, key=lambda point: abs(point.budget - budget))
    low, high = points[0], points[-1]
    value = float(here.objective or 0)
    if not value or low is here or high is here:
        return words["frontier_one"]
    return words["frontier"].format(
        more=high.budget / here.budget - 1,
        gain=float(high.objective or 0) / value - 1,
        less=1 - low.budget / here.budget,
        loss=1 - float(low.objective or 0) / value,
    )


def core(robust: Robustness, words: Mapping[str, str]) -> Figure:
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
    ax.set_xlabel(words["index"])
    gridded(ax, "x")
    return headed(figure, words["core"].format(core=counts["core"], out=counts["exterior"], between=len(between)))


def _above(ax: Axes, x: float, y: float, text: str) -> None:
    ax.annotate(text, (x, y), (0, 2), textcoords="offset points", ha="center", size=8)
