"""A flip played by runs: competitive purchase turns from −5 to +5 where the load reaches 1, in the fake model."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from gpss_sim.errors import InputError, NoAnswerError
from gpss_sim.i18n import InBoth
from gpss_sim.study.compare import Estimate
from gpss_sim.study.experiment_file import load_experiment
from gpss_sim.study.sensitivity.flip import Flip, Flips
from gpss_sim.study.turning import Question, Turned, sentences, turn, write_turned
from tests.study.fake import EXPERIMENT, METRICS, MODEL, write_experiment

GRID = (0.7, 0.9, 1.2)


def asked(folder: Path, **changes: object) -> Question:
    text = EXPERIMENT + '[factors]\n"assessment.pass_line" = { low = 70, high = 90 }\n'
    text = text.replace('pairs = [["competitive/project", "competitive/post"]]\n', "samples = 4\n")
    experiment = load_experiment(write_experiment(folder, text), METRICS)
    facts = {"policy": "competitive/post", "baseline": "formal/post", "path": "demand.load", "grid": GRID}
    return Question(experiment, **{**facts, "tolerance": 0.02, "replications": 4, **changes})  # type: ignore[arg-type]


def turned(folder: Path, **changes: object) -> Turned:
    return turn(asked(folder, **changes), MODEL, 0)


def test_the_flip_is_enclosed(tmp_path: Path) -> None:
    found = turned(tmp_path)
    (flip,) = found.flips.flips
    assert flip.value == pytest.approx(1, abs=0.02)
    assert flip.rises
    assert 0.97 < flip.low <= flip.value <= flip.high < 1.03
    assert found.tried[0.7].mean == pytest.approx(-5, abs=1)
    assert found.tried[1.2].mean == pytest.approx(5, abs=1)
    assert len(found.tried) == 3 + 4, "four halvings of 0.3 come below 0.02"


def test_it_is_told_in_both_languages_and_written(tmp_path: Path) -> None:
    found = turned(tmp_path)
    (english,) = sentences(found, InBoth("gain", "收益"))
    chinese = english.said("zh")
    assert english.startswith(
        "The difference of competitive/post from formal/post on gain changes its sign at demand.load = "
    )
    assert english.endswith(": above nought above it.")
    assert "变号" in chinese
    with write_turned(tmp_path, found).open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["what"] for row in rows] == ["tried"] * 7 + ["flip"]
    assert float(rows[-1]["value"]) == found.flips.flips[0].value


def test_without_a_flip_the_sign_is_told(tmp_path: Path) -> None:
    found = turned(tmp_path, grid=(1.0, 1.2))
    assert found.flips.flips == ()
    (told,) = sentences(found, "gain")
    assert (
        told == "competitive/post has more than formal/post on gain at every value of demand.load tried, 1.00 to 1.20."
    )


@pytest.mark.parametrize(
    ("intervals", "told"),
    [
        (((0, 0, 0), (0, 0, 0)), "competitive/post and formal/post are the same on gain in every run at every value"),
        (((2, -1, 5), (3, -2, 8)), "No difference between competitive/post and formal/post on gain is shown"),
        (((2, -1, 5), (3, 2, 4)), "competitive/post has more than formal/post on gain at 1 of 2 values"),
        (((-2, -5, 1), (-3, -4, -2)), "competitive/post has less than formal/post on gain at 1 of 2 values"),
        (((0, 0, 0), (-3, -4, -2)), "competitive/post has less than formal/post on gain at 1 of 2 values"),
        (((-2, -3, -1), (-3, -4, -2)), "competitive/post has less than formal/post on gain at every value"),
    ],
)
def test_what_luck_alone_could_be_is_not_told_as_a_difference(
    tmp_path: Path, intervals: tuple[tuple[float, float, float], ...], told: str
) -> None:
    tried = {1.0 + place: Estimate(*each, 4) for place, each in enumerate(intervals)}
    flips = Flips((), np.array(list(tried)), np.array([each[0] for each in intervals]))
    (sentence,) = sentences(Turned(asked(tmp_path), flips, tried, "persons"), "gain")
    assert sentence.startswith(told)
    assert not {"{", "}"} & set(sentence + sentence.said("zh"))


@pytest.mark.parametrize(
    ("intervals", "ends", "told"),
    [
        (
            ((-2, -9, 5), (3, -2, 8)),
            (-math.inf, 1.8),
            ["(below the range tried to 1.80)", "Yet no difference is shown"],
        ),
        (((-2, -9, 5), (3, 2, 4)), (1.2, math.inf), ["(1.20 to above the range tried)"]),
    ],
)
def test_a_change_of_sign_that_luck_alone_could_be_is_told_so(
    tmp_path: Path, intervals: tuple[tuple[float, float, float], ...], ends: tuple[float, float], told: list[str]
) -> None:
    tried = {1.0 + place: Estimate(*each, 4) for place, each in enumerate(intervals)}
    flips = Flips((Flip(1.4, *ends, True),), np.array(list(tried)), np.array([each[0] for each in intervals]))
    found = sentences(Turned(asked(tmp_path), flips, tried, "persons"), "gain")
    assert [part in each for part, each in zip(told, found, strict=True)] == [True] * len(told)
    assert "所试范围" in found[0].said("zh")


def test_whole_numbers_reach_the_scenario_whole(tmp_path: Path) -> None:
    found = turned(tmp_path, path="rules.modes.competitive.raters", grid=(1.0, 3.0, 5.0), tolerance=1.0)
    assert list(found.tried) == [1.0, 3.0, 5.0]


def test_an_unknown_policy_or_a_refused_value_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="competitve"):
        turned(tmp_path, policy="competitve/post")
    with pytest.raises(InputError, match=r"assessment\.pass_line"):
        turned(tmp_path, path="assessment.pass_line", grid=(70.0, 900.0))


def test_runs_that_all_fail_give_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE_TROUBLE", "raise formal 0")
    with pytest.raises(NoAnswerError, match=r"every run failed at demand\.load = 0\.700"):
        turned(tmp_path, replications=1)
