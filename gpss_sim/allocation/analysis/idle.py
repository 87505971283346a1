"""Rules that no list of the library could break, and settings that change nothing: what a planner should be told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.milp.decompose import binds
from gpss_sim.allocation.milp.program import ProgramRow
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.plan.value import benefit
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.problem.rules.families.fairness import Fairness
from gpss_sim.allocation.problem.rules.families.limit import Limit
from gpss_sim.allocation.problem.rules.families.overlap import Overlap
from gpss_sim.allocation.problem.rules.rule import Rule
from gpss_sim.i18n import Message, RuleName, listed
from gpss_sim.money import yuan


@dataclass(frozen=True, slots=True)
class IdleRule:
    """A rule without effect, or one that leaves nothing, and why.

    Parameters
    ----------
    rule : str
    why : str
        A key of `EN`.
    amount : str
        Of a threshold, its benefit; of an overdrawn line, the money that is missing [yuan].
    """

    rule: str
    why: str
    amount: str = ""

    def __str__(self) -> str:
        return str(self.sentence)

    @property
    def sentence(self) -> Message:
        """What to tell of it."""
        return Message(f"no_effect.{self.why}", rule=RuleName(self.rule), amount=self.amount)


def idle_rules(problem: Problem) -> list[IdleRule]:
    """Every rule of the file that changes nothing for this library and this money, in the order of the file."""
    found = list(_lines(problem))
    threshold = problem.rules.ranking.threshold
    if threshold and all(worth < threshold * problem.scale for worth in problem.benefits):
        found.append(IdleRule("ranking.threshold", "threshold", str(threshold)))
    elif threshold and all(worth >= threshold * problem.scale for worth in problem.benefits):
        found.append(IdleRule("ranking.threshold", "low", str(threshold)))
    found += _of_settings(problem)
    found += _of_quotas(problem)
    if problem.rules.active:
        found += _of_families(problem)
    return found


def _of_settings(problem: Problem) -> Iterator[IdleRule]:
    """Settings that are written down and say nothing."""
    rules = problem.rules
    if "reserve" in rules.model_fields_set and not (rules.reserve.share or rules.reserve.amount):
        yield IdleRule("reserve", "nothing")
    yield from (IdleRule(contract.name, "nothing") for contract in rules.commitment if not contract.amount)
    if rules.continuing_binding and not rules.continuing:
        yield IdleRule("continuing_binding", "continuing")
    if not rules.split_sources and not problem.budget.sources:
        yield IdleRule("split_sources", "unsourced")


def _of_quotas(problem: Problem) -> Iterator[IdleRule]:
    """Quotas that speak of no project, and those that everything together would not use up."""
    everything = {i: p.posts for i, p in enumerate(problem.projects)}
    for quota in problem.rules.quota:
        groups = quota.groups(problem)
        if not groups:
            yield IdleRule(quota.name, "empty")
            continue
        left = [end for members in groups.values() for end in quota.left(problem, members, everything)]
        if all(end is None or end >= 0 for end in left):
            yield IdleRule(quota.name, "idle")


def _lines(problem: Problem) -> Iterator[IdleRule]:
    """Lines of which reserve and earlier contracts take more than there is."""
    for line in problem.budget.lines:
        if (left := problem.left(line)) < 0:
            yield IdleRule(line.name, "overdrawn", yuan(-left))


def _of_families(problem: Problem) -> Iterator[IdleRule]:
    program = build(problem)
    rows = [row for row in program.rows if binds(row, program.columns)]
    binding = {row.rule for row in rows}
    lines = _general(rows, problem)
    beyond_money = {row.rule for row in rows if not any(_implies(line, row) for line in lines)}
    everything = Plan(problem, {i: p.posts for i, p in enumerate(problem.projects)})
    for rule in problem.rules.active:
        where = getattr(rule, "where", None)
        if isinstance(rule, Limit) and _starves(rule, problem):
            yield IdleRule(rule.name, "starved")
        elif where is not None and not problem.matching(where) and not _has_rows(rule, binding):
            yield IdleRule(rule.name, "empty")
        elif isinstance(rule, Fairness) and rule.goal == "none" and rule.gini_at_most is None:
            yield IdleRule(rule.name, "fairness")
        elif isinstance(rule, Fairness) and rule.goal != "none" and (without := _unserved(rule, problem)):
            yield IdleRule(rule.name, "unserved", listed(without))
        elif isinstance(rule, Overlap):
            within = {i: everything.posts[i] for i in problem.matching(rule.where)}
            gross = benefit(problem, within)
            if rule.counted(gross) == gross:
                yield IdleRule(rule.name, "overlap")
        elif not _breakable(rule, everything, binding):
            yield IdleRule(rule.name, "idle")
        elif not rule.lazy and not isinstance(rule, Fairness) and not _has_rows(rule, beyond_money):
            yield IdleRule(rule.name, "money")


def _general(rows: Sequence[ProgramRow], problem: Problem) -> list[ProgramRow]:
    """Rows of the lines of the budget that bind all sources."""
    names = {line.name for line in problem.budget.lines if line.source is None}
    return [row for row in rows if row.rule in names]


def _implies(line: ProgramRow, row: ProgramRow) -> bool:
    """Whether a cap cannot be broken within a line: all that counts in it costs at least as much there."""
    if row is line or row.unit != "fen" or row.low is not None or row.high is None or line.high is None:
        return False
    within = all(0 <= a * row.factor <= line.terms.get(c, 0) * line.factor for c, a in row.terms.items())
    return within and row.high * row.factor >= line.high * line.factor


def _unserved(rule: Fairness, problem: Problem) -> list[str]:
    """Districts in which no project has a benefit: the worst of all gets nothing, whatever is bought."""
    return [name for name, members in rule.districts(problem).items() if not any(problem.benefits[i] for i in members)]


def _breakable(rule: Rule, everything: Plan, binding: set[str]) -> bool:
    """Whether some list breaks the rule; one that enters its rows lazily is broken most by buying everything."""
    if rule.lazy:
        return any(rule.breaches(everything.problem, everything.posts))
    if isinstance(rule, Fairness):
        return rule.goal != "none" or _largest_gini(rule, everything.problem) > (rule.gini_at_most or 0)
    return _has_rows(rule, binding)


def _largest_gini(rule: Fairness, problem: Problem) -> Fraction:
    """Gini coefficient when one project of the least peopled district that has any is bought alone."""
    served = {problem.projects[i].district for i, worth in enumerate(problem.benefits) if worth}
    least = min((people for name, people in rule.population.items() if name in served), default=0)
    whole = sum(rule.population.values())
    return 1 - Fraction(least, whole) if least else Fraction(0)


def _starves(rule: Limit, problem: Problem) -> bool:
    """Whether a share of what is spent cannot be kept by any list that costs anything in the year that counts."""
    if rule.of != "spending" or rule.each is not None:
        return False
    everything = {i: p.posts for i, p in enumerate(problem.projects)}
    mine = problem.spent(everything, problem.matching(rule.where), rule.year)
    whole = problem.spent(everything, everything, rule.year)
    out_of_reach = bool(rule.min_share) and mine == 0
    return whole > 0 and (out_of_reach or (mine == whole and rule.max_share not in (None, 1)))


def _has_rows(rule: Rule, binding: set[str]) -> bool:
    """Whether a row of the rule, or of one of its groups, could be broken."""
    return any(name == rule.name or name.startswith(f"{rule.name} [") for name in binding)
