"""What was drawn from the project library, and what was left there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gpss_sim.metrics.recipients import NAN, mean
from gpss_sim.metrics.registry import PLACE, metric

if TYPE_CHECKING:
    from gpss_sim.metrics.slices import Column, Columns, Slice

MOST_URGENT = 5


def _in_draw(s: Slice) -> Columns:
    """Rows of projects that stood in a draw: neither in the middle of a term nor outside the library."""
    rows = s.rows(s.tables.needs)
    ranked = rows["ranked"] > 0
    return {name: column[ranked] for name, column in rows.items()}


def _drawn(rows: Columns) -> Column:
    found: Column = rows["status"] == "selected"
    return found


@metric("share", "more", "Projects drawn", "抽中立项的占比", PLACE)
def drawn_share(s: Slice) -> float:
    """Projects drawn, over those that stood in the draw."""
    return mean(_drawn(_in_draw(s)))


@metric("share", "more", "Most urgent projects drawn", "最急项目抽中的占比", PLACE)
def drawn_share_urgent(s: Slice) -> float:
    """The same among projects of urgency class 5."""
    rows = _in_draw(s)
    return mean(_drawn(rows)[rows["ranked"] == MOST_URGENT])


@metric("projects/year", "less", "Most urgent projects not drawn", "未抽中的最急项目数", PLACE)
def unmet_urgent(s: Slice) -> float:
    """Projects of urgency class 5 in the draw that were not drawn, a year."""
    rows = _in_draw(s)
    return float((~_drawn(rows) & (rows["ranked"] == MOST_URGENT)).sum()) / s.years


@metric("share", "less", "Drawn before a more urgent project", "先于更急项目抽中的占比")
def rank_reversals(s: Slice) -> float:
    """Drawn projects while one of a higher class that takes no more money was left, over all drawn."""
    return _reversed(s, "ranked")


@metric("share", "less", "Drawn before a project that the survey finds more urgent", "先于调查认为更急项目抽中的占比")
def need_reversals(s: Slice) -> float:
    """The same by the survey's tier, whatever class counted in the draw."""
    return _reversed(s, "urgency")


def _reversed(s: Slice, rank: str) -> float:
    rows = _in_draw(s)
    drawn, found, all_drawn = _drawn(rows), 0, 0
    for year in np.unique(rows["year"]):
        mine, left = drawn & (rows["year"] == year), ~drawn & (rows["year"] == year)
        higher = rows[rank][left][:, None] > rows[rank][mine][None, :]
        cheaper = rows["cost"][left][:, None] <= rows["cost"][mine][None, :]
        found += int((higher & cheaper).any(axis=0).sum())
        all_drawn += int(mine.sum())
    return found / all_drawn if all_drawn else NAN


@metric("share", "less", "Error of the needs survey", "需求调查误差", PLACE)
def survey_error(s: Slice) -> float:
    """Absolute difference between surveyed and actual need, over actual need."""
    rows = s.rows(s.tables.needs)
    actual = float(rows["actual"].sum())
    return float(np.abs(rows["surveyed"] - rows["actual"]).sum()) / actual if actual else NAN
