"""The list with its reasons: what is chosen, what is next in line, what is out."""

from __future__ import annotations

from gpss_sim.i18n import word
from gpss_sim.report.decision_book.lines import paying_sources
from gpss_sim.report.page.table import PageTable, TableCell
from gpss_sim.report.plan_page.facts import PlanFacts, rounded
from gpss_sim.report.plan_page.parts import Listed, PageSection


def chosen(facts: PlanFacts) -> PageSection:
    """The projects that are bought, each with its reason and what it will really do."""
    decision = facts.decision
    often = {name: share for name, _, _, share in facts.short}
    sources = any(decision.projects[name].sources for name in decision.outcome.selected)
    head = [decision.text("number"), decision.text("name"), decision.text("district"), decision.text("urgency")]
    head += [facts.text("granted")] + ([decision.text("sources")] if sources else [])
    head += [facts.text("promise"), facts.text("simulated"), facts.text("often_short"), decision.text("reason")]
    rows = []
    for place, name in enumerate(decision.outcome.selected, start=1):
        project = decision.projects[name]
        fails = often[name]
        row: list[str | TableCell] = [str(place), decision.label(name), project.district or "–", str(project.urgency)]
        row.append(f"{decision.money(decision.granted[name]):,.2f}")
        row += [paying_sources(decision, name)] if sources else []
        row += [rounded(facts.promised[name]), TableCell(rounded(facts.served[name]), "worse" if fails > 0.5 else "")]
        rows.append([*row, f"{fails:.0%}", decision.reasons.get(name, "")])
    table = Listed(PageTable(head, rows, words=len(head)))
    return PageSection("list", facts.text("list"), [facts.text("list_text")], [table])


def not_chosen(facts: PlanFacts) -> PageSection | None:
    """Projects that are not bought, those next in line first; None where all are bought."""
    decision = facts.decision
    places = {name: place for place, name in enumerate(decision.outcome.reserve, start=1)}
    out = [p for p in decision.problem.projects if p.id not in decision.granted]
    if not out:
        return None
    out.sort(key=lambda p: (places.get(p.id, len(places) + 1), -p.urgency, p.id))
    head = [decision.text(code) for code in ("name", "district", "urgency")]
    head += [facts.text("asked"), decision.text("status"), decision.text("reason")]
    rows = [
        [
            decision.label(p.id),
            p.district or "–",
            str(p.urgency),
            f"{decision.money(p.total):,.2f}",
            word("decision", decision.outcome.status[p.id], facts.lang),
            decision.reasons.get(p.id, ""),
        ]
        for p in out
    ]
    return PageSection(
        "out", facts.text("out", count=len(out)), blocks=[Listed(PageTable(head, rows, words=len(head)))], folded=True
    )
