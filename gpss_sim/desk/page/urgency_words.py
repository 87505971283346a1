"""What the words of a sheet for urgency mean: a choice of class beside each."""

from __future__ import annotations

from collections.abc import Mapping

from nicegui import ui

from gpss_sim.desk.page.context import Page
from gpss_sim.desk.reading import FileReading
from gpss_sim.library.sheets.answers import CLASSES

MOST = 30
"""Words that are shown; a column with more of them is none of urgency."""


class UrgencyWords:
    """The words of a sheet and the class the planner gives to each.

    Parameters
    ----------
    page : Page
    found : FileReading
        Its `words` are shown; without any there is nothing to see.
    """

    def __init__(self, page: Page, found: FileReading) -> None:
        self._before = dict(found.words[:MOST])
        self._fields: dict[str, ui.select] = {}
        if not self._before:
            return
        ui.label(page.t("urgency_words")).classes("hint")
        classes = {int(number): number for number in CLASSES}
        with ui.row().classes("urgency-words at-urgency-words"):
            for place, (word, number) in enumerate(self._before.items(), start=1):
                field = ui.select(classes, value=number, label=word).props("dense outlined options-dense")
                field.classes(f"at-urgency-word-{place}")
                self._fields[word] = field

    @property
    def said(self) -> Mapping[str, int]:
        """Words whose class was chosen anew → class, 5 the most urgent."""
        chosen = {word: field.value for word, field in self._fields.items()}
        return {word: int(value) for word, value in chosen.items() if value and value != self._before[word]}
