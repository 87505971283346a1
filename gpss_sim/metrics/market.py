"""Agencies, staff, scores: the health of the market."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gpss_sim.market.agencies.agency import ACTIVE, CLOSED
from gpss_sim.metrics.recipients import NAN, mean
from gpss_sim.metrics.registry import CONTRACT, metric

if TYPE_CHECKING:
    from gpss_sim.metrics.slices import Columns, Slice

INDEPENDENT = "independent"


def _agencies(s: Slice, kind: str = INDEPENDENT) -> Columns:
    rows = s.rows(s.tables.agency_years)
    keep = rows["kind"] == kind if len(rows["kind"]) else slice(0)
    return {name: column[keep] for name, column in rows.items()}


def _active(s: Slice) -> Columns:
    rows = _agencies(s)
    keep = rows["status"] == ACTIVE if len(rows["status"]) else slice(0)
    return {name: column[keep] for name, column in rows.items()}


def _years(s: Slice) -> Columns:
    return s.rows(s.tables.contract_years)


def _assessed(s: Slice) -> Columns:
    """Contract years that were scored within the period, by the day of the score."""
    table = s.tables.contract_years
    if not len(table["end"]):
        return table
    keep = s.within(table["end"]) & ~np.isnan(table["score"])
    return s.cut({name: column[keep] for name, column in table.items()})


@metric("agencies", "", "Independent agencies active", "活跃的独立机构")
def agencies(s: Slice) -> float:
    """Independent agencies active at the end of the year (mean over the period)."""
    return len(_active(s)["agency"]) / s.years


@metric("share", "", "Independent agencies without a contract", "无合同机构占比")
def idle_share(s: Slice) -> float:
    """Share of active independent agencies that hold no contract at the end of the year."""
    return mean(_active(s)["contracts"] == 0) if len(_active(s)["contracts"]) else NAN


@metric("agencies/year", "", "Agencies founded", "新设机构")
def founded(s: Slice) -> float:
    """Independent agencies founded within the period, a year."""
    rows = _agencies(s)
    return float((rows["age"] < 1).sum()) / s.years if s.first > 0 and len(rows["age"]) else NAN


@metric("share/year", "less", "Agencies closed for lack of cash", "因资金断裂关闭的机构占比")
def closure_rate(s: Slice) -> float:
    """Independent agencies that closed in the period, per active agency and year."""
    table = s.tables.agency_years
    mine = (table["kind"] == INDEPENDENT) & (table["status"] == CLOSED) if len(table["kind"]) else np.zeros(0, bool)
    now = len(np.unique(table["agency"][mine & (table["year"] <= s.last)]))
    before = len(np.unique(table["agency"][mine & (table["year"] < s.first)]))
    active = len(_active(s)["agency"])
    return (now - before) / active if active else NAN


@metric("agencies", "less", "Agencies barred", "被限制承接的机构")
def barred(s: Slice) -> float:
    """Independent agencies barred at the end of the year (mean over the period)."""
    return float(_active(s)["barred"].sum()) / s.years


@metric("index", "less", "Concentration of contract value (HHI)", "合同金额集中度（HHI）")
def hhi(s: Slice) -> float:
    """Herfindahl index of agencies' shares of contract value (T12)."""
    rows = _years(s)
    if not len(rows["price"]):
        return NAN
    value = np.bincount(rows["agency"], weights=rows["price"])
    return float(((value / value.sum()) ** 2).sum())


@metric("months", "more", "Cash of agencies with contracts, in months of payroll", "有合同机构的现金（月）")
def cash_months(s: Slice) -> float:
    """Median cash of active agencies with contracts over their monthly payroll, at the end of the year."""
    rows = _active(s)
    held = rows["payroll"] > 0
    return float(np.median(rows["cash"][held] / rows["payroll"][held])) if held.any() else NAN


@metric("workers", "", "Workers in contracts", "在岗社工")
def workers(s: Slice) -> float:
    """Mean number of filled seats over the months of the period."""
    rows = s.rows(s.tables.months)
    return float(rows["staff"].sum()) / (12 * s.years)


@metric("share", "less", "Vacant seats", "岗位空缺率", CONTRACT)
def vacancy(s: Slice) -> float:
    """Empty seats over seats (T13)."""
    rows = s.rows(s.tables.months)
    seats = rows["seats"].sum()
    return float(1 - rows["staff"].sum() / seats) if seats else NAN


