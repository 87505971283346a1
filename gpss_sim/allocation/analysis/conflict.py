"""Why nothing is possible: a smallest set of rules in conflict, each with its amount, and the cheapest way out.

References
----------
Junker (2004), QuickXplain: preferred explanations and relaxations for over-constrained problems.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gpss_sim.allocation.analysis.settings import amounts_of, held_back, holding_back, less
from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.milp.decompose import binds, blocks, solve_blocks
from gpss_sim.allocation.milp.program import Program, ProgramColumn, ProgramRow
from gpss_sim.allocation.milp.subproblem import Subproblem
from gpss_sim.allocation.problem.deadline import Deadline
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.problem.terms import Terms
from gpss_sim.i18n import Message, RuleName
from gpss_sim.money import Fen

PATIENCE = 60.0
"""Longest search for a conflict, and for the ways out of one [s]."""


@dataclass(frozen=True, slots=True)
class RelaxedRule:
    """One rule of a conflict, moved just far enough that some plan keeps all rules.

    Parameters
    ----------
    rule : str
    amount : int
        How far its limit has to move, in `unit`.
    unit : str
        ``fen``, ``posts`` or ``projects``; empty for a rule that is kept or dropped.
    lower : bool
        Whether it is money held back (a reserve, an earlier contract), of which less has to be.
    """

    rule: str
    amount: int
    unit: str
    lower: bool = False

    def __str__(self) -> str:
        return str(self.sentence)

    @property
    def sentence(self) -> Message:
        """The relaxation as a sentence."""
        rule = RuleName(self.rule)
        if not self.unit:
            return Message("relax.drop", rule=rule)
        amounts = {
            "fen": lambda: Message("relax.money", amount=Fen(self.amount)),
            "posts": lambda: Message("count.post", count=self.amount),
            "projects": lambda: Message("count.project_plain", count=self.amount),
        }
        amount = amounts[self.unit]() if self.unit in amounts else str(self.amount)
        return Message("relax.lower" if self.lower else "relax.loosen", rule=rule, amount=amount)


class _Questions:
    """Whether some plan keeps a set of rules, of one decision, within a deadline."""

    def __init__(self, problem: Problem, deadline: Deadline) -> None:
        self.problem, self.deadline = problem, deadline
        self.held = held_back(problem)
        self._programs: dict[frozenset[str], Program] = {}

    def program(self, names: Iterable[str]) -> Program:
        """Return the program in which only the reserve and the earlier contracts among `names` hold money back."""
        kept = frozenset(names) & frozenset(self.held)
        if kept not in self._programs:
            self._programs[kept] = build(holding_back(self.problem, kept), drawn=False)
        return self._programs[kept]

    @property
    def names(self) -> list[str]:
        """Every rule that some choice could break, and what holds money back, which comes last."""
        program = self.program(self.held)
        rows = [row.rule for row in program.rows if row.rule and binds(row, program.columns)]
        lazy = [rule.name for rule in self.problem.rules.active if rule.lazy]
        return list(dict.fromkeys([*rows, *lazy, *self.held]))

    def possible(self, names: Iterable[str]) -> bool:
        """Whether some plan keeps the named rules; an open question counts as yes."""
        kept = set(names)
        program = self.program(kept)
        return _solved(program, kept, {}, None, self.deadline)[0] != "infeasible"

    def explain(self, fixed: list[str], rules: list[str], changed: bool) -> list[str]:
        """QuickXplain: halve the rules, keeping what the other half needs."""
        if changed and not self.possible(fixed):
            return []
        if len(rules) == 1:
            return rules
        half = len(rules) // 2
        first, second = rules[:half], rules[half:]
        need = self.explain(fixed + first, second, bool(first))
        return self.explain(fixed + need, first, bool(need)) + need


def _solved(
    program: Program, kept: set[str] | None, goal: Terms, rows: list[ProgramRow] | None, deadline: Deadline
) -> tuple[str, list[float] | None]:
    """Maximise over the rows of the rules kept (all for None), or over `rows`; lazy rules enter as plans break them."""
    lazy = [rule for rule in program.problem.rules.active if rule.lazy and (kept is None or rule.name in kept)]
    while not deadline.over:
        number = len(program.rows)
        own = (
            [row for row in program.rows if not row.rule or kept is None or row.rule in kept] if rows is None else rows
        )
        parts = [list(range(len(program.columns)))] if lazy or goal else blocks(program.columns, own)
        answer = solve_blocks(Subproblem(program.columns, own, goal), parts, "highs", deadline.left())
        if answer.values is None:
            return answer.status, None
        posts = program.plan([round(v) for v in answer.values]).posts
        if not any([rule.cut_off(program, posts) for rule in lazy]):
            return answer.status, answer.values
        if rows is not None:
            rows = [*rows, *program.rows[number:]]
    return "unknown", None


def conflict(problem: Problem, limit: float | Deadline = PATIENCE) -> tuple[str, ...]:
    """Names of a smallest set of rules that cannot hold together; without any one of them some plan exists.

    The reserve and earlier contracts are rules as well: they are named where the conflict needs them.

    Parameters
    ----------
    limit : float or Deadline [s]
        Limit of all questions to the solver; a question left open counts as possible, so that a rule is
        never named without proof.
    """
    questions = _Questions(problem, Deadline.of(limit))
    names = questions.names
    if not names or questions.possible(names):
        return ()
    return tuple(sorted(questions.explain([], names, False), key=names.index))


def conflicts(problem: Problem, limit: float | Deadline = PATIENCE, most: int = 3) -> list[tuple[str, ...]]:
    """The conflict, and others that remain when one of its rules is given up; each a smallest set of its own.

    Parameters
    ----------
    limit : float or Deadline [s]
        Limit of all questions to the solver together.
    most : int
        Conflicts looked for.
    """
    questions = _Questions(problem, Deadline.of(limit))
    names = questions.names
    found: list[tuple[str, ...]] = []
    waiting: list[frozenset[str]] = [frozenset()]
    while waiting and len(found) < most:
        given_up = waiting.pop(0)
        rest = [name for name in names if name not in given_up]
        if not rest or questions.possible(rest):
            continue
        one = tuple(sorted(questions.explain([], rest, False), key=names.index))
        if one and one not in found:
            found.append(one)
            waiting += [given_up | {name} for name in one]
    return found


def conflict_amounts(problem: Problem, rules: Iterable[str]) -> Mapping[str, Message]:
    """What each rule of a conflict asks for: its limit, its price or its money, in words of its own unit."""
    return amounts_of(problem, build(problem, drawn=False), list(rules))


def relaxations(problem: Problem, rules: Iterable[str], limit: float | Deadline = PATIENCE) -> list[RelaxedRule]:
    """For each rule of a conflict, the smallest move of it alone with which some plan exists, where there is one."""
    deadline = Deadline.of(limit)
    held = held_back(problem)
    found = []
    for rule in rules:
        one = _lowered(problem, rule, held[rule], deadline) if rule in held else _loosened(problem, rule, deadline)
        if one is not None:
            found.append(one)
    return found


def _loosened(problem: Problem, rule: str, deadline: Deadline) -> RelaxedRule | None:
    program = build(problem, drawn=False)
    if any(other.lazy and other.name == rule for other in problem.rules.active):
        kept = {row.rule for row in program.rows}
        return RelaxedRule(rule, 0, "") if _solved(program, kept, {}, None, deadline)[1] is not None else None
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
    status, values = _solved(program, None, {slack: -1}, rows, deadline)
    if status != "optimal" or values is None:
        return None
    return RelaxedRule(rule, round(values[slack] * factor), unit)


def _lowered(problem: Problem, rule: str, amount: int, deadline: Deadline) -> RelaxedRule | None:
    """Least amount by which money held back has to fall, by halving."""

    def enough(by: int) -> bool:
        program = build(less(problem, rule, by), drawn=False)
        return _solved(program, None, {}, None, deadline)[1] is not None

    if not enough(amount):
        return None
    low, high = 0, amount
    while high - low > 1 and not deadline.over:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return RelaxedRule(rule, high, "fen", lower=True)
