"""Simulate today's list, watch it go on, stop it, read what it delivers, and see one year replayed."""

from __future__ import annotations

from nicegui import background_tasks, ui

from gpss_sim.desk import charts, simulated, views
from gpss_sim.desk.commands import PurchaseSettings
from gpss_sim.desk.page.context import Page
from gpss_sim.desk.page.panels import is_dark
from gpss_sim.desk.page.slider import Slider
from gpss_sim.desk.page.table import table
from gpss_sim.i18n import interval

MODES = ("direct", "formal", "non_competitive", "competitive", "venture", "voucher")
FORMS = ("post", "project", "voucher")
SCENARIOS = ("baseline", "small_city")
TICK = 0.35
"""Time between two weeks of the replay [s]."""
EARLY = 16
"""Lines of the first answer that are shown while it runs."""
SHORT = 12
"""Projects that fall short, listed."""


class SimulateTab:
    """The third tab."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.week = 1
        with ui.element("section").classes("panel"):
            self._form()
            self.bar = (
                ui.linear_progress(value=0, show_value=False).props('aria-label="progress"').classes("at-progress")
            )
            self.state = ui.label().classes("hint").classes("at-simulation-state")
            self.early = ui.label().classes("code").classes("at-early")
        self.place = ui.element("div").classes("at-found")
        self.replayed = ui.element("div").classes("at-replay")
        self.timer = ui.timer(TICK, self._tick, active=False)
        self.show()
        self.show_replay()
        page.on("plan progress", lambda _: self.progress())
        page.on("plan reasons", lambda _: self.show())
        page.on("plan replay sheet", lambda _: self.show_replay())

    def _form(self) -> None:
        page = self.page
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

    def progress(self) -> None:
        """How far it is."""
        page, now = self.page, self.page.session.simulation
        self.bar.visible = now.running
        self.end.visible, self.start.visible = now.running, not now.running
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
            if now.digest != session.digest:
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

    # Replay --------------------------------------------------------------------------------------------------------

    def show_replay(self) -> None:
        """Lay out the replay of the first run."""
        page, shown = self.page, self.page.session.simulation.replay
        self.replayed.clear()
        self.timer.deactivate()
        if shown is None:
            return
        self.week = min(max(self.week, 1), shown.weeks)
        with self.replayed, ui.element("section").classes("panel replayed"):
            ui.label(page.t("replay")).classes("head")
            with ui.element("div").classes("bar"):
                self.button = ui.button(page.t("play"), icon="play_arrow", on_click=self._play).props("flat dense")
                self.button.classes("at-play")
                self.slider = Slider(min=1, max=shown.weeks, value=self.week, on_change=self._moved)
                self.slider.props(f'aria-label="{page.t("replay")}"').classes("weeks").classes("at-week")
                self.label = ui.label().classes("at-week-label")
            self.tiles = ui.element("div").classes("tiles").classes("at-waiting")
            with ui.element("div").classes("two"):
                with ui.element("div"):
                    ui.label(page.t("timeline")).classes("subhead")
                    self.lines = ui.echart(charts.timeline(shown, self.week, page.session.lang, is_dark(page)))
                    self.lines.classes("chart tall")
                with ui.element("div"):
                    ui.label(page.t("money")).classes("subhead")
                    self.money = ui.echart(charts.months(shown, self.week, page.session.lang, is_dark(page)))
                    self.money.classes("chart")
            self._week()

    def _play(self) -> None:
        self.timer.active = not self.timer.active
        self.button.text = self.page.t("pause" if self.timer.active else "play")
        shown = self.page.session.simulation.replay
        if self.timer.active and shown is not None and self.week >= shown.weeks:
            self.slider.value = 1

    def _tick(self) -> None:
        shown = self.page.session.simulation.replay
        if shown is None or self.week >= shown.weeks:
            self.timer.deactivate()
            if shown is not None:
                self.button.text = self.page.t("play")
            return
        self.slider.value = self.week + 1

    def _moved(self) -> None:
        self.week = int(self.slider.value or 1)
        self._week()

    def _week(self) -> None:
        """Show the state at the end of a week."""
        page, shown = self.page, self.page.session.simulation.replay
        if shown is None:
            return
        self.label.text = page.t("week", week=self.week, weeks=shown.weeks)
        self.tiles.clear()
        with self.tiles:
            for name, waits, served, share in charts.tiles(shown, self.week):
                with ui.element("div").classes("tile").style(f"background:{charts.heat(share, is_dark(page))}"):
                    ui.label(name).classes("who")
                    ui.label(f"{waits:,}").classes("figure")
                    ui.label(f"{page.t('waiting')}; {page.t('in_service')} {served:,}").classes("hint")
        for chart, made in ((self.lines, charts.timeline), (self.money, charts.months)):
            chart.options.clear()
            chart.options.update(made(shown, self.week, page.session.lang, is_dark(page)))
            chart.update()


def _range(band: simulated.Band) -> str:
    return interval(views.short(band.low), views.short(band.high))


def _signed(band: simulated.Band) -> str:
    sign = "+" if band.mean > 0 else ""
    return f"{sign}{views.short(band.mean)} ({_range(band)})"
