"""Charts of the desk as options for ECharts, and tiles of districts; pure functions of what they show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gpss_sim.desk.replay import Replay
from gpss_sim.desk.texts import text
from gpss_sim.i18n import Language

BLUE, ORANGE, GREY, RED, GREEN = "#2f6fb0", "#d9822b", "#8a94a0", "#b23b3b", "#2e8b57"
FADED = 0.25
"""Opacity of what has not happened yet."""
ROWS = 60
"""Projects that the timeline shows at most."""


def _base(dark: bool) -> dict[str, Any]:
    ink = "#c9d1d9" if dark else "#24292f"
    return {
        "backgroundColor": "transparent",
        "textStyle": {"color": ink, "fontFamily": "inherit"},
        "animation": False,
        "grid": {"left": 56, "right": 56, "top": 40, "bottom": 42},
        "legend": {"top": 4, "textStyle": {"color": ink}},
        "tooltip": {"trigger": "axis", "confine": True},
    }


def _axis(dark: bool, name: str = "", **more: Any) -> dict[str, Any]:
    ink, line = ("#c9d1d9", "#3d444d") if dark else ("#24292f", "#d0d7de")
    return {
        "name": name,
        "nameTextStyle": {"color": ink},
        "axisLabel": {"color": ink, "hideOverlap": True},
        "axisLine": {"lineStyle": {"color": line}},
        "splitLine": {"lineStyle": {"color": line}},
        **more,
    }


def frontier(
    points: Mapping[int, tuple[float, float, int]], base_total: int, today: int, lang: Language, dark: bool
) -> dict[str, Any]:
    """What each budget buys, with today's budget marked.

    Parameters
    ----------
    points : mapping of int to (float, float, int)
        Share of `base_total` [%] → benefit, urgent benefit left out, projects.
    base_total, today : int [fen]
    """
    order = sorted(points)
    money = [base_total * share / 100 / 1e6 for share in order]
    mark = {
        "symbol": "none",
        "silent": True,
        "label": {"formatter": text(lang, "frontier_today"), "color": RED, "rotate": 0, "position": "end"},
        "lineStyle": {"color": RED, "type": "dashed"},
        "data": [{"xAxis": today / 1e6}],
    }
    lines = [("frontier_benefit", BLUE, 0), ("frontier_unmet", ORANGE, 1)]
    series = [
        {
            "type": "line",
            "name": text(lang, name),
            "yAxisIndex": k,
            "color": colour,
            "symbolSize": 5,
            "data": [[round(x, 2), round(points[share][k], 2)] for x, share in zip(money, order, strict=True)],
            **({"markLine": mark} if k == 0 else {}),
        }
        for name, colour, k in lines
    ]
    low = min([*money, today / 1e6]) if money else today / 1e6
    high = max([*money, today / 1e6]) if money else today / 1e6
    return _base(dark) | {
        "xAxis": _axis(
            dark,
            text(lang, "frontier_budget"),
            type="value",
            min=round(low, 1),
            max=round(high, 1),
            nameLocation="middle",
            nameGap=26,
        ),
        "yAxis": [_axis(dark, type="value", scale=True), _axis(dark, type="value", scale=True, position="right")],
        "series": series,
    }


def shade(share: float, dark: bool) -> str:
    """Background of a tile: pale for 0, full for 1.

    >>> shade(0.0, False), shade(2.0, False)
    ('rgb(238,243,248)', 'rgb(120,170,214)')
    """
    part = min(max(share, 0.0), 1.0)
    low, high = ((38, 46, 56), (32, 92, 150)) if dark else ((238, 243, 248), (120, 170, 214))
    return "rgb({},{},{})".format(*(round(a + (b - a) * part) for a, b in zip(low, high, strict=True)))


def heat(share: float, dark: bool) -> str:
    """Background of a tile of people who wait: pale for none, strong for the most."""
    part = min(max(share, 0.0), 1.0)
    low, high = ((38, 46, 56), (160, 60, 40)) if dark else ((245, 243, 238), (232, 134, 96))
    return "rgb({},{},{})".format(*(round(a + (b - a) * part) for a, b in zip(low, high, strict=True)))


def timeline(shown: Replay, week: int, lang: Language, dark: bool) -> dict[str, Any]:
    """Tenders and contracts on a line a project; what lies after `week` is faded."""
    names: dict[str, str] = {}
    for bar in shown.bars:
        names.setdefault(bar.project, bar.name)
    order = list(names)[:ROWS][::-1]
    place = {project: k for k, project in enumerate(order)}
    series = []
    for kind, colour in (("contract", BLUE), ("tender", ORANGE), ("failed", RED)):
        data = [
            {
                "value": [bar.start, place[bar.project], bar.end, names[bar.project]],
                "itemStyle": {"color": colour, "opacity": 1.0 if bar.start <= week else FADED},
            }
            for bar in shown.bars
            if bar.kind == kind and bar.project in place
        ]
        series.append(
            {
                "type": "custom",
                "name": text(lang, f"bar_{kind}"),
                "color": colour,
                ":renderItem": _BAR,
                "encode": {"x": [0, 2], "y": 1},
                "data": data,
            }
        )
    if series:
        series[0]["markLine"] = {
            "symbol": "none",
            "silent": True,
            "label": {"show": False},
            "lineStyle": {"color": RED},
            "data": [{"xAxis": week}],
        }
    return _base(dark) | {
        "tooltip": {"show": False},
        "grid": {"left": 132, "right": 16, "top": 32, "bottom": 28},
        "xAxis": _axis(dark, type="value", min=0, max=shown.weeks),
        "yAxis": _axis(
            dark,
            type="category",
            data=[names[project] for project in order],
            axisLabel={"color": "#c9d1d9" if dark else "#24292f", "width": 118, "overflow": "truncate", "interval": 0},
        ),
        "series": series,
    }


_BAR = """(params, api) => {
  const from = api.coord([api.value(0), api.value(1)]);
  const to = api.coord([api.value(2), api.value(1)]);
  const height = Math.max(4, api.size([0, 1])[1] * 0.62);
  return {type: 'rect', shape: {x: from[0], y: from[1] - height / 2, width: Math.max(3, to[0] - from[0]), height},
          style: api.style()};
}"""


def months(shown: Replay, week: int, lang: Language, dark: bool) -> dict[str, Any]:
    """Money by month: paid, and paid so far against the budget."""
    until = month_of(week, shown)
    sums = [sum(shown.paid[: k + 1]) / 1e4 for k in range(len(shown.paid))]
    bars = [
        {"value": round(paid / 1e4, 2), "itemStyle": {"opacity": 1.0 if k < until else FADED}}
        for k, paid in enumerate(shown.paid)
    ]
    return _base(dark) | {
        "xAxis": _axis(
            dark, text(lang, "month"), type="category", data=[str(k) for k in range(1, len(shown.paid) + 1)]
        ),
        "yAxis": _axis(dark, type="value"),
        "series": [
            {"type": "bar", "name": text(lang, "paid"), "color": BLUE, "data": bars},
            {
                "type": "line",
                "name": text(lang, "paid_sum"),
                "color": GREEN,
                "data": [round(each, 2) if k < until else None for k, each in enumerate(sums)],
            },
            {
                "type": "line",
                "name": text(lang, "granted_line"),
                "color": GREY,
                "symbol": "none",
                "lineStyle": {"type": "dashed"},
                "data": [round(shown.granted / 1e4, 2)] * len(shown.paid),
            },
        ],
    }


def month_of(week: int, shown: Replay) -> int:
    """Months that are over at the end of a week."""
    return round(week / shown.weeks * len(shown.paid)) if shown.weeks else 0


def tiles(shown: Replay, week: int) -> Sequence[tuple[str, int, int, float]]:
    """By district: who waits, who is served, and the wait as a share of the worst of all weeks."""
    at = min(max(week, 1), shown.weeks) - 1
    worst = max((n for row in shown.waiting for n in row), default=0) or 1
    return [
        (name, shown.waiting[at][k], shown.served[at][k], shown.waiting[at][k] / worst)
        for k, name in enumerate(shown.districts)
    ]
