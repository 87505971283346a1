"""The window: head line, tabs, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from nicegui import ui

from gpss_sim.desk.page.context import Page
from gpss_sim.desk.page.controls import Controls
from gpss_sim.desk.page.grid import SheetGrid
from gpss_sim.desk.page.panels import Districts, Frontier, ListChanges, Totals, Why
from gpss_sim.desk.page.plans_tab import PlansTab
from gpss_sim.desk.page.sheet_tab import SheetTab
from gpss_sim.desk.page.simulate_tab import SimulateTab
from gpss_sim.desk.session import Session

TABS = ("sheet", "decide", "simulate", "plans")
ICONS = {"sheet": "upload_file", "decide": "rule", "simulate": "timelapse", "plans": "folder_open"}


def build(session: Session, another: Callable[[], str]) -> None:
    """Write the page of a session: called again for every window and after every reload."""
    page = Page(session, another)
    ui.add_css(Path(__file__).with_name("style.css").read_text("utf-8"))
    ui.page_title(page.t("title"))
    ui.run_javascript(f"document.documentElement.lang = '{'zh-CN' if session.lang == 'zh' else 'en'}'")
    ui.dark_mode(bool(session.appearance.dark))
    with ui.element("header").classes("head-line"):
        ui.label(page.t("title")).classes("title")
        name = ui.label().classes("hint file")
        ui.element("div").classes("space")
        ui.button(page.t("undo"), icon="undo", on_click=session.step_back).props("flat dense").classes("at-undo")
        ui.button(page.t("language"), on_click=lambda: _language(page)).props("flat dense").classes("at-language")
        ui.button(icon="contrast", on_click=lambda: _dark(page)).props(
            f'flat dense aria-label="{page.t("dark")}"'
        ).classes("at-dark")
        ui.button(icon="open_in_new", on_click=lambda: _window(page)).props(
            f'flat dense aria-label="{page.t("window")}"'
        )

    def named(_: tuple[str, ...] = ()) -> None:
        name.text = session.draft.name if session.draft else ""

    named()
    first = "sheet" if session.draft is None else session.appearance.tab
    with ui.tabs(value=first, on_change=lambda e: _tab(session, str(e.value))).classes("tabs") as tabs:
        for tab in TABS:
            ui.tab(tab, label=page.t(f"tab_{tab}"), icon=ICONS[tab]).props("no-caps").classes(f"at-tab-{tab}")
    with ui.tab_panels(tabs, value=first, animated=False, keep_alive=True).classes("tab-panels"):
        with ui.tab_panel("sheet"):
            SheetTab(page)
        with ui.tab_panel("decide"):
            _decide(page)
        with ui.tab_panel("simulate"):
            SimulateTab(page)
        with ui.tab_panel("plans"):
            PlansTab(page)
    page.on("sheet", named)
    page.on("sheet", lambda _: tabs.set_value("decide") if _clean(session) else None)


def _decide(page: Page) -> None:
    """The second tab: what is moved on the left, the sheet and what follows on the right."""
    with ui.element("div").classes("desk"):
        Controls(page)
        with ui.element("div").classes("main"):
            Totals(page)
            SheetGrid(page)
            with ui.element("div").classes("two"):
                with ui.element("div"):
                    Why(page)
                    ListChanges(page)
                with ui.element("div"):
                    Frontier(page)
                    Districts(page)


def _clean(session: Session) -> bool:
    """Whether a sheet was read without a question, so that it can be decided at once."""
    found = session.sheet.reading
    if session.draft is None or (found is not None and found.faults):
        return False
    return found is None or found.understood is None or not found.understood.questions


def _tab(session: Session, name: str) -> None:
    session.appearance.tab = name


def _language(page: Page) -> None:
    page.session.speak("en" if page.session.lang == "zh" else "zh")
    ui.navigate.reload()


def _dark(page: Page) -> None:
    page.session.appearance.dark = not page.session.appearance.dark
    ui.navigate.reload()


def _window(page: Page) -> None:
    """Show an address that opens this desk in another window or browser."""
    with ui.dialog() as dialog, ui.card():
        ui.label(page.t("window_address"))
        ui.label(page.another()).classes("code")
        ui.button(page.t("close"), on_click=dialog.close)
    dialog.open()
