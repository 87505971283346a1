"""The sheet as a grid: rows by key, changed by transactions, edits taken from events."""

from __future__ import annotations

from typing import Any

from nicegui import events, ui

from gpss_sim.desk import cells, draft, views
from gpss_sim.desk.page.context import Page
from gpss_sim.errors import InputError

CHINESE = {
    "contains": "包含",
    "notContains": "不包含",
    "equals": "等于",
    "notEqual": "不等于",
    "startsWith": "开头是",
    "endsWith": "结尾是",
    "blank": "空白",
    "notBlank": "非空",
    "greaterThan": "大于",
    "greaterThanOrEqual": "大于等于",
    "lessThan": "小于",
    "lessThanOrEqual": "小于等于",
    "inRange": "介于",
    "inRangeStart": "从",
    "inRangeEnd": "到",
    "filterOoo": "筛选……",
    "andCondition": "并且",
    "orCondition": "或者",
    "noRowsToShow": "没有项目",
    "applyFilter": "应用",
    "resetFilter": "重置",
    "pinColumn": "固定列",
    "sortAscending": "升序",
    "sortDescending": "降序",
    "sortUnSort": "取消排序",
}
"""Words of the grid's own menus."""
CLASSES = {f"row-{code}": f"data.code === '{code}'" for code in ("selected", "reserve", "rejected", "struck")}


