"""Money, policy, weights and rules: what the planner moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from tempfile import NamedTemporaryFile
from typing import Any

from nicegui import events, ui

from gpss_sim.allocation.problem.rules.file import read_rules
from gpss_sim.desk import draft, rule_forms, views
from gpss_sim.desk.draft import Draft
from gpss_sim.desk.page.context import Page
from gpss_sim.desk.page.slider import Slider
from gpss_sim.errors import InputError
from gpss_sim.i18n import rule_name
from gpss_sim.numbers import NumberError, read_amount

POLICIES = ("urgency-first", "weighted", "rank-and-cut", "core-plus")
FIELDS = ("district", "domain", "group", "agency", "form")
STEPS = 400
"""Steps of the slider over all that is asked."""


class Controls:
    """The column beside the sheet."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._dragged: Draft | None = None
        self._own = False
        self.place = ui.element("div").classes("controls")
        self.build()
        page.on("sheet", lambda _: self.build())
        page.on("decision", lambda _: self._follow())

    def build(self) -> None:
        """Lay out everything for the draft on the desk."""
        self.place.clear()
        if self.page.session.draft is None:
            return
        with self.place:
            self._budget()
            self._lines()
            self._policy()
            self.rules = ui.element("div").classes("rules")
            self._rules()

    def _take(self, change: Callable[[Draft], Draft], **how: Any) -> bool:
        """Carry a change out, or say why not."""
        session = self.page.session
        if session.draft is None:
            return False
        try:
            changed = change(session.draft)
        except InputError as error:
            self.page.refused(error)
            return False
        session.change(changed, **how)
        return True

    # Money ---------------------------------------------------------------------------------------------------------

    def _budget(self) -> None:
        page, session = self.page, self.page.session
        assert session.draft is not None
        total = session.draft.budget.total
        most = max(session.edits.asked_total, total, 100)
        self.step = max(1, views.nice(most // STEPS))
        self.amount = (
            ui.input(page.t("budget_yuan"), value=views.amount(total)).props("outlined dense").classes("money")
        )
        self.amount.classes("at-budget")
        self.amount.on("keydown.enter", self._typed).on("blur", self._typed)
        self.slider = Slider(
            min=0, max=-(-most // self.step), step=1, value=round(total / self.step), on_change=self._slid
        ).props(f'aria-label="{page.t("budget_slider")}"')
        self.slider.classes("at-budget-slider").on("change", self._dropped)

    def _slid(self, event: events.ValueChangeEventArguments) -> None:
        """The slider moves: the steps of one drag are one change."""
        session = self.page.session
        if self._own or session.draft is None or event.value is None:
            return
        first = self._dragged is None
        if self._dragged is None:
            self._dragged = session.draft
        budget = draft.with_total(self._dragged, int(event.value) * self.step).budget
        self.amount.value = views.amount(budget.total)
        session.change(replace(session.draft, budget=budget), keep=first, money_alone=True)

    def _dropped(self) -> None:
        self._dragged = None

    def _typed(self) -> None:
        session = self.page.session
        if session.draft is None or self.amount.value == views.amount(session.draft.budget.total):
            return
        try:
            fen = read_amount(str(self.amount.value).replace(",", "").replace("，", ""))
        except NumberError as error:
            self.page.note(self.page.t("refused", why=error.message.said(session.lang)), kind="negative")
            self.amount.value = views.amount(session.draft.budget.total)
            return
        self._take(lambda d: draft.with_total(d, fen), money_alone=True)
        self._follow()

    def _follow(self) -> None:
        """Show the budget that was decided, unless the planner is moving it."""
        session = self.page.session
        if session.draft is None or self._dragged is not None:
            return
        self._own = True
        self.amount.value = views.amount(session.draft.budget.total)
        self.slider.value = round(session.draft.budget.total / self.step)
        self._own = False
        lines = session.draft.budget.lines
        if len(lines) == len(self.lines):
            for line, (year, source, amount) in zip(lines, self.lines, strict=True):
                year.value, source.value = str(line.year or ""), line.source or ""
                amount.value = _plain(line.amount)

    def _lines(self) -> None:
        page, session = self.page, self.page.session
        assert session.draft is not None
        several = len(session.draft.budget.lines) > 1
        with ui.expansion(page.t("budget_lines"), value=several).classes("fold").classes("at-lines"):
            rows: list[tuple[ui.input, ui.input, ui.input]] = []
            self.lines = rows
            place = ui.element("div").classes("lines")

            def add(year: str = "", source: str = "", amount: str = "") -> None:
                with place:
                    cells = [
                        ui.input(page.t(f"line_{name}"), value=value).props("dense outlined").classes(f"at-line-{name}")
                        for name, value in (("year", year), ("source", source), ("amount", amount))
                    ]
                rows.append((cells[0], cells[1], cells[2]))

            for line in session.draft.budget.lines:
                add(str(line.year or ""), line.source or "", _plain(line.amount))

            def apply() -> None:
                lines = [
                    (str(year.value or ""), str(source.value or ""), str(amount.value or "").replace(",", ""))
                    for year, source, amount in rows
                    if str(amount.value or "").strip()
                ]
                self._take(lambda d: draft.with_lines(d, lines))

            with ui.row():
                ui.button(page.t("line_add"), icon="add", on_click=lambda: add()).props("flat dense").classes(
                    "at-line-add"
                )
                ui.button(page.t("line_apply"), on_click=apply).props("dense").classes("at-line-apply")

    # Policy and rules ----------------------------------------------------------------------------------------------

    def _policy(self) -> None:
        page, session = self.page, self.page.session
        assert session.draft is not None
        names = {name: page.t(name) for name in POLICIES}
        ui.select(
            names,
            value=session.draft.policy,
            label=page.t("policy"),
            on_change=lambda e: self._take(lambda d: replace(d, policy=str(e.value))),
        ).props("outlined dense options-dense").classes("at-policy")
        with ui.expansion(page.t("weights")).classes("fold").classes("at-weights"):
            ui.label(page.t("weights_hint")).classes("hint")
            with ui.element("div").classes("weights"):
                for urgency, weight in enumerate(session.draft.rules.weights, start=1):
                    field = ui.number(str(urgency), value=weight, min=0, precision=0).props("dense outlined")
                    field.classes(f"at-weight-{urgency}")
                    field.on("change", lambda _, u=urgency, f=field: self._weight(u, f))

    def _weight(self, urgency: int, field: ui.number) -> None:
        session = self.page.session
        value = int(field.value or 0)
        if not self._take(lambda d: draft.with_weight(d, urgency, value)) and session.draft is not None:
            field.value = session.draft.rules.weights[urgency - 1]

    def _rules(self) -> None:
        page, session = self.page, self.page.session
        assert session.draft is not None
        kept = session.draft.rules
        self.rules.clear()
        with self.rules, ui.expansion(page.t("rules"), value=bool(kept.active)).classes("fold").classes("at-rules"):
            share = views.short(float(kept.reserve.share) * 100)
            reserve = (
                ui.input(page.t("reserve_share"), value=share).props("dense outlined suffix=%").classes("at-reserve")
            )
            reserve.on("change", lambda: self._take(lambda d: rule_forms.with_reserve(d, f"{reserve.value or 0}%")))
            for rule in kept.active:
                with ui.element("div").classes("rule"):
                    ui.label(rule_name(rule.name, session.lang))
                    ui.button(icon="close", on_click=lambda _, n=rule.name: self._drop(n)).props(
                        f'flat dense size=sm aria-label="{page.t("remove")}"'
                    )
            self._limit_form()
            ui.upload(label=page.t("rules_file"), auto_upload=True, max_file_size=10**6, on_upload=self._file).props(
                "flat bordered accept=.toml"
            ).classes("upload small")

    def _drop(self, name: str) -> None:
        if self._take(lambda d: rule_forms.without_rule(d, name)):
            self._rules()

    def _limit_form(self) -> None:
        page, session = self.page, self.page.session
        assert session.draft is not None
        projects = session.draft.projects.values()
        known = {f: sorted({str(getattr(p, f)) for p in projects if getattr(p, f)}) for f in FIELDS}
        fields = {f: page.t(f"col_{f}") for f in FIELDS if known[f]}
        if not fields:
            return

        def values(name: str) -> dict[str, str]:
            return {rule_forms.EACH: page.t("limit_each"), **{value: value for value in known[name]}}

        with ui.element("div").classes("limit"):
            which = ui.select(fields, value=next(iter(fields)), label=page.t("limit_field")).classes("at-limit-field")
            value = ui.select(values(which.value), value=rule_forms.EACH, label=page.t("limit_value"))
            value.classes("at-limit-value")
            which.on_value_change(lambda e: value.set_options(values(str(e.value)), value=rule_forms.EACH))
            end = ui.select(
                {name: page.t(f"end_{name}") for name in rule_forms.ENDS}, value="max_share", label=page.t("limit_end")
            )
            amount = ui.input(page.t("limit_amount"), placeholder="30%").classes("at-limit-amount")
            for element in (which, value, end, amount):
                element.props("dense outlined options-dense")

            def add() -> None:
                text = str(amount.value or "")
                if self._take(
                    lambda d: rule_forms.with_limit(d, str(which.value), str(value.value), str(end.value), text)
                ):
                    self._rules()

            ui.button(page.t("limit_add"), icon="add", on_click=add).props("flat dense").classes("at-limit-add")

    async def _file(self, event: events.UploadEventArguments) -> None:
        """Take a rules file over; pins and reserve of the desk give way to it."""
        content = await event.file.read()
        with NamedTemporaryFile(suffix=".toml", dir=self.page.session.folder.path, delete=False) as file:
            file.write(content)
        from pathlib import Path

        try:
            rules = read_rules(Path(file.name))
        except InputError as error:
            self.page.refused(error)
            return
        self._take(lambda d: replace(d, rules=rules))
        self.build()


def _plain(fen: int) -> str:
    """Yuan without separators."""
    return views.amount(fen).replace(",", "")
