"""Where the money went; every amount in yuan."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING

import numpy as np

from gpss_sim.fiscal import YEAR
from gpss_sim.metrics.recipients import NAN, completed, improved, improvement
from gpss_sim.metrics.registry import FROM_0, PLACE, SIGNED, metric
from gpss_sim.money import FEN_PER_YUAN

if TYPE_CHECKING:
    from gpss_sim.metrics.slices import Slice

MILLION = 1e6


@metric("yuan", "", "Money granted", "拨入预算")
def granted(s: Slice) -> float:
    """Budget granted in the period."""
    return s.flow("grant", "budget") / FEN_PER_YUAN


@metric("yuan", "", "Money paid for service", "服务支出", PLACE)
def paid(s: Slice) -> float:
    """Paid to agencies, or for the department's own staff."""
    flows = [s.flow("committed", account) for account in ("agency", "wages", "overhead", "effort")]
    return sum(flows) / FEN_PER_YUAN


@metric("yuan", "less", "Buyer's cost of buying", "购买方采购成本")
def procurement_cost(s: Slice) -> float:
    """What the buyer spent on procuring."""
    return s.flow("budget", "procurement") / FEN_PER_YUAN


@metric("yuan", "less", "Bidders' cost of offering", "投标方成本")
def offers_cost(s: Slice) -> float:
    """What agencies spent on preparing offers, won or lost."""
    return s.flow("agency", "offers") / FEN_PER_YUAN


@metric("yuan", "less", "Money lapsed", "收回的资金")
def lapsed(s: Slice) -> float:
    """Returned to the treasury: not used in its year, or released after it."""
    return (s.flow("budget", "lapsed") + s.flow("committed", "lapsed")) / FEN_PER_YUAN


@metric("yuan", "", "Commitments held at the start", "期初未付承诺")
def held_before(s: Slice) -> float:
    """Committed and not yet paid, and unspent budget, when the period began."""
    return (s.balance("committed", s.days[0]) + s.balance("budget", s.days[0])) / FEN_PER_YUAN


@metric("yuan", "", "Commitments held at the end", "期末未付承诺")
def held_after(s: Slice) -> float:
    """Committed and not yet paid, and unspent budget, when the period ended."""
    return (s.balance("committed", s.days[1]) + s.balance("budget", s.days[1])) / FEN_PER_YUAN


@metric("yuan", "less", "Evaluation, support, rewards and aid paid by the buyer", "评估、支持、奖励与扶持支出")
def accompanying_cost(s: Slice) -> float:
    """Paid by the buyer beside service and procurement: evaluators, support organisations, rewards, start-up aid."""
    from_budget = sum(s.flow("budget", account) for account in ("evaluation", "support", "agency"))
    return (from_budget + s.flow("committed", "support")) / FEN_PER_YUAN


@metric("yuan", "", "Rewards and start-up aid", "奖励与启动扶持")
def aid(s: Slice) -> float:
    """Paid by the buyer to agencies outside contracts."""
    return s.flow("budget", "agency") / FEN_PER_YUAN


@metric("yuan", "less", "Money that went astray", "流失资金")
def leaked(s: Slice) -> float:
    """Lost out of what agencies received, where neither transparency nor contract management stopped it."""
    return s.flow("agency", "leaked") / FEN_PER_YUAN


@metric("yuan", "less", "Kept by fiscal hosts", "挂靠机构留存")
def host_fees(s: Slice) -> float:
    """Kept by the registered partners of agencies that are not registered."""
    return s.flow("agency", "host") / FEN_PER_YUAN


@metric("share", "", "Government share of agencies' revenue", "政府资金占机构收入比例")
def government_share(s: Slice) -> float:
    """Public money over everything agencies received, endowments apart (dependence)."""
    public = s.flow("committed", "agency") + s.flow("budget", "agency")
    total = public + s.flow("donors", "agency") + s.flow("private", "agency")
    return public / total if total else NAN


@metric("yuan", "less", "Cost of evaluation", "评估费用")
def evaluation_cost(s: Slice) -> float:
    """Paid to evaluators, by whoever engages them."""
    return (s.flow("budget", "evaluation") + s.flow("agency", "evaluation")) / FEN_PER_YUAN


@metric("yuan", "", "Unaccounted money (must be 0)", "账目差额（应为零）", bounds=SIGNED)
def unaccounted(s: Slice) -> float:
    """Opening plus granted less paid, procurement, accompanying cost, lapsed and held: 0 to the fen (equation 15.3)."""
    left = held_before(s) + granted(s) - held_after(s)
    return round(left - paid(s) - procurement_cost(s) - accompanying_cost(s) - lapsed(s), 2)


