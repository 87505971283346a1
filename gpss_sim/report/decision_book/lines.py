"""Texts of the signed page: money, totals, who pays, and in which years."""

from __future__ import annotations

from gpss_sim.report.decision_book.facts import DecisionFacts


def budget_line(facts: DecisionFacts) -> str:
    """How much money there is, line by line."""
    budget = facts.problem.budget
    named = [line for line in budget.lines if line.year is not None or line.source is not None]
    comma = "，" if facts.lang == "zh" else ", "
    parts = [
        " ".join(str(part) for part in (line.year, line.source and facts.source(line.source)) if part)
        + " "
        + facts.money_text(line.amount)
        for line in named
    ]
    told = facts.text("budget_lines", lines=comma.join(parts)) if parts else ""
    return facts.text("budget", total=facts.money_text(budget.total), lines=told)


def totals_line(facts: DecisionFacts) -> str:
    """What is asked, granted and left, in a sentence."""
    outcome = facts.outcome
    told: dict[str, object] = {
        "projects": len(facts.problem.projects),
        "asked": facts.money_text(sum(p.total for p in facts.problem.projects)),
        "chosen": len(outcome.selected),
        "granted": facts.money_text(outcome.spent),
        "left": facts.money_text(facts.problem.budget.total - outcome.spent),
    }
    people = facts.people_of(outcome.selected)
    if people is None:
        return facts.text("totals_plain", **told)
    return facts.text("totals", people=f"{float(people):,.0f}", **told)


def paying_sources(facts: DecisionFacts, name: str) -> str:
    """Who pays how much of a chosen project."""
    paid = facts.paid.get(name, {})
    if set(paid) <= {None}:
        return eligible_sources(facts, name)
    if len(paid) == 1:
        return facts.source(next(iter(paid)))
    return "\n".join(f"{facts.source(source)} {facts.money_text(fen)}" for source, fen in paid.items())


def eligible_sources(facts: DecisionFacts, name: str) -> str:
    """Who may pay for a project."""
    return ("、" if facts.lang == "zh" else ", ").join(map(facts.source, facts.projects[name].sources))


def years_of(facts: DecisionFacts, name: str, bought: bool) -> str | int:
    """Years of a project, each with its money where there are several."""
    project = facts.projects[name]
    if isinstance(project.cost, int):
        years = facts.problem.budget.years
        return years[0] if len(years) == 1 else ""
    price = project.price(facts.posts[name]) if bought else project.years
    paid = {year: fen for year, fen in price.items() if fen}
    if len(paid) == 1:
        return next(year for year in paid if year is not None)
    return "\n".join(f"{year}: {facts.money(fen):,.2f}" for year, fen in paid.items())
