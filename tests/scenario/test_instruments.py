"""Each instrument of the reference page, switched on alone, moves what it should and leaves the rest alone."""

from __future__ import annotations

import re
from functools import lru_cache
from math import isnan
from pathlib import Path

import pytest

from gpss_sim.metrics.evaluate import MetricRow, evaluate
from gpss_sim.simulate import run
from tests.city import load
from tests.layers import ROOT

PAGE = ROOT / "docs" / "reference" / "instruments.md"
SEED = 7


def rows() -> list[list[str]]:
    """Cells of the table under its two heading lines."""
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def quoted(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("city")


@lru_cache(maxsize=32)
def played(folder: Path, settings: tuple[str, ...]) -> dict[tuple[str, str], float]:
    """Indicators of the small city by name and period; the whole horizon under an empty period."""
    found: list[MetricRow] = evaluate(run(load(folder, *settings), seed=SEED))
    values = {(row.metric, row.year): row.value for row in found}
    return values | {(row.metric, ""): row.value for row in found if row.year == "1-2"}


def values(folder: Path, settings: list[str], named: str) -> float:
    metric, _, year = named.partition("@")
    return played(folder, tuple(settings))[metric, year]


def same(before: float, after: float) -> bool:
    return before == after or (isnan(before) and isnan(after))


@pytest.mark.parametrize("cells", rows(), ids=lambda cells: cells[0])
def test_switched_on_alone_it_changes_only_what_it_should(cells: list[str], folder: Path) -> None:
    _, switch, base, moves, leaves, year_0, facts = cells
    before, after = quoted(base), quoted(base) + quoted(switch)
    assert facts
    assert quoted(moves)
    for entry in quoted(moves):
        named, sign = entry.split()
        old, new = values(folder, before, named), values(folder, after, named)
        assert not same(old, new), f"{named} is {old} as before"
        assert {"+": not new < old, "-": not new > old, "*": True}[sign], f"{named} goes from {old} to {new}"
    for named in quoted(leaves):
        old, new = values(folder, before, named), values(folder, after, named)
        assert same(old, new), f"{named} goes from {old} to {new}"
    moved = moved_in_year_0(folder, before, after)
    assert ("differs" if moved else "same") == year_0, f"year 0 moves in {moved}"
    assert values(folder, after, "unaccounted") == 0


def moved_in_year_0(folder: Path, before: list[str], after: list[str]) -> list[str]:
    """Indicators of the common year before that differ."""
    old, new = played(folder, tuple(before)), played(folder, tuple(after))
    return [metric for metric, year in old if year == "0" and not same(old[metric, year], new[metric, year])]
