"""What the rows of a sample show together: sentences, levels, and the factors in the order of what they move."""

from __future__ import annotations

from gpss_sim.i18n import human
from gpss_sim.report.board import Board
from gpss_sim.report.headlines import in_its_world, moved
from gpss_sim.report.page.outcome_sections import caption_of
from gpss_sim.report.page.table import PageTable, Section, TableCell
from gpss_sim.report.short_names import field_name
from gpss_sim.report.surface_text import surface_sentences
from gpss_sim.report.words import Words, capital, scale, span
from gpss_sim.study.rows import levels
from gpss_sim.study.surface import Subject


def surface(board: Board, words: Words) -> Section:
    """The section of a study that samples."""
    told = surface_sentences(
        board.plan,
        board.metrics,
        board.findings,
        words.language,
        lambda policy: words.policy(policy, board.plan.experiment),
    )
    rows = len({point.row for point in board.plan.points})
    text = words("page.surface text", rows=rows, sampling=board.plan.experiment.design.sampling)
    tables = [_levels(board, words, name) for name in (*board.primary, *board.secondary)]
    seen = board.findings.surface
    tables += [_ranks(board, words, subject) for subject in (seen.subjects if seen else ())]
    return Section("surface", words("page.surface"), [text], tables, [capital(each) for each in told])


def _levels(board: Board, words: Words, name: str) -> PageTable:
    factor = scale(board.metric(name))
    head = [words(f"col.{key}") for key in ("point", "mean", "lowest", "highest", "rows")]
    rows = [
        [in_its_world(board, words, each.policy, each.world)]
        + [human(factor * value) for value in (each.mean, each.lowest, each.highest)]
        + [str(each.rows)]
        for each in levels(board.plan, board.findings, name)
    ]
    return PageTable(head, rows, caption_of(board, words, name, "primary" if name in board.primary else "secondary"))


def _ranks(board: Board, words: Words, subject: Subject) -> PageTable:
    """Factors of one subject, what is told from luck in bold."""
    seen = board.findings.surface
    assert seen is not None
    head = [words("col.factor"), words("col.index"), words("col.interval", level=f"{board.level:.0%}")]
    rows = [
        [
            _field(words, each.factor),
            TableCell(human(each.value.value), mark),
            TableCell(span(each.value.low, each.value.high), mark),
        ]
        for each in seen.ranked(subject)
        for mark in ["better" if each.told else "quiet"]
    ]
    return PageTable(head, rows, moved(board, words, subject))


def _field(words: Words, factor: str) -> TableCell:
    """What a factor is called, with what files call it."""
    told = field_name(factor, words.language)
    return TableCell(told, code="" if told == factor else factor)
