"""Sheets of the workbook on what was understood of the planner's file: its columns, and the rows left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlsxwriter.worksheet import Worksheet

from gpss_sim.i18n import Message, said
from gpss_sim.library.columns import CHINESE
from gpss_sim.report.decision_book.facts import DecisionFacts
from gpss_sim.report.decision_book.sheet_table import Heading, write_table
from gpss_sim.report.decision_book.styles import Styles


def mapping(sheet: Worksheet, styles: Styles, facts: DecisionFacts) -> None:
    """Heading of the sheet → field of the library, with its confidence."""
    texts = ("column", "heading", "field", "confidence", "more")
    kinds: Sequence[tuple[float, str]] = ((8, "center"), (26, ""), (18, ""), (10, "share"), (34, ""))
    head = [
        Heading(_said(facts, f"column_{text}"), width, kind) for text, (width, kind) in zip(texts, kinds, strict=True)
    ]
    write_table(sheet, styles, head, _uses(facts))


def _uses(facts: DecisionFacts) -> Iterator[tuple[object, ...]]:
    for use in facts.understood.uses if facts.understood is not None else ():
        if not use.shown and not use.field:
            continue
        field = CHINESE[use.field][0] if facts.lang == "zh" and use.field in CHINESE else use.field
        more = [
            str(use.year or ""),
            use.source,
            use.unit or use.count,
            _said(facts, "only_checked") if use.total else "",
        ]
        share = use.confidence if use.field else None
        yield use.letter, said(use.shown, facts.lang), field, share, " ".join(filter(None, more))


def left_out(sheet: Worksheet, styles: Styles, facts: DecisionFacts) -> None:
    """Rows of the sheet that are no projects."""
    head = [
        Heading(_said(facts, "word_row"), 8, "center"),
        Heading(facts.text("reason"), 20),
        Heading(facts.text("content"), 80),
    ]
    rows = facts.understood.left_out if facts.understood is not None else ()
    write_table(sheet, styles, head, ((each.row, each.why.said(facts.lang), each.text) for each in rows))


def _said(facts: DecisionFacts, code: str) -> str:
    return Message(f"sheet.{code}").said(facts.lang)
