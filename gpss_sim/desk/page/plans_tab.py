"""Keep plans, compare them, and take away the files of today's."""

from __future__ import annotations

from pathlib import Path

from nicegui import ui

from gpss_sim.desk import commands, views
from gpss_sim.desk.page.context import Page
from gpss_sim.desk.page.table import table
from gpss_sim.i18n import said

TODAY = "*"
BUNDLE = "plan.zip"
KINDS = ("continued", "changed", "new", "dropped")


class PlansTab:
    """The fourth tab."""

    def __init__(self, page: Page) -> None:
        self.page = page
        with ui.element("section").classes("panel"), ui.element("div").classes("bar"):
            number = len(page.session.kept) + 1
            self.name = ui.input(page.t("keep_name"), value=page.t("plan_number", number=number)).props(
                "dense outlined"
            )
            self.name.classes("at-keep-name")
            ui.button(page.t("keep"), icon="bookmark_add", on_click=self._keep).classes("at-keep")
        self.place = ui.element("section").classes("panel").classes("at-kept")
        self.compared = ui.element("section").classes("panel").classes("at-compared")
        self.result: ui.element | None = None
        self._files()
        self.show()
        page.on("kept", lambda _: self.show())
        page.on("reasons", lambda _: self._compare())

    def _keep(self) -> None:
        session = self.page.session
        session.keep(str(self.name.value or self.page.t("plan_number", number=len(session.kept) + 1)))
        self.name.value = self.page.t("plan_number", number=len(session.kept) + 1)

    def show(self) -> None:
        """Write the plans that are kept, and the choice of two to compare."""
        page, session = self.page, self.page.session
        self.place.clear()
        with self.place:
            ui.label(page.t("kept")).classes("head")
            if not session.kept:
                ui.label(page.t("kept_none")).classes("hint")
            for kept in session.kept:
                with ui.element("div").classes("bar keptline"):
                    ui.label(kept.name).classes("who")
                    told = [
                        f"{page.t('budget')} {views.amount(kept.decision.money.total)}",
                        page.t(kept.draft.policy),
                        page.t(
                            "sum_of",
                            selected=len(kept.decision.listed.selected),
                            count=len(kept.decision.listed.status),
                        ),
                        f"{page.t('sum_benefit')} {views.short(kept.decision.benefit.selected)}",
                    ]
                    if kept.found is not None and "served" in kept.found.values:
                        told.append(f"{page.t('served')} {views.short(kept.found.values['served'].mean)}")
                    ui.label(" · ".join(told)).classes("hint")
                    ui.button(page.t("take_up"), on_click=lambda _, n=kept.name: session.take_up(n)).props("flat dense")
                    ui.button(page.t("drop_plan"), on_click=lambda _, n=kept.name: session.drop(n)).props("flat dense")
        self._choice()

    def _choice(self) -> None:
        page, session = self.page, self.page.session
        self.compared.clear()
        if not session.kept:
            self.result = None
            return
        names = {kept.name: kept.name for kept in session.kept} | {TODAY: page.t("plan_chosen")}
        with self.compared:
            ui.label(page.t("compare")).classes("head")
            with ui.element("div").classes("bar"):
                self.before = ui.select(names, value=session.kept[0].name, label=page.t("compare_a"))
                self.after = ui.select(names, value=TODAY, label=page.t("compare_b"))
                for select in (self.before, self.after):
                    select.props("dense outlined options-dense").on_value_change(lambda _: self._compare())
            self.result = ui.element("div").classes("at-differences")
        self._compare()

    def _compare(self) -> None:
        page, session = self.page, self.page.session
        if not session.kept or self.result is None:
            return
        lists = [self._listing(str(select.value)) for select in (self.before, self.after)]
        self.result.clear()
        if lists[0] is None or lists[1] is None:
            return
        found = views.differences(lists[0], lists[1])
        counts = {kind: sum(each.kind == kind for each in found) for kind in KINDS}
        lang = session.lang
        rows = [
            (
                page.t({"new": "enters", "dropped": "leaves", "changed": "resized"}[each.kind]),
                each.entry.name or each.entry.id,
                each.entry.district,
                views.amount(each.granted[0]),
                views.amount(each.granted[1]),
                said(each.why, lang),
            )
            for each in found
            if each.kind != "continued"
        ]
        with self.result:
            ui.label(page.t("compare_sum", **counts)).classes("reason")
            if rows:
                heads = ("", "col_name", "col_district", "compare_a", "compare_b", "why")
                table([page.t(code) if code else "" for code in heads], rows)

    def _listing(self, name: str) -> views.Listing | None:
        session = self.page.session
        if name == TODAY:
            if session.draft is None or session.decision is None:
                return None
            return views.listing(session.draft, session.decision, session.last.background.reasons)
        kept = next((each for each in session.kept if each.name == name), None)
        return None if kept is None else views.listing(kept.draft, kept.decision, kept.background.reasons)

    # Files ---------------------------------------------------------------------------------------------------------

    def _files(self) -> None:
        page = self.page
        with ui.element("section").classes("panel"):
            ui.label(page.t("files")).classes("head")
            self.make = ui.button(page.t("files_make"), icon="description", on_click=self._write).classes("at-files")
            self.links = ui.element("div").classes("links").classes("at-links")
            if page.session.folder.written is not None:
                with self.links:
                    self._offer(page.session.folder.written)

    async def _write(self) -> None:
        page, session = self.page, self.page.session
        if session.draft is None:
            return
        self.make.disable()
        self.links.clear()
        with self.links:
            ui.label(page.t("files_making")).classes("hint")
        folder, wrong = await session.write_files()
        self.make.enable()
        self.links.clear()
        with self.links:
            if wrong:
                ui.label(wrong).classes("faults")
                return
            self._offer(folder)

    def _offer(self, folder: Path) -> None:
        page = self.page
        digest = commands.digest_of(folder / "decision")
        ui.label(page.t("files_done", digest=digest)).classes("hint").classes("at-files-digest")
        report = folder / "plan" / "report.html"
        bundle = commands.write_zip(
            folder / BUNDLE,
            folder,
            [name for name in commands.BUNDLED if (folder / name).exists()],
        )
        offered = (
            ("workbook", folder / "decision" / "allocation.xlsx"),
            ("report", report),
            ("library_csv", folder / commands.LIBRARY),
            ("rules_toml", folder / commands.RULES),
            ("bundle", bundle),
        )
        for code, path in offered:
            if path.is_file():
                ui.button(page.t(code), icon="download", on_click=lambda _, p=path: ui.download.file(p)).props(
                    "flat"
                ).classes(f"at-get-{code}")
        if not report.is_file():
            ui.label(page.t("report_hint")).classes("hint")
        ui.label(page.t("command")).classes("subhead")
        ui.label((folder / commands.COMMAND).read_text("utf-8")).classes("code").classes("at-command")
