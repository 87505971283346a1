"""A whole study: what is stored, resumed, refused, and what a failing run does to it."""

from __future__ import annotations

import csv
import json
import math
import re
from pathlib import Path

import pytest

from gpss_sim import folders
from gpss_sim.errors import InputError
from gpss_sim.study import folder, run_batch
from gpss_sim.study.store import FILE, Store
from tests.layers import ROOT
from tests.study.fake import EXPERIMENT, MODEL, write_experiment

Table = list[dict[str, str]]


def table(path: Path) -> Table:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def batch(tmp_path: Path, text: str = EXPERIMENT, **options: object) -> Path:
    out = tmp_path / "out"
    run_batch(write_experiment(tmp_path, text), out, model=MODEL, **{"workers": 0, **options})  # type: ignore[arg-type]
    return out


def test_runs_are_sorted_complete_and_carry_their_levers(tmp_path: Path) -> None:
    rows = table(batch(tmp_path) / "runs.csv")
    assert list(rows[0]) == [
        *("design_point", "replication", "seed", "status"),
        *("rules.mode", "rules.form", "gain", "cost", "size"),
    ]
    keys = [(row["design_point"], int(row["replication"])) for row in rows]
    assert keys == sorted(keys)
    assert len(keys) == len(set(keys)) == 24
    assert all(row["design_point"] == f"{row['rules.mode']}/{row['rules.form']}" for row in rows)
    assert {(row["seed"], row["status"]) for row in rows} == {("7", "ok")}


def test_the_page_names_every_column_of_a_run(tmp_path: Path) -> None:
    own = {*table(batch(tmp_path) / "runs.csv")[0]} - {"rules.mode", "rules.form", "gain", "cost", "size"}
    page = (ROOT / "docs/reference/experiment.md").read_text("utf-8")
    (row,) = re.findall(r"^\| `runs\.csv` \|.*$", page, re.MULTILINE)
    assert sorted(column for column in own if column not in row) == []


def test_the_window_is_the_steady_one_and_breakdowns_stay_out(tmp_path: Path) -> None:
    out = batch(tmp_path, EXPERIMENT + "breakdown = true\n")
    with Store(out / FILE) as store:
        stored = {
            row.year: row.value for row in store.rows("formal/post", 0) if row.metric == "gain" and not row.district
        }
        parts = list(store.breakdown("district", "2-5"))
        assert store.years() == ["1", "1-5", "2", "2-5", "3", "4", "5"]
    row = table(out / "runs.csv")[16]
    assert (row["design_point"], row["replication"]) == ("formal/post", "0")
    assert float(row["gain"]) == stored["2-5"]
    assert ("formal/post", 0, "gain", "d01", stored["2-5"] / 2) in parts


def test_summary_and_comparisons_follow_from_the_runs(tmp_path: Path) -> None:
    out = batch(tmp_path, replications=6)
    runs = table(out / "runs.csv")
    gains = {
        point: [float(row["gain"]) for row in runs if row["design_point"] == point]
        for point in ("competitive/post", "formal/post")
    }
    mean = {point: sum(values) / 6 for point, values in gains.items()}
    summary = {(row["design_point"], row["metric"]): row for row in table(out / "summary.csv")}
    assert len(summary) == 6 * 3
    assert float(summary["formal/post", "gain"]["mean"]) == pytest.approx(mean["formal/post"], rel=1e-12)
    assert summary["formal/post", "size"]["n"] == "5"
    rows = {(row["metric"], row["design_point"], row["baseline"]): row for row in table(out / "comparisons.csv")}
    assert len(rows) == 3 * 6
    found = rows["gain", "competitive/post", "formal/post"]
    assert float(found["difference"]) == pytest.approx(mean["competitive/post"] - mean["formal/post"], rel=1e-9)
    assert (found["n"], found["level"], found["family_size"]) == ("6", "0.95", "5")
    assert float(found["correlation"]) > 0.9
    assert rows["gain", "competitive/project", "competitive/post"]["family_size"] == "1"
    assert len(rows["cost", "direct/post", "formal/post"]["difference"].split(".")[1]) == 2


