"""The page on which a city is played by hand: its scenario, and the numbers that its arithmetic comes to."""

from __future__ import annotations

import doctest
from functools import cache
from pathlib import Path
from typing import Any

from gpss_sim.scenario.load import load_scenario
from gpss_sim.scenario.schema import Scenario
from gpss_sim.simulate import Results, run
from tests.docs.blocks import blocks_of
from tests.layers import ROOT

PAGE = ROOT / "docs" / "explanation" / "city-by-hand.md"
FIRST = 365
"""Day of the calendar on which the page begins to count."""


@cache
def numbers() -> dict[str, Any]:
    """Every name that the page's arithmetic gives a value; the arithmetic itself is checked with the documents."""
    names: dict[str, Any] = {}
    for block in blocks_of(PAGE.read_text("utf-8")):
        if block.language == "python":
            for example in doctest.DocTestParser().get_examples(block.text):
                exec(compile(example.source, str(PAGE), "single"), names)
    return names


def write(folder: Path) -> Path:
    """Write the page's scenario into a folder; return the file."""
    (block,) = [block for block in blocks_of(PAGE.read_text("utf-8")) if block.options.get("file") == "by_hand.toml"]
    (folder / "by_hand.toml").write_text(block.text, "utf-8")
    return folder / "by_hand.toml"


def scenario(folder: Path, *overrides: str) -> Scenario:
    """The page's city with `overrides`."""
    return load_scenario(write(folder), overrides)


def play(folder: Path, *overrides: str) -> Results:
    """That city as the model plays it, with its log."""
    return run(scenario(folder, *overrides), seed=1, log=True)
