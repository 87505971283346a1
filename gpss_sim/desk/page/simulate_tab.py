"""Simulate today's list, watch it go on, stop it, read what it delivers, and see one year replayed."""

from __future__ import annotations

from nicegui import background_tasks, ui

from gpss_sim.desk import simulated, views
from gpss_sim.desk.commands import PurchaseSettings
from gpss_sim.desk.page.context import Page
from gpss_sim.desk.page.replay_panel import ReplayPanel
from gpss_sim.desk.page.table import table
from gpss_sim.i18n import interval

MODES = ("direct", "formal", "non_competitive", "competitive", "venture", "voucher")
FORMS = ("post", "project", "voucher")
SCENARIOS = ("baseline", "small_city")
EARLY = 16
"""Lines of the first answer that are shown while it runs."""
SHORT = 12
"""Projects that fall short, listed."""


class PurchaseForm:
    """How the plan is bought and simulated, and the buttons that start and stop it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        last = page.session.simulation.purchase
        own = {"": page.t("own")}
        with ui.element("div").classes("bar"):
            names = {name: views.city(name, page.session.lang) for name in dict.fromkeys((*SCENARIOS, last.scenario))}
            self.scenario = ui.select(names, value=last.scenario, label=page.t("scenario")).classes("at-scenario")
            self.mode = ui.select(own | {m: page.t(m) for m in MODES}, value=last.mode, label=page.t("mode"))
            self.form = ui.select(own | {f: page.t(f) for f in FORMS}, value=last.form, label=page.t("form"))
            self.runs = ui.number(page.t("replications"), value=last.replications, min=2, max=1000, precision=0)
            for element in (
                self.scenario,
                self.mode.classes("at-mode"),
                self.form.classes("at-form"),
                self.runs.classes("at-runs"),
            ):
                element.props("dense outlined options-dense")
            self.start = ui.button(page.t("simulate"), icon="play_arrow", on_click=self._start).classes("at-simulate")
            self.end = ui.button(page.t("stop"), icon="stop", on_click=page.session.stop_simulation).props("outline")
            self.end.classes("at-stop")

    def _start(self) -> None:
        page, session = self.page, self.page.session
        if session.decision is None or not session.decision.has_answer:
            page.note(page.t("no_list"))
            return
        purchase = PurchaseSettings(
            str(self.scenario.value),
            str(self.mode.value or ""),
            str(self.form.value or ""),
            max(2, int(self.runs.value or 2)),
        )
        background_tasks.create(session.simulate(purchase))

    def running(self, now: bool) -> None:
        """Offer to stop while a simulation runs, to start one otherwise."""
        self.end.visible, self.start.visible = now, not now


class SimulateTab:
    """The third tab."""

    def __init__(self, page: Page) -> None:
        self.page = page
        with ui.element("section").classes("panel"):
            self.form = PurchaseForm(page)
            self.bar = (
                ui.linear_progress(value=0, show_value=False).props('aria-label="progress"').classes("at-progress")
            )
            self.state = ui.label().classes("hint").classes("at-simulation-state")
            self.early = ui.label().classes("code").classes("at-early")
        self.place = ui.element("div").classes("at-found")
        self.replay = ReplayPanel(page)
        self.show()
        self.replay.show()
        page.on("plan progress", lambda _: self.progress())
        page.on("plan reasons", lambda _: self.show())
        page.on("plan replay sheet", lambda _: self.replay.show())

    def progress(self) -> None:
        """How far it is."""
        page, now = self.page, self.page.session.simulation
        self.bar.visible = now.running
        self.form.running(now.running)
        self.bar.value = now.done / now.total if now.total else 0.0
        self.early.visible = now.running and bool(now.lines)
        self.early.text = "\n".join(line.replace("\t", "  ") for line in now.lines[:EARLY])
        if now.running:
            self.state.text = page.t("simulating", done=now.done, total=now.total) if now.total else page.t("preparing")
        else:
            self.state.text = page.t("stopped") if now.stopped else now.said

    def show(self) -> None:
        """Write what the plan delivers."""
        page, session = self.page, self.page.session
        now = session.simulation
        self.progress()
        self.place.clear()
        if now.found is None:
            return
        with self.place:
            if now.digest != session.last.background.digest:
                ui.label(page.t("stale")).classes("panel bad")
            self._values(now.found)
            self._beside(now.found)
            self._short(now.found)
            if now.found.assumed:
                with ui.expansion(page.t("assumed")).classes("fold panel"), ui.element("ul"):
                    for text in now.found.assumed:
                        with ui.element("li"):
                            ui.label(text)

    def _values(self, found: simulated.SimulationResult) -> None:
        page = self.page
        rows = [
            (
                simulated.title(name, page.session.lang),
                views.short(band.mean),
                _range(band),
                simulated.unit(name, page.session.lang),
            )
            for name, band in simulated.told(simulated.TOLD, found.values)
        ]
        with ui.element("section").classes("panel"):
            ui.label(page.t("simulated", n=found.replications)).classes("head")
            table((page.t("what"), page.t("mean"), page.t("interval"), page.t("unit")), rows)

    def _beside(self, found: simulated.SimulationResult) -> None:
        page = self.page
        heads = (page.t("what"), page.t("unit"), *(self._plan(name) for name in found.beside))
        rows = [
            (
                simulated.title(metric, page.session.lang),
                simulated.unit(metric, page.session.lang),
                *(_signed(each[metric]) if metric in each else "–" for each in found.beside.values()),
            )
            for metric in simulated.BESIDE
        ]
        with ui.element("section").classes("panel"):
            ui.label(page.t("beside")).classes("head")
            table(heads, rows)

    def _plan(self, name: str) -> str:
        return name if name.endswith("%") else self.page.t(f"plan_{name}") if name in ("rank-and-cut", "last") else name

    def _short(self, found: simulated.SimulationResult) -> None:
        page, draft = self.page, self.page.session.draft
        rows = []
        for name, promised, served, share in found.short[:SHORT]:
            project = draft.projects.get(name) if draft else None
            shown = project.name or name if project else name
            rows.append((shown, views.short(promised), views.short(served), f"{share:.0%}"))
        if rows:
            with ui.element("section").classes("panel"):
                ui.label(page.t("short")).classes("head")
                table((page.t("col_name"), page.t("promised"), page.t("served"), page.t("share_short")), rows)


def _range(band: simulated.Band) -> str:
    return interval(views.short(band.low), views.short(band.high))


def _signed(band: simulated.Band) -> str:
    sign = "+" if band.mean > 0 else ""
    return f"{sign}{views.short(band.mean)} ({_range(band)})"
