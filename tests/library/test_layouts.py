"""Every layout is read as it is meant: projects, rows left out, totals, and what is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from gpss_sim.errors import InputError
from gpss_sim.i18n import said
from gpss_sim.library import read_library
from gpss_sim.library.sheets.amount_texts import money_text
from gpss_sim.library.sheets.answers import SheetAnswers
from gpss_sim.library.sheets.questions import without_options
from tests.library import more_layouts, written_layouts
from tests.library.layouts import LAYOUTS, PROJECTS, book


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_read_as_it_is_meant(name: str, tmp_path: Path) -> None:
    case = LAYOUTS[name](tmp_path)
    library = read_library(case.path)
    understood = library.understood
    assert understood is not None
    assert [p.name for p in library.projects] == [meant.name for meant in case.projects]
    for p, meant in zip(library.projects, case.projects, strict=True):
        cost = {y: round(100 * c) for y, c in meant.cost.items()} if isinstance(meant.cost, dict) else None
        assert (p.cost if cost else p.total) == (cost or round(100 * meant.cost))  # type: ignore[operator]
        assert (p.district, p.urgency, p.benefit) == (meant.district, meant.urgency, meant.people)
        assert (p.mandatory, p.posts) == (meant.mandatory, meant.posts)
        assert meant.id in (p.id, "")
        assert meant.domain in (p.domain, "")
        assert meant.sources in (p.sources, ())
    assert len({p.id for p in library.projects}) == len(case.projects)
    assert case.left_out in (len(understood.left_out), None)
    said = " ".join(str(note) for note in understood.notes)
    assert all(note in said for note in case.notes)
    assert ("difference" in said) == any("difference" in note for note in case.notes)
    asked = " ".join(str(question) for question in understood.questions)
    assert all(question in asked for question in case.questions)


@pytest.mark.parametrize("word", ["all", "全部"])
def test_sheets_with_the_same_headings_are_read_together(tmp_path: Path, word: str) -> None:
    path, meant = more_layouts.one_sheet_a_district(tmp_path)
    alone = read_library(path)
    assert "--sheet all" in str(alone.understood.questions)  # type: ignore[union-attr]
    library = read_library(path, SheetAnswers(word))
    assert [(p.name, p.district, p.total, p.urgency) for p in library.projects] == [
        (p.name, p.district, round(100 * p.cost), p.urgency)  # type: ignore[arg-type]
        for p in meant
    ]
    assert len({p.id for p in library.projects}) == 7
    assert library.projects[3].id == "临江区-1"
    assert "Other headings, not read: 2026年" in str(library.understood.questions)  # type: ignore[union-attr]


def test_two_tables_side_by_side_are_refused_with_their_columns(tmp_path: Path) -> None:
    head = written_layouts.HEAD
    rows = [[1, p.name, p.district, p.urgency, p.cost, p.people] for p in PROJECTS[:6]]
    both = [[*head, "", *head], *([*left, "", *right] for left, right in zip(rows[:3], rows[3:], strict=True))]
    with pytest.raises(InputError, match=r"columns I to L"):
        read_library(book(tmp_path / "a.xlsx", ("表", both)))


def test_the_error_of_a_formula_is_no_missing_value(tmp_path: Path) -> None:
    rows = [[k, p.name, p.district, p.urgency, "#REF!" if k == 2 else p.cost, p.people] for k, p in enumerate(PROJECTS)]
    with pytest.raises(InputError, match="#REF!: is the error of a formula"):
        read_library(book(tmp_path / "a.xlsx", ("表", [written_layouts.HEAD, *rows])))


@pytest.mark.parametrize("text", ["十三", "约定", "12月", "2027年", "叁拾陆"])
def test_a_number_without_a_unit_in_words_is_no_amount(text: str) -> None:
    assert money_text(text) is None


def test_sentences_for_a_reader_without_a_command_line_name_no_option(tmp_path: Path) -> None:
    rows = [["序号", "项目名称", "紧急程度", "拟申请购买金额"], [1, "甲", 3, 10]]
    with pytest.raises(InputError) as error:
        read_library(book(tmp_path / "a.xlsx", ("表", rows)))
    (fault,) = error.value.faults
    assert "--map" in str(fault.rule)
    for lang in ("en", "zh"):
        said_here = said(without_options(fault.rule), lang)
        assert "--" not in said_here
        assert "受益人数" in said_here


def test_missing_people_are_told_once(tmp_path: Path) -> None:
    rows = [[k, p.name, p.district, p.urgency, p.cost, p.people if k else None] for k, p in enumerate(PROJECTS)]
    with pytest.raises(InputError) as error:
        read_library(book(tmp_path / "a.xlsx", ("表", [written_layouts.HEAD, *rows])))
    (fault,) = error.value.faults
    assert fault.sentence.said("zh").endswith("第2行F列“服务人数”: 应为数字，现为空")
