"""The sheets behind the signed page: not chosen, money, places, other budgets, readings, assumptions, the reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from xlsxwriter.worksheet import Worksheet

from gpss_sim.allocation.results.decision_files import number
from gpss_sim.i18n import Message, said, word
from gpss_sim.library.project import TIERS
from gpss_sim.report.decision_book.assumed import assumptions
from gpss_sim.report.decision_book.facts import DecisionFacts
from gpss_sim.report.decision_book.sheet_table import Heading, write_table
from gpss_sim.report.decision_book.styles import Styles
from gpss_sim.report.decision_book.understood import left_out, mapping
from gpss_sim.report.fields_of_service import field_name

Writer = Callable[[Worksheet, Styles, DecisionFacts], None]
Payment = tuple[str, int | None, str | None]
"""Project, year, source."""

MOST_PAYMENTS = 20_000
"""Rows of payments beyond which a project's years are shown together."""


def headings(facts: DecisionFacts, *columns: tuple[str, float, str]) -> list[Heading]:
    """Headings by their codes; those of money with its unit."""
    unit = (
        f" ({facts.text('money', amount='').strip()})"
        if facts.lang == "en"
        else f"（{facts.text('money', amount='')}）"
    )
    return [Heading(facts.text(code) + (unit if kind == "money" else ""), width, kind) for code, width, kind in columns]


def rejected(sheet: Worksheet, styles: Styles, facts: DecisionFacts) -> None:
    """Every project that is not chosen: what it asked for, and why it is out."""
    places = {name: place for place, name in enumerate(facts.outcome.reserve, start=1)}
    chosen = set(facts.outcome.selected)
    head = headings(
        facts,
        ("id", 11, ""),
        ("name", 26, ""),
        ("district", 11, ""),
        ("domain", 11, ""),
        ("urgency", 8, "center"),
        ("asked", 14, "money"),
        ("people", 10, "number"),
        ("benefit", 9, "number"),
        ("mandatory", 7, "center"),
        ("status", 9, "center"),
        ("place", 7, "center"),
        ("reason", 48, ""),
    )
    out = [p for p in facts.problem.projects if p.id not in chosen]
    out.sort(key=lambda p: (places.get(p.id, len(places) + 1), -p.urgency, p.id))
    write_table(
        sheet,
        styles,
        head,
        (
            (
                p.id,
                p.name,
                p.district,
                field_name(p.domain, facts.lang),
                p.urgency,
                facts.money(p.total),
                p.beneficiaries,
                p.benefit,
                p.mandatory,
                word("decision", facts.outcome.status[p.id], facts.lang),
                places.get(p.id),
                facts.reasons.get(p.id, ""),
            )
            for p in out
        ),
    )


def _shown(paid: Mapping[Payment, int]) -> Mapping[Payment, int]:
    """Payments row by row, or years together where there are more than `MOST_PAYMENTS`."""
    if len(paid) <= MOST_PAYMENTS:
        return paid
    found: dict[Payment, int] = {}
    for (name, _, source), fen in paid.items():
        found[name, None, source] = found.get((name, None, source), 0) + fen
    return found


def money(sheet: Worksheet, styles: Styles, facts: DecisionFacts) -> None:
    """Every line of the budget with what is spent of it, then who pays what; very long lists without their years."""
    paid = facts.outcome.payments
    order = {name: place for place, name in enumerate(facts.outcome.selected)}
    head = headings(
        facts,
        ("year", 12, "center"),
        ("source", 16, "center"),
        ("line_budget", 18, "money"),
        ("line_spent", 18, "money"),
        ("line_left", 18, "money"),
    )
    lines = []
    totals: dict[tuple[int | None, str | None], int] = {}
    for (_, year, source), fen in paid.items():
        totals[year, source] = totals.get((year, source), 0) + fen
    for line in facts.problem.budget.lines:
        spent = sum(fen for (year, source), fen in totals.items() if line.covers(year, source))
        cells = (facts.year(line.year), facts.source(line.source))
        lines.append((*cells, *map(facts.money, (line.amount, spent, line.amount - spent))))
    below = write_table(sheet, styles, head, lines, filtered=False) + 1
    head = headings(
        facts,
        ("id", 12, ""),
        ("name", 30, ""),
        ("year", 18, "center"),
        ("source", 18, "center"),
        ("amount", 18, "money"),
    )
    rows = (
        (name, facts.label(name), facts.year(year), facts.source(source), facts.money(fen))
        for (name, year, source), fen in sorted(_shown(paid).items(), key=lambda item: order[item[0][0]])
    )
    write_table(sheet, styles, head, rows, top=below)


