"""The page of the verification says what the code says, and everything on it holds."""

from __future__ import annotations

import re

from gpss_sim.verification import Found, verify
from gpss_sim.verification.page import line, markdown
from gpss_sim.verification.row import ONCE
from gpss_sim.verification.table import CASES, choose
from tests.layers import ROOT

PAGE = ROOT / "docs" / "verification.md"
ROW = re.compile(r"^\| `(?P<name>T[^`]*)` \|", re.MULTILINE)
NUMBERS = 5
"""Cells after the exact value, the verdict aside, that only a run can tell."""
AGAIN = ("T8.opening_on_day_180.5", "T5.nash_half")
"""Cases played again in full."""


def without_numbers(page: str) -> list[str]:
    lines = page.splitlines()
    return [" | ".join(text.split(" | ")[: -NUMBERS - 1]) if ROW.match(text) else text for text in lines]


def test_the_page_is_that_of_the_code() -> None:
    rows = [(case, name, row) for case in CASES.values() for row in case.rows for name in [f"{case.id}.{row.name}"]]
    written = markdown([Found(name, row.exact, row.exact, 0.0, 0.0, case.size.full) for case, name, row in rows])
    assert without_numbers(PAGE.read_text("utf-8")) == without_numbers(written)


def test_everything_on_the_page_holds() -> None:
    lines = [text for text in PAGE.read_text("utf-8").splitlines() if ROW.match(text)]
    assert len(lines) == len(choose([]))
    assert all(text.endswith("| holds |") for text in lines)


def test_numbers_on_the_page_are_found_again() -> None:
    page = PAGE.read_text("utf-8").splitlines()
    cheap = [case.id for case in CASES.values() if case.size == ONCE]
    for found in verify([*cheap, *AGAIN]):
        assert line(found) in page