class SheetGrid:
    """The grid and the buttons over it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.grid: ui.aggrid | None = None
        with ui.element("div").classes("bar"):
            self._buttons()
        self.place = ui.element("div").classes("grid-place")
        self.build()
        page.on("sheet", lambda _: self.build())
        page.on("rows", self.refresh)

    def _buttons(self) -> None:
        page = self.page
        find = ui.input(placeholder=page.t("find")).props("dense outlined clearable").classes("find")
        find.props(f'aria-label="{page.t("find")}"').classes("at-find")
        find.on_value_change(lambda e: self._call("setGridOption", "quickFilterText", e.value or ""))
        ui.button(page.t("add_project"), icon="add", on_click=self._add).props("flat dense").classes("at-add")
        ui.button(page.t("strike"), icon="format_strikethrough", on_click=lambda: self._strike(True)).props(
            "flat dense"
        ).classes("at-strike")
        ui.button(page.t("restore"), icon="settings_backup_restore", on_click=lambda: self._strike(False)).props(
            "flat dense"
        )
        ui.switch(page.t("all_columns"), value=page.every_column, on_change=self._columns).props("dense")

    def build(self) -> None:
        """Lay the whole table: once, and when another one is loaded."""
        session, page = self.page.session, self.page
        self.place.clear()
        self.grid = None
        if session.draft is None:
            return
        options: dict[str, Any] = {
            "columnDefs": views.columns(session.draft, session.lang, every=page.every_column),
            "rowData": views.rows(session.draft, session.decision, session.lang),
            ":getRowId": "params => params.data.id",
            "rowSelection": {
                "mode": "multiRow",
                "checkboxes": True,
                "headerCheckbox": True,
                "selectAll": "filtered",
                "enableClickSelection": False,
            },
            "selectionColumnDef": {"width": 44, "pinned": None},
            "defaultColDef": {"sortable": True, "filter": True, "resizable": True, "suppressHeaderMenuButton": False},
            "rowClassRules": CLASSES,
            "stopEditingWhenCellsLoseFocus": True,
            "singleClickEdit": False,
            "localeText": CHINESE if session.lang == "zh" else {},
            "suppressFieldDotNotation": True,
            "animateRows": False,
            "rowHeight": 32,
            "headerHeight": 36,
        }
        with self.place:
            self.grid = ui.aggrid(options, auto_size_columns=False).classes("grid").classes("at-grid")
        self.grid.on("cellValueChanged", self._edited, ["rowId", "colId", "newValue", "oldValue"])
        self.grid.on("cellFocused", self._focused, ["rowIndex"])
        self.grid.on("cellClicked", self._clicked, ["rowId"])

    def refresh(self, ids: tuple[str, ...]) -> None:
        """Send the rows that changed, and those alone."""
        session = self.page.session
        if self.grid is None or session.draft is None:
            return
        old = [row for row in views.rows(session.draft, session.decision, session.lang, ids)]
        gone = [{"id": name} for name in ids if name not in session.draft.projects]
        if old or gone:
            self._call("applyTransaction", {"update": old, "remove": gone})

    def _call(self, name: str, *arguments: Any) -> None:
        if self.grid is not None:
            self.grid.run_grid_method(name, *arguments)

    # Edits ---------------------------------------------------------------------------------------------------------

    def _edited(self, event: events.GenericEventArguments) -> None:
        """Take an edit over: the row is known by its key, whatever is filtered or sorted."""
        session, page = self.page.session, self.page
        args = event.args
        project, column, new = str(args["rowId"]), str(args["colId"]), args.get("newValue")
        if session.draft is None:
            return
        try:
            if column == "pin":
                pin = views.pin_of(new, session.lang)
                changed = draft.pinned(session.draft, project, pin or None)  # type: ignore[arg-type]
            else:
                if new == args.get("oldValue"):
                    return
                changed = draft.edited(session.draft, project, column, "" if new is None else str(new))
        except InputError as error:
            page.refused(error)
            self.refresh((project,))
            return
        session.change(changed, [project])

    def _clicked(self, event: events.GenericEventArguments) -> None:
        self._choose(str(event.args.get("rowId") or ""))

    async def _focused(self, event: events.GenericEventArguments) -> None:
        """The keyboard moves the focus: the reason follows it."""
        index = event.args.get("rowIndex")
        if self.grid is None or not isinstance(index, int):
            return
        name = await ui.run_javascript(
            f"return getElement({self.grid.id}).api?.getDisplayedRowAtIndex({index})?.id ?? ''", timeout=5
        )
        self._choose(str(name or ""))

    def _choose(self, project: str) -> None:
        if project and project != self.page.chosen:
            self.page.chosen = project
            self.page.session.tell("chosen")

    async def _strike(self, out: bool) -> None:
        session = self.page.session
        if self.grid is None or session.draft is None:
            return
        names = [str(row["id"]) for row in await self.grid.get_selected_rows()]
        if not names:
            self.page.note(self.page.t("nothing_chosen"))
            return
        change = draft.strike if out else draft.restore
        session.change(change(session.draft, names), names)
        self._call("deselectAll")

    def _columns(self, event: events.ValueChangeEventArguments) -> None:
        self.page.every_column = bool(event.value)
        session = self.page.session
        if session.draft is not None:
            shown = views.columns(session.draft, session.lang, every=self.page.every_column)
            self._call("setGridOption", "columnDefs", shown)

    def _add(self) -> None:
        """A form for a new project."""
        session, page = self.page.session, self.page
        if session.draft is None:
            return
        names = ("name", "district", "domain", "urgency", "benefit", *cells.cost_fields(session.draft.years))
        with ui.dialog() as dialog, ui.card().classes("form"):
            ui.label(page.t("add_project")).classes("head")
            inputs = {}
            for name in names:
                year = name.partition("_")[2]
                title = page.t("col_cost_year", year=year) if year else page.t(f"col_{name}")
                inputs[name] = ui.input(title).props("dense outlined").classes(f"at-new-{name}")

            def take() -> None:
                assert session.draft is not None
                try:
                    changed, made = draft.added(session.draft, {name: str(i.value or "") for name, i in inputs.items()})
                except InputError as error:
                    page.refused(error)
                    return
                dialog.close()
                self._call("applyTransaction", {"add": views.rows(changed, None, session.lang, [made])})
                session.change(changed)

            with ui.row():
                ui.button(page.t("add"), on_click=take).classes("at-new-add")
                ui.button(page.t("cancel"), on_click=dialog.close).props("flat")
        dialog.on_value_change(lambda e: None if e.value else dialog.delete())
        dialog.open()