def places(sheet: Worksheet, styles: Styles, facts: DecisionFacts) -> None:
    """Asked and granted by district and field."""
    chosen = set(facts.outcome.selected)
    groups: dict[tuple[str, str], list[str]] = {}
    for p in facts.problem.projects:
        groups.setdefault((p.district, p.domain), []).append(p.id)
    head = headings(
        facts,
        ("district", 16, ""),
        ("domain", 16, ""),
        ("projects", 10, "whole"),
        ("asked", 16, "money"),
        ("chosen", 10, "whole"),
        ("granted", 16, "money"),
        ("people", 12, "number"),
    )
    rows = []
    for (district, domain), names in sorted(groups.items()):
        bought = [name for name in names if name in chosen]
        asked = facts.money(sum(facts.projects[name].total for name in names))
        granted = facts.money(sum(facts.granted[name] for name in bought))
        unknown = facts.text("unknown")
        cells = (
            district or unknown,
            field_name(domain, facts.lang) or unknown,
            len(names),
            asked,
            len(bought),
            granted,
        )
        rows.append((*cells, facts.people_of(bought)))
    write_table(sheet, styles, head, rows)


def budgets(sheet: Worksheet, styles: Styles, facts: DecisionFacts) -> None:
    """What other budgets would buy, and which projects enter and leave against today's list."""
    today = facts.problem.budget.total
    mine = set(facts.outcome.selected)
    urgent = [p.id for p in facts.problem.projects if p.urgency == TIERS[0]]
    head = headings(
        facts,
        ("line_budget", 16, "money"),
        ("budget_share", 10, "share"),
        ("spent", 16, "money"),
        ("chosen", 9, "whole"),
        ("benefit", 12, "number"),
        ("urgent_out", 10, "whole"),
        ("joins", 36, ""),
        ("leaves", 36, ""),
        ("verdict", 14, "center"),
    )
    rows = []
    for point in facts.budgets:
        theirs = set(point.selected)
        benefit = None if point.plan is None else number(point.plan.benefit)
        rows.append(
            (
                facts.money(point.budget),
                point.budget / today if today else None,
                facts.money(point.spent),
                len(theirs),
                benefit,
                sum(name not in theirs for name in urgent),
                facts.labels(sorted(theirs - mine)) if point.plan is not None else "",
                facts.labels(sorted(mine - theirs)) if point.plan is not None else "",
                word("decision", point.verdict, facts.lang),
            )
        )
    write_table(sheet, styles, head, rows)


def policies(sheet: Worksheet, styles: Styles, facts: DecisionFacts) -> None:
    """The readings of urgency: what each buys and leaves unmet, and which projects differ."""
    head = headings(
        facts,
        ("policy_name", 14, "center"),
        ("verdict", 13, "center"),
        ("chosen", 8, "whole"),
        ("spent", 14, "money"),
        ("benefit", 10, "number"),
        ("weighted", 11, "number"),
    )
    head += [Heading(facts.text("unmet", tier=tier), 10, "number") for tier in TIERS]
    head += headings(facts, ("urgent_out", 10, "whole"), ("only_here", 30, ""), ("not_here", 30, ""))
    rows = []
    for view in facts.beside:
        outcome = view.outcome
        lead = (
            word("decision", outcome.policy, facts.lang),
            word("decision", outcome.verdict, facts.lang),
            len(outcome.selected),
        )
        values = [number(value) for value in (outcome.total_benefit, view.weighted_benefit)]
        unmet = [number(view.unmet[tier]) for tier in TIERS]
        lists = (facts.labels(view.only_here), facts.labels(view.not_here))
        rows.append((*lead, facts.money(outcome.spent), *values, *unmet, len(view.left_out), *lists))
    write_table(sheet, styles, head, rows)


def last(sheet: Worksheet, styles: Styles, facts: DecisionFacts) -> None:
    """Against last year's list: continued, changed, new, dropped, with reasons."""
    names = ("kind", "id", "name", "district")
    kinds = (10, 11, 30, 14)
    head = [
        Heading(Message(f"compare.{name}").said(facts.lang), width) for name, width in zip(names, kinds, strict=True)
    ]
    amounts = ("before", "after", "difference")
    head += [Heading(Message(f"compare.{name}").said(facts.lang), 18, "yuan") for name in amounts]
    head.append(Heading(facts.text("reason"), 60))
    rows = []
    for each in facts.last:
        money = [fen / 100 for fen in (*each.granted, each.granted[1] - each.granted[0])]
        kind = Message(f"compare.{each.kind}").said(facts.lang)
        rows.append((kind, each.entry.id, each.entry.name, each.entry.district, *money, said(each.why, facts.lang)))
    write_table(sheet, styles, head, rows)


def assumed(sheet: Worksheet, styles: Styles, facts: DecisionFacts) -> None:
    """What the decision takes for granted."""
    write_table(sheet, styles, headings(facts, ("item", 28, ""), ("content", 90, "")), assumptions(facts))


def sheets_of(facts: DecisionFacts) -> list[tuple[str, Writer]]:
    """The sheets behind the signed page, in order."""
    found: list[tuple[str, Any]] = [("sheet_rejected", rejected)]
    if facts.outcome.has_answer:
        found += [("sheet_money", money), ("sheet_places", places), ("sheet_budgets", budgets)]
    if facts.last:
        found.append(("compare.sheet", last))
    found += [("sheet_policies", policies), ("sheet_assumed", assumed)]
    if facts.understood is not None:
        found += [("sheet_mapping", mapping), ("sheet_left_out", left_out)]
    return found
