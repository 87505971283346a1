"""What is decided: totals, what enters and leaves and why, the frontier, the districts."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from gpss_sim.desk import charts, views
from gpss_sim.desk.page.context import Page

LISTED = 8
"""Projects that a list of moves names; the rest is counted."""


class Totals:
    """The line over the sheet: verdict, money, benefit."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.line = ui.element("div").classes("totals").props('aria-live="polite"').classes("at-totals")
        with self.line:
            self.cells = {name: self._cell(name) for name in ("selected", "spent", "left", "benefit", "urgent")}
            with ui.element("div").classes("verdict"):
                self.verdict = ui.label()
                self.stop = ui.button(page.t("stop"), icon="stop", on_click=page.session.stop_deciding)
                self.stop.props("flat dense size=sm").classes("at-stop-deciding")
        self.faults = ui.label().classes("faults")
        self.show()
        page.on("decision reasons deciding sheet", lambda _: self.show())

    def _cell(self, name: str) -> ui.label:
        with ui.element("div").classes("total"):
            ui.label(self.page.t(f"sum_{name}")).classes("hint")
            return ui.label("–").classes("figure").classes(f"at-sum-{name}")

    def show(self) -> None:
        """Write today's figures."""
        page, session = self.page, self.page.session
        decision = session.decision
        self.stop.visible = session.last.pending
        if session.last.pending or decision is None:
            self.verdict.text = page.t("deciding") if session.last.pending else ""
            return
        self.line.props(f"data-total={decision.money.total}")
        self.cells["selected"].text = page.t(
            "sum_of", selected=len(decision.listed.selected), count=len(decision.listed.status)
        )
        self.cells["spent"].text = views.amount(decision.money.spent)
        self.cells["left"].text = views.amount(decision.money.free - decision.money.spent)
        self.cells["benefit"].text = views.short(decision.benefit.selected)
        self.cells["urgent"].text = views.urgent_met(decision)
        took = page.t("took", ms=round(decision.seconds * 1000)) if decision.seconds else ""
        told = [page.t(f"verdict_{decision.verdict}"), took]
        if session.last.background.digest:
            told.append(page.t("digest", digest=session.last.background.digest[:12]))
        self.verdict.text = " · ".join(text for text in told if text)
        lines = [fault.sentence.said(session.lang) for fault in decision.faults[:5]]
        if session.last.background.conflict:
            lines.append(page.t("conflict", rules="; ".join(session.last.background.conflict)))
        self.faults.text = "\n".join(lines)


class ListChanges:
    """What enters and leaves, each with its reason."""

    def __init__(self, page: Page) -> None:
        self.page = page
        with ui.element("section").classes("panel"):
            with ui.element("div").classes("bar"):
                ui.label(page.t("moves")).classes("head")
                self.since = ui.label().classes("hint")
                ui.button(page.t("compare_here"), on_click=page.session.compare_from_here).props("flat dense").classes(
                    "at-compare-here"
                )
            self.place = ui.element("div").classes("moves").classes("at-moves")
        self.show()
        page.on("decision reasons sheet", lambda _: self.show())

    def show(self) -> None:
        """Write the lists."""
        page, session = self.page, self.page.session
        self.since.text = (
            page.t("moves_since", total=views.amount(session.last.base.money.total)) if session.last.base else ""
        )
        self.place.clear()
        moved = session.moves
        with self.place:
            if not moved.any:
                ui.label(page.t("moves_none")).classes("hint")
            for code, names in (("enters", moved.entered), ("leaves", moved.left), ("resized", moved.resized)):
                self._list(code, names)

    def _list(self, code: str, names: tuple[str, ...]) -> None:
        page, session = self.page, self.page.session
        if not names or session.draft is None:
            return
        with ui.element("div").classes(f"move {code}"):
            ui.label(f"{page.t(code)} ({len(names)})").classes("subhead")
            for name in names[:LISTED]:
                project = session.draft.projects.get(name)
                if project is None:
                    continue
                with ui.element("div").classes("line"):
                    place = f" · {project.district}" if project.district else ""
                    ui.label(f"{project.name or name}{place} · {views.amount(project.total)}").classes("who")
                    ui.label(session.last.background.reasons.get(name, "")).classes("hint")
            if len(names) > LISTED:
                ui.label(page.t("more", count=len(names) - LISTED)).classes("hint")


class Why:
    """The reason of the row that has the focus."""

    def __init__(self, page: Page) -> None:
        self.page = page
        with ui.element("section").classes("panel why").props('aria-live="polite"'):
            ui.label(page.t("why")).classes("head")
            self.name = ui.label().classes("who")
            self.text = ui.label(page.t("why_hint")).classes("reason").classes("at-why")
        self.show()
        page.on("chosen reasons sheet", lambda _: self.show())

    def show(self) -> None:
        """Write it."""
        session, name = self.page.session, self.page.chosen
        if session.draft is None or name not in session.draft.projects:
            return
        project = session.draft.projects[name]
        self.name.text = f"{project.name or name} ({name})"
        struck = name in session.draft.struck
        self.text.text = self.page.t("status_struck") if struck else session.last.background.reasons.get(name, "…")


class Frontier:
    """What other budgets buy, with today's marked."""

    def __init__(self, page: Page) -> None:
        self.page = page
        with ui.element("section").classes("panel"):
            ui.label(page.t("frontier")).classes("head")
            self.chart = ui.echart(self._options()).classes("chart").classes("at-frontier")
        page.on("frontier", lambda _: self.show())
        page.on("decision", lambda _: self._mark())

    def _options(self) -> dict[str, Any]:
        session = self.page.session
        today = session.draft.budget.total if session.draft else 0
        return charts.frontier(session.frontier.points, session.frontier.total, today, session.lang, is_dark(self.page))

    def _mark(self) -> None:
        """Move the mark of today's budget, and leave the rest as it is drawn."""
        made = self._options()
        if made["xAxis"]["max"] != self.chart.options["xAxis"]["max"]:
            self.show()
        else:
            moved = [{"markLine": each["markLine"]} for each in made["series"][:1]]
            self.chart.run_chart_method("setOption", {"series": moved})

    def show(self) -> None:
        """Draw it anew."""
        self.chart.options.clear()
        self.chart.options.update(self._options())
        self.chart.update()


class Districts:
    """A tile a district: how much of what it asks is granted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        with ui.element("section").classes("panel"):
            ui.label(page.t("districts")).classes("head")
            ui.label(page.t("districts_hint")).classes("hint")
            self.place = ui.element("div").classes("tiles").classes("at-districts")
        self.show()
        page.on("decision sheet", lambda _: self.show())

    def show(self) -> None:
        """Write the tiles."""
        page, session = self.page, self.page.session
        self.place.clear()
        if session.draft is None:
            return
        found = views.by_district(session.draft, session.decision)
        with self.place:
            for name, (asked, granted, of, count) in found.items():
                share = granted / asked if asked else 0.0
                tile = ui.element("div").classes("tile").style(f"background:{charts.shade(share, is_dark(page))}")
                with tile:
                    ui.label(name or page.t("district_none")).classes("who")
                    ui.label(f"{share:.0%}").classes("figure")
                    ui.label(f"{views.amount(granted)} · {count}/{of}").classes("hint")


def is_dark(page: Page) -> bool:
    """Whether charts are drawn for a dark page."""
    return bool(page.session.appearance.dark)
