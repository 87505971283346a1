"""The page of the verification says what the code says, and everything on it holds."""

from __future__ import annotations

import re

from gpss_sim.verification import Found, verify
from gpss_sim.verification.page import FINE, line, markdown, reasons, why_coarse
from gpss_sim.verification.row import ONCE
from gpss_sim.verification.table import CASES, choose
from tests.layers import ROOT

PAGE = ROOT / "docs" / "verification.md"
ROW = re.compile(r"^\| `(?P<name>T[^`]*)` \|", re.MULTILINE)
NUMBERS = 5
"""Cells after the exact value, the verdict aside, that only a run can tell."""
AGAIN = ("T8.opening_on_day_180.5",)
"""Cases with luck that are played again in full."""


COARSE = re.compile(r"^\| `(?P<name>T[^`]*)` \| (?P<share>[\d.]+)% \| (?P<why>.*) \|$", re.MULTILINE)


def without_numbers(page: str) -> list[str]:
    lines = [line for line in page.splitlines() if not COARSE.match(line)]
    return [" | ".join(text.split(" | ")[: -NUMBERS - 1]) if ROW.match(text) else text for text in lines]


def test_the_page_is_that_of_the_code() -> None:
    rows = [(case, name, row) for case in CASES.values() for row in case.rows for name in [f"{case.id}.{row.name}"]]
    written = markdown([Found(name, row.exact, row.exact, 0.0, 0.0, case.size.full) for case, name, row in rows])
    assert without_numbers(PAGE.read_text("utf-8")) == without_numbers(written)


def rows_of_the_page() -> list[str]:
    lines = PAGE.read_text("utf-8").splitlines()
    return [line for line in lines if ROW.match(line) and not COARSE.match(line)]


def test_coarse_rows_are_told_with_their_reason() -> None:
    told = {found["name"]: found["why"] for found in COARSE.finditer(PAGE.read_text("utf-8"))}
    shares = {line.split(" | ")[0].strip("|` "): line.split(" | ")[6] for line in rows_of_the_page()}
    coarse = {name for name, share in shares.items() if share and float(share.rstrip("%")) > 100 * FINE}
    assert coarse <= set(told)
    assert {name for name in told if float(shares[name].rstrip("%")) < 100 * FINE} == set()
    assert told == {name: why_coarse(name) for name in told}
    assert set(reasons().values()) == set(told.values()), "no reason is left without a row"


def test_everything_on_the_page_holds() -> None:
    lines = rows_of_the_page()
    assert len(lines) == len(choose([]))
    assert all(text.endswith("| holds |") for text in lines)


def test_numbers_on_the_page_are_found_again() -> None:
    page = PAGE.read_text("utf-8").splitlines()
    cheap = [case.id for case in CASES.values() if case.size == ONCE]
    for found in verify([*cheap, *AGAIN]):
        assert line(found) in page
