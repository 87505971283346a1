"""Titles claim what the numbers show, and no more."""

from __future__ import annotations

import math
from pathlib import Path
from types import SimpleNamespace

import pytest

from gpss_sim.report.headlines import levels, outcome, study_title
from gpss_sim.report.words import Words
from tests.report.boards import HEAD, MODES, OUTCOMES, Numbers, board_of

GAIN, COST, LOST = "improvement_per_million", "cost_per_completed", "lost_share"
EN, ZH = Words("en"), Words("zh")
NOISE = (0.0, 1.0, -1.0, 2.0, -2.0)


def shifted(shift: dict[str, float], level: float = 100.0, noise: float = 0.0) -> Numbers:
    """The same luck everywhere; design points differ by a constant and by noise of their own."""

    def value(point: str, _metric: str, _year: str, replication: int) -> float:
        own = noise * NOISE[(replication + sum(map(ord, point))) % 5]
        return level + NOISE[replication] + shift.get(point, 0.0) + own

    return value


def test_the_largest_proven_gain_is_told_in_per_cent_of_the_baseline(tmp_path: Path) -> None:
    board = board_of(tmp_path, value=shifted({"competitive/project": 12.0, "formal/project": 5.0, "direct/post": -3.0}))
    assert outcome(board, EN, GAIN) == (
        "Competitive × project: improvement gained per million yuan granted 12 % higher than formal × post "
        "(95% CI 12 to 12 %); of 7 choices 2 do better, 1 worse"
    )
    assert outcome(board, ZH, GAIN) == (
        "竞争性购买 × 项目：每百万元预算的加权改善比形式性购买 × 岗位高 12%（95% 置信区间 12% 至 12%）；"
        "7 个选择中 2 个更优、1 个更劣"
    )


def test_less_is_better_for_costs(tmp_path: Path) -> None:
    board = board_of(tmp_path, value=shifted({"competitive/project": 12.0, "direct/post": -8.0}))
    told = outcome(board, EN, COST)
    assert told.startswith(
        "Direct × post: public money per completed case 8.0 % lower than formal × post (95% CI 8.0 to 8.0"
    )
    assert told.endswith("of 7 choices 1 does better, 1 worse")


def test_shares_differ_by_percentage_points(tmp_path: Path) -> None:
    board = board_of(tmp_path, value=lambda point, *_: 0.25 if point == "direct/post" else 0.30)
    assert "5.0 percentage points lower than formal × post" in outcome(board, EN, LOST)


def test_an_interval_that_holds_zero_shows_no_difference(tmp_path: Path) -> None:
    board = board_of(tmp_path, value=shifted({"competitive/project": 1.0}, noise=3.0))
    found = [finding.difference.estimate for finding in board.against_baseline(GAIN)]
    assert all(each.low < 0 < each.high for each in found if each.low != each.high)
    assert (
        outcome(board, EN, GAIN)
        == "No difference from formal × post shown on improvement gained per million yuan granted"
    )


def test_where_all_is_worse_the_worst_is_named(tmp_path: Path) -> None:
    board = board_of(tmp_path, value=shifted({"direct/post": -10.0, "direct/project": -4.0}))
    told = outcome(board, EN, GAIN)
    assert told.startswith("Nothing is shown to do better than formal × post on improvement gained")
    assert "direct × post: improvement gained per million yuan granted 10 % lower" in told


def test_an_interval_of_a_decrease_is_turned(tmp_path: Path) -> None:
    board = board_of(tmp_path, value=shifted({"direct/post": -40.0}, noise=0.5))
    found = next(each for each in board.against_baseline(GAIN) if each.point == "direct/post").difference.estimate
    assert found.low < found.mean < found.high < 0
    low, high = -found.high, -found.low
    assert f"(95% CI {low:.0f} to {high:.0f} %)" in outcome(board, EN, GAIN)


def test_equal_rules_are_equal(tmp_path: Path) -> None:
    told = outcome(board_of(tmp_path, value=shifted({})), EN, GAIN)
    assert told == "No difference: every choice has the same improvement gained per million yuan granted"


