"""The page of the verification says what the code says, and everything on it holds."""

from __future__ import annotations

import re

import pytest

from gpss_sim.verification import RowResult, verify
from gpss_sim.verification.page import FINE, line, markdown, reasons, row_of, why_coarse
from gpss_sim.verification.row import ONCE
from gpss_sim.verification.table import CASES, choose, names
from tests.kept import current
from tests.layers import ROOT

PAGE = ROOT / "docs" / "verification.md"
ROW = re.compile(r"^\| `(?P<name>T[^`]*)` \|", re.MULTILINE)
NUMBERS = 5
"""Cells after the exact value, the verdict aside, that only a run can tell."""
AGAIN = ("T5.auction_of_two", "T8.opening_on_day_180.5")
"""Cases with luck that are played again in full: an auction and a queue."""
COARSE = re.compile(
    r"^\| `(?P<name>T[^`]*)` \| (?P<share>[\d.]+)% \| (?P<seconds>\d+) \| (?P<why>.*) \|$", re.MULTILINE
)
STEPPED = re.compile(
    r"^\| `(?P<name>T[^`]*)` \| (?P<step>[\d.]+)% \| the (?:turning point|exact value) \|$", re.MULTILINE
)
LIMIT = re.compile(r"more than (\d+) s of one core")
AT_LEAST = 30
"""Seconds of one core within which every row with luck is as fine as it should be."""


def without_numbers(page: str) -> list[str]:
    lines = [LIMIT.sub("", line) for line in page.splitlines() if not COARSE.match(line)]
    return [" | ".join(text.split(" | ")[: -NUMBERS - 1]) if ROW.match(text) else text for text in lines]


@current("docs/verification.md")
def test_the_page_is_that_of_the_code() -> None:
    rows = [(case, name, row) for case in CASES.values() for row in case.rows for name in [f"{case.id}.{row.name}"]]
    written = markdown([RowResult(name, row.exact, row.exact, 0.0, 0.0, case.size.full) for case, name, row in rows])
    assert without_numbers(PAGE.read_text("utf-8")) == without_numbers(written)


def rows_of_the_page() -> list[str]:
    lines = PAGE.read_text("utf-8").splitlines()
    return [line for line in lines if ROW.match(line) and not COARSE.match(line) and not STEPPED.match(line)]


@current("docs/verification.md")
def test_coarse_rows_are_told_with_their_reason() -> None:
    told = {found["name"]: found["why"] for found in COARSE.finditer(PAGE.read_text("utf-8"))}
    shares = {line.split(" | ")[0].strip("|` "): line.split(" | ")[6] for line in rows_of_the_page()}
    coarse = {name for name, share in shares.items() if share and float(share.rstrip("%")) > 100 * FINE}
    assert coarse <= set(told)
    assert {name for name in told if float(shares[name].rstrip("%")) < 100 * FINE} == set()
    assert told == {name: why_coarse(name) for name in told}
    assert set(reasons().values()) == set(told.values()), "no reason is left without a row, and no row without one"


def test_the_time_that_would_make_coarse_rows_fine_is_that_of_the_header() -> None:
    page = PAGE.read_text("utf-8")
    (limit,) = LIMIT.findall(page)
    seconds = [int(found["seconds"]) for found in COARSE.finditer(page)]
    assert AT_LEAST <= int(limit) <= min(seconds) <= int(limit) + 1, "one is cut, the other rounded"


@current("docs/verification.md")
def test_rows_without_luck_are_told_where_a_mistake_of_one_percent_could_hide() -> None:
    told = {found["name"]: float(found["step"]) for found in STEPPED.finditer(PAGE.read_text("utf-8"))}
    steps = {name: row_of(name).step for _, name in choose([])}
    assert told == {name: pytest.approx(100 * step, abs=0.006) for name, step in steps.items() if step > FINE}
    assert all(
        name in told for case in CASES.values() if case.theory == "T11" and case.size == ONCE for name in names(case)
    )


@current("docs/verification.md")
def test_everything_on_the_page_holds() -> None:
    lines = rows_of_the_page()
    assert len(lines) == len(choose([]))
    assert all(text.endswith("| holds |") for text in lines)


@current("docs/verification.md")
def test_numbers_on_the_page_are_found_again() -> None:
    page = PAGE.read_text("utf-8").splitlines()
    cheap = [case.id for case in CASES.values() if case.size == ONCE]
    for found in verify([*cheap, *AGAIN]):
        assert line(found) in page
