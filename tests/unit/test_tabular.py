"""CSV files: bytes, numbers that read back, and no formulas."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpss_sim.tabular import FORMULA, amount, cell, write_csv


def test_bytes_are_bom_utf8_and_line_feeds(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", ["name", "x"], [["上海, city", 1.5]])
    assert (tmp_path / "a.csv").read_bytes() == b'\xef\xbb\xbfname,x\n"\xe4\xb8\x8a\xe6\xb5\xb7, city",1.5\n'


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_reads_back_as_it_was(value: float) -> None:
    assert float(cell(value)) == value
    assert cell(value) == cell(np.float64(value))


@given(st.text(max_size=12))
def test_no_text_cell_is_a_formula(text: str) -> None:
    written = cell(text)
    if written[:1] in FORMULA and written:
        float(written)
    kept = text.replace("\r\n", "\n").replace("\r", "\n")  # readers end a row at a carriage return too
    assert written.removeprefix("'") in (kept, kept.removeprefix("'"))


@pytest.mark.parametrize("text", ["=SUM(A1)", "+cmd", "-2+3", "@x", "\tx", "＝1", "-", "+", "1-2"])
def test_what_a_spreadsheet_would_evaluate_is_neutralised(text: str) -> None:
    assert cell(text) == (text if text == "1-2" else f"'{text}")


@pytest.mark.parametrize("number", ["-12.05", "+3", "-1e-05", "-.5"])
def test_a_number_given_as_text_stays_a_number(number: str) -> None:
    assert cell(number) == number


def test_whole_numbers_of_numpy_and_truth_values() -> None:
    assert [cell(np.int64(3)), cell(True), cell(False), cell(math.inf)] == ["3", "true", "false", "inf"]


def test_other_things_are_refused() -> None:
    with pytest.raises(TypeError, match="list"):
        cell([1])


def test_rounding_never_prints_minus_zero() -> None:
    assert (amount(-0.004), amount(-0.006)) == ("0.00", "-0.01")


def test_a_ragged_row_is_refused_and_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_csv(path, ["x"], [[1]])
    before = path.read_bytes()
    with pytest.raises(ValueError, match="a row of 2 cells under 1 columns"):
        write_csv(path, ["x"], [[1], [1, 2]])
    assert path.read_bytes() == before


def test_a_line_break_inside_a_cell_reads_back(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", ["x", "y"], [["two\nlines", 'a "quote"']])
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream)) == [["x", "y"], ["two\nlines", 'a "quote"']]