@metric("share", "more", "Budget executed", "预算执行率", bounds=FROM_0)
def execution_rate(s: Slice) -> float:
    """Committed to contracts and spent on procuring, per money granted."""
    total = granted(s)
    released = s.flow("committed", "budget")
    return (
        (s.flow("budget", "committed") - released) / FEN_PER_YUAN / total + procurement_cost(s) / total
        if total
        else NAN
    )


@metric(
    "weighted persons per million yuan", "more", "Improvement gained per million yuan granted", "每百万元预算的加权改善"
)
def improvement_per_million(s: Slice) -> float:
    """Urgency-weighted improvement per million yuan granted: the primary outcome (equation 15.1)."""
    total = granted(s)
    return improvement(s) / (total / MILLION) if total else NAN


def public_money(s: Slice) -> float:
    """Everything the buyer spent [yuan]."""
    return paid(s) + procurement_cost(s) + accompanying_cost(s)


@metric("yuan", "less", "Public money per completed case", "每完成个案的公共支出")
def cost_per_completed(s: Slice) -> float:
    """All public money spent, cost of buying included, per completed case."""
    cases = completed(s)
    return public_money(s) / cases if cases else NAN


@metric("yuan", "less", "Social cost per completed case", "每完成个案的社会成本")
def social_cost_per_completed(s: Slice) -> float:
    """Public money, bidders' cost and the effort that workers bear, per completed case."""
    cases = completed(s)
    return (public_money(s) + offers_cost(s) + unpaid_effort(s)) / cases if cases else NAN


@metric("yuan", "less", "Social cost per completed case, effort left out", "每完成个案的社会成本（不计额外努力）")
def social_cost_without_effort(s: Slice) -> float:
    """Public money and bidders' cost per completed case: effort beyond pay counts as free."""
    cases = completed(s)
    return (public_money(s) + offers_cost(s)) / cases if cases else NAN


@metric(
    "weighted persons per million yuan",
    "more",
    "Improvement per million yuan of social cost",
    "每百万元社会成本的加权改善",
)
def improvement_per_social_million(s: Slice) -> float:
    """Urgency-weighted improvement per million yuan of public money, bidders' cost and effort that workers bear."""
    total = public_money(s) + offers_cost(s) + unpaid_effort(s)
    return improvement(s) / (total / MILLION) if total else NAN


@metric("yuan", "less", "Effort paid for", "额外努力的现金支出")
def paid_effort(s: Slice) -> float:
    """Paid for effort beyond what an agency's own cause asks for: supervision, better people."""
    return (s.flow("agency", "effort") + s.flow("committed", "effort")) / FEN_PER_YUAN


@metric("yuan", "less", "Effort that workers bear", "员工承担的额外努力")
def unpaid_effort(s: Slice) -> float:
    """Worth of effort beyond pay that workers give: the part of its cost that their agency does not pay."""
    rows, (start, stop) = s.cut(s.tables.contract_years), s.days
    part = 1 - s.tables.terms.effort_paid
    years = np.maximum(np.minimum(rows["end"], stop) - np.maximum(rows["start"], start), 0.0) / YEAR
    return fsum(rows["effort_cost"] * rows["price"] * years) * part / FEN_PER_YUAN


@metric("yuan", "less", "Public money per improved recipient", "每改善一人的公共支出")
def cost_per_improved(s: Slice) -> float:
    """All public money spent per recipient who improved."""
    people = improved(s)
    return public_money(s) / people if people else NAN


@metric("yuan", "", "Wages paid", "工资支出", PLACE)
def wages(s: Slice) -> float:
    """Wages paid by agencies or the department."""
    return (s.flow("agency", "wages") + s.flow("committed", "wages")) / FEN_PER_YUAN


@metric("yuan", "", "Overhead paid", "管理费支出", PLACE)
def overhead(s: Slice) -> float:
    """Overhead paid by agencies or the department."""
    return (s.flow("agency", "overhead") + s.flow("committed", "overhead")) / FEN_PER_YUAN


@metric("yuan", "", "Kept by agencies", "机构结余", bounds=SIGNED)
def kept(s: Slice) -> float:
    """Agencies' receipts from contracts, private money included, less everything they paid out."""
    spent = sum(
        s.flow("agency", account)
        for account in ("wages", "overhead", "effort", "offers", "rectification", "evaluation", "leaked", "host")
    )
    return (s.flow("committed", "agency") + s.flow("private", "agency") - spent) / FEN_PER_YUAN


@metric("yuan", "", "Private money in purchased service", "社会资金投入", PLACE)
def private_money(s: Slice) -> float:
    """Fees, gifts and own funds that came in beside public money."""
    return s.flow("private", "agency") / FEN_PER_YUAN


@metric("share", "", "Agencies' margin", "机构利润率", bounds=SIGNED)
def margin(s: Slice) -> float:
    """What agencies kept, per yuan received."""
    received = s.flow("committed", "agency") / FEN_PER_YUAN
    return kept(s) / received if received else NAN
