"""Why nothing is possible: the smallest set of rules in conflict, and the cheapest way out.

References
----------
Junker (2004), QuickXplain: preferred explanations and relaxations for over-constrained problems.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.milp.decompose import binds, blocks, solve_blocks
from gpss_sim.allocation.milp.program import Program, ProgramColumn, ProgramRow
from gpss_sim.allocation.milp.subproblem import Subproblem
from gpss_sim.allocation.plan.words import rule_name
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.money import yuan

EN = {
    "drop": "drop '{rule}'",
    "loosen": "loosen '{rule}' by {amount}",
    "fen": " yuan",
    "posts": " posts",
    "projects": " projects",
}
ZH = {
    "drop": "取消“{rule}”",
    "loosen": "“{rule}”放宽{amount}",
    "fen": "元",
    "posts": "个岗位",
    "projects": "个项目",
}


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One rule of a conflict, moved just far enough that some plan keeps all rules.

    Parameters
    ----------
    rule : str
    amount : int
        How far its limit has to move, in `unit`.
    unit : str
        ``fen``, ``posts`` or ``projects``; empty for a rule that is kept or dropped.
    """

    rule: str
    amount: int
    unit: str

    def __str__(self) -> str:
        return self.sentence("en")

    def sentence(self, lang: str) -> str:
        """Return the relaxation as a sentence."""
        rule, words = rule_name(self.rule, lang), ZH if lang == "zh" else EN
        if not self.unit:
            return words["drop"].format(rule=rule)
        amount = yuan(self.amount) if self.unit == "fen" else str(self.amount)
        return words["loosen"].format(rule=rule, amount=amount + words[self.unit])


def conflict(problem: Problem, limit: float = 30.0) -> tuple[str, ...]:
    """Names of a smallest set of rules that cannot hold together; without any one of them some plan exists.

    Parameters
    ----------
    limit : float [s]
        Limit of each question to the solver; a question left open counts as possible, so that a rule is
        never named without proof.
    """
    program = build(problem, drawn=False)
    names = list(dict.fromkeys(row.rule for row in program.rows if row.rule and binds(row, program.columns)))
    if _possible(program, names, limit):
        return ()
    return tuple(sorted(_explain(program, [], names, False, limit), key=names.index))


def relaxations(problem: Problem, rules: Iterable[str], limit: float = 30.0) -> list[Relaxation]:
    """For each rule of a conflict, the smallest move of it alone with which some plan exists, where there is one."""
    found = []
    for rule in rules:
        program = build(problem, drawn=False)
        slack = program.add(ProgramColumn(None, integer=False))
        rows, unit, factor = [], "", 1
        for row in program.rows:
            if row.rule != rule:
                rows.append(row)
            elif not row.unit:
                continue
            else:
                unit, factor = row.unit, row.factor
                if row.high is not None:
                    rows.append(ProgramRow(rule, {**row.terms, slack: -1}, None, row.high))
                if row.low is not None:
                    rows.append(ProgramRow(rule, {**row.terms, slack: 1}, row.low, None))
        task = Subproblem(program.columns, rows, {slack: -1})
        answer = solve_blocks(task, [list(range(len(program.columns)))], "highs", limit)
        if answer.status == "optimal" and answer.values is not None:
            found.append(Relaxation(rule, round(answer.values[slack] * factor), unit))
    return found


def _explain(program: Program, fixed: list[str], rules: list[str], changed: bool, limit: float) -> list[str]:
    """QuickXplain: halve the rules, keeping what the other half needs."""
    if changed and not _possible(program, fixed, limit):
        return []
    if len(rules) == 1:
        return rules
    half = len(rules) // 2
    first, second = rules[:half], rules[half:]
    need = _explain(program, fixed + first, second, bool(first), limit)
    return _explain(program, fixed + need, first, bool(need), limit) + need


def _possible(program: Program, names: Iterable[str], limit: float) -> bool:
    """Whether some plan keeps the named rules; an open question counts as yes."""
    kept = set(names)
    rows = [row for row in program.rows if not row.rule or row.rule in kept]
    parts = blocks(program.columns, rows)
    return solve_blocks(Subproblem(program.columns, rows, {}), parts, "highs", limit).status != "infeasible"
