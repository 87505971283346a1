"""Money that is held back before anything is chosen, as rules of a conflict; and the amount each rule asks for."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from gpss_sim.allocation.milp.program import Program, ProgramRow
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.problem.rules import Reserve
from gpss_sim.allocation.problem.rules.families.exclusive import Exclusive
from gpss_sim.allocation.problem.rules.families.fairness import Fairness
from gpss_sim.allocation.problem.rules.families.limit import Limit
from gpss_sim.allocation.problem.rules.families.overrun import Overrun
from gpss_sim.money import aloud

RESERVE = "reserve"
"""Name of the reserve among rules."""


def held_back(problem: Problem) -> dict[str, int]:
    """Names of the reserve and of earlier contracts, each with the most it takes of any line or of all [fen]."""
    held = {c.name: c.amount for c in problem.rules.commitment if c.amount}
    reserved = max((problem.reserved(line) for line in problem.budget.lines), default=0)
    return held | ({RESERVE: reserved} if reserved else {})


def holding_back(problem: Problem, names: Collection[str]) -> Problem:
    """Return the decision in which only the named reserve and contracts hold money back."""
    rules = problem.rules
    kept = tuple(c for c in rules.commitment if c.name in names)
    reserve = rules.reserve if RESERVE in names else Reserve()
    return problem.with_rules(rules.model_copy(update={"commitment": kept, "reserve": reserve}))


def less(problem: Problem, name: str, by: int) -> Problem:
    """Return the decision in which a contract, or the reserve of every line, takes `by` fen less."""
    rules = problem.rules
    if name != RESERVE:
        lower = tuple(
            c.model_copy(update={"amount": max(0, c.amount - by)}) if c.name == name else c for c in rules.commitment
        )
        return problem.with_rules(rules.model_copy(update={"commitment": lower}))
    reserve = rules.reserve.model_copy(update={"amount": rules.reserve.amount - by})
    return problem.with_rules(rules.model_copy(update={"reserve": reserve}))


def amounts_of(problem: Problem, program: Program, names: Iterable[str], lang: str = "en") -> dict[str, str]:
    """What each of the named rules asks for, in words: money, a limit, a price, a probability.

    Parameters
    ----------
    lang : str
        ``en`` or ``zh``.
    """
    held = held_back(problem)
    granted = {line.name: line.amount for line in problem.budget.lines}
    rows: dict[str, ProgramRow] = {}
    for row in program.rows:
        rows.setdefault(row.rule, row)
    found = {}
    for name in names:
        if name in granted:
            found[name] = aloud(granted[name], lang)
        elif name in held:
            found[name] = aloud(held[name], lang)
        elif name.startswith("mandatory ") and name.removeprefix("mandatory ") in problem.index:
            project = problem.projects[problem.index[name.removeprefix("mandatory ")]]
            found[name] = aloud(sum(project.price(project.smallest).values()), lang)
        elif text := _of_rule(problem, name, lang) or (_limit(rows[name], lang) if name in rows else ""):
            found[name] = text
    return found


def _of_rule(problem: Problem, name: str, lang: str) -> str:
    """What a rule asks for that no row shows as the planner wrote it; empty for any other."""
    rule = next((rule for rule in problem.rules.active if name == rule.name or name.startswith(f"{rule.name} [")), None)
    if isinstance(rule, Overrun):
        money = "、".join(aloud(line.amount, "zh") for line in rule.lines(problem))
        left = ", ".join(aloud(line.amount, "en") for line in rule.lines(problem))
        return f"概率{rule.probability}，可用{money}" if lang == "zh" else f"probability {rule.probability} over {left}"
    if isinstance(rule, Exclusive):
        return f"最多{rule.at_most}个" if lang == "zh" else f"{rule.at_most} at most"
    if isinstance(rule, Fairness) and rule.gini_at_most is not None:
        return f"基尼系数{rule.gini_at_most}" if lang == "zh" else f"Gini {rule.gini_at_most}"
    if isinstance(rule, Limit) and rule.of == "spending":
        ends = [f"{share:f}" for share in (rule.min_share, rule.max_share) if share is not None]
        return ("占支出" if lang == "zh" else "of spending ") + "–".join(dict.fromkeys(ends)) if ends else ""
    return ""


UNITS = {"posts": "个岗位", "projects": "个项目"}
"""Chinese for the unit of a row that counts."""


def _limit(row: ProgramRow, lang: str) -> str:
    """The ends of a row in its own unit."""
    if not row.unit:
        return ""
    ends = dict.fromkeys(end * row.factor for end in (row.low, row.high) if end is not None)
    if row.unit == "fen":
        return "–".join(aloud(end, lang) for end in ends)
    return "–".join(map(str, ends)) + (UNITS.get(row.unit, "") if lang == "zh" else "")
