"""Money: from the budget to what is left of it, as a waterfall; payments by month; accounts by source."""

from __future__ import annotations

from collections.abc import Iterator

from gpss_sim.library.project import TIERS
from gpss_sim.planning.measures import TOGETHER
from gpss_sim.report.page.table import PageTable
from gpss_sim.report.plan_page.facts import PlanFacts
from gpss_sim.report.plan_page.parts import Bar, Bars, Listed, PageSection, share


def money(facts: PlanFacts) -> PageSection:
    """The waterfall and the months."""
    paid, lapsed, done = facts.own("paid"), facts.own("lapsed"), facts.own("execution_rate")
    text = facts.text(
        "money_text",
        paid=facts.yuan(paid.mean),
        paid_band=facts.band("paid", paid),
        lapsed=facts.yuan(lapsed.mean),
        rate=facts.shown("execution_rate", done.mean),
    )
    return PageSection(
        "money",
        facts.text("money"),
        [text, facts.text("accounts_note")],
        [waterfall(facts), months(facts), accounts(facts)],
    )


def steps(facts: PlanFacts) -> Iterator[tuple[str, int, str]]:
    """Steps of the waterfall: label, amount [fen], tone; every use is taken from what stood before it."""
    decision = facts.decision
    problem = decision.problem
    total = problem.budget.total
    yield facts.text("step_budget"), total, "sum"
    held = total - problem.money.total
    committed = sum(contract.amount for contract in problem.rules.commitment)
    if committed:
        yield facts.text("step_committed"), min(committed, held), "use"
    if held - min(committed, held):
        yield facts.text("step_reserve"), held - min(committed, held), "use"
    for tier in TIERS:
        spent = sum(fen for name, fen in decision.granted.items() if decision.projects[name].urgency == tier)
        if spent:
            yield facts.text("step_tier", tier=tier), spent, "use"
    yield facts.text("step_left"), problem.money.total - decision.outcome.spent, "rest"


def waterfall(facts: PlanFacts) -> Bars:
    """Budget, what is held back, what each class of urgency gets, what is left."""
    decision, bars = facts.decision, []
    known = list(steps(facts))
    total = stand = known[0][1]
    for label, fen, tone in known:
        start = 0 if tone == "sum" else stand - fen
        bars.append(Bar(label, decision.money_text(fen), share(start, total), share(fen, total), tone))
        stand = stand if tone == "sum" else stand - fen
    return Bars(facts.text("waterfall"), bars)


def months(facts: PlanFacts) -> Bars:
    """Payments for service by month, with their bands."""
    found = facts.found.payments()
    most = max((each.high for each in found if each.high == each.high), default=0.0)
    most = max(most, max((each.mean for each in found), default=0.0))
    bars = [
        Bar(
            facts.text("month", month=month),
            facts.yuan(each.mean),
            0.0,
            share(each.mean, most),
            "seen",
            share(each.low, most) if each.low == each.low else None,
            share(each.high, most) if each.high == each.high else None,
        )
        for month, each in enumerate(found, start=1)
    ]
    return Bars(facts.text("months"), bars, facts.text("band_note"))


def accounts(facts: PlanFacts) -> Listed:
    """Final accounts by year and source, mean over the runs, to the fen."""
    heads = ("year", "source", "opening", "given", "service", "buying", "other", "lapsed", "closing")
    rows = [
        (
            str(row.year),
            facts.decision.source(None if row.source == TOGETHER else row.source),
            *(f"{fen / 100:,.2f}" for fen in row[2:]),
        )
        for row in facts.found.accounts()
    ]
    return Listed(PageTable([facts.text(f"accounts_{head}") for head in heads], rows, facts.text("accounts"), words=2))
