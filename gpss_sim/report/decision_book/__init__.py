"""The workbook of a budget decision: a page on A4 to be signed, and the sheets behind it."""

from __future__ import annotations

from pathlib import Path

from gpss_sim.i18n import Message
from gpss_sim.report.decision_book.facts import DecisionFacts
from gpss_sim.report.decision_book.front import FrontPage
from gpss_sim.report.decision_book.sheets import sheets_of
from gpss_sim.report.decision_book.styles import Styles
from gpss_sim.report.workbook import workbook

__all__ = ["DecisionFacts", "write_decision_book"]


def write_decision_book(path: Path, facts: DecisionFacts) -> None:
    """Write the workbook.

    Parameters
    ----------
    path : Path
    facts : DecisionFacts

    Notes
    -----
    Text is written as text: a cell that begins with ``=`` is shown and never evaluated.
    """
    with workbook(path) as book:
        book.set_properties({"title": facts.text("title"), "comments": facts.digest})
        styles = Styles(book, facts.lang)
        FrontPage(book.add_worksheet(facts.text("sheet_decision")), styles, facts).write()
        for code, write in sheets_of(facts):
            write(book.add_worksheet(_title(facts, code)), styles, facts)


def _title(facts: DecisionFacts, code: str) -> str:
    return Message(code).said(facts.lang) if "." in code else facts.text(code)
