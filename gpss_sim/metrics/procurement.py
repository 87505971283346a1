"""How buying went: need known and bought, offers, failures, prices, days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gpss_sim.market.statuses import NeedStatus, TenderResult
from gpss_sim.metrics.recipients import NAN, mean
from gpss_sim.metrics.registry import PLACE, metric
from gpss_sim.money import FEN_PER_YUAN

if TYPE_CHECKING:
    from gpss_sim.metrics.slices import Columns, Slice

BY = (*PLACE, "method")
BOUGHT = (NeedStatus.SELECTED, NeedStatus.CONTINUING)


def _tenders(s: Slice) -> Columns:
    return s.rows(s.tables.tenders)


def _awarded(s: Slice) -> Columns:
    rows = _tenders(s)
    if not len(rows["result"]):
        return rows
    keep = rows["result"] == TenderResult.AWARDED
    return {name: column[keep] for name, column in rows.items()}


@metric("procedures", "", "Procurement procedures", "采购次数", BY)
def procedures(s: Slice) -> float:
    """Attempts at procuring, repetitions counted."""
    return float(len(_tenders(s)["result"]))


@metric("share", "less", "Share of procedures that failed", "采购失败率", BY)
def failed_share(s: Slice) -> float:
    """Attempts with fewer valid offers than the method asks for, or none."""
    return mean(_tenders(s)["result"] == TenderResult.FAILED) if procedures(s) else NAN


@metric("share", "less", "Share of open tenders that failed", "公开招标流标率")
def failed_open_share(s: Slice) -> float:
    """Failed attempts among those by a method with at least three bidders (the three-bidder rule)."""
    rows = _tenders(s)
    return mean(rows["result"][rows["minimum"] >= 3] == TenderResult.FAILED) if len(rows["minimum"]) else NAN


@metric("bidders", "more", "Offers per procedure", "每次采购的响应家数", BY)
def bidders(s: Slice) -> float:
    """Mean number of offers."""
    return mean(_tenders(s)["bidders"])


@metric("share", "less", "Share of awards with one offer", "单一响应占比", BY)
def single_offer_share(s: Slice) -> float:
    """Awards for which only one offer was made."""
    return mean(_awarded(s)["bidders"] == 1) if len(_awarded(s)["bidders"]) else NAN


@metric("agencies", "", "Agencies asked or admitted per procedure", "每次采购的合格机构数", BY)
def eligible(s: Slice) -> float:
    """Mean number of agencies that could offer."""
    return mean(_tenders(s)["eligible"])


@metric("share", "", "Price over ceiling", "成交价与最高限价之比", BY)
def price_ratio(s: Slice) -> float:
    """Mean price of awards as a share of the published ceiling."""
    rows = _awarded(s)
    return mean(rows["price"] / rows["ceiling"]) if len(rows["price"]) else NAN


@metric("share", "", "Spread of price over ceiling", "成交价比率的标准差", BY)
def price_ratio_sd(s: Slice) -> float:
    """Standard deviation of price over ceiling among awards."""
    rows = _awarded(s)
    return float(np.std(rows["price"] / rows["ceiling"], ddof=1)) if len(rows["price"]) > 1 else NAN


@metric("share", "more", "Share of projects procured that found a contract", "采购成交率")
def awarded_share(s: Slice) -> float:
    """Projects that ended in an award among those whose procurement was opened."""
    rows = _tenders(s)
    if not len(rows["project"]):
        return NAN
    pairs = rows["project"].astype(np.int64) * 10_000 + rows["year"]
    won = pairs[rows["result"] == TenderResult.AWARDED]
    return float(len(np.unique(won)) / len(np.unique(pairs)))


@metric("days", "less", "Days from start of procurement to award", "从启动采购到成交的天数")
def days_to_award(s: Slice) -> float:
    """Mean days from the first attempt's start to the award, over awards."""
    rows, awards = _tenders(s), _awarded(s)
    if not len(awards["project"]):
        return NAN
    opened: dict[tuple[int, int], float] = {}
    for project, year, day in zip(rows["project"], rows["year"], rows["opened"], strict=True):
        opened[project, year] = min(opened.get((project, year), np.inf), day)
    days = [
        closed - opened[project, year]
        for project, year, closed in zip(awards["project"], awards["year"], awards["closed"], strict=True)
    ]
    return mean(np.array(days))


@metric("share", "", "Incumbents who won again", "原承接机构续获率", BY)
def rewin_rate(s: Slice) -> float:
    """Awards to the agency that held the project, among projects that somebody held."""
    rows = _awarded(s)
    if not len(rows["winner"]):
        return NAN
    held = rows["incumbent"] >= 0
    return mean(rows["winner"][held] == rows["incumbent"][held])


@metric("yuan", "", "Buyer's cost per procedure", "每次采购的购买方成本", BY)
def cost_per_procedure(s: Slice) -> float:
    """Buyer's mean cost of one attempt."""
    return mean(_tenders(s)["buyer_cost"]) / FEN_PER_YUAN


@metric("share", "less", "Share of procedures split under a limit", "化整为零的采购占比", BY)
def split_share(s: Slice) -> float:
    """Procedures for a project that was split into packages to stay under a limit."""
    return mean(_tenders(s)["packages"] > 1) if procedures(s) else NAN


@metric("share", "less", "Share of procedures with dummy offers", "陪标采购占比", BY)
def dummy_share(s: Slice) -> float:
    """Procedures in which friends made up missing bidders."""
    return mean(_tenders(s)["dummies"] > 0) if procedures(s) else NAN


@metric("ratio", "less", "Price over the cost of doing it in-house", "成交价与自办成本之比", BY)
def in_house_ratio(s: Slice) -> float:
    """Mean price of awards over what the department's own staff would cost; below 1 purchase is cheaper (R51)."""
    rows = _awarded(s)
    return mean(rows["price"] / rows["in_house"]) if len(rows["price"]) else NAN


@metric("weighted persons", "", "Surveyed need of a project", "每个项目调查所得需求", PLACE)
def surveyed_need(s: Slice) -> float:
    """Mean need that the survey found for a project of the library, error included."""
    return mean(s.rows(s.tables.needs)["surveyed"])


@metric("share", "more", "Surveyed need in projects that are bought", "所购项目覆盖的调查需求占比", PLACE)
def need_bought(s: Slice) -> float:
    """Surveyed need of projects selected or continuing, over that of the whole library."""
    rows = s.rows(s.tables.needs)
    total = rows["surveyed"].sum()
    return float(rows["surveyed"][np.isin(rows["status"], BOUGHT)].sum() / total) if total else NAN
