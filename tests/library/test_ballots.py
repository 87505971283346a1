"""Ballots of participatory-budget files, and the command that compares lists by them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from gpss_sim.cli.ballots import command
from gpss_sim.errors import InputError
from gpss_sim.library.ballots import read_ballots

HEAD = "META\nkey;value\nbudget;100\nvote_type;{kind}\nrule;greedy\nPROJECTS\n"
PROJECTS = "project_id;cost;votes;selected\nA;60;6;1\nB;30;6;1\nC;40;4;0\n"
APPROVALS = "VOTES\nvoter_id;vote\n" + "".join(f"{k};{'A,B' if k < 6 else 'C'}\n" for k in range(10))


@pytest.fixture
def town(tmp_path: Path) -> Path:
    file = tmp_path / "town.pb"
    file.write_text(HEAD.format(kind="approval") + PROJECTS + APPROVALS, encoding="utf-8")
    return file


def test_ballots_alike_are_counted_together(town: Path) -> None:
    found = read_ballots(town, {"A", "C"})
    assert [(group.voters, group.points) for group in found] == [(6, {"A": 1}), (4, {"C": 1})]


def test_points_are_read_where_voters_give_them(tmp_path: Path) -> None:
    file = tmp_path / "town.pb"
    votes = "VOTES\nvoter_id;vote;points\n1;A,B;3,0.5\n2;;\n3;A;0\n"
    file.write_text(HEAD.format(kind="cumulative") + PROJECTS + votes, encoding="utf-8")
    found = read_ballots(file, {"A", "B"})
    assert [(g.voters, g.points) for g in found] == [(1, {"A": 3, "B": Fraction(1, 2)}), (2, {})]


@pytest.mark.parametrize(
    ("row", "word"), [("1;A,B;3", "2 projects and gives 1"), ("1;A;-1", "points"), ("1;A;x", "points")]
)
def test_damaged_points_are_told(tmp_path: Path, row: str, word: str) -> None:
    file = tmp_path / "town.pb"
    file.write_text(HEAD.format(kind="scoring") + PROJECTS + f"VOTES\nvoter_id;vote;points\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError, match=word):
        read_ballots(file, {"A", "B"})


def test_a_file_without_ballots_says_so(tmp_path: Path) -> None:
    file = tmp_path / "town.pb"
    file.write_text(HEAD.format(kind="approval") + PROJECTS, encoding="utf-8")
    with pytest.raises(InputError, match="no ballots"):
        read_ballots(file, {"A"})


def test_the_command_sets_lists_side_by_side(town: Path, tmp_path: Path) -> None:
    out = tmp_path / "funded.csv"
    done = CliRunner().invoke(command, [str(town), "--out", str(out)])
    assert done.exit_code == 0, done.output
    lines = [line.split("\t") for line in done.output.splitlines()]
    assert lines[1] == ["officials", "2", "90.00", "12", "40.0%", "1.20", "60.0%"]
    assert lines[3] == ["equal shares", "2", "100.00", "10", "0.0%", "1.00", "100.0%"]
    assert lines[4][:2] == ["Phragmén", "2"]
    assert out.read_text("utf-8-sig").splitlines()[1] == "A,60.00,6,1,1,1,0"
    chinese = CliRunner().invoke(command, [str(town), "--lang", "zh"])
    assert "等额份额法" in chinese.output
    assert "选民10人" in chinese.output
