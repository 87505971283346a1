"""Choosing a policy from its file to its table, where the best is known: competitive, by 3 over the next."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from gpss_sim.errors import InputError
from gpss_sim.study import BatchResult, reproduce, run_batch
from gpss_sim.study.choice import PolicyChoice
from tests.study.fake import EXPERIMENT, MODEL, write_experiment

MODES = '"rules.mode" = ["formal", "non_competitive", "competitive", "direct"]'
TEXT = (
    EXPERIMENT.replace('"rules.mode" = ["formal", "competitive", "direct"]', MODES)
    .replace('"rules.form" = ["post", "project"]\n', "")
    .replace('baseline = "formal/post"\npairs = [["competitive/project", "competitive/post"]]', "SELECT")
)


def experiment(select: str) -> str:
    return TEXT.replace("SELECT", select)


def play(folder: Path, select: str, **options: object) -> BatchResult:
    path = write_experiment(folder, experiment(select))
    return run_batch(path, folder / "out", workers=0, model=MODEL, **options)  # type: ignore[arg-type]


def choice(result: BatchResult) -> PolicyChoice:
    assert result.findings.choice is not None
    return result.findings.choice


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


RACE = 'select = { indifference = "0.5", first = 10, step = 5 }\nmaximum = 100'


def test_a_race_chooses_the_best_and_does_not_run_on_with_the_others(tmp_path: Path) -> None:
    """The common luck has an sd of 3, a difference one of 0.7: paired, ten replications are nearly enough."""
    result = play(tmp_path, RACE)
    found = choice(result)
    assert found.settled
    assert found.best == "competitive"
    assert {each.point: (each.out_at, each.out_by) for each in found.places[1:]} == {
        "non_competitive": (10, "competitive"),
        "formal": (10, "competitive"),
        "direct": (10, "competitive"),
    }
    assert result.played == 40
    rows = table(tmp_path / "out" / "selection.csv")
    assert rows[0]["design_point"] == "competitive"
    assert float(rows[1]["lead_of_best"]) > 2
    record = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert record["choice"]["best"] == "competitive"
    assert record["choice"]["probability"] == 0.95
    assert reproduce(tmp_path / "out", number=1, workers=0, model=MODEL).holds


def test_less_may_be_better(tmp_path: Path) -> None:
    """Cost falls by 10 yuan with every point gained: the differences are 20 yuan with an sd of 7."""
    select = RACE.replace('"0.5"', '"5"').replace("select = {", 'select = { outcome = "cost",')
    assert choice(play(tmp_path, select)).best == "competitive"


def test_a_race_that_is_not_over_says_who_may_still_be_best(tmp_path: Path) -> None:
    result = play(tmp_path, 'select = { indifference = "0.0001", first = 5, step = 5 }\nmaximum = 20')
    found = choice(result)
    assert not found.settled
    assert result.findings.replications == 20
    record = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert record["alarms"][0].startswith("No policy is chosen after 20 replications: competitive leads on gain, and ")
    assert record["choice"]["settled"] is False
    again = play(tmp_path, 'select = { indifference = "0.5", first = 5, step = 5 }\nmaximum = 200')
    assert choice(again).settled
    assert choice(again).best == "competitive"


def test_runs_of_policies_that_left_are_not_in_the_table(tmp_path: Path) -> None:
    text = experiment('select = { indifference = "0.05", first = 5, step = 5 }\nmaximum = 60')
    text = text.replace(MODES, '"rules.mode" = ["formal", "direct", "non_competitive"]')
    result = run_batch(write_experiment(tmp_path, text), tmp_path / "out", workers=0, model=MODEL)
    counts = Counter(row["design_point"] for row in table(tmp_path / "out" / "runs.csv"))
    assert counts == {each.point: each.played for each in choice(result).places}
    assert sum(counts.values()) == result.played == choice(result).runs
    assert len(set(counts.values())) > 1
    assert "" not in {row["gain"] for row in table(tmp_path / "out" / "runs.csv")}


def test_a_budget_is_spent_to_the_last_run_and_more_of_it_on_the_close_ones(tmp_path: Path) -> None:
    result = play(tmp_path, 'select = { indifference = "0.5", procedure = "ocba", first = 5, step = 4, runs = 60 }')
    found = choice(result)
    assert found.settled
    assert found.best == "competitive"
    assert found.runs == result.played == 60
    assert found.probability > 0.99
    played = {each.point: each.played for each in found.places}
    assert min(played.values()) >= 5


@pytest.mark.parametrize(
    ("select", "extra", "place", "rule"),
    [
        ('select = { indifference = "x" }', "", "design.select.indifference", "must be written like"),
        ('select = { indifference = "1", outcome = "size" }', "", "design.select.outcome", "neither more nor less"),
        ('select = { indifference = "1", outcome = "gian" }', "", "design.select.outcome", "did you mean 'gain'?"),
        ("select = { first = 10 }", "", "design.select.indifference", "must be given"),
        ('select = { indifference = "1", procedure = "ocba" }', "", "design.select.runs", "runs in all"),
        ('select = { indifference = "1", first = 300 }', "", "design.select.first", "at most design.maximum = 200"),
        ('select = { indifference = "1" }\nuntil = { gain = "5%" }', "", "design.select", "targets of precision"),
        ('select = { indifference = "1" }', '[uncertainties]\n"demand.load" = [1, 2]', "design.select", "one world"),
    ],
)
def test_faults_of_a_choice(tmp_path: Path, select: str, extra: str, place: str, rule: str) -> None:
    with pytest.raises(InputError) as caught:
        run_batch(write_experiment(tmp_path, experiment(select) + extra), tmp_path / "out", workers=0, model=MODEL)
    assert any(place in str(fault) and rule in str(fault) for fault in caught.value.faults), str(caught.value)
