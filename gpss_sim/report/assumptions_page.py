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
from gpss_sim.i18n import Language, Message, human
from gpss_sim.metrics.registry import METRICS
from gpss_sim.report.short_names import field_name
from gpss_sim.report.style import BLUE, FORMATS, GREY, VERMILLION, drawing, gridded, headed, save
from gpss_sim.report.words import Words
from gpss_sim.study.assumed import not_moved
from gpss_sim.study.assumptions import COLUMNS
from gpss_sim.tabular import plain, read_rows

NAME = "assumptions"
SHOWN = 20
"""Rows of the plot; the table has all."""

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
    rows = [{name: plain(value) for name, value in row.items()} for row in read_rows(path, ())]
    missing = [name for name in COLUMNS if not rows or name not in rows[0]]
    if missing:
        rule = Message("assumptions.table")
        raise InputError([Fault(str(path), "header", name, rule) for name in missing])
    names = dict.fromkeys(row["parameter"] for row in rows if row["parameter"])
    bars = [ParameterBar(tuple(row for row in rows if row["parameter"] == name)) for name in names]
    return rows[0], sorted(bars, key=lambda bar: (-bar.span, bar.name))


def markdown(path: Path, lang: Language = "en") -> str:
    """The page of a ledger."""
    stands, bars = read_ledger(path)
    words = Words(lang)
    return "\n".join([_head(stands, bars, words), _table(bars, words), _tail(bars, words), _not_moved(words)])


def _head(stands: Row, bars: Sequence[ParameterBar], words: Words) -> str:
    turning = [_coded(bar.name, words) for bar in bars if any(_turns(stands, row) for row in bar.rows)]
    facts: dict[str, object] = {
        **_told_facts(stands, words),
        "names": words("plain.and").join(turning) if words.language == "zh" else ", ".join(turning),
        "nothing": _nothing(stands, bars, words),
        "unsettled": "",
        "number": len(bars),
        "difference": _interval(stands, "difference"),
        "level": f"{float(stands['level']):.0%}",
        "name": NAME,
        "picture": named(words.language),
    }
    facts["names"] = facts["names"] or words("ledger.none")
    if _unsettled(stands):
        facts["unsettled"] = words("ledger.unsettled")
    return words("ledger.head", **facts)


def _unsettled(stands: Row) -> bool:
    """Whether the interval holds zero; of one replication there is no interval."""
    low, high = stands["difference_low"], stands["difference_high"]
    return not low or float(low) < 0 < float(high)


def named(lang: Language) -> str:
    """Name of the page and of the plot in a language, without its ending."""
    return NAME if lang == "en" else f"{NAME}.{lang}"


def _told_facts(stands: Row, words: Words) -> dict[str, str]:
    """What is compared, in words of the language; the design points by their names in English."""
    if words.language == "en":
        return stands
    title = METRICS[stands["metric"]].title_zh if stands["metric"] in METRICS else stands["title"]
    sides = {side: _point(stands[side], words) for side in ("policy", "baseline")}
    return stands | sides | {"title": title, "metric_unit": words.unit(stands["metric_unit"])}


def _point(name: str, words: Words) -> str:
    policy, _, world = name.partition("@")
    return f"{words.policy(policy)} @ {words.world(world)}" if world else words.policy(policy)


def _coded(path: str, words: Words) -> str:
    """A field as files write it; in Chinese behind its name."""
    name = field_name(path, words.language)
    return f"`{path}`" if name == path else f"{name} `{path}`"


def _gains_nothing(row: Row) -> bool:
    """Whether one of the two sides gains nothing at all: the difference is then the other's whole gain."""
    return 0.0 in (float(row["policy_mean"]), float(row["baseline_mean"]))


def _nothing(stands: Row, bars: Sequence[ParameterBar], words: Words) -> str:
    told = _told_facts(stands, words)
    both = words("plain.and") if words.language == "zh" else " and "
    found = [
        words(
            "ledger.at",
            sides=both.join(told[side] for side in _without_gain(row)),
            parameter=_coded(bar.name, words),
            value=row["value"],
        )
        for bar in bars
        for row in bar.rows
        if _gains_nothing(row)
    ]
    return words("ledger.nothing", found=("；" if words.language == "zh" else "; by ").join(found)) if found else ""


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


