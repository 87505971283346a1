"""The report of a batch: plots, page, workbook, from what the store holds and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from matplotlib.figure import Figure, SubFigure

from gpss_sim import folders
from gpss_sim.files import replaced, write_whole
from gpss_sim.i18n import LANGUAGES, Language
from gpss_sim.report.board import Board, read_board
from gpss_sim.report.html import Picture, edition, page
from gpss_sim.report.plots import PLOTS
from gpss_sim.report.style import FORMATS, drawing, save
from gpss_sim.report.words import Words
from gpss_sim.report.xlsx import FILE as WORKBOOK
from gpss_sim.report.xlsx import write_workbook
from gpss_sim.study.findings import Findings
from gpss_sim.study.manifest import read_manifest
from gpss_sim.study.model import Measures
from gpss_sim.study.plan import StudyPlan
from gpss_sim.study.store import Store

PAGE = "report.html"
PLOTS_FOLDER = "plots"
SUFFIX: dict[Language, str] = {"en": "", "zh": ".zh"}
"""Plots in English bear the plain name."""


def write_report(
    folder: Path, plan: StudyPlan, metrics: Measures, findings: Findings, store: Store, language: Language = "en"
) -> Path:
    """Write ``plots/``, ``report.html`` and ``results.xlsx`` of a finished study.

    Parameters
    ----------
    folder : Path
        Result folder, its manifest already written.
    plan, metrics, findings
        The study, its indicators, and what was found.
    store : Store
        Its runs.
    language : {"en", "zh"}
        Language in which the page opens, which holds both, and language of the workbook.

    Returns
    -------
    Path
        The page.

    Raises
    ------
    InputError
        If the folder holds no record of a finished study.
    """
    manifest = read_manifest(folder)
    board = read_board(plan, metrics, findings, store)
    plots = folder / PLOTS_FOLDER
    plots.mkdir(exist_ok=True)
    editions = [edition(board, Words(each), write_plots(board, each, plots), folder, manifest) for each in LANGUAGES]
    write_whole(folder / PAGE, page(editions, language))
    replaced(folder / WORKBOOK, lambda half: write_workbook(half, board, language))
    names = [f"{picture}{suffix}.{form}" for picture in PLOTS for suffix in SUFFIX.values() for form in FORMATS]
    drawn = [f"{PLOTS_FOLDER}/{name}" for name in names if (plots / name).exists()]
    folders.record(folder, [PAGE, WORKBOOK, *drawn])
    return folder / PAGE


def write_plots(board: Board, language: Language, folder: Path) -> list[Picture]:
    """Draw every plot the study has something for, as PNG and SVG.

    Parameters
    ----------
    board : Board
        The study.
    language : {"en", "zh"}
        Language of the plots.
    folder : Path
        Where the files go.
    """
    pictures = []
    for name in PLOTS:
        with drawing():
            figure = PLOTS[name](board, Words(language))
            if figure is not None:
                files = save(figure, folder, f"{name}{SUFFIX[language]}")
                pictures.append(Picture(name, title_of(figure), files["svg"]))
    return pictures


def title_of(figure: Figure) -> str:
    """The finding a figure shows, in one line."""
    return " ".join(" ".join(_titles(figure)).split())


def _titles(part: Figure | SubFigure) -> Iterator[str]:
    yield part.get_suptitle()
    for inner in part.subfigs:
        yield from _titles(inner)
