"""The page and the plot of a study that samples: rows are read together and single rows are not shown as policies."""

from __future__ import annotations

from pathlib import Path

import pytest

from gpss_sim.i18n import LANGUAGES, Language
from gpss_sim.report.board import Board
from gpss_sim.report.html import edition, not_drawn, page
from gpss_sim.report.page.sections import before_plots
from gpss_sim.report.page.surface import surface
from gpss_sim.report.plots import PLOTS
from gpss_sim.report.style import drawing
from gpss_sim.report.words import Words
from tests.report.test_page import MANIFEST


def test_rows_are_read_together(sampled: Board) -> None:
    sections = before_plots(sampled, Words("en"))
    assert [section.name for section in sections] == ["surface", "rules", "equal", "overlays"]
    told = sections[0].items
    assert any("better in 12 of 24 rows; " in each or "; better in 12 of 24 rows" in each for each in told)
    levels = sections[0].tables[0].cells
    assert [[cell.text for cell in row][:1] for row in levels] == [["formal"], ["competitive"]]
    assert [row[-1].text for row in levels] == ["24", "24"]
    ranks = sections[0].tables[-1]
    assert {row[0].text for row in ranks.cells} == {"demand.load", "assessment.pass_line"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_the_factors_are_drawn(sampled: Board, language: Language) -> None:
    words = Words(language)
    with drawing():
        figures = {name: PLOTS[name](sampled, words) for name in PLOTS}
    assert [name for name, figure in figures.items() if figure is not None] == ["influences"]
    assert not_drawn(sampled, words) == ""


def test_other_studies_draw_no_factors(board: Board) -> None:
    with drawing():
        assert PLOTS["influences"](board, Words("en")) is None


def test_the_page_is_whole_in_both_languages(sampled: Board, tmp_path: Path) -> None:
    editions = [edition(sampled, Words(each), [], tmp_path, MANIFEST) for each in LANGUAGES]
    text = page(editions, "en")
    assert "What the sample shows" in text
    assert "抽样所示" in text
    assert surface(sampled, Words("zh")).items[0] in text
