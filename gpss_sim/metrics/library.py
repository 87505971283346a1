"""What was drawn from the project library, and what was left there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gpss_sim.market.statuses import NeedStatus
from gpss_sim.metrics.recipients import NAN, mean
from gpss_sim.metrics.registry import FROM_0, PLACE, metric

if TYPE_CHECKING:
    from gpss_sim.metrics.slices import Column, Columns, Slice

MOST_URGENT, LEAST_URGENT = 5, (1, 2)
DRAWN, AGENCY, HOST, DEPARTMENT = "drawn", "agency", "host_unit", "department"
IN_OR_DRAWN = ("in the library", DRAWN)


def _in_draw(s: Slice) -> Columns:
    """Rows of projects that stood in a draw: neither in the middle of a term nor outside the library."""
    rows = s.rows(s.tables.needs)
    ranked = rows["ranked"] > 0
    return {name: column[ranked] for name, column in rows.items()}


def _drawn(rows: Columns) -> Column:
    found: Column = rows["status"] == NeedStatus.SELECTED
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


@metric("share", "", "Least urgent projects drawn", "最缓项目抽中的占比", PLACE)
def drawn_share_low(s: Slice) -> float:
    """The same among projects of urgency classes 1 and 2."""
    rows = _in_draw(s)
    return mean(_drawn(rows)[np.isin(rows["ranked"], LEAST_URGENT)])


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


@metric("share", "less", "Error of the needs survey", "需求调查误差", PLACE, bounds=FROM_0)
def survey_error(s: Slice) -> float:
    """Absolute difference between surveyed and actual need, over actual need."""
    rows = s.rows(s.tables.needs)
    actual = float(rows["actual"].sum())
    return float(np.abs(rows["surveyed"] - rows["actual"]).sum()) / actual if actual else NAN


@metric("share", "less", "Error of last year's survey as a forecast", "以上年调查作预测的误差", PLACE, bounds=FROM_0)
def forecast_error(s: Slice) -> float:
    """Absolute difference between the need surveyed a year before and that surveyed now, over the latter."""
    everything, now = s.cut(s.tables.needs), s.rows(s.tables.needs)
    said = dict(zip(zip(everything["project"], everything["year"], strict=True), everything["surveyed"], strict=True))
    known = [
        (said[project, year - 1], need)
        for project, year, need in zip(now["project"], now["year"], now["surveyed"], strict=True)
        if (project, year - 1) in said
    ]
    found = float(sum(need for _, need in known))
    return float(sum(abs(before - need) for before, need in known)) / found if found else NAN


def _proposals(s: Slice) -> Columns:
    """Rows of the live library; none where it is off."""
    return s.rows(s.tables.library)


@metric("projects/year", "", "Applications to the library", "项目申报数", PLACE)
def applications(s: Slice) -> float:
    """Applications of departments, host units and agencies that were judged, a year; 0 unless the library is live."""
    rows = _proposals(s)
    entered = (rows["age"] == 0) & np.isin(rows["status"], (*IN_OR_DRAWN, "returned", "rejected"))
    return float(entered.sum()) / s.years


@metric("share", "more", "Applications that enter the library", "申报项目入库率", PLACE)
def entered_share(s: Slice) -> float:
    """Of the applications of the period, those that passed inspection, appraisal and the review of their estimate."""
    rows = _proposals(s)
    judged = (rows["age"] == 0) & np.isin(rows["status"], (*IN_OR_DRAWN, "returned", "rejected"))
    return mean(np.isin(rows["status"][judged], IN_OR_DRAWN))


@metric("years", "less", "Age of the library", "在库项目平均库龄", PLACE)
def library_age(s: Slice) -> float:
    """Draws that projects in the library had waited through, drawn ones included."""
    rows = _proposals(s)
    return mean(rows["age"][np.isin(rows["status"], IN_OR_DRAWN)])


@metric("years", "less", "Waiting in the library", "抽中前在库等待", PLACE)
def library_wait(s: Slice) -> float:
    """Draws that projects waited through before they were drawn."""
    rows = _proposals(s)
    return mean(rows["age"][rows["status"] == DRAWN])


@metric("years", "less", "Waiting in the library, most urgent projects", "最急项目抽中前在库等待", PLACE)
def library_wait_urgent(s: Slice) -> float:
    """The same for projects drawn as of urgency class 5."""
    rows = _proposals(s)
    return mean(rows["age"][(rows["status"] == DRAWN) & (rows["urgency"] == MOST_URGENT)])


@metric("years", "", "Waiting in the library, least urgent projects", "最缓项目抽中前在库等待", PLACE)
def library_wait_low(s: Slice) -> float:
    """The same for projects drawn as of urgency classes 1 and 2."""
    rows = _proposals(s)
    return mean(rows["age"][(rows["status"] == DRAWN) & np.isin(rows["urgency"], LEAST_URGENT)])


@metric("share", "", "Cut of estimates", "概算核减率", PLACE)
def estimate_cut(s: Slice) -> float:
    """What the review took off the estimates of projects that entered, over what was asked."""
    rows = _proposals(s)
    entered = (rows["age"] == 0) & np.isin(rows["status"], IN_OR_DRAWN)
    asked = float(rows["asked"][entered].sum())
    return 1 - float(rows["approved"][entered].sum()) / asked if asked else NAN


@metric("projects/year", "", "Agencies' ideas drawn", "抽中的机构自主项目数", PLACE)
def agency_ideas(s: Slice) -> float:
    """Projects that agencies applied for and that were drawn, a year."""
    rows = _proposals(s)
    return float(((rows["status"] == DRAWN) & (rows["origin"] == AGENCY)).sum()) / s.years


def _drawn_of(s: Slice, origin: str) -> float:
    rows = _proposals(s)
    mine = np.isin(rows["status"], IN_OR_DRAWN) & (rows["origin"] == origin)
    return mean(rows["status"][mine] == DRAWN)


@metric("share", "", "Departments' projects drawn", "部门项目抽中的占比", PLACE)
def drawn_share_departments(s: Slice) -> float:
    """Projects of departments drawn from a live library, over those of theirs that stood in it, each year's counted."""
    return _drawn_of(s, DEPARTMENT)


@metric("share", "", "Host units' projects drawn", "用人单位项目抽中的占比", PLACE)
def drawn_share_host_units(s: Slice) -> float:
    """The same for projects of host units."""
    return _drawn_of(s, HOST)


@metric("share", "", "Agencies' ideas drawn, of those in the library", "机构自主项目抽中的占比", PLACE)
def drawn_share_ideas(s: Slice) -> float:
    """The same for projects that agencies applied for."""
    return _drawn_of(s, AGENCY)


@metric("projects/year", "less", "Projects that left the library undrawn", "未抽中而退库的项目数", PLACE)
def left_library(s: Slice) -> float:
    """Projects that expired or were withdrawn, a year."""
    return float(np.isin(_proposals(s)["status"], ("expired", "withdrawn")).sum()) / s.years