def _table(bars: Sequence[ParameterBar], words: Words) -> str:
    head = words("ledger.columns").split("|")
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for bar in bars:
        for row in bar.rows:
            first = row is bar.rows[0]
            unit, source = words.unit(row["unit"]), words.source(row["source"])
            names = (_coded(row["parameter"], words), row["stands_at"], unit, row["label"], source)
            shift = _interval(row, "shift")
            refused = words("ledger.refused", value=row["value"], asked=row["asked"])
            at = row["value"] if row["value"] == row["asked"] else refused
            cells = [*(names if first else ("",) * 5), at, _interval(row, "difference")]
            if row["value"] == row["stands_at"]:
                shift = words("ledger.stands")
            lines.append("| " + " | ".join([*cells, f"**{shift}**" if _told(row) else shift]) + " |")
    return "\n".join(lines) + "\n"


def _told(row: Row) -> bool:
    """Whether the interval of the shift leaves out zero."""
    return bool(row["shift_low"]) and float(row["shift_low"]) * float(row["shift_high"]) > 0


def _tail(bars: Sequence[ParameterBar], words: Words) -> str:
    still = [_coded(bar.name, words) for bar in bars if not any(float(row["shift"] or 0) for row in bar.rows)]
    return words("ledger.still", names=("、" if words.language == "zh" else ", ").join(still)) if still else ""


def _not_moved(words: Words) -> str:
    """Numbers labelled A that have no range, and why."""
    colon, comma = ("：", "、") if words.language == "zh" else (": ", ", ")
    lines = [
        f"- {words.why(why)}{colon}{comma.join(f'`{path}`' for path in paths)}" for why, paths in not_moved() if paths
    ]
    return "\n".join([words("ledger.fixed"), "", *lines, ""])


def tornado(path: Path, lang: Language = "en") -> Figure:
    """How far each parameter moves the difference; draw it within :func:`gpss_sim.report.style.drawing`."""
    stands, bars = read_ledger(path)
    words = Words(lang)
    told = _told_facts(stands, words)
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
    ax.set_yticks(range(len(shown)), [field_name(bar.name, lang) for bar in shown])
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.set_xlabel(words("ledger.axis", **told))
    gridded(ax, "x")
    ax.spines["left"].set_visible(False)
    return headed(figure, _headline(stands, shown, words), words("ledger.note", **told))


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
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
    )


def _headline(stands: Row, shown: Sequence[ParameterBar], words: Words) -> str:
    if not shown:
        return words("ledger.unmoved")
    first = shown[0]
    ends = sorted(float(row["difference"]) for row in first.rows if not _gains_nothing(row))
    turned = sum(any(_turns(stands, row) for row in bar.rows) for bar in shown)
    told = words("ledger.turned", turned=turned, number=len(shown)) if turned else words("ledger.no_turn")
    low, high = human(ends[0], sign=True), human(ends[-1], sign=True)
    named_first = field_name(first.name, words.language)
    return words("ledger.headline", **_told_facts(stands, words), first=named_first, low=low, high=high, told=told)


def written(table: Path, folder: Path, lang: Language = "en") -> list[Path]:
    """Files that :func:`write_pages` would write."""
    own = folder / f"{NAME}.csv"
    copied = [] if own.exists() and own.samefile(table) else [own]
    return [*copied, *(folder / f"{named(lang)}.{ending}" for ending in ("md", *FORMATS))]


def write_pages(table: Path, folder: Path, lang: Language = "en") -> None:
    """Write the page and the plot of a ledger into a folder, beside the ledger itself."""
    kept = folder / f"{NAME}.csv"
    if not kept.exists() or not kept.samefile(table):
        shutil.copyfile(table, kept)
    with our_file(table):
        page = markdown(table, lang)
    write_whole(folder / f"{named(lang)}.md", page)
    with drawing(), our_file(table):
        save(tornado(table, lang), folder, named(lang))