WORLDS = MODES.replace("[design]", '[uncertainties]\n"demand.load" = [0.5, 1.5]\n[design]')


def test_worlds_that_disagree_are_the_title(tmp_path: Path) -> None:
    board = board_of(tmp_path, WORLDS, shifted({"direct/post@demand.load=1.5": 9.0}))
    assert board.world == "demand.load=0.5"
    assert outcome(board, EN, "wait_urgent") == (
        "Direct × post against formal × post on wait of urgent recipients (urgency 4–5) depends: "
        "same where demand.load=0.5; worse where demand.load=1.5 (so of 1 in 7 choices)"
    )
    assert "demand.load=1.5 时更劣" in outcome(board, ZH, "wait_urgent")


def test_a_reversal_is_told_before_what_only_fades(tmp_path: Path) -> None:
    shift = {"direct/post@demand.load=0.5": 9.0, "formal/project@demand.load=0.5": 5.0}
    board = board_of(tmp_path, WORLDS, shifted({**shift, "formal/project@demand.load=1.5": -5.0}))
    told = outcome(board, EN, GAIN)
    assert told.startswith("Formal × project against formal × post on improvement gained")
    assert told.endswith("better where demand.load=0.5; worse where demand.load=1.5 (so of 2 in 7 choices)")


def test_worlds_that_agree_are_told_with_the_range_over_them(tmp_path: Path) -> None:
    both = {f"direct/post@demand.load={load}": 9.0 for load in (0.5, 1.5)}
    told = outcome(board_of(tmp_path, WORLDS, shifted(both)), EN, GAIN)
    assert "direct × post" in told.lower()
    assert "% over 2 worlds, with the same verdict in each; of 7 choices 1 does better, 0 worse" in told
    assert "demand.load" not in told
    (tmp_path / "same").mkdir()
    same = outcome(board_of(tmp_path / "same", WORLDS, shifted({})), EN, GAIN)
    assert same.endswith("gained per million yuan granted, in each of 2 worlds")


def test_one_design_point_has_no_range(tmp_path: Path) -> None:
    alone = f'{HEAD}[levers]\n"rules.mode" = ["formal"]\n{OUTCOMES}'
    board = board_of(tmp_path, alone, lambda *_: 0.25)
    assert levels(board, EN, LOST) == "Share of arrivals lost: gave up or interrupted: 25.0 % (formal)"


@pytest.mark.parametrize("replications", [1, 5])
def test_one_replication_proves_nothing(tmp_path: Path, replications: int) -> None:
    board = board_of(tmp_path, value=shifted({"competitive/project": 50.0}), replications=replications)
    assert outcome(board, EN, GAIN).startswith("Too few replications") == (replications == 1)


def test_levels_name_the_ends_and_leave_out_what_is_unknown(tmp_path: Path) -> None:
    def value(point: str, *_: object) -> float:
        return math.nan if point.startswith("direct") else len(point)

    board = board_of(tmp_path, value=value)
    assert levels(board, EN, GAIN) == (
        "Improvement gained per million yuan granted: 11.0 (formal × post) to 23.0 (non-competitive × project)"
    )


@pytest.mark.parametrize(
    ("titles", "english", "chinese"),
    [
        (("", ""), "formal, competitive compared", "形式性购买、竞争性购买的比较"),
        (("Which mode?", ""), "Which mode?", "形式性购买、竞争性购买的比较"),
        (("", "哪种模式？"), "formal, competitive compared", "哪种模式？"),
    ],
)
def test_a_study_without_a_title_is_called_by_what_it_compares(
    titles: tuple[str, str], english: str, chinese: str
) -> None:
    study = SimpleNamespace(title=titles[0], title_zh=titles[1], name="exp")
    experiment = SimpleNamespace(study=study, design=SimpleNamespace(point=[]))
    points = [SimpleNamespace(policy=name) for name in ("formal", "competitive", "formal")]
    plan = SimpleNamespace(experiment=experiment, points=points)
    told = [study_title(Words(lang), plan) for lang in ("en", "zh")]  # type: ignore[arg-type]
    assert told == [english, chinese]
