"""Both ends of an interval stand on one line, however narrow the page."""

from __future__ import annotations

import re

from gpss_sim.desk import simulated
from gpss_sim.desk.page.simulate_tab import _range
from gpss_sim.report.page.checks import assumed
from gpss_sim.report.words import Words, span
from gpss_sim.scenario.load import load_scenario

BREAKS = re.compile(r"(?<!\u2060)[–…](?!\u2060|\u00a0)|(?<![\u00a0\u2060])[–…]|[ \t]")
"""Where a browser may end a line inside an interval of numbers."""


def test_no_line_ends_inside_an_interval() -> None:
    swept = [row[3] for row in assumed(load_scenario("baseline"), Words("en")) if row[3]]
    assert len(swept) > 10
    band = simulated.Band(1_234.5, -2.25, 98_765.4)
    assert [text for text in (*swept, span(-1, 2, sign=True), _range(band)) if BREAKS.search(text)] == []
