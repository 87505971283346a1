"""Reproducing a study: what holds, and each way in which it may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from gpss_sim.errors import InputError
from gpss_sim.study import read_results, reproduce, run_batch
from gpss_sim.study.store import FILE
from tests.study.fake import MODEL, write_experiment
from tests.study.process import alter


@pytest.fixture
def finished(tmp_path: Path) -> Path:
    run_batch(write_experiment(tmp_path), tmp_path / "out", workers=0, model=MODEL)
    return tmp_path / "out"


def change(folder: Path, statement: str) -> None:
    alter(folder / FILE, statement)


def test_a_finished_study_reproduces(finished: Path) -> None:
    before = {path.name: path.read_bytes() for path in finished.iterdir()}
    found = reproduce(finished, number=None, workers=0, model=MODEL)
    assert found.holds
    assert (found.runs, found.stored) == (24, 24)
    assert {path.name: path.read_bytes() for path in finished.iterdir()} == before


def test_a_sample_is_spread_over_points_and_replications(finished: Path) -> None:
    assert reproduce(finished, number=5, workers=0, model=MODEL).runs == 5


def test_one_changed_value_is_found_and_named(finished: Path) -> None:
    change(
        finished,
        "UPDATE measures SET value = value + 1e-9 WHERE metric = 'cost' AND year = '3' AND run ="
        " (SELECT id FROM runs WHERE design_point = 'direct/post' AND replication = 2)",
    )
    found = reproduce(finished, number=None, workers=0, model=MODEL)
    assert not found.holds
    assert [mismatch[:3] for mismatch in found.mismatches] == [("direct/post", 2, "cost 3")]
    assert found.altered == (), "year 3 stands in no table"


def test_a_number_changed_by_hand_in_a_table_is_found(finished: Path) -> None:
    path = finished / "summary.csv"
    path.write_bytes(path.read_bytes().replace(b"gain,points,", b"gain,points,1", 1))
    assert reproduce(finished, number=1, workers=0, model=MODEL).altered == ("summary.csv",)


def test_a_missing_row_is_found(finished: Path) -> None:
    change(finished, "DELETE FROM measures WHERE metric = 'size' AND year = '1' AND run = 1")
    found = reproduce(finished, number=None, workers=0, model=MODEL)
    assert [mismatch.what for mismatch in found.mismatches] == ["row"]


def test_a_run_that_fails_now_is_found(finished: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE_TROUBLE", "raise formal 0")
    found = reproduce(finished, number=None, workers=0, model=MODEL)
    assert [(mismatch.what, mismatch.replayed) for mismatch in found.mismatches] == [
        ("run", "RuntimeError: trouble in formal 0")
    ] * 2


def test_an_unfinished_study_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is missing"):
        reproduce(tmp_path, model=MODEL)


def test_results_can_be_read_again(tmp_path: Path) -> None:
    result = run_batch(write_experiment(tmp_path), tmp_path / "out", workers=0, replications=3, model=MODEL)
    plan, findings = read_results(tmp_path / "out", MODEL.metrics)
    assert findings.findings == result.findings.findings
    assert (plan.points, plan.scenarios, plan.outcomes) == (
        result.plan.points,
        result.plan.scenarios,
        result.plan.outcomes,
    )
