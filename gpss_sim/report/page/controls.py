"""What control variates took out of the numbers, and what they gained."""

from __future__ import annotations

from gpss_sim.report.board import Board
from gpss_sim.report.controls_text import controls_sentences
from gpss_sim.report.page.table import Section
from gpss_sim.report.words import Words


def controls(board: Board, words: Words) -> Section | None:
    """A sentence for each primary outcome; None of a study without control variates, or of a sample."""
    if board.sampled:
        return None
    told = list(controls_sentences(board.plan, board.metrics, board.findings, words))
    return Section("controls", words("page.controls"), told) if told else None
