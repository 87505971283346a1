"""The log of the city by hand: what happened on which day to whom, as the page tells it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hand.paper import FIRST, play

YEAR_1 = [
    (0.375, "lapsed money", "buyer", "", 0.0),
    (0.375, "granted", "buyer", "", 770_000.0),
    (45.375, "tender closed", "project:yard", "agency:ash", 2),
    (45.375, "signed", "contract:0", "agency:ash", 212_967.17),
    (45.375, "tender closed", "project:home", "failed", 0),
    (45.5, "opened", "contract:0", "project:yard", 1),
    (45.5, "paid", "contract:0", "agency:ash", 85_186.87),
    (75.375, "tender closed", "project:home", "failed", 0),
    (95.375, "talk closed", "project:home", "agency:cedar", 1),
    (95.375, "signed", "contract:1", "agency:cedar", 426_775.89),
    (95.5, "opened", "contract:1", "project:home", 1),
    (95.5, "paid", "contract:1", "agency:cedar", 170_710.36),
    (135.0, "founded", "agency:birch", "independent", None),
    (228.0, "paid", "contract:0", "agency:ash", 85_186.87),
    (278.0, "paid", "contract:1", "agency:cedar", 170_710.35),
]
YEAR_2 = [
    (365.375, "lapsed money", "buyer", "", 110_256.94),
    (365.375, "granted", "buyer", "", 847_000.0),
    (410.375, "tender closed", "project:yard", "agency:birch", 3),
    (410.375, "signed", "contract:2", "agency:birch", 222_758.29),
    (410.375, "tender closed", "project:home", "agency:birch", 2),
    (410.375, "signed", "contract:3", "agency:birch", 445_516.59),
    (410.5, "assessed", "contract:0", "agency:ash", 75.6516),
    (410.5, "ended", "contract:0", "term ended", 3),
    (410.5, "opened", "contract:2", "project:yard", 2),
    (410.5, "paid", "contract:0", "agency:ash", 42_593.43),
    (410.5, "paid", "contract:2", "agency:birch", 89_103.32),
    (460.5, "assessed", "contract:1", "agency:cedar", 63.8363),
    (460.5, "ended", "contract:1", "term ended", 1),
    (460.5, "opened", "contract:3", "project:home", 1),
    (460.5, "paid", "contract:1", "agency:cedar", 85_355.18),
    (460.5, "paid", "contract:3", "agency:birch", 178_206.64),
    (593.0, "paid", "contract:2", "agency:birch", 89_103.31),
    (688.625, "paid", "contract:3", "agency:birch", 178_206.63),
]


def test_what_happened_on_which_day(tmp_path: Path) -> None:
    events = play(tmp_path).world.state.record.events
    seen = [(e.day - FIRST, e.event, e.entity, e.counterparty, e.amount) for e in events if e.day > FIRST]
    assert [row[:4] for row in seen] == [row[:4] for row in YEAR_1 + YEAR_2]
    amounts = [row[4] for row in YEAR_1 + YEAR_2]
    assert [row[4] for row in seen] == [None if a is None else pytest.approx(a, abs=1e-4) for a in amounts]
