"""Load a sheet, see how its columns are read, and mend that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from nicegui import events, ui

from gpss_sim.desk import draft, reading, views
from gpss_sim.desk.page.context import Page
from gpss_sim.desk.page.urgency_words import UrgencyWords
from gpss_sim.errors import Fault, InputError
from gpss_sim.i18n import Language, said
from gpss_sim.library import read_library
from gpss_sim.library.columns import CHINESE
from gpss_sim.library.sheets.answers import NONE, REVERSED
from gpss_sim.library.sheets.questions import without_options
from gpss_sim.library.sheets.use import Use
from gpss_sim.resources import shipped

EXAMPLE = "libraries/example"
UNITS = ("元", "千元", "万元", "亿元")
ALL_SHEETS = "all"
"""Choice of the sheets with the same headings together."""
BY_ROWS = "rows"
"""What is said of the order of the rows, as ``--map`` has it."""
SHOWN = 200
"""Faults and rows left out that are listed; the marked copy has all."""


def example(lang: str) -> Path:
    """The example library in a language."""
    name = "library_zh.csv" if lang == "zh" else "library.csv"
    return shipped("scenarios") / EXAMPLE / name


class SheetTab:
    """The first tab."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.busy = False
        with ui.element("section").classes("panel"):
            ui.label(page.t("load")).classes("head")
            ui.label(page.t("load_hint", most=reading.LARGEST // 2**20)).classes("hint")
            upload = ui.upload(
                label=page.t("drop"),
                auto_upload=True,
                max_file_size=reading.LARGEST,
                on_upload=self._uploaded,
                on_rejected=lambda: page.note(page.t("rejected"), kind="negative"),
            )
            upload.props(f"flat bordered accept={','.join(reading.SUFFIXES)}").classes("upload").classes("at-upload")
            self.upload = upload
            ui.button(page.t("example"), icon="table_view", on_click=self._example).props("outline").classes(
                "at-example"
            )
            self.state = ui.label().classes("hint")
        self.place = ui.element("div").classes("at-mapping")
        self.show()
        page.on("sheet", lambda _: self.show())

    async def _uploaded(self, event: events.UploadEventArguments) -> None:
        try:
            path = self.page.session.take(event.file.name, await event.file.read())
        except InputError as error:
            self.page.refused(error)
            return
        self.state.text = self.page.t("reading")
        self.page.session.read(path)
        self.upload.reset()

    def _example(self) -> None:
        session = self.page.session
        path = example(session.lang)
        library = read_library(path)
        session.sheet.reading = None
        session.lay(draft.first(path.parent.name, library.projects))
        session.tell("sheet")

    def show(self) -> None:
        """Write what was understood."""
        page, session = self.page, self.page.session
        found = session.sheet.reading
        self.state.text = ""
        if session.draft is not None:
            asked = views.amount(session.edits.asked_total)
            self.state.text = page.t("read_ok", file=session.draft.name, count=len(session.draft.projects), asked=asked)
        self.place.clear()
        if found is None:
            return
        with self.place:
            if found.faults:
                self.state.text = ""
                self._faults(found)
            self._mapping(found)
            self._told(found)

    def _faults(self, found: reading.FileReading) -> None:
        page, lang = self.page, self.page.session.lang
        with ui.element("section").classes("panel bad").classes("at-faults"):
            ui.label(page.t("faults", count=len(found.faults))).classes("head")
            with ui.element("ul"):
                for fault in found.faults[:SHOWN]:
                    with ui.element("li"):
                        ui.label(_fault(fault, lang).removeprefix(f"{found.path}: "))
            ui.button(page.t("faults_marked"), icon="download", on_click=self._marked).props("flat")

    def _marked(self) -> None:
        session = self.page.session
        found = session.sheet.reading
        if found is None:
            return
        out = found.path.parent / reading.MARKED
        client = self.page.client

        def ready(part: object) -> None:
            if isinstance(part, Path):
                with client:
                    ui.download.file(part)

        session.processes.reader.ask(lambda: (reading.marked, (out, found.path, found.faults, session.lang)), ready)

    def _mapping(self, found: reading.FileReading) -> None:
        """One line a column; every field and unit can be chosen."""
        page, session = self.page, self.page.session
        if not found.uses:
            if found.projects:
                ui.label(page.t("mapping_own")).classes("panel")
            return
        with ui.element("section").classes("panel"):
            ui.label(page.t("mapping")).classes("head")
            sheet = None
            if len(found.sheets) > 1:
                now = found.understood.sheet if found.understood else ""
                options = {name: name for name in found.sheets} | {ALL_SHEETS: page.t("sheet_all")}
                now = ALL_SHEETS if now and now not in options else now
                sheet = ui.select(options, value=now if now in options else None, label=page.t("sheet_choice"))
                sheet.props("dense outlined options-dense").classes("at-sheet-choice")
            fields = {NONE: page.t("not_used")} | {
                name: words[0] if session.lang == "zh" else name for name, words in CHINESE.items()
            }
            chosen: list[tuple[Use, ui.select, ui.select]] = []
            with ui.element("div").classes("mapping"):
                for name in ("column", "heading", "field", "unit", "sure"):
                    ui.label(page.t(f"mapping_{name}")).classes("hint")
                for use in found.uses:
                    if use.shown or use.field:
                        chosen.append(self._line(use, fields))

            by_rows = ui.checkbox(page.t("mapping_rows"), value=found.by_rows).classes("at-by-rows")

            words = UrgencyWords(page, found)

            def apply() -> None:
                said = {use.letter: meaning for use, field, unit in chosen if (meaning := _said(use, field, unit))}
                if by_rows.value != found.by_rows:
                    said[BY_ROWS] = "urgency" if by_rows.value else NONE
                other = str(sheet.value or "") if sheet is not None else ""
                self.state.text = page.t("reading")
                session.read(found.path, other, said, words.said)

            def reset() -> None:
                reading.forget(found.path)
                session.read(found.path)

            with ui.row():
                ui.button(page.t("mapping_apply"), on_click=apply).classes("at-mapping-apply")
                ui.button(page.t("mapping_reset"), on_click=reset).props("flat")

    def _line(self, use: Use, fields: dict[str, str]) -> tuple[Use, ui.select, ui.select]:
        page = self.page
        doubt = " doubt" if use.doubtful else ""
        ui.label(use.letter)
        ui.label(said(use.shown, page.session.lang)).classes(f"heading{doubt}")
        field = ui.select(fields, value=use.field or NONE).props("dense outlined options-dense")
        field.props(f'aria-label="{_plain(use.key)}"').classes(f"at-field-{use.letter}")
        units = {"": page.t("unit_auto"), **{unit: unit for unit in UNITS}, REVERSED: page.t("unit_reversed")}
        with ui.element("div"):  # its place in the row stays when it is hidden
            unit = ui.select(units, value="").props("dense outlined options-dense").classes(f"at-unit-{use.letter}")
        unit.bind_visibility_from(field, "value", backward=lambda value: value in ("cost", "urgency"))
        more = " ".join(part for part in (str(use.year or ""), use.source, use.unit or use.count) if part)
        sure = f"{use.confidence:.0%}{'?' if use.doubtful else ''}" if use.field else ""
        ui.label(f"{sure} {more}".strip()).classes(f"hint{doubt}")
        return use, field, unit

    def _told(self, found: reading.FileReading) -> None:
        page, lang = self.page, self.page.session.lang
        understood = found.understood
        if understood is None:
            return
        sentences = [each.said(lang) for each in understood.sentences]
        lists = (
            ("questions", [said(without_options(question), lang) for question in understood.questions]),
            ("notes", sentences),
            ("left_out", [f"{left.row} · {left.why.said(lang)} · {left.text}" for left in understood.left_out]),
        )
        for code, lines in lists:
            if lines:
                with ui.element("section").classes(f"panel {code}"):
                    ui.label(page.t(code)).classes("head")
                    with ui.element("ul"):
                        for line in lines[:SHOWN]:
                            with ui.element("li"):
                                ui.label(line)


def _fault(fault: Fault, lang: Language) -> str:
    return replace(fault, rule=without_options(fault.rule)).sentence.said(lang)


def _said(use: Use, field: ui.select, unit: ui.select) -> str:
    """What the planner says of a column; empty where it is left as it was found."""
    chosen = str(field.value or NONE)
    if chosen == (use.field or NONE) and not unit.value:
        return ""
    fits = (chosen == "cost" and unit.value in UNITS) or (chosen == "urgency" and unit.value == REVERSED)
    return f"{chosen}:{unit.value}" if fits else chosen


def _plain(text: str) -> str:
    """A text without the quotes that would end a property."""
    return text.replace('"', " ").replace("\n", " ")
