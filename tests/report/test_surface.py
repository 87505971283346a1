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


def test_factors_are_called_by_their_names_in_chinese(sampled: Board) -> None:
    section = surface(sampled, Words("zh"))
    cells = {row[0].text: row[0].code for row in section.tables[-1].cells}
    assert cells["需求负荷"] == "demand.load"
    with drawing():
        figure = PLOTS["influences"](sampled, Words("zh"))
        assert figure is not None
        labels = {label.get_text() for axes in figure.axes for label in axes.get_yticklabels()}
    assert labels == set(cells)


def test_each_row_has_its_own_line_of_luck(sampled: Board) -> None:
    """A factor told from luck lies right of the line of its row; luck gives more where a range has more parts."""
    seen = sampled.findings.surface
    assert seen is not None
    subject = seen.subjects[0]
    ranked = seen.ranked(subject)
    with drawing():
        figure = PLOTS["influences"](sampled, Words("en"))
        assert figure is not None
        lines = [line for line in figure.axes[0].lines if line.get_linestyle() == ":"]
    found = [(set(line.get_xdata()), sum(line.get_ydata()) / 2) for line in lines]
    assert found == [({each.luck}, row) for row, each in enumerate(ranked)]


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
