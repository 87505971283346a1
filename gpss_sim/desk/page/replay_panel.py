"""One year of the plan, replayed week by week."""

from __future__ import annotations

from nicegui import ui

from gpss_sim.desk import charts
from gpss_sim.desk.page.context import Page
from gpss_sim.desk.page.panels import is_dark
from gpss_sim.desk.page.slider import Slider

TICK = 0.35
"""Time between two weeks [s]."""


class ReplayPanel:
    """The replay of the first run, under what the plan delivers.

    Attributes
    ----------
    week : int
        That is shown, from 1.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.week = 1
        self.place = ui.element("div").classes("at-replay")
        self.timer = ui.timer(TICK, self._tick, active=False)

    def show(self) -> None:
        """Lay out the replay of the first run."""
        page, shown = self.page, self.page.session.simulation.replay
        self.place.clear()
        self.timer.deactivate()
        if shown is None:
            return
        self.week = min(max(self.week, 1), shown.weeks)
        with self.place, ui.element("section").classes("panel replayed"):
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
