"""The workbook of a decision, written by every command that decides."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from gpss_sim.cli.compare import differences
from gpss_sim.i18n import Language, said_all
from gpss_sim.planning.list_files import read_list

if TYPE_CHECKING:
    from gpss_sim.allocation import Outcome, Problem, Project
    from gpss_sim.allocation.analysis.frontier import FrontierPoint
    from gpss_sim.allocation.analysis.policies_compared import PolicyView
    from gpss_sim.library import Library
    from gpss_sim.report.decision_book import DecisionFacts


def write_book(
    path: Path,
    problem: Problem,
    outcome: Outcome,
    beside: Sequence[PolicyView],
    budgets: Sequence[FrontierPoint],
    read: Library,
    file: str,
    lang: Language,
    last: str | None = None,
    sentences: Mapping[Language, Mapping[str, str]] | None = None,
) -> None:
    """Write the workbook beside ``decision.json``, whose digest it carries.

    It is Chinese where the library is, unless a language was asked for; with `last` it has a sheet that compares the
    list with that one. Reasons that are known already in a language are in `sentences`.
    """
    from gpss_sim.report.decision_book import write_decision_book

    lang = book_language(lang, read.projects)
    facts = decision_facts(path.parent, problem, outcome, beside, budgets, read, file, lang, last, sentences)
    write_decision_book(path, facts)


def decision_facts(
    folder: Path,
    problem: Problem,
    outcome: Outcome,
    beside: Sequence[PolicyView],
    budgets: Sequence[FrontierPoint],
    read: Library,
    file: str,
    lang: Language,
    last: str | None = None,
    sentences: Mapping[Language, Mapping[str, str]] | None = None,
) -> DecisionFacts:
    """What the workbook and the page say of a decision that is saved in `folder`, in one language."""
    from gpss_sim import __version__
    from gpss_sim.allocation.explain.reasons import reasons
    from gpss_sim.allocation.results.comparison import listing
    from gpss_sim.allocation.results.decision import FILE
    from gpss_sim.report.decision_book import DecisionFacts

    return DecisionFacts(
        problem,
        outcome,
        beside,
        budgets,
        file,
        sha256((folder / FILE).read_bytes()).hexdigest(),
        date.today(),
        __version__,
        read.understood,
        (sentences or {}).get(lang) or said_all(reasons(problem, outcome), lang),
        lang,
        [] if last is None else differences(read_list(last), listing(problem, outcome)),
    )


def book_language(lang: Language, projects: Iterable[Project]) -> Language:
    """The language asked for, else that of the names of the projects."""
    asked = click.get_current_context().get_parameter_source("lang")
    if asked in (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT):
        return lang
    names = [p.name for p in projects if p.name]
    chinese = sum(any(_is_chinese(letter) for letter in name) for name in names)
    return "zh" if 2 * chinese > len(names) else lang


def _is_chinese(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("CJK UNIFIED")
