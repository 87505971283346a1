"""Effects against the uncertainty: every world is drawn, the sign turns where it was planted."""

from __future__ import annotations

from pathlib import Path

import pytest
from matplotlib.figure import Figure

from gpss_sim.report.board import Board
from gpss_sim.report.plots.effects import draw_effect, effects
from gpss_sim.report.words import Words
from gpss_sim.study.worlds import axis_of, flips
from tests.report.boards import HEAD, OUTCOMES, plan_of

TWO = f"""{HEAD}
[levers]
"rules.mode" = ["formal", "competitive"]
[uncertainties]
"rules.overlays" = {{ plain = [], errands = ["errands_for_favour"] }}
"demand.load" = [1.2, 0.8]
[design]
baseline = "formal"
{OUTCOMES}
"""


def test_every_world_of_a_policy_is_drawn_and_the_turn_is_found(worlds: Board) -> None:
    axis = axis_of(worlds.plan)
    assert axis is not None
    assert (axis.path, axis.numeric) == ("demand.load", True)
    name = worlds.primary[0]
    found = {effect.policy: effect for effect in effects(worlds, name, axis, "")}
    assert set(found) == {"non_competitive", "competitive"}
    assert found["competitive"].places == (0.8, 0.9, 1.0, 1.1, 1.2)
    means = [each.mean for each in found["competitive"].found]
    assert flips(found["competitive"].places, means) == pytest.approx([0.93])
    assert flips(found["non_competitive"].places, [each.mean for each in found["non_competitive"].found]) == []


def test_other_uncertainties_are_panels_and_numbers_stand_in_order(tmp_path: Path) -> None:
    axis = axis_of(plan_of(tmp_path, TWO))
    assert axis is not None
    assert axis.path == "demand.load"
    assert list(axis.panels) == ["rules.overlays=plain", "rules.overlays=errands"]
    assert list(axis.panels["rules.overlays=plain"].values()) == [0.8, 1.2]
    assert axis.names == {0.8: "0.8", 1.2: "1.2"}
    assert axis.step == pytest.approx(0.4)


def test_one_axes_shows_the_turn_with_its_value(worlds: Board) -> None:
    ax = Figure().subplots()
    draw_effect(ax, worlds, Words("en"), worlds.primary[0], ["competitive"])
    assert "0.930" in [text.get_text() for text in ax.texts]


def test_without_worlds_there_is_no_axis(board: Board, sampled: Board) -> None:
    assert axis_of(board.plan) is None
    assert axis_of(sampled.plan) is None
