"""Where the money went: every yuan granted, by what it was spent on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Patch

from gpss_sim.report.board import Board
from gpss_sim.report.headlines import in_world
from gpss_sim.report.line_breaks import folded
from gpss_sim.report.plots.canvas import AnySheet, sheet
from gpss_sim.report.plots.notes import note
from gpss_sim.report.plots.registry import plot
from gpss_sim.report.style import (
    BLUE,
    FAINT,
    GREEN,
    GREY,
    ORANGE,
    PALE,
    PURPLE,
    SKY,
    VERMILLION,
    YELLOW,
    gridded,
    headed,
)
from gpss_sim.report.words import Words

NEEDED = (
    "granted", "paid", "wages", "overhead", "paid_effort", "procurement_cost", "offers_cost", "kept", "lapsed",
    "held_before", "held_after",
)  # fmt: skip
DRAWN = 0.05
"""Smallest part, in thousand yuan, that the legend names."""
THOUSANDS = 1000.0
"""Thousand yuan in a million."""


@dataclass(frozen=True, slots=True)
class MoneyUse:
    """A use of money: one colour of the bars.

    Parameters
    ----------
    key : str
        Text of the catalogue.
    colour, ink : str
        Of the bar, and of the number on it.
    """

    key: str
    colour: str
    ink: str = "black"


PARTS = (
    MoneyUse("wages", BLUE, "white"),
    MoneyUse("overhead", SKY),
    MoneyUse("effort", PURPLE),
    MoneyUse("buying", VERMILLION, "white"),
    MoneyUse("offers", ORANGE),
    MoneyUse("rectification", YELLOW),
    MoneyUse("kept", GREEN, "white"),
    MoneyUse("lapsed", GREY, "white"),
    MoneyUse("held", PALE),
)
STAFF = ("wages", "overhead")


def uses(board: Board, point: str) -> dict[str, float] | None:
    """Uses of a million yuan granted, in thousand yuan; they sum to one thousand.

    What agencies received and did not spend is kept; what no account names was paid for rectification.
    """
    value = {name: board.estimate(point, name).mean for name in NEEDED}
    if not value["granted"] > 0:
        return None
    yuan = {
        "wages": value["wages"],
        "overhead": value["overhead"],
        "effort": value["paid_effort"],
        "buying": value["procurement_cost"],
        "offers": value["offers_cost"],
        "kept": value["kept"],
        "lapsed": value["lapsed"],
        "held": value["held_after"] - value["held_before"],
    }
    spent = ("wages", "overhead", "effort", "offers", "kept")
    yuan["rectification"] = value["paid"] - sum(yuan[name] for name in spent)
    return {part.key: THOUSANDS * yuan[part.key] / value["granted"] for part in PARTS}


@plot("money", NEEDED)
def money(board: Board, words: Words) -> AnySheet | None:
    """Bars of every design point: all the money, and all but wages and overhead."""
    table = [(point.policy, found) for point in board.points if (found := uses(board, point.name)) is not None]
    if not table:
        return None
    figure = sheet(10, 2.3 + 0.34 * len(table))
    whole, rest = figure.subplots(1, 2, sharey=True)
    labels = [folded(words.policy(policy, board.plan.experiment), 40) for policy, _ in table]
    stacked_bars(whole, labels, [found for _, found in table], PARTS, least=60)
    stacked_bars(
        rest, labels, [found for _, found in table], [part for part in PARTS if part.key not in STAFF], least=10
    )
    whole.set_xlabel(words("money.axis"))
    rest.set_xlabel(words("money.rest"))
    handles = [
        Patch(color=part.colour, label=words(f"money.{part.key}"))
        for part in PARTS
        if any(abs(found[part.key]) >= DRAWN for _, found in table)
    ]
    return headed(
        figure, folded(headline(board, words, table), 92), note(board, words, "money.note"), handles, columns=4
    )


def headline(board: Board, words: Words, table: Sequence[tuple[str, dict[str, float]]]) -> str:
    """Range of wages, and the most that buying takes."""
    wages = [found["wages"] for _, found in table]
    policy, costly = max(table, key=lambda row: row[1]["buying"] + row[1]["offers"])
    low, high = f"{min(wages):.0f}", f"{max(wages):.0f}"
    told = words(
        "head.money equal" if low == high else "head.money",
        low=low,
        high=high,
        top=f"{costly['buying'] + costly['offers']:.0f}",
        point=words.policy(policy, board.plan.experiment),
    )
    return in_world(board, words, told)


def stacked_bars(
    ax: Axes, labels: Sequence[str], table: Sequence[dict[str, float]], parts: Sequence[MoneyUse], *, least: float
) -> None:
    """Stack the parts of each row: what is positive to the right of zero, what is negative to the left.

    Parameters
    ----------
    ax : Axes
        Where.
    labels : sequence of str
        Rows from top to bottom.
    table : sequence of dict
        Size of each part, by row.
    parts : sequence of Part
        Parts in the order in which they are stacked.
    least : float
        Smallest size of a part that has room for its number.
    """
    right, left = [0.0] * len(table), [0.0] * len(table)
    for part in parts:
        sizes = [row[part.key] for row in table]
        starts = [right[row] if size >= 0 else left[row] for row, size in enumerate(sizes)]
        bars = ax.barh(
            range(len(table)), sizes, left=starts, color=part.colour, height=0.72, edgecolor="white", linewidth=0.5
        )
        numbers = [f"{size:.0f}".replace("-", "−") if abs(size) >= least else "" for size in sizes]
        ax.bar_label(bars, numbers, label_type="center", fontsize=8, color=part.ink)
        for row, size in enumerate(sizes):
            side = right if size >= 0 else left
            side[row] += size
    ax.set_yticks(range(len(labels)), labels)
    ax.set_ylim(len(labels) - 0.5, -0.5)
    ax.axvline(0, color=FAINT, linewidth=1)
    gridded(ax, "x")
    ax.spines["left"].set_visible(False)
