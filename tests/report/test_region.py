"""The region in which the model must live: where a target applies, and what lies outside."""

from __future__ import annotations

import math
from pathlib import Path

from gpss_sim.metrics import METRICS
from gpss_sim.report.board import Board
from gpss_sim.report.region import TARGETS, TargetCheck, band_at, region
from tests.report.boards import board_of


def checks(board: Board, metric: str) -> dict[str, TargetCheck]:
    found = dict((target.metric, checks) for target, checks in region(board))
    return dict(zip((point.name for point in board.points), found[metric], strict=True))


def test_every_target_is_an_indicator() -> None:
    assert all(target.metric in METRICS and target.low < target.high for target in TARGETS)


def test_targets_apply_where_the_rules_give_them_a_meaning(board: Board) -> None:
    tendered = {name for name, check in checks(board, "failed_open_share").items() if check.applies}
    assert tendered == {"competitive/post", "competitive/project"}
    priced = {name for name, check in checks(board, "price_ratio").items() if check.applies}
    assert priced == {"competitive/project"}
    assert all(check.applies for check in checks(board, "turnover").values())
    assert band_at(board, "competitive/post", "idle_share") == (0.3, 0.6)
    assert band_at(board, "formal/post", "idle_share") is None
    assert band_at(board, "formal/post", "granted") is None


def test_ends_belong_to_the_range_and_nothing_else_does(tmp_path: Path) -> None:
    values = {"direct/post": 0.60, "direct/project": 0.75, "formal/post": 0.599, "formal/project": 0.751}

    def value(point: str, *_: object) -> float:
        return values.get(point, math.nan)

    found = checks(board_of(tmp_path, value=value), "success")
    assert [found[name].inside for name in values] == [True, True, False, False]
    assert not found["competitive/post"].applies, "what has no value is not judged"