def test_the_manifest_tells_what_was_run(tmp_path: Path) -> None:
    out = batch(tmp_path)
    record = json.loads((out / "manifest.json").read_text("utf-8"))
    assert (record["seed"], record["replications"], record["runs"], record["failed"]) == (7, 4, 24, [])
    assert next(iter(record["design_points"])) == "formal/post"
    assert set(record["sha256"]) == {"runs.csv", "summary.csv", "comparisons.csv"}


@pytest.mark.parametrize("workers", [0, 2])
def test_a_failing_run_is_a_row_and_is_tried_again_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    whole = {path: path.read_bytes() for path in [batch(tmp_path, replications=5) / "runs.csv"]}
    monkeypatch.setenv("FAKE_TROUBLE", "raise formal 2")
    result = run_batch(tmp_path / "study.toml", tmp_path / "ill", workers=workers, replications=5, model=MODEL)
    assert list(result.errors) == [("formal/post", 2), ("formal/project", 2)]
    assert "RuntimeError: trouble in formal 2" in result.errors["formal/post", 2]
    bad = [row for row in table(tmp_path / "ill" / "runs.csv") if row["status"] == "failed"]
    assert [(row["design_point"], row["gain"], row["rules.mode"]) for row in bad] == [
        ("formal/post", "", "formal"),
        ("formal/project", "", "formal"),
    ]
    told = table(tmp_path / "ill" / "failures.csv")
    assert [(row["design_point"], row["replication"], row["seed"], row["error"]) for row in told] == [
        ("formal/post", "2", "7", "RuntimeError: trouble in formal 2"),
        ("formal/project", "2", "7", "RuntimeError: trouble in formal 2"),
    ]
    assert told[0]["traceback"].startswith("Traceback (most recent call last):")
    assert str(Path(__file__).parents[2]) not in told[0]["traceback"], "the same on every machine"
    assert math.isnan(result.findings.values.get(("formal/post", 2), {}).get("gain", math.nan))
    compared = table(tmp_path / "ill" / "comparisons.csv")
    assert {row["n"] for row in compared if row["metric"] == "gain" and row["baseline"] == "formal/post"} == {"4"}
    monkeypatch.delenv("FAKE_TROUBLE")
    again = run_batch(tmp_path / "study.toml", tmp_path / "ill", workers=0, replications=5, model=MODEL)
    assert (again.played, again.errors) == (2, {})
    assert {(tmp_path / "ill" / "runs.csv").read_bytes()} == set(whole.values())
    assert not (tmp_path / "ill" / "failures.csv").exists()


def test_a_worker_that_dies_fails_its_run_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE_TROUBLE", "die competitive 1")
    result = run_batch(write_experiment(tmp_path), tmp_path / "out", workers=2, model=MODEL)
    assert list(result.errors) == [("competitive/post", 1), ("competitive/project", 1)]
    assert set(result.errors.values()) == {"the worker process died (exit code 9)"}
    assert result.played == 24


