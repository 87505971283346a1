"""The ledger of assumptions as a page and as a tornado plot, both from its table."""

from __future__ import annotations

import math
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from gpss_sim.errors import Fault, InputError
from gpss_sim.files import our_file, write_whole
from gpss_sim.i18n import Message, human
from gpss_sim.report.style import BLUE, FORMATS, GREY, VERMILLION, drawing, gridded, headed, save
from gpss_sim.study.assumed import not_moved
from gpss_sim.study.assumptions import COLUMNS
from gpss_sim.tabular import read_rows

NAME = "assumptions"
SHOWN = 20
"""Rows of the plot; the table has all."""

HEAD = """\
# What the assumptions move

Written by `gpss-sim assumptions` from `{name}.csv`; do not edit it.

Compared: **{policy}** minus **{baseline}** in the scenario `{scenario}`; {title} ({metric_unit}); fiscal
years {years}, {n} replications, seed {seed}. As everything stands the difference is **{difference}**. Each of {number}
parameters labelled {labels} is then moved to both ends of its range, everything else held; the *shift* is how far the
difference moves, paired by replication.

Mean differences change their sign within the range of: {names}.

{nothing}{unsettled}Intervals are at {level} for each row by itself. A shift is told only where its interval leaves out
zero (**bold**); with few replications few do. Parameters are moved one at a time; how they act together is not seen
here.

![Tornado plot: how far each assumption moves the difference]({name}.png)
"""

UNSETTLED = """\
These replications do not settle the sign of the difference as everything stands, so a mean that changes its sign says
little; what counts is the shift, which is known better since luck is the same on both sides of it.

"""

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class ParameterBar:
    """One parameter: where the difference goes at both ends of its range.

    Parameters
    ----------
    rows : tuple of Row
        Rows of the table, ``low`` then ``high``.
    """

    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        """Field path."""
        return self.rows[0]["parameter"]

    @property
    def span(self) -> float:
        """How far the difference is moved at most, ends at which one side gains nothing left out."""
        return max((abs(float(row["shift"] or 0)) for row in self.rows if not _gains_nothing(row)), default=0.0)


def read_ledger(path: Path) -> tuple[Row, list[ParameterBar]]:
    """The comparison as it stands, and the parameters by how far they move it, ties by name.

    Raises
    ------
    InputError
        If the file is no ledger.
    """
    rows = read_rows(path, ())
    missing = [name for name in COLUMNS if not rows or name not in rows[0]]
    if missing:
        rule = Message("assumptions.table")
        raise InputError([Fault(str(path), "header", name, rule) for name in missing])
    names = dict.fromkeys(row["parameter"] for row in rows if row["parameter"])
    bars = [ParameterBar(tuple(row for row in rows if row["parameter"] == name)) for name in names]
    return rows[0], sorted(bars, key=lambda bar: (-bar.span, bar.name))


def markdown(path: Path) -> str:
    """The page of a ledger."""
    stands, bars = read_ledger(path)
    return "\n".join([_head(stands, bars), _table(bars), _tail(bars), _not_moved()])


def _head(stands: Row, bars: Sequence[ParameterBar]) -> str:
    facts = stands | {
        "names": ", ".join(f"`{bar.name}`" for bar in bars if any(_turns(stands, row) for row in bar.rows)) or "none",
        "nothing": _nothing(stands, bars),
        "unsettled": UNSETTLED if float(stands["difference_low"]) < 0 < float(stands["difference_high"]) else "",
        "number": len(bars),
        "difference": _interval(stands, "difference"),
        "level": f"{float(stands['level']):.0%}",
        "name": NAME,
    }
    return HEAD.format(**facts)


def _gains_nothing(row: Row) -> bool:
    """Whether one of the two sides gains nothing at all: the difference is then the other's whole gain."""
    return 0.0 in (float(row["policy_mean"]), float(row["baseline_mean"]))


def _nothing(stands: Row, bars: Sequence[ParameterBar]) -> str:
    found = [
        f"{' and '.join(stands[side] for side in _without_gain(row))} at `{bar.name}` = {row['value']}"
        for bar in bars
        for row in bar.rows
        if _gains_nothing(row)
    ]
    if not found:
        return ""
    why = "Nobody can offer there, since costs stand above the price allowed: of one side alone, the difference is the"
    return f"Nothing at all is gained by {'; by '.join(found)}. {why} other's whole gain. These ends are not drawn.\n\n"


def _without_gain(row: Row) -> list[str]:
    return [side for side in ("policy", "baseline") if float(row[f"{side}_mean"]) == 0]


def _turns(stands: Row, row: Row) -> bool:
    return not _gains_nothing(row) and float(stands["difference"]) * float(row["difference"] or "nan") < 0


def _interval(row: Row, name: str) -> str:
    mean, low, high = (row[key] for key in (name, f"{name}_low", f"{name}_high"))
    if not mean:
        return "–"
    ends = f" [{human(float(low), sign=True)}, {human(float(high), sign=True)}]" if low else ""
    return human(float(mean), sign=True) + ends


