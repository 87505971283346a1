"""Rules that no list of the library could break, and settings that change nothing: what a planner should be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.milp.decompose import binds
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.plan.value import benefit
from gpss_sim.allocation.plan.words import rule_name
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.problem.rules.families.fairness import Fairness
from gpss_sim.allocation.problem.rules.families.overlap import Overlap
from gpss_sim.allocation.problem.rules.rule import Rule
from gpss_sim.money import yuan

EN = {
    "empty": "'{rule}' has no effect: no project is one it speaks of",
    "idle": "'{rule}' has no effect: no list of these projects could break it",
    "overlap": "'{rule}' has no effect: all its projects together do not reach its first step that counts less",
    "fairness": "'{rule}' has no effect: it has neither goal nor gini_at_most",
    "threshold": "'{rule}' leaves nothing for rank-and-cut: no project has a benefit of {amount}",
    "overdrawn": "'{rule}' has nothing left: reserve and earlier contracts take {amount} yuan more than it holds",
}
ZH = {
    "empty": "“{rule}”不起作用：没有符合条件的项目",
    "idle": "“{rule}”不起作用：这些项目的任何组合都不会违反它",
    "overlap": "“{rule}”不起作用：相关项目的效益合计未达到其第一个折减档",
    "fairness": "“{rule}”不起作用：既无目标，也无 gini_at_most",
    "threshold": "“{rule}”使排序截取无项目可选：没有项目的效益达到{amount}",
    "overdrawn": "“{rule}”已无余额：预留和已签合同超出该项预算{amount}元",
}


@dataclass(frozen=True, slots=True)
class Idle:
    """A rule without effect, or one that leaves nothing, and why.

    Parameters
    ----------
    rule : str
    why : str
        ``empty``, ``idle``, ``overlap``, ``fairness``, ``threshold`` or ``overdrawn``.
    amount : str
        Of a threshold, its benefit; of an overdrawn line, the money that is missing [yuan].
    """

    rule: str
    why: str
    amount: str = ""

    def __str__(self) -> str:
        return self.sentence("en")

    def sentence(self, lang: str) -> str:
        """Return what to tell of it."""
        words = ZH if lang == "zh" else EN
        return words[self.why].format(rule=rule_name(self.rule, lang), amount=self.amount)


def idle_rules(problem: Problem) -> list[Idle]:
    """Every rule of the file that changes nothing for this library and this money, in the order of the file."""
    found = list(_lines(problem))
    threshold = problem.rules.ranking.threshold
    if threshold and all(worth < threshold * problem.scale for worth in problem.benefits):
        found.append(Idle("ranking.threshold", "threshold", str(threshold)))
    found += _of_quotas(problem)
    if problem.rules.active:
        found += _of_families(problem)
    return found


def _of_quotas(problem: Problem) -> Iterator[Idle]:
    """Quotas that speak of no project, and those that everything together would not use up."""
    everything = {i: p.posts for i, p in enumerate(problem.projects)}
    for quota in problem.rules.quota:
        groups = quota.groups(problem)
        if not groups:
            yield Idle(quota.name, "empty")
            continue
        left = [end for members in groups.values() for end in quota.left(problem, members, everything)]
        if all(end is None or end >= 0 for end in left):
            yield Idle(quota.name, "idle")


def _lines(problem: Problem) -> Iterator[Idle]:
    """Lines of which reserve and earlier contracts take more than there is."""
    for line in problem.budget.lines:
        if (left := problem.left(line)) < 0:
            yield Idle(line.name, "overdrawn", yuan(-left))


def _of_families(problem: Problem) -> Iterator[Idle]:
    program = build(problem, drawn=False)
    binding = {row.rule for row in program.rows if binds(row, program.columns)}
    everything = Plan(problem, {i: p.posts for i, p in enumerate(problem.projects)})
    for rule in problem.rules.active:
        where = getattr(rule, "where", None)
        if where is not None and not problem.matching(where) and not _has_rows(rule, binding):
            yield Idle(rule.name, "empty")
        elif isinstance(rule, Fairness) and rule.goal == "none" and rule.gini_at_most is None:
            yield Idle(rule.name, "fairness")
        elif isinstance(rule, Overlap):
            within = {i: everything.posts[i] for i in problem.matching(rule.where)}
            gross = benefit(problem, within)
            if rule.counted(gross) == gross:
                yield Idle(rule.name, "overlap")
        elif not _breakable(rule, everything, binding):
            yield Idle(rule.name, "idle")


def _breakable(rule: Rule, everything: Plan, binding: set[str]) -> bool:
    """Whether some list breaks the rule; one that enters its rows lazily is broken most by buying everything."""
    if rule.lazy:
        return any(rule.breaches(everything.problem, everything.posts))
    return isinstance(rule, Fairness) or _has_rows(rule, binding)


def _has_rows(rule: Rule, binding: set[str]) -> bool:
    """Whether a row of the rule, or of one of its groups, could be broken."""
    return any(name == rule.name or name.startswith(f"{rule.name} [") for name in binding)