CHANGES = {
    "seed": ({"seed": 8}, EXPERIMENT, "seed = 8: the runs here were made with 7"),
    "baseline": ({}, EXPERIMENT.replace('e = "formal/post"', 'e = "direct/post"'), 'design.baseline = "direct/post"'),
    "outcomes": ({}, EXPERIMENT.replace('also = ["size"]', ""), "outcomes.also"),
    "scenario": (
        {},
        EXPERIMENT.replace("[levers]", '[study.set]\n"demand.load" = 1.3\n[levers]'),
        "formal/post: demand.load = 1.3: the runs here were made with 1.15",
    ),
    "design points": ({}, EXPERIMENT.replace(', "direct"]', "]"), "levers.rules.mode[2]"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_another_study_in_the_same_folder_is_refused_by_its_difference(tmp_path: Path, change: str) -> None:
    options, text, told = CHANGES[change]
    before = (batch(tmp_path) / "runs.csv").read_bytes()
    with pytest.raises(InputError) as caught:
        batch(tmp_path, text, **options)
    assert told in str(caught.value)
    assert "--force" in str(caught.value)
    assert (tmp_path / "out" / "runs.csv").read_bytes() == before


def test_another_code_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    batch(tmp_path)
    monkeypatch.setattr(folder, "code_version", lambda: "9.9.9+feedbeef")
    with pytest.raises(InputError, match=r'code version = "9\.9\.9\+feedbeef"'):
        batch(tmp_path)


def test_words_may_change(tmp_path: Path) -> None:
    batch(tmp_path)
    assert (
        run_batch(
            write_experiment(tmp_path, EXPERIMENT.replace("seed = 7", 'seed = 7\ntitle = "Asked better"')),
            tmp_path / "out",
            workers=0,
            model=MODEL,
        ).played
        == 0
    )


def test_words_of_the_scenario_may_change_and_its_values_may_not(tmp_path: Path) -> None:
    city = tmp_path / "city.toml"
    text = EXPERIMENT.replace('"baseline"', '"city.toml"')
    city.write_text('extends = "baseline"\n[demand]\nload = 1.2\n')
    before = batch(tmp_path, text)
    city.write_text('extends = "baseline"\ntitle = "Told better"\n[demand]\nload = 1.2\n')
    assert batch(tmp_path, text) == before
    city.write_text('extends = "baseline"\n[demand]\nload = 1.3\n')
    with pytest.raises(InputError) as caught:
        batch(tmp_path, text)
    faults = [str(fault) for fault in caught.value.faults]
    assert len(faults) == 6, "one for each design point, and no other"
    assert all("demand.load = 1.3: the runs here were made with 1.2" in fault for fault in faults)


def test_force_begins_anew_and_spares_what_is_not_its_own(tmp_path: Path) -> None:
    out = batch(tmp_path)
    (out / "notes.txt").write_text("mine")
    (out / "plots").mkdir()
    for name in ("ours.png", "mine.png"):
        (out / "plots" / name).write_bytes(b"old")
    folders.record(out, ["plots/ours.png"])
    batch(tmp_path, seed=8, force=True)
    assert (out / "notes.txt").read_text() == "mine"
    assert [path.name for path in (out / "plots").iterdir()] == ["mine.png"]
    assert {row["seed"] for row in table(out / "runs.csv")} == {"8"}


def test_force_does_not_mix_a_batch_with_a_run(tmp_path: Path) -> None:
    out = batch(tmp_path)
    with pytest.raises(InputError, match="holds a result of batch, which run does not replace"):
        folders.check(out, "run", force=True)
    assert (out / "runs.csv").is_file()
    with folders.result(tmp_path / "run", "run") as fresh:
        (fresh / "metrics.csv").write_text("x")
    with pytest.raises(InputError, match="holds a result of run, which batch does not replace"):
        run_batch(tmp_path / "study.toml", tmp_path / "run", workers=0, force=True, model=MODEL)
    assert (tmp_path / "run" / "metrics.csv").is_file()


def test_a_folder_of_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.docx").write_text("years of work")
    for force in (False, True):
        with pytest.raises(InputError, match="holds files that gpss-sim did not write"):
            batch(tmp_path, force=force)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["thesis.docx"]


def test_a_file_in_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(InputError, match="is a file, not a folder"):
        batch(tmp_path)


def test_two_batches_cannot_share_a_folder(tmp_path: Path) -> None:
    out = batch(tmp_path)
    with Store(out / FILE, write=True), pytest.raises(InputError, match="another batch is writing"):
        batch(tmp_path)
    before = (out / FILE).read_bytes()
    with folders.held(out, "batch"):
        for force in (False, True):
            with pytest.raises(InputError, match="another gpss-sim is writing here"):
                batch(tmp_path, force=force)
    assert (out / FILE).read_bytes() == before


def test_a_store_that_is_none_is_told(tmp_path: Path) -> None:
    out = batch(tmp_path)
    (out / FILE).write_text("not a database, but long enough to be taken for one" * 20)
    with pytest.raises(InputError, match="is no run store"):
        batch(tmp_path)


def test_precision_decides_the_number_of_replications(tmp_path: Path) -> None:
    """The sd of gain is about 3.04, so a half-width of 1.5 for six points at once needs some 30 to 60 runs."""
    text = EXPERIMENT.replace("replications = 4", 'until = { gain = "1.5" }')
    result = run_batch(write_experiment(tmp_path, text), tmp_path / "out", workers=0, model=MODEL)
    assert 30 <= result.findings.replications <= 80
    assert result.played == 6 * result.findings.replications
    again = run_batch(tmp_path / "study.toml", tmp_path / "out", workers=0, model=MODEL)
    assert (again.played, again.findings.replications) == (0, result.findings.replications)


def test_precision_that_is_not_reached_is_told_with_what_it_still_takes(tmp_path: Path) -> None:
    text = EXPERIMENT.replace("replications = 4", 'until = { gain = "10%" }\nmaximum = 25')
    result = run_batch(write_experiment(tmp_path, text), tmp_path / "out", workers=0, model=MODEL)
    assert result.findings.replications == 25
    record = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    short = [each for each in record["precision"] if not each["met"]]
    assert [each["metric"] for each in record["precision"]] == ["gain"] * 6
    assert short, "the sd of gain is 3 and its mean 10 to 15"
    needed = max(each["further_replications"] for each in short)
    assert len(record["alarms"]) == 1
    assert f"{len(short)} of 6 targets of precision are not met after 25 replications" in record["alarms"][0]
    assert f"about {needed} further replications are needed: --replications {25 + needed}" in record["alarms"][0]
    more = run_batch(tmp_path / "study.toml", tmp_path / "out", workers=0, model=MODEL, replications=60 + needed)
    assert [each for each in more.findings.precision if not each.met] == []
    assert more.played == 6 * (35 + needed)
    assert json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))["alarms"] == []


