"""What control variates took out and gained is told where their numbers are: on the page and on the screen."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from gpss_sim.cli.findings import print_findings
from gpss_sim.report.controls_text import variances_left
from gpss_sim.report.page.controls import controls
from gpss_sim.report.words import Words
from gpss_sim.scenario.load import load_scenario
from gpss_sim.study.control import known_mean
from tests.report.boards import HEAD, board_of

STUDY = f"""{HEAD}
[levers]
"rules.mode" = ["formal", "competitive"]
[outcomes]
primary = ["improvement_per_million"]
controls = ["arrived"]
"""
EXPECTED = known_mean(load_scenario("baseline"), "arrived", "2-5")


def value(point: str, metric: str, year: str, replication: int) -> float:
    """The outcome is half luck of arrivals, half its own; competitive purchase follows arrivals twice as much."""
    people, own = 10 * math.sin(3.1 * replication), 10 * math.cos(1.7 * replication)
    weight = 1 if point == "formal" else 2
    known = {"arrived": EXPECTED + people, "improvement_per_million": 90 + weight * people + own}
    return known.get(metric, 1.0)


def test_what_was_taken_out_and_what_is_left_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    board = board_of(tmp_path, STUDY, value, replications=40)
    means, differences = variances_left(board.plan, board.findings, "improvement_per_million")
    assert means == pytest.approx((1 / 2 + 1 / 5) / 2, abs=0.03)
    assert differences == pytest.approx(0, abs=1e-9)
    section = controls(board, Words("en"))
    assert section is not None
    (told,) = section.texts
    assert "what each mean and difference owes to the luck of Recipients who arrived is taken out" in told
    assert f"{100 * means:.1f}% of the variance of a mean is left" in told
    print_findings(board.plan, board.metrics, board.findings, "en")
    assert told in capsys.readouterr().out
    chinese = controls(board, Words("zh"))
    assert chinese is not None
    assert f"均值方差尚余{100 * means:.1f}%" in chinese.texts[0]


def test_too_few_replications_take_nothing_out_and_say_so(tmp_path: Path) -> None:
    board = board_of(tmp_path, STUDY, value, replications=9)
    section = controls(board, Words("en"))
    assert section is not None
    assert section.texts == ["Control variates (Recipients who arrived) take nothing out below 10 replications."]


def test_without_control_variates_nothing_is_told(tmp_path: Path) -> None:
    board = board_of(tmp_path, STUDY.replace('controls = ["arrived"]', ""), value, replications=20)
    assert controls(board, Words("en")) is None


def test_one_policy_alone_has_means_only(tmp_path: Path) -> None:
    board = board_of(tmp_path, STUDY.replace(', "competitive"', ""), value, replications=20)
    section = controls(board, Words("en"))
    assert section is not None
    assert "difference" not in section.texts[0]
