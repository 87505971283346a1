"""Assumptions, and the record of the run."""

from __future__ import annotations

from gpss_sim.report.decision_book.assumed import assumptions
from gpss_sim.report.page.table import PageTable
from gpss_sim.report.plan_page.facts import PlanFacts
from gpss_sim.report.plan_page.parts import Listed, PageSection


def assumed(facts: PlanFacts) -> PageSection:
    """What the list does not say, and what the decision takes for granted."""
    decision = facts.decision
    yes, no = facts.text("yes"), facts.text("no")
    rows = [
        [item, (yes if value else no) if isinstance(value, bool) else str(value)]
        for item, value in assumptions(decision)
        if value not in ("", None)
    ]
    table = Listed(
        PageTable([decision.text("item"), decision.text("content")], rows, facts.text("decision_assumed"), words=2)
    )
    items = [text.said(facts.lang) for text in facts.assumed]
    return PageSection("assumptions", facts.text("assumptions"), [facts.text("assumed_text")], [table], items)


def record(facts: PlanFacts) -> PageSection:
    """How to get the same page again."""
    decision = facts.decision
    rows = [
        [decision.text("file"), decision.file],
        [facts.text("scenario"), facts.scenario],
        [facts.text("replications"), str(facts.replications)],
        [facts.text("seed"), str(facts.city.random.seed)],
        [facts.text("plans"), str(len(facts.variants))],
        [decision.text("version"), decision.version],
        [decision.text("made"), decision.day.isoformat()],
        [facts.text("digest"), decision.digest],
    ]
    table = Listed(PageTable([decision.text("item"), decision.text("content")], rows, words=2))
    return PageSection(
        "record",
        facts.text("record"),
        [facts.text("print_how")],
        [table],
        commands=[(facts.text("again"), facts.command)],
    )
