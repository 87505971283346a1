"""Plots of a simulated plan: money as a waterfall, promised against simulated, payments by month, need met."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from gpss_sim.planning.measures import DistrictField
from gpss_sim.report.line_breaks import folded
from gpss_sim.report.plan_page.facts import PlanFacts
from gpss_sim.report.plan_page.money import steps
from gpss_sim.report.style import BLUE, FAINT, GREY, ORANGE, drawing, gridded, headed, save

LONGEST = 40
"""Projects that a plot shows."""
TONES = {"sum": GREY, "use": BLUE, "rest": "#BDBDBD"}


def write_plan_plots(folder: Path, facts: PlanFacts) -> None:
    """Draw every plot of a plan as PNG and SVG, in the language of the page."""
    folder.mkdir(exist_ok=True)
    for name, draw in (("money", waterfall), ("payments", months), ("promise", promise), ("need", need)):
        with drawing():
            save(draw(facts), folder, name)


def waterfall(facts: PlanFacts) -> Figure:
    """From the budget to what is left of it."""
    decision, known = facts.decision, list(steps(facts))
    figure = Figure(figsize=(8, 1.3 + 0.4 * len(known)))
    ax = figure.subplots()
    stand = known[0][1]
    for row, (_, fen, tone) in enumerate(known):
        start = 0 if tone == "sum" else stand - fen
        stand = stand if tone == "sum" else stand - fen
        ax.barh(row, decision.money(fen), left=decision.money(start), color=TONES[tone])
        ax.annotate(
            decision.money_text(fen),
            (decision.money(start + fen), row),
            (4, 0),
            textcoords="offset points",
            va="center",
            size=8,
        )
    ax.set_yticks(range(len(known)), [label for label, _, _ in known])
    ax.invert_yaxis()
    ax.set_xlim(0, decision.money(known[0][1]) * 1.22)
    ax.set_xlabel(facts.text("money_unit"))
    gridded(ax, "x")
    return headed(figure, facts.text("waterfall"))


def months(facts: PlanFacts) -> Figure:
    """Paid for service by month with the band of the mean."""
    scale = 1e4 if facts.lang == "zh" else 1.0
    found = facts.found.payments()
    x = np.arange(1, len(found) + 1)
    mean, low, high = (np.array([getattr(each, end) for each in found]) / scale for end in ("mean", "low", "high"))
    figure = Figure(figsize=(8, 3.6))
    ax = figure.subplots()
    ax.bar(x, mean, color=BLUE, width=0.7)
    ax.vlines(x, low, high, color="black", linewidth=1.5)
    ax.set_xticks(x if len(x) <= 12 else x[::3])
    ax.set_xlabel(facts.text("month", month="").strip() or "month")
    ax.set_ylabel(facts.text("money_unit"))
    gridded(ax, "y")
    return headed(figure, facts.text("months"), facts.text("band_note"))


def promise(facts: PlanFacts) -> Figure:
    """Promised and simulated people by project."""
    names = list(facts.decision.outcome.selected)[:LONGEST]
    rows = np.arange(len(names))
    figure = Figure(figsize=(8, 1.6 + 0.34 * max(1, len(names))))
    ax = figure.subplots()
    one = ax.barh(rows, [facts.promised[n] for n in names], color=FAINT, edgecolor=GREY)
    two = ax.barh(rows, [facts.served[n] for n in names], height=0.45, color=ORANGE)
    one.set_label(facts.text("promise"))
    two.set_label(facts.text("simulated"))
    ax.set_yticks(rows, [folded(facts.decision.label(name), 30) for name in names])
    ax.invert_yaxis()
    gridded(ax, "x")
    handles = [bars.patches[0] for bars in (one, two) if bars.patches]
    for handle, bars in zip(handles, (one, two), strict=False):
        handle.set_label(str(bars.get_label()))
    return headed(figure, facts.text("promise_bars"), "", handles)


def need(facts: PlanFacts) -> Figure:
    """Share of need met by district and field."""
    districts, fields = facts.places
    table = np.array([[facts.met(DistrictField(d, f)).mean for f in fields] for d in districts])
    figure = Figure(figsize=(2.6 + 0.95 * len(fields), 1.8 + 0.45 * len(districts)))
    ax = figure.subplots()
    ax.imshow(table, cmap="Blues", vmin=0, vmax=1.4, aspect="auto")
    for row in range(len(districts)):
        for column in range(len(fields)):
            value = table[row, column]
            ax.annotate("–" if np.isnan(value) else f"{value:.0%}", (column, row), ha="center", va="center", size=9)
    ax.set_xticks(range(len(fields)), [folded(facts.fields[name], 12) for name in fields])
    ax.set_yticks(range(len(districts)), [facts.districts[name] for name in districts])
    ax.tick_params(length=0)
    for side in ax.spines.values():
        side.set_visible(False)
    return headed(figure, facts.text("met"))
