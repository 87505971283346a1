"""The sheet that is signed: one decision on A4, with its table, subtotals, reserve list and signatures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from xlsxwriter.worksheet import Worksheet

from gpss_sim.i18n import Told, breach_name, word
from gpss_sim.report.decision_book.facts import DecisionFacts
from gpss_sim.report.decision_book.lines import (
    budget_line,
    eligible_sources,
    paying_sources,
    totals_line,
    years_of,
)
from gpss_sim.report.decision_book.styles import BAND, CELL, LINE, Styles, lines_of, put, width_of

RESERVE_SHOWN = 10
"""Projects of the reserve list on the page that is signed; the rest stands on the next sheet."""
A4 = 9
PAPER_WIDTH, PAPER_HEIGHT = 770.0, 505.0
"""Printable size of A4 across between the margins [pt]."""
SQUEEZED = 1.36
"""Pages up to which the decision is printed on one, smaller, so that no signature stands alone on the next."""


class DecisionColumn(NamedTuple):
    """A column of the table: key of its heading, width in characters, kind of its cells."""

    key: str
    width: float
    kind: str


COLUMNS = (
    DecisionColumn("number", 6, "center"),
    DecisionColumn("id", 11, "center"),
    DecisionColumn("name", 32, ""),
    DecisionColumn("district", 13, "center"),
    DecisionColumn("urgency", 8, "center"),
    DecisionColumn("asked", 14, "money"),
    DecisionColumn("granted", 14, "money"),
    DecisionColumn("sources", 22, ""),
    DecisionColumn("years", 14, "center"),
    DecisionColumn("people", 11, "number"),
    DecisionColumn("agency", 22, ""),
)


class FrontPage:
    """Writes the page from top to bottom.

    Parameters
    ----------
    sheet : Worksheet
    styles : Styles
    facts : DecisionFacts
    """

    def __init__(self, sheet: Worksheet, styles: Styles, facts: DecisionFacts) -> None:
        self._sheet, self._styles, self._facts = sheet, styles, facts
        self._row, self._points = 0, 0.0
        self._columns = [column for column in COLUMNS if self._used(column.key)]
        self._last = len(self._columns) - 1
        self._width = sum(column.width for column in self._columns)

    def write(self) -> None:
        """Write everything, then set the page up for print."""
        for k, column in enumerate(self._columns):
            self._sheet.set_column(k, k, column.width)
        self._titles()
        if self._facts.outcome.has_answer:
            self._table()
        self._signatures()
        self._print_setup()

    def _used(self, key: str) -> bool:
        """Whether a column has anything to say of this library."""
        facts = self._facts
        projects = facts.problem.projects
        if key in ("district", "agency"):
            return any(getattr(p, key) for p in projects)
        if key == "people":
            return any(p.beneficiaries is not None for p in projects)
        if key == "sources":
            return bool(facts.problem.budget.sources) or any(p.sources for p in projects)
        if key == "years":
            return any(not isinstance(p.cost, int) for p in projects) or bool(facts.problem.budget.years)
        return True

    # Lines above the table.

    def _titles(self) -> None:
        facts, outcome = self._facts, self._facts.outcome
        years = facts.problem.budget.years
        named = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0]) if years else ""
        title = facts.text("title_year", year=named) if named else facts.text("title")
        self._line(title, bold=True, font_size=18, align="center")
        self._line(budget_line(facts), bold=True, font_size=11)
        if outcome.has_answer:
            self._line(totals_line(facts), font_size=11)
            policy = facts.text(
                "policy",
                policy=word("decision", outcome.policy, facts.lang),
                verdict=word("decision", outcome.verdict, facts.lang),
            )
            self._line(f"{policy}　{facts.text('library', file=facts.file)}")
            if outcome.verdict == "feasible_unproven":
                self._line(facts.text("unproven"), bold=True)
        else:
            comma = "；" if facts.lang == "zh" else "; "
            rules = comma.join(breach_name(rule, facts.lang) for rule in outcome.conflict)
            why = "none" if outcome.verdict == "infeasible" else "broken" if rules else "short"
            policy = word("decision", outcome.policy, facts.lang)
            self._line(facts.text(why, rules=Told(rules), policy=policy), bold=True, font_size=12)
        self._line(facts.text("unit"), align="right")

    def _line(self, text: str, **look: Any) -> None:
        """One line of text over the whole width, as high as it needs."""
        size = float(look.get("font_size", 10))
        style = self._styles.get(text_wrap=True, valign="vcenter", **look)
        lines = lines_of(text, self._width * 10 / size)
        self._sheet.merge_range(self._row, 0, self._row, self._last, "", style)
        self._sheet.write_string(self._row, 0, text, style)
        self._set_row(lines * LINE * size / 10 + 3)

    # The table.

    def _table(self) -> None:
        facts = self._facts
        self._head = self._row
        for k, column in enumerate(self._columns):
            put(self._sheet, self._row, k, facts.text(column.key), self._styles.head)
        self._set_row(2 * LINE + 2)
        for rank, name in enumerate(facts.outcome.selected, start=1):
            self._cells(self._project(name, rank, bought=True))
        self._cells(self._sum(facts.text("total"), facts.outcome.selected), BAND)
        self._subtotals()
        self._reserve()

    def _project(self, name: str, rank: int, *, bought: bool) -> dict[str, object]:
        facts = self._facts
        project, posts = facts.projects[name], facts.posts.get(name)
        label = facts.label(name)
        if bought and posts is not None and posts < project.posts:
            label = facts.text("part", name=label, posts=posts, all=project.posts)
        return {
            "number": rank,
            "id": name,
            "name": label,
            "district": project.district,
            "urgency": project.urgency,
            "asked": facts.money(project.total),
            "granted": facts.money(facts.granted[name]) if bought else None,
            "sources": paying_sources(facts, name) if bought else eligible_sources(facts, name),
            "years": years_of(facts, name, bought),
            "people": facts.people(name, posts if bought else None),
            "agency": project.agency,
        }

    def _sum(self, label: str, names: Sequence[str]) -> dict[str, object]:
        facts = self._facts
        return {
            "name": f"{label} ({facts.text('count', count=len(names))})",
            "asked": facts.money(sum(facts.projects[name].total for name in names)),
            "granted": facts.money(sum(facts.granted[name] for name in names)),
            "people": facts.people_of(names),
        }

    def _cells(self, values: dict[str, object], base: dict[str, Any] | None = None) -> None:
        """Write one row of the table; its height follows the longest text."""
        lines = 1
        for k, column in enumerate(self._columns):
            value = values.get(column.key)
            put(self._sheet, self._row, k, value, self._styles.cell(column.kind, base))
            if isinstance(value, str):
                lines = max(lines, lines_of(value, column.width))
        self._set_row(lines * LINE + 4)

    def _band(self, text: str) -> None:
        style = self._styles.get(**BAND)
        self._sheet.merge_range(self._row, 0, self._row, self._last, "", style)
        self._sheet.write_string(self._row, 0, text, style)
        self._set_row(LINE + 4)

    def _subtotals(self) -> None:
        """By district; by agency or department where the library has one district or none."""
        facts = self._facts
        for key in ("district", "agency"):
            groups: dict[str, list[str]] = {}
            for name in facts.outcome.selected:
                groups.setdefault(getattr(facts.projects[name], key), []).append(name)
            if len(groups) > 1:
                self._band(facts.text(f"by_{key}"))
                for value in sorted(groups, key=lambda value: (value == "", value)):
                    self._cells(self._sum(value or facts.text("unknown"), groups[value]), CELL)
                return

    def _reserve(self) -> None:
        facts = self._facts
        reserve = facts.outcome.reserve
        if not reserve:
            return
        self._band(facts.text("reserve"))
        for rank, name in enumerate(reserve[:RESERVE_SHOWN], start=1):
            self._cells(self._project(name, rank, bought=False))
        if len(reserve) > RESERVE_SHOWN:
            more = len(reserve) - RESERVE_SHOWN
            self._band(facts.text("reserve_more", count=more, sheet=facts.text("sheet_rejected")))

    # Below the table.

    def _signatures(self) -> None:
        """Three signatures, the seal, and the day on which they are given."""
        facts, plain = self._facts, self._styles.get(valign="bottom")
        colon = "：" if facts.lang == "zh" else ": "
        self._set_row(LINE)
        for texts in (("prepared", "checked", "approved"), ("seal", "date", "made")):
            for (left, right), key in zip(self._thirds(), texts, strict=True):
                label = facts.text(key) + colon
                room = int(sum(c.width for c in self._columns[left : right + 1])) - width_of(label) - 3
                blank = {"date": facts.text("date_blank"), "made": facts.day.isoformat()}.get(key, "_" * room)
                if right > left:
                    self._sheet.merge_range(self._row, left, self._row, right, "", plain)
                self._sheet.write_string(self._row, left, label + blank, plain)
            self._set_row(2.2 * LINE)
        self._line(facts.text("digest", digest=facts.digest), font_size=8, font_color="#666666")

    def _thirds(self) -> list[tuple[int, int]]:
        """First and last column of three blocks of about the same width."""
        ends: list[tuple[int, int]] = []
        start, seen = 0, 0.0
        for k, column in enumerate(self._columns):
            seen += column.width
            if len(ends) < 2 and seen >= self._width * (len(ends) + 0.9) / 3 and k < self._last:
                ends.append((start, k))
                start = k + 1
        return [*ends, (start, self._last)]

    def _height(self) -> float:
        """Height of everything in pages, at the scale at which the width fits."""
        points = sum((7 * column.width + 5) * 0.75 for column in self._columns)
        return self._points * min(1.0, PAPER_WIDTH / points) / PAPER_HEIGHT

    def _set_row(self, height: float) -> None:
        """Set the height of the current row, count it, and go to the next."""
        self._sheet.set_row(self._row, height)
        self._points += height
        self._row += 1

    def _print_setup(self) -> None:
        sheet, facts = self._sheet, self._facts
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 1 if self._height() <= SQUEEZED else 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.55, bottom=0.6)
        sheet.center_horizontally()
        sheet.print_area(0, 0, self._row - 1, self._last)
        if facts.outcome.has_answer:
            sheet.repeat_rows(self._head)
            sheet.freeze_panes(self._head + 1, 0)
        sheet.hide_gridlines(2)
        pages = facts.text("footer", page="&P", pages="&N")
        sheet.set_footer(f"&L&8 {facts.digest[:16]}&C&8 {pages}&R&8 {facts.day.isoformat()}")
        sheet.set_page_view(0)
