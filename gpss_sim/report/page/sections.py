"""Sections of the page in their order: the rules first, then what was found, then whether to trust it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gpss_sim.report.board import Board
from gpss_sim.report.page.checks import assumptions, region_table, transition
from gpss_sim.report.page.controls import controls
from gpss_sim.report.page.groups import groups
from gpss_sim.report.page.luck import luck
from gpss_sim.report.page.outcome_sections import answer, findings, spoken
from gpss_sim.report.page.overlays import overlays
from gpss_sim.report.page.record import limits, record
from gpss_sim.report.page.rules import equal, rules
from gpss_sim.report.page.surface import surface
from gpss_sim.report.page.table import Section
from gpss_sim.report.words import Words


def before_plots(board: Board, words: Words) -> list[Section]:
    """Question to findings."""
    if board.sampled:
        return [surface(board, words), rules(board, words), equal(board, words), overlays(board, words)]
    return [
        answer(board, words),
        rules(board, words),
        equal(board, words),
        findings(board, words),
        spoken(board, words),
        overlays(board, words),
    ]


def after_plots(board: Board, words: Words, folder: Path, manifest: Mapping[str, Any]) -> list[Section]:
    """Who gains, to the run record."""
    found = [
        luck(board, words),
        controls(board, words),
        groups(board, words),
        transition(board, words),
        region_table(board, words),
        assumptions(board, words),
        limits(words),
        record(board, words, folder, manifest),
    ]
    return [section for section in found if section is not None]
