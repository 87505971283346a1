"""The same bytes whatever the workers, the hash seed, the order of completion, or who killed it when."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from gpss_sim.errors import InputError
from gpss_sim.streams import Streams
from gpss_sim.study import run_batch
from gpss_sim.study.store import FILE, Store
from tests.study.fake import MODEL, write_experiment
from tests.study.process import at_work, children, drive, ended, stored, tables


@pytest.fixture(scope="module")
def experiment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_experiment(tmp_path_factory.mktemp("experiment"))


@pytest.fixture(scope="module")
def expected(experiment: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Tables of 10 replications, played in one process."""
    out = tmp_path_factory.mktemp("expected")
    run_batch(experiment, out, workers=0, replications=10, model=MODEL)
    return tables(out)


@pytest.mark.parametrize(("workers", "hash_seed"), [(1, "0"), (2, "1")])
def test_workers_and_hash_seed_change_nothing(
    experiment: Path, expected: dict[str, bytes], tmp_path: Path, workers: int, hash_seed: str
) -> None:
    process = drive("fake", experiment, tmp_path / "out", workers, 10, PYTHONHASHSEED=hash_seed)
    _, complaint = process.communicate()
    assert (process.returncode, complaint) == (0, b"")
    assert tables(tmp_path / "out") == expected


def test_many_runs_on_few_workers_arrive_once_each(experiment: Path, tmp_path: Path) -> None:
    result = run_batch(experiment, tmp_path, workers=3, replications=20, model=MODEL)
    assert result.played == 120
    with Store(tmp_path / FILE) as store:
        runs = store.runs()
        gains = {(run.design_point, run.replication): store.rows(*run[:2])[0].value for run in runs}
    assert len(runs) == 120
    assert len(set(gains.values())) == 120


def test_killed_at_random_moments_it_resumes_to_the_same_bytes(
    experiment: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    moments = Streams(1, 0).uniforms("moment of the kill", n=3)
    kept = 0
    for moment in moments:
        process = drive("fake", experiment, out, 2, 10, FAKE_SLEEP="0.01")
        at_work(process, kept + 1 + int(18 * moment))
        time.sleep(0.02 * (100 * moment % 1))
        workers = children(process.pid)
        process.kill()
        process.communicate()
        assert kept < stored(out) < 60
        kept = stored(out)
        assert ended(workers), "a killed batch leaves no worker behind"
        assert not (out / "runs.csv").exists()
    result = run_batch(experiment, out, workers=0, replications=10, model=MODEL)
    assert result.played == 60 - kept
    assert tables(out) == expected


def test_interrupted_from_the_keyboard_it_keeps_what_it_has(
    experiment: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    process = drive("fake", experiment, out, 2, 10, FAKE_SLEEP="0.01")
    at_work(process, 4)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: parent and workers alike
    _, complaint = process.communicate(timeout=20)
    assert complaint.count(b"Traceback") == 1, "only the parent answers Ctrl-C"
    assert b"KeyboardInterrupt" in complaint
    count = stored(out)
    assert 4 <= count < 60
    run_batch(experiment, out, workers=0, replications=10, model=MODEL)
    assert tables(out) == expected


def test_more_replications_extend_and_fewer_are_refused(
    experiment: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    assert run_batch(experiment, tmp_path, workers=0, replications=4, model=MODEL).played == 24
    assert run_batch(experiment, tmp_path, workers=0, replications=10, model=MODEL).played == 36
    assert tables(tmp_path) == expected
    with pytest.raises(InputError, match="fewer than the 10 of the results here"):
        run_batch(experiment, tmp_path, workers=0, replications=4, model=MODEL)
    assert tables(tmp_path) == expected
