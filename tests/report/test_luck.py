"""What the common luck was worth: told from the runs, with the reason where it was little."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from gpss_sim.report.page.luck import followed, luck, shared
from gpss_sim.report.words import Words
from tests.report.boards import HEAD, board_of

EN, ZH = Words("en"), Words("zh")
STUDY = f"""{HEAD}
[levers]
"rules.mode" = ["formal", "competitive"]
[design]
baseline = "formal"
[outcomes]
primary = ["improvement_per_million"]
"""


def common(replication: int) -> float:
    return math.sin(3.1 * replication)


def own(point: str, replication: int) -> float:
    """Luck that the two policies do not share: waves of two lengths."""
    return math.cos((1.7 if point == "formal" else 2.6) * replication)


def value(point: str, metric: str, year: str, replication: int) -> float:
    """People are shared, sellers are not, and the outcome is mostly what sellers are."""
    people, sellers = common(replication), own(point, replication)
    known = {"arrived": 100 + people, "quality": 80 + sellers, "improvement_per_million": 90 + sellers + 0.2 * people}
    return known.get(metric, 1.0)


def mostly_shared(point: str, metric: str, year: str, replication: int) -> float:
    people, sellers = common(replication), own(point, replication)
    known = {"arrived": 100 + people, "quality": 80 + sellers, "improvement_per_million": 90 + people + 0.1 * sellers}
    return known.get(metric, 1.0)


def test_the_luck_that_is_not_shared_and_that_the_outcome_follows_is_named(tmp_path: Path) -> None:
    board = board_of(tmp_path, STUDY, value, replications=24)
    assert shared(board, "arrived") == [pytest.approx(1)]
    assert abs(shared(board, "quality")[0]) < 0.3
    assert followed(board, "quality", "improvement_per_million") > 0.9
    section = luck(board, EN)
    assert section is not None
    told, _ = section.texts
    assert "In 1 of 1 comparisons it is low" in told
    assert told.endswith("the outcome follows it: who serves: the quality of the sellers.")
    assert [row[0].text for row in section.tables[0].cells] == [
        "who asks for help, and when",
        "who serves: the quality of the sellers",
    ]
    chinese = luck(board, ZH)
    assert chinese is not None
    assert "由谁服务：机构的质量" in chinese.texts[0]


def test_replications_saved_are_the_ratio_of_variances(tmp_path: Path) -> None:
    """The difference holds a hundredth of the variance of two kinds of luck; the runs hold the people's twice."""
    section = luck(board_of(tmp_path, STUDY, mostly_shared, replications=200), EN)
    assert section is not None
    told, _ = section.texts
    factor = float(told.split("take ")[1].split(" times")[0])
    assert factor == pytest.approx((2 * 0.5 + 2 * 0.005) / (2 * 0.005), rel=0.1)
    assert "it is low" not in told


def test_few_replications_tell_nothing(tmp_path: Path) -> None:
    assert luck(board_of(tmp_path, STUDY, value, replications=9), EN) is None