@metric("1/year", "less", "Staff turnover", "员工流失率", CONTRACT)
def turnover(s: Slice) -> float:
    """Workers who left over workers, a year."""
    rows = s.rows(s.tables.months)
    staff = rows["staff"].sum()
    return float(12 * rows["left"].sum() / staff) if staff else NAN


@metric("ratio", "", "Wage relative to the market", "相对工资", CONTRACT)
def wage(s: Slice) -> float:
    """Mean wage relative to the market, over contract months."""
    return mean(s.rows(s.tables.months)["wage"])


@metric("share", "less", "Money due that is late", "逾期未付比例", CONTRACT)
def late_share(s: Slice) -> float:
    """Share of the last quarter's due money not yet arrived, mean over contract months."""
    return mean(s.rows(s.tables.months)["late"])


@metric("share", "", "Use of case slots", "名额使用率", CONTRACT)
def utilisation(s: Slice) -> float:
    """Open cases over slots at month ends (T6)."""
    rows = s.rows(s.tables.months)
    slots = rows["slots"].sum()
    return float(np.minimum(rows["open_cases"], rows["slots"]).sum() / slots) if slots else NAN


@metric("slots", "more", "Case slots", "服务名额", CONTRACT)
def slots(s: Slice) -> float:
    """Mean number of case slots over the months of the period."""
    return float(s.rows(s.tables.months)["slots"].sum()) / (12 * s.years)


@metric("points", "", "Assessment score", "评估得分", CONTRACT)
def score(s: Slice) -> float:
    """Mean score of the assessments of the period."""
    return mean(_assessed(s)["score"])


@metric("share", "more", "Share of assessments passed", "评估合格率", CONTRACT)
def pass_rate(s: Slice) -> float:
    """Assessments that reached the pass line."""
    return mean(_assessed(s)["passed"])


@metric("share", "more", "Share of assessments excellent", "评估优秀率", CONTRACT)
def excellent_share(s: Slice) -> float:
    """Assessments that reached the excellent line."""
    return mean(_assessed(s)["score"] >= s.tables.terms.excellent_line)


@metric("share", "less", "Share of assessments below the bar line", "评估不合格并被限制的占比", CONTRACT)
def poor_share(s: Slice) -> float:
    """Assessments below the score that bars an agency where the mode bars."""
    return mean(_assessed(s)["score"] < s.tables.terms.bar_line)


@metric("points", "less", "Error of assessment scores", "评估误差", CONTRACT)
def score_error(s: Slice) -> float:
    """Mean absolute difference between score and quality: what the assessment fails to see."""
    rows = _assessed(s)
    return mean(np.abs(rows["score"] - rows["quality"]))


@metric("points", "", "Effort", "努力程度", CONTRACT)
def effort(s: Slice) -> float:
    """Mean effort chosen at the start of contract years."""
    return mean(_years(s)["effort"])


@metric("share", "", "Contract years at the largest effort", "努力达到上限的占比", CONTRACT)
def effort_at_limit(s: Slice) -> float:
    """Share of contract years in which effort is at its upper bound."""
    limit = s.tables.terms.effort_max
    rows = _years(s)
    return mean(rows["effort"] >= limit) if len(rows["effort"]) else NAN


@metric("share", "", "Contract years under a threat of losing the next term", "存在续约威胁的占比", CONTRACT)
def threatened_share(s: Slice) -> float:
    """Share of contract years whose agency could lose the next term to somebody."""
    rows = _years(s)
    return mean(rows["threat"] > 0) if len(rows["threat"]) else NAN


@metric("agencies", "", "Alternatives within reach of the buyer", "可替代机构数", CONTRACT)
def alternatives(s: Slice) -> float:
    """Mean number of other agencies that could take over a contract."""
    return mean(_years(s)["alternatives"])


@metric("share", "less", "Working time diverted", "被挪用的工时比例", CONTRACT)
def diverted(s: Slice) -> float:
    """Mean share of working time diverted to the host or buyer."""
    return mean(_years(s)["diverted"])


@metric("contracts", "", "Contract years begun", "开始的合同年度", CONTRACT)
def contract_years(s: Slice) -> float:
    """Contract years that began in the period, a year."""
    return len(_years(s)["price"]) / s.years
