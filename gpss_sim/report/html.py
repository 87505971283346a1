"""One self-contained page: no network, printable, both languages in it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from gpss_sim.i18n import LANGUAGES, Language, Message
from gpss_sim.report.alarm_names import alarm_names
from gpss_sim.report.board import Board
from gpss_sim.report.font import web_font
from gpss_sim.report.headlines import study_title
from gpss_sim.report.page.overlays import warning
from gpss_sim.report.page.sections import after_plots, before_plots
from gpss_sim.report.page.table import Section
from gpss_sim.report.plots.registry import lacking
from gpss_sim.report.words import Words
from gpss_sim.study.alarms import alarms

TEMPLATE = "page.html.j2"
CHINESE = "\u2e80"
"""Characters from here on are drawn with the font that the page brings along."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A plot on the page.

    Parameters
    ----------
    name : str
        Name of its files.
    title : str
        Its finding, for those who cannot see it.
    svg : bytes
        The drawing.
    """

    name: str
    title: str
    svg: bytes

    @property
    def source(self) -> str:
        """The drawing as a data address; an image in a page of its own, so that names inside cannot clash."""
        return f"data:image/svg+xml;base64,{b64encode(self.svg).decode()}"


@dataclass(frozen=True, slots=True)
class Edition:
    """The page in one language."""

    language: Language
    words: Words
    title: str
    run: str
    warnings: list[str]
    before: list[Section]
    pictures: list[Picture]
    not_drawn: str
    after: list[Section]


def edition(board: Board, words: Words, pictures: list[Picture], folder: Path, manifest: Mapping[str, Any]) -> Edition:
    """Everything the page says in one language."""
    plan, title = board.plan, study_title(words, board.plan)
    run = words(
        "page.run",
        scenario=plan.scenarios[0].name,
        window=words.window(plan.window),
        n=board.findings.replications,
        points=len(plan.points),
        seed=plan.seed,
    )
    if board.findings.failed:
        runs = len(board.findings.values) + len(board.findings.failed)
        run += " " + words("page.failed", count=len(board.findings.failed), runs=runs)
    before, after = before_plots(board, words), after_plots(board, words, folder, manifest)
    told = [words("page.alarm", text=each.said(words.language)) for each in _alarms(board)]
    told += warning(board, words)
    return Edition(words.language, words, title, run, told, before, pictures, not_drawn(board, words), after)


def _alarms(board: Board) -> list[Message]:
    return alarms(board.plan, board.findings, alarm_names(board.plan, board.metrics))


def not_drawn(board: Board, words: Words) -> str:
    """Which plots are not there for lack of which outcomes; empty where none is missed."""
    found = lacking(board)
    if not found:
        return ""
    join = words("plain.and").join
    missing = dict.fromkeys(name for each in found.values() for name in each)
    return words("page.not drawn", plots=join(words(f"drawing.{name}") for name in found), missing=join(missing))


def page(editions: list[Edition], first: Language) -> str:
    """The page as text.

    Parameters
    ----------
    editions : list of Edition
        One a language.
    first : {"en", "zh"}
        Language shown when the page is opened.
    """
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    facts = {"editions": editions, "first": first, "names": {each: Words(each)("page.name") for each in LANGUAGES}}
    template = environment.get_template(TEMPLATE)
    plain = template.render(facts, font="")
    font = web_font(character for character in plain if character >= CHINESE)
    return template.render(facts, font=b64encode(font).decode())
