"""What more money turns over, in a sentence, and steady plans that only add."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from gpss_sim.cli import show
from gpss_sim.i18n import Language, Message, Told

if TYPE_CHECKING:
    from gpss_sim.allocation import Problem
    from gpss_sim.allocation.analysis.frontier import FrontierPoint
    from gpss_sim.allocation.analysis.nested import NestedStep
    from gpss_sim.allocation.problem.deadline import Deadline

STEADY = "steady.csv"
COLUMNS = ("budget", "share", "selected", "benefit", "added", "dropped", "cost")
NAMED = 3
"""Projects that a sentence names; the rest is counted."""


def turnover_sentence(problem: Problem, points: Sequence[FrontierPoint], lang: Language) -> Message | None:
    """Where more money gives up projects, or lowers total benefit; None where it only adds."""
    from gpss_sim.allocation.analysis.turnover import turnover
    from gpss_sim.i18n import word
    from gpss_sim.money import yuan

    pair = turnover(points)
    if pair is None:
        return None
    facts: dict[str, object] = {
        "less": yuan(pair.less.budget),
        "more": yuan(pair.more.budget),
        "out": names(problem, pair.out, lang),
        "into": names(problem, pair.into, lang),
    }
    if not pair.falls or pair.less.plan is None or pair.more.plan is None:
        return Message("turnover.turns", **facts)
    policy = Told(word("decision", pair.less.policy, lang))
    before, after = (_number(plan.benefit) for plan in (pair.less.plan, pair.more.plan))
    return Message("turnover.falls", before=before, after=after, policy=policy, **facts)


def names(problem: Problem, ids: Sequence[str], lang: Language) -> str:
    """Names of projects; a few, the rest counted."""
    if not ids:
        return Told(Message("turnover.nothing").said(lang))
    told = [problem.projects[problem.index[name]].name or name for name in ids]
    comma = "、" if lang == "zh" else ", "
    if len(told) <= NAMED:
        return Told(comma.join(told))
    first, rest = comma.join(told[:NAMED]), len(told) - NAMED if lang == "en" else len(told)
    return Told(Message("turnover.several", first=Told(first), count=rest).said(lang))


def steady(
    problem: Problem, amounts: Sequence[int], policy: str, solver: str, limit: Deadline, folder: Path, lang: Language
) -> list[FrontierPoint]:
    """Write ``steady.csv`` and print it: plans grown and cut from today's, and what that costs at each budget.

    Returns the plans, one a budget.
    """
    from gpss_sim.allocation.analysis.nested import nested
    from gpss_sim.tabular import write_csv

    today, rows = problem.budget.total, []
    before: set[str] | None = None
    steps = nested(problem, amounts, policy, solver, limit)
    for step in steps:
        rows.append(_row(problem, step, policy, before, today, lang))
        before = set(step.point.selected)
    write_csv(folder / STEADY, COLUMNS, rows)
    show.table([Message(f"turnover.{name}").said(lang) for name in COLUMNS], rows)
    return [step.point for step in steps]


def _row(
    problem: Problem, step: NestedStep, policy: str, before: set[str] | None, today: int, lang: Language
) -> list[str]:
    from gpss_sim.money import yuan

    mine = set(step.point.selected)
    added, dropped = ([], []) if before is None else (sorted(mine - before), sorted(before - mine))
    lists = [";".join(problem.projects[problem.index[name]].name or name for name in ids) for ids in (added, dropped)]
    share = f"{step.point.budget / today:.0%}" if today else ""
    benefit = "" if step.point.plan is None else _number(step.point.plan.benefit)
    return [yuan(step.point.budget), share, str(len(mine)), benefit, *lists, _lost(problem, step, policy, lang)]


def _lost(problem: Problem, step: NestedStep, policy: str, lang: Language) -> str:
    """What steadiness costs: the objective, or the benefit of the first tier that loses."""
    from gpss_sim.allocation.plan.ranking import tiers_of
    from gpss_sim.i18n import word

    if step.point.plan is None:
        return ""
    if policy in ("weighted", "rank-and-cut"):
        return Message("turnover.whole", value=_number(step.cost)).said(lang)
    if step.loss is None:
        return "0"
    place, lost = step.loss
    tier = tiers_of(problem, policy)[place][0]
    if isinstance(tier, str):
        return Message("turnover.named", value=_number(lost), tier=Told(word("decision", tier, lang))).said(lang)
    return Message("turnover.tier", value=_number(lost), tier=tier).said(lang)


def _number(value: Fraction) -> str:
    """Whole, or with two decimals."""
    text = f"{float(value):.2f}"
    return text.removesuffix(".00")
