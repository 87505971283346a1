"""What would overturn the answer: other readings of urgency, other budgets, other numbers."""

from __future__ import annotations

from gpss_sim.allocation.analysis.robustness import Ranges
from gpss_sim.i18n import word
from gpss_sim.report.page.table import PageTable
from gpss_sim.report.plan_page.facts import PlanFacts
from gpss_sim.report.plan_page.parts import Listed, PageSection


def overturn(facts: PlanFacts) -> PageSection:
    """Budgets and readings with what enters and leaves, then the projects that hang on numbers nobody knows exactly."""
    texts = [facts.text("overturn_text")]
    if facts.turnover:
        texts.append(facts.turnover)
    return PageSection(
        "overturn", facts.text("overturn"), texts, [_budgets(facts), *_readings(facts)], list(_numbers(facts))
    )


def _budgets(facts: PlanFacts) -> Listed:
    decision, today = facts.decision, facts.decision.problem.budget.total
    mine, rows = set(decision.outcome.selected), []
    for point in decision.budgets:
        if point.budget == today or point.plan is None:
            continue
        theirs = set(point.selected)
        joins, leaves = (facts.named(sorted(names)) or "–" for names in (theirs - mine, mine - theirs))
        step = f"{point.budget / today - 1:+.0%}".replace("-", "−") if today else ""
        rows.append([step, decision.money_text(point.budget), joins, leaves])
    head = [facts.text("budget_change"), facts.text("budget"), decision.text("joins"), decision.text("leaves")]
    return Listed(PageTable(head, rows, facts.text("other_budgets"), words=4))


def _readings(facts: PlanFacts) -> list[Listed]:
    rows = []
    for view in facts.decision.beside:
        if view.outcome.policy == facts.decision.outcome.policy:
            continue
        joins, leaves = (facts.named(names) or "–" for names in (view.only_here, view.not_here))
        rows.append([word("decision", view.outcome.policy, facts.lang), joins, leaves])
    if not rows:
        return []
    head = [facts.decision.text("policy_name"), facts.decision.text("joins"), facts.decision.text("leaves")]
    return [Listed(PageTable(head, rows, facts.text("other_readings"), words=3))]


def _numbers(facts: PlanFacts) -> list[str]:
    robust = facts.robust
    if robust is None:
        return []
    chosen, ranges = set(facts.decision.outcome.selected), Ranges()
    told = {
        "draws": robust.draws,
        "cost": f"{ranges.cost:.0%}",
        "benefit": f"{ranges.benefit:.0%}",
        "sure": sum(robust.index[name] == 1 for name in chosen),
        "chosen": len(chosen),
    }
    items = [facts.text("numbers", **told)]
    loose = sorted((name for name in chosen if robust.index[name] < 1), key=lambda name: robust.index[name])
    near = sorted((n for n in robust.index if n not in chosen and robust.index[n] > 0), key=lambda n: -robust.index[n])
    items += [
        facts.text("may_leave", name=facts.decision.label(n), share=f"{1 - robust.index[n]:.0%}") for n in loose[:5]
    ]
    items += [facts.text("may_enter", name=facts.decision.label(n), share=f"{robust.index[n]:.0%}") for n in near[:5]]
    return items