def _table(bars: Sequence[ParameterBar]) -> str:
    head = ("parameter", "stands at", "unit", "label", "source", "at", "difference", "shift")
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for bar in bars:
        for row in bar.rows:
            first = row is bar.rows[0]
            names = (f"`{row['parameter']}`", row["stands_at"], row["unit"], row["label"], row["source"])
            shift = _interval(row, "shift")
            at = row["value"] if row["value"] == row["asked"] else f"{row['value']} ({row['asked']} is refused)"
            cells = [*(names if first else ("",) * 5), at, _interval(row, "difference")]
            if row["value"] == row["stands_at"]:
                shift = "as it stands"
            lines.append("| " + " | ".join([*cells, f"**{shift}**" if _told(row) else shift]) + " |")
    return "\n".join(lines) + "\n"


def _told(row: Row) -> bool:
    """Whether the interval of the shift leaves out zero."""
    return bool(row["shift_low"]) and float(row["shift_low"]) * float(row["shift_high"]) > 0


def _tail(bars: Sequence[ParameterBar]) -> str:
    still = [f"`{bar.name}`" for bar in bars if not any(float(row["shift"] or 0) for row in bar.rows)]
    if not still:
        return ""
    return f"No effect at all on this comparison: {', '.join(still)}.\n"


def _not_moved() -> str:
    """Numbers labelled A that have no range, and why."""
    lines = [f"- {why}: {', '.join(f'`{path}`' for path in paths)}" for why, paths in not_moved() if paths]
    return "\n".join(["Assumed numbers without a range, which are therefore not moved:", "", *lines, ""])


def tornado(path: Path) -> Figure:
    """How far each parameter moves the difference; draw it within :func:`gpss_sim.report.style.drawing`."""
    stands, bars = read_ledger(path)
    shown = [bar for bar in bars if bar.span > 0][:SHOWN]
    figure = Figure(figsize=(9.5, 1.9 + 0.34 * max(len(shown), 1)))
    ax = figure.subplots()
    centre = float(stands["difference"])
    for place, bar in enumerate(shown):
        for row, side, colour in zip(bar.rows, (-0.19, 0.19), (BLUE, VERMILLION), strict=True):
            if _gains_nothing(row):
                continue
            _bar(ax, place + side, centre, row, colour)
    ax.axvline(centre, color=GREY, linewidth=1)
    ax.axvline(0, color="black", linewidth=1, linestyle=(0, (4, 3)))
    ax.set_yticks(range(len(shown)), [bar.name for bar in shown])
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.set_xlabel(f"{stands['policy']} minus {stands['baseline']}: {stands['metric_unit']}")
    gridded(ax, "x")
    ax.spines["left"].set_visible(False)
    note = (
        f"{stands['scenario']}, years {stands['years']}, {stands['n']} replications. Blue: low end of the range, "
        "red: high end (values beside the bars);\n"
        "pale: the interval of the shift holds zero; grey line: as it stands; dashed: no difference."
    )
    return headed(figure, _headline(stands, shown), note)


def _bar(ax: Any, place: float, centre: float, row: Row, colour: str) -> None:
    shift = float(row["shift"] or "nan")
    if math.isnan(shift) or shift == 0:
        return
    ax.barh([place], [shift], left=[centre], height=0.36, color=colour, alpha=1.0 if _told(row) else 0.4, linewidth=0)
    side = "left" if shift > 0 else "right"
    ax.annotate(
        row["value"],
        (centre + shift, place),
        xytext=(3 if shift > 0 else -3, 0),
        textcoords="offset points",
        ha=side,
        va="center",
        fontsize=7,
        color="#333333",
    )


def _headline(stands: Row, shown: Sequence[ParameterBar]) -> str:
    if not shown:
        return "No assumption moves the comparison"
    first = shown[0]
    ends = sorted(float(row["difference"]) for row in first.rows if not _gains_nothing(row))
    turned = sum(any(_turns(stands, row) for row in bar.rows) for bar in shown)
    told = (
        f"the mean difference changes sign within the range of {turned} of {len(shown)} shown"
        if turned
        else "no sign changes"
    )
    return (
        f"{stands['policy']} against {stands['baseline']}: most moved by {first.name}\n"
        f"({human(ends[0], sign=True)} to {human(ends[-1], sign=True)}); {told}"
    )


def written(table: Path, folder: Path) -> list[Path]:
    """Files that :func:`write_pages` would write."""
    own = folder / f"{NAME}.csv"
    copied = [] if own.exists() and own.samefile(table) else [own]
    return [*copied, folder / f"{NAME}.md", *(folder / f"{NAME}.{form}" for form in FORMATS)]


def write_pages(table: Path, folder: Path) -> None:
    """Write the page and the plot of a ledger into a folder, beside the ledger itself."""
    kept = folder / f"{NAME}.csv"
    if not kept.exists() or not kept.samefile(table):
        shutil.copyfile(table, kept)
    with our_file(table):
        page = markdown(table)
    write_whole(folder / f"{NAME}.md", page)
    with drawing(), our_file(table):
        save(tornado(table), folder, NAME)
