"""Money that is held back before anything is chosen, as rules of a conflict; and the amount each rule asks for."""

from __future__ import annotations

from collections.abc import Collection

from gpss_sim.allocation.milp.funding_cuts import FundingCut, funding_cuts
from gpss_sim.allocation.milp.program import Program, ProgramRow
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.problem.rules import Reserve
from gpss_sim.allocation.problem.rules.families.exclusive import Exclusive
from gpss_sim.allocation.problem.rules.families.fairness import Fairness
from gpss_sim.allocation.problem.rules.families.limit import Limit
from gpss_sim.allocation.problem.rules.families.overrun import Overrun
from gpss_sim.i18n import Amounts, Message
from gpss_sim.money import Fen

SOURCES = "eligible sources"
"""Name of what sources can still pay together among rules."""
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


def amounts_of(problem: Problem, program: Program, names: Collection[str]) -> dict[str, Message]:
    """What each of the named rules asks for: money, a limit, a price, a probability."""
    held = held_back(problem)
    granted = {line.name: line.amount for line in problem.budget.lines}
    rows: dict[str, ProgramRow] = {}
    for row in program.rows:
        rows.setdefault(row.rule, row)
    found = {}
    for name in names:
        if name in granted:
            found[name] = _money(granted[name])
        elif name in held:
            found[name] = _money(held[name])
        elif name.startswith("mandatory ") and name.removeprefix("mandatory ") in problem.index:
            project = problem.projects[problem.index[name.removeprefix("mandatory ")]]
            found[name] = _money(sum(project.price(project.smallest).values()))
        elif name == SOURCES:
            if (cut := _tightest(problem, names)) is not None:
                found[name] = _money(cut.amount)
        elif (text := _of_rule(problem, name) or (_limit(rows[name]) if name in rows else None)) is not None:
            found[name] = text
    return found


def _tightest(problem: Problem, names: Collection[str]) -> FundingCut | None:
    """Of the sets of sources that are no single line, the one that the named prescribed projects exceed most."""
    forced = {i for i, project in enumerate(problem.projects) if f"mandatory {project.id}" in names}

    def beyond(cut: FundingCut) -> int:
        members = [i for _, positions in cut.needs for i in positions if i in forced]
        due = (problem.projects[i].price(problem.projects[i].smallest) for i in dict.fromkeys(members))
        return sum(sum(each.values()) for each in due) - cut.amount

    cuts = [cut for cut in funding_cuts(problem) or () if cut.rule == SOURCES] if problem.rules.split_sources else []
    return max(cuts, key=beyond, default=None)


def _of_rule(problem: Problem, name: str) -> Message | None:
    """What a rule asks for that no row shows as the planner wrote it; None for any other."""
    rule = next((rule for rule in problem.rules.active if name == rule.name or name.startswith(f"{rule.name} [")), None)
    if isinstance(rule, Overrun):
        over = Amounts(Fen(line.amount) for line in rule.lines(problem))
        return Message("amount.overrun", probability=str(rule.probability), over=over)
    if isinstance(rule, Exclusive):
        return Message("amount.at_most", most=rule.at_most)
    if isinstance(rule, Fairness) and rule.gini_at_most is not None:
        return Message("amount.gini", most=str(rule.gini_at_most))
    if isinstance(rule, Limit) and rule.of == "spending":
        ends = [f"{share:f}" for share in (rule.min_share, rule.max_share) if share is not None]
        return Message("amount.of_spending", ends="–".join(dict.fromkeys(ends))) if ends else None
    return None


def _money(fen: int) -> Message:
    return Message("amount.one", low=Fen(fen))


def _limit(row: ProgramRow) -> Message | None:
    """The ends of a row in its own unit; None for a row that counts nothing."""
    if not row.unit:
        return None
    ends = list(dict.fromkeys(end * row.factor for end in (row.low, row.high) if end is not None))
    if row.unit != "fen":
        between = "–".join(map(str, ends))
        return Message(f"amount.{row.unit}" if row.unit in COUNTED else "amount.one", **{_fact(row.unit): between})
    if len(ends) == 1:
        return _money(ends[0])
    return Message("amount.range", low=Fen(ends[0]), high=Fen(ends[1])) if ends else None


COUNTED = ("posts", "projects")
"""Units of rows that count; a message names them."""


def _fact(unit: str) -> str:
    return "ends" if unit in COUNTED else "low"
