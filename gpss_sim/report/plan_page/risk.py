"""Risk, and the plans beside the chosen one."""

from __future__ import annotations

from gpss_sim.planning.measures import ALL, Key
from gpss_sim.planning.plan_tables import SHORT
from gpss_sim.report.page.table import PageTable, TableCell
from gpss_sim.report.plan_page.answer import verdict
from gpss_sim.report.plan_page.facts import PlanFacts
from gpss_sim.report.plan_page.parts import Listed, PageSection

RISKS = ("late_starts", "failed_share", "days_to_award", "lapsed", "late_share", "vacancy", "at_risk", "closure_rate")
BESIDE = ("served", "improved", "urgent_left", "paid", "lapsed", "late_starts")
SHOWN = 5
"""Projects that the list of disappointing ones names."""


def risk(facts: PlanFacts) -> PageSection:
    """What may go wrong, each with its band, and the projects that most often fall short."""
    head = [facts.text("indicator"), facts.text("mean"), facts.text("band")]
    rows = [[facts.title(name), facts.shown(name, facts.own(name).mean), _band(facts, name)] for name in RISKS]
    short = [row for row in facts.short if row[3] > 0][:SHOWN]
    items = [
        facts.text(
            "falls_short",
            name=facts.decision.label(name),
            often=f"{often:.0%}",
            share=f"{SHORT:.0%}",
            served=f"{served:,.0f}",
            promised=f"{promised:,.0f}",
        )
        for name, promised, served, often in short
    ]
    return PageSection("risk", facts.text("risk"), [facts.text("risk_text")], [Listed(PageTable(head, rows))], items)


def everything(facts: PlanFacts) -> PageSection:
    """Every indicator of the plan with its band."""
    head = [facts.text("indicator"), facts.text("mean"), facts.text("band")]
    rows = [[facts.title(name), facts.shown(name, facts.own(name).mean), _band(facts, name)] for name in ALL]
    return PageSection("indicators", facts.text("indicators"), blocks=[Listed(PageTable(head, rows))], folded=True)


def beside(facts: PlanFacts) -> PageSection:
    """Differences from the chosen plan, paired by luck."""
    head = [facts.text("plan"), facts.text("projects"), facts.text("budget_share")]
    head += [facts.title(name) for name in BESIDE]
    rows = []
    for variant in facts.variants[1:]:
        row: list[str | TableCell] = [facts.variant(variant.name), str(len(variant.selected)), f"{variant.share:.0%}"]
        for name in BESIDE:
            found = facts.found.against(variant.name, Key(name))
            told = facts.shown(name, found.mean, "+")
            if found.high > found.low:
                told += f" ({facts.band(name, found, '+')})"
            row.append(TableCell(told, verdict(name, found)))
        rows.append(row)
    return PageSection("beside", facts.text("beside"), [facts.text("beside_text")], [Listed(PageTable(head, rows))])


def _band(facts: PlanFacts, name: str) -> str:
    return facts.band(name, facts.own(name))
