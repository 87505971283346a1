"""A sampled study from its file to its tables and sentences, on a model whose answer is known.

In the fake model ``competitive`` gains 5 over ``formal`` where ``demand.load`` is at least 1, and loses 5 below;
nothing else matters.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from gpss_sim.i18n import Message, Told
from gpss_sim.report.surface_text import surface_sentences
from gpss_sim.study import BatchResult, reproduce, run_batch
from gpss_sim.study.surface import Surface
from tests.study.fake import METRICS, MODEL, write_experiment

EXPERIMENT = """
[study]
scenario = "baseline"
seed = 7
[levers]
"rules.mode" = ["formal", "competitive"]
[factors]
"demand.load" = { low = 0.8, high = 1.3 }
"assessment.pass_line" = { low = 70, high = 90 }
"rules.form" = { values = ["post", "project"] }
[design]
replications = 3
SAMPLE
[outcomes]
primary = ["gain"]
"""


def play(folder: Path, sample: str) -> BatchResult:
    path = write_experiment(folder, EXPERIMENT.replace("SAMPLE", sample))
    return run_batch(path, folder / "out", workers=0, model=MODEL)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def spread(tmp_path_factory: pytest.TempPathFactory) -> BatchResult:
    return play(tmp_path_factory.mktemp("spread"), "samples = 60")


def seen(result: BatchResult) -> Surface:
    assert result.findings.surface is not None
    return result.findings.surface


def test_the_factor_that_matters_is_told_from_luck_and_the_others_are_not(spread: BatchResult) -> None:
    mean, difference = seen(spread).subjects
    assert (mean.policy, mean.baseline) == ("formal", "")
    assert (difference.policy, difference.baseline) == ("competitive", "formal")
    ranked = seen(spread).ranked(difference)
    assert ranked[0].factor == "demand.load"
    assert ranked[0].told
    # A form has the same luck in all rows, so the two really differ in these replications.
    assert [each.told for each in ranked if each.factor == "assessment.pass_line"] == [False]


def test_the_planted_box_is_found_and_told(spread: BatchResult) -> None:
    (box, *tree) = (each.box for each in seen(spread).boxes)
    assert list(box.limits) == ["demand.load"]
    assert box.limits["demand.load"].low == pytest.approx(1, abs=0.01)
    assert (box.density, box.coverage) == (1, 1)
    assert [list(each.limits) for each in tree] == [["demand.load"]]
    told = surface_sentences(spread.plan, METRICS, spread.findings, "en")
    assert any(
        each.startswith("competitive does better than formal on gain where demand.load is at least 1.0")
        for each in told
    )
    better = sum(scenario.demand.load >= 1 for scenario in spread.plan.scenarios) // 2
    assert any(f"better in {better} of 60 rows" in each for each in told)
    chinese = surface_sentences(spread.plan, METRICS, spread.findings, "zh")
    assert len(chinese) == len(told)
    assert any(
        each.startswith("在需求负荷（demand.load）不小于1.0") and "competitive在收益上优于formal" in each
        for each in chinese
    )


def test_knowing_the_load_is_worth_what_everything_is(spread: BatchResult) -> None:
    """Now the better policy gains 5 in 3 of 5 rows and loses 5 in 2: knowing the load saves 5 in two fifths, 2."""
    everything, *factors = seen(spread).worths
    assert everything.best == "competitive"
    assert everything.value.value == pytest.approx(2, abs=0.15)
    worths = {each.factor: each.value for each in factors}
    assert worths["demand.load"].value == pytest.approx(2, abs=0.4)
    assert worths["assessment.pass_line"].value < 0.2


def test_tables_hold_it_and_are_the_same_again(spread: BatchResult) -> None:
    indices = table(spread.out / "sensitivity.csv")
    assert {row["method"] for row in indices} == {"pawn"}
    assert len(indices) == 2 * 3 * 2
    boxes = table(spread.out / "boxes.csv")
    assert [(row["way"], row["factor"], row["density"]) for row in boxes] == [
        ("prim", "demand.load", "1.0"),
        ("tree", "demand.load", "1.0"),
    ]
    assert [row["known"] for row in table(spread.out / "information.csv")][:2] == ["everything", "demand.load"]
    record = json.loads((spread.out / "manifest.json").read_text("utf-8"))
    assert {"sensitivity.csv", "boxes.csv", "information.csv"} < set(record["sha256"])
    assert reproduce(spread.out, number=1, workers=0, model=MODEL).holds
    (spread.out / "boxes.csv").write_text("", "utf-8")
    assert reproduce(spread.out, number=1, workers=0, model=MODEL).altered == ("boxes.csv",)


def test_shares_of_variance_under_saltellis_blocks(tmp_path: Path) -> None:
    """The difference is a step at 0.4 of the range: all its variance belongs to the load alone."""
    found = seen(play(tmp_path, 'samples = 32\nsampling = "saltelli"'))
    difference = found.subjects[1]
    shares = {(each.factor, each.statistic): each for each in found.influences if each.subject == difference}
    assert found.ranked(difference)[0].method == "sobol"
    for statistic in ("first", "total"):
        assert shares["demand.load", statistic].value.value == pytest.approx(1, abs=0.1)
        assert abs(shares["rules.form", statistic].value.value) < 0.02
    # Luck of each run has an sd of 0.5, and is the same in all rows of a form; the step of ±5 has a variance of 24.
    assert 0 < shares["demand.load", "total"].luck < 0.02


def test_effects_under_trajectories_and_no_boxes_there(tmp_path: Path) -> None:
    found = seen(play(tmp_path, 'samples = 20\nsampling = "morris"'))
    ranked = found.ranked(found.subjects[1])
    assert [each.factor for each in ranked if each.told] == ["demand.load"]
    assert ranked[0].value.value == pytest.approx(10 / (2 / 3), rel=0.35), "a rise of 10 over two thirds of the range"
    assert found.boxes == found.worths == ()


def test_a_study_that_samples_nothing_has_no_such_tables(tmp_path: Path) -> None:
    result = run_batch(write_experiment(tmp_path), tmp_path / "out", workers=0, model=MODEL)
    assert result.findings.surface is None
    assert not (tmp_path / "out" / "sensitivity.csv").exists()


def test_text_put_together_from_sentences_is_not_cut_and_foreign_text_is() -> None:
    long = "word " * 100
    assert long in Message("surface.moved", what=Told(long), index="", told="", idle="")
    assert "… (500 characters)" in Message("surface.moved", what=long, index="", told="", idle="")
