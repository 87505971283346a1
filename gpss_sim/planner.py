"""The buyer's planner: the allocator that planners call directly, on what the city knows each year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from gpss_sim.allocation import Appropriation, Budget, Outcome, Problem, Project, Rules, allocate
from gpss_sim.allocation.problem.budget import Grant
from gpss_sim.allocation.problem.rules.families.limit import Limit
from gpss_sim.allocation.problem.rules.rule_tables import Where
from gpss_sim.market.buyers.planning_year import Candidate, Planner, PlanningYear, PurchaseList
from gpss_sim.scenario.budget_rules import project_of
from gpss_sim.scenario.schema import Scenario

SET_ASIDE = "set aside"
"""Source of the money that continuing projects have already."""

BARRED = "not decided this time"
"""Name of the rule that keeps out projects that cannot be bought this year."""


def planner_of(scenario: Scenario) -> Planner:
    """The planner a scenario describes."""
    if scenario.rules.allocation is None:
        return planner_for(scenario.rules.selection, scenario.rules.remote_share)
    return RulesPlanner(scenario, scenario.rules.allocation)


def planner_for(policy: str, remote_share: float = 0.0) -> Planner:
    """The buyer's planner: the same allocator that planners call directly.

    Parameters
    ----------
    policy : str
        Selection rule.
    remote_share : float
        Share of the money that is decided among remote districts alone; what they get is kept in the whole decision.
    """

    def chosen(candidates: Sequence[Candidate], budget: int | dict[str, int], rules: Rules) -> Outcome:
        projects = [
            Project(id=c.id, urgency=c.urgency, benefit=round(c.benefit), cost=c.cost, sources=c.sources)
            for c in candidates
        ]
        grant: Grant = budget if isinstance(budget, int) else {source: amount for source, amount in budget.items()}
        return allocate(Problem(projects=projects, budget=grant, rules=rules), policy=policy)

    def plan(year: PlanningYear, /) -> PurchaseList:
        remote = [c for c in year.candidates if c.remote] if remote_share else []
        kept = chosen(remote, _money(year, remote_share), Rules()).selected if remote else ()
        outcome = chosen(year.candidates, _money(year), Rules(mandatory=tuple(kept)))
        return PurchaseList(tuple(outcome.selected), tuple(outcome.reserve), _funding(outcome))

    return plan


def _money(year: PlanningYear, share: float = 1) -> int | dict[str, int]:
    """A share of the money, of each source where sources are kept apart [fen]."""
    if year.earmarked:
        return {source: int(max(amount, 0) * share) for source, amount in year.by_source.items()}
    return int(year.money * share)


def _funding(outcome: Outcome) -> dict[str, dict[str, int]]:
    """Who pays what, where the budget names its sources [fen by source by project]."""
    funding: dict[str, dict[str, int]] = {}
    for (name, _, source), fen in outcome.payments.items():
        if source is not None:
            funding.setdefault(name, {})[source] = fen
    return funding


@dataclass(frozen=True)
class RulesPlanner:
    """A planner that keeps the rules of a budget decision, as `gpss-sim allocate --rules` does.

    Parameters
    ----------
    scenario : Scenario
        The city: its library, sources of money and rule of selection.
    rules : Rules
        Rules of the budget decision. They hold for all that is served in a year: projects under a running term count
        with the money set aside for them, and stay. Amounts are those of the rules in every year.
    """

    scenario: Scenario
    rules: Rules

    def __call__(self, year: PlanningYear, /) -> PurchaseList:
        """Draw this year's list; where no list keeps the rules, nothing new is bought."""
        share = self.scenario.rules.remote_share
        kept = self._decide(year, Fraction(str(share)), remote=True).selected if share else ()
        outcome = self._decide(year, mandatory=kept)
        if kept and not outcome.has_answer:
            outcome = self._decide(year)
        if not outcome.has_answer:
            return PurchaseList(infeasible=True)
        candidates = {candidate.id for candidate in year.candidates}
        funding = {name: parts for name, parts in _funding(outcome).items() if name in candidates}
        selected = tuple(name for name in outcome.selected if name in candidates)
        held = sum(self._reserved(year).values()) + sum(contract.amount for contract in self.rules.commitment)
        return PurchaseList(selected, outcome.reserve, funding, held)

    def _decide(
        self, year: PlanningYear, share: Fraction = Fraction(1), mandatory: Iterable[str] = (), remote: bool = False
    ) -> Outcome:
        """The best list for a share of the free money, among remote districts alone or all."""
        shown = {c.id for c in (*year.candidates, *year.continuing) if c.remote or not remote or c in year.continuing}
        projects = list(self._projects(year))
        closed = tuple(project.id for project in projects if project.id not in shown)
        rules = self._rules(year, shown, mandatory)
        if closed:
            rules = rules.adding(Limit(name=BARRED, where=Where(projects=closed), max_projects=0))
        return allocate(Problem(projects, self._budget(year, share), rules), policy=self.scenario.rules.selection)

    def _projects(self, year: PlanningYear) -> Iterator[Project]:
        """The whole library: this year's candidates and continuing projects as the city knows them now."""
        known = {candidate.id: candidate for candidate in (*year.candidates, *year.continuing)}
        continuing = {candidate.id for candidate in year.continuing}
        for template in self.scenario.templates:
            project = replace(project_of(self.scenario, template), sources=())
            if now := known.get(project.id):
                cost, benefit = max(now.cost, 1), round(now.benefit)
                project = replace(project, urgency=now.urgency, benefit=benefit, cost=cost, form=now.form)
            if project.id in continuing:
                project = replace(project, mandatory=True)
            if year.earmarked:
                project = replace(project, sources=(SET_ASIDE,) if project.mandatory else _payers(year, now))
            yield project

    def _rules(self, year: PlanningYear, shown: set[str], mandatory: Iterable[str]) -> Rules:
        """The rules of this year; what they hold back is taken out of the money beforehand."""
        must = (name for name in (*self.rules.mandatory, *mandatory) if name in shown)
        update = {
            "mandatory": tuple(dict.fromkeys(must)),
            "continuing": tuple(candidate.id for candidate in year.continuing),
            "reserve": type(self.rules.reserve)(),
        }
        return self.rules.model_copy(update=update)

    def _budget(self, year: PlanningYear, share: Fraction) -> Budget:
        """Lines of the money: all that a year has, what of it is free, by source where sources are kept apart.

        A general line above the others is what shares of the budget refer to.
        """
        reserved = self._reserved(year)
        aside = sum(max(candidate.cost, 1) for candidate in year.continuing)
        if not year.earmarked:
            return Budget.of(int(max(year.money - sum(reserved.values()), 0) * share) + aside)
        lines = [Appropriation(max(year.money, 0) + aside), Appropriation(aside, source=SET_ASIDE)]
        free = ((source, max(amount - reserved[source], 0)) for source, amount in year.by_source.items())
        return Budget((*lines, *(Appropriation(int(amount * share), source=source) for source, amount in free)))

    def _reserved(self, year: PlanningYear) -> dict[str, int]:
        """What the reserve of the rules holds back, of each source or of all money [fen]."""
        reserve, aside = self.rules.reserve, year.set_aside
        if year.earmarked:
            granted = {source: amount + aside.get(source, 0) for source, amount in year.by_source.items()}
        else:
            granted = {"": year.money + sum(aside.values())}
        return {
            source: -int(-max(amount, 0) * reserve.share // 1) + reserve.amount for source, amount in granted.items()
        }


def _payers(year: PlanningYear, candidate: Candidate | None) -> tuple[str, ...]:
    """Sources that may pay for a candidate, by name: what is set aside for others is none of them."""
    return (candidate.sources if candidate else ()) or tuple(year.by_source)