@pytest.mark.parametrize(("key", "target"), [("until_difference", "0.9"), ("until_ratio", "8%")])
def test_differences_and_ratios_may_have_targets_of_their_own(tmp_path: Path, key: str, target: str) -> None:
    """Paired, a difference is known with far fewer replications than a mean: own luck has an sd of 0.5, all 3."""
    text = EXPERIMENT.replace("replications = 4", f'{key} = {{ gain = "{target}" }}')
    result = run_batch(write_experiment(tmp_path, text), tmp_path / "out", workers=0, model=MODEL)
    assert 40 <= result.findings.replications <= 60
    assert [(each.point, each.baseline) for each in result.findings.precision] == [
        (each.point, each.baseline) for each in result.plan.contrasts
    ]
    assert all(each.met for each in result.findings.precision)


def test_targets_of_differences_are_refused_where_nothing_is_compared(tmp_path: Path) -> None:
    text = '[study]\nscenario = "baseline"\n[outcomes]\nprimary = ["gain"]\n'
    targets = '[design]\nuntil_difference = { gain = "5%" }\nuntil_ratio = { gain = "1%" }\n'
    path = write_experiment(tmp_path, text + targets)
    with pytest.raises(InputError, match=r"until_difference\.gain = 5%: cannot be met: the study compares") as error:
        run_batch(path, tmp_path / "out", workers=0, model=MODEL)
    assert len(error.value.faults) == 2
    path = write_experiment(tmp_path, text)
    assert run_batch(path, tmp_path / "out", workers=0, model=MODEL, replications=2).played == 2


def test_more_replications_add_to_those_there(tmp_path: Path) -> None:
    def play(number: int) -> int:
        return run_batch(tmp_path / "study.toml", tmp_path / "out", workers=0, model=MODEL, replications=number).played

    write_experiment(tmp_path)
    assert play(20) == 120
    before = table(tmp_path / "out" / "runs.csv")
    assert play(50) == 180
    after = table(tmp_path / "out" / "runs.csv")
    assert [row for row in after if int(row["replication"]) < 20] == before


def test_replications_come_first_so_that_an_interrupted_study_is_balanced(tmp_path: Path) -> None:
    told = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        if done == 9:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch(tmp_path, progress=stop)
    assert told == [(done, 24) for done in range(10)]
    with Store(tmp_path / "out" / FILE) as store:
        counts = [sum(run.design_point == point for run in store.runs()) for point in store.points()]
    assert max(counts) - min(counts) == 1


def test_identical_rules_give_identical_rows(tmp_path: Path) -> None:
    """Two names for one policy: the difference is nought in every replication, and said to be the same."""
    text = EXPERIMENT.replace('"rules.form" = ["post", "project"]', '"rules.form" = { a = "post", b = "post" }')
    text = text.replace('"formal/post"', '"formal/a"').replace(
        '["competitive/project", "competitive/post"]', '["competitive/b", "competitive/a"]'
    )
    rows = table(batch(tmp_path, text) / "comparisons.csv")
    pair = next(row for row in rows if row["design_point"] == "competitive/b" and row["baseline"] == "competitive/a")
    assert [pair[name] for name in ("difference", "ci_low", "ci_high", "correlation")] == ["0.0", "0.0", "0.0", "1.0"]
