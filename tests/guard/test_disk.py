"""Disks that are full or slow, a log that grows, and several readers of one study."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from gpss_sim.cli.ending import UNWRITTEN
from gpss_sim.errors import InputError
from gpss_sim.study import read_results, run_batch
from gpss_sim.study.runner import play_all
from gpss_sim.study.store import FILE, OK, Store, StoredRun
from gpss_sim.study.worker import Job, Task
from tests.fuzz import seeds
from tests.study.fake import METRICS, MODEL, write_experiment

ROOT = Path(__file__).resolve().parents[2]
MEGA = 10**6


@pytest.mark.skipif(os.name == "nt", reason="limits of the size of a file are set by a POSIX shell")
@pytest.mark.parametrize("blocks", [1, 4, 12])
def test_a_disk_that_is_full_leaves_nothing_and_the_file_is_named(blocks: int, tmp_path: Path) -> None:
    seeds.write(tmp_path)
    words = ["allocate", "projects.csv", "--budget", "80万", "--no-plots", "--out", "new"]
    line = f'ulimit -f {blocks}; exec "$@"'
    command = ["bash", "-c", line, "bash", sys.executable, "-m", "gpss_sim", *words]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=tmp_path, check=False, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == UNWRITTEN, done.stderr
    told = done.stderr.splitlines()[-1]
    assert told.startswith(f"Error: {tmp_path / 'new'}{os.sep}")
    assert told.endswith(": File too large")
    assert not [path.name for path in tmp_path.iterdir() if "new" in path.name]


def test_the_log_of_a_store_does_not_grow_with_the_runs(tmp_path: Path) -> None:
    rows = [(f"metric {k}", "2-5", "", "", "", "", "", k / 7, "yuan") for k in range(2000)]
    longest = 0
    with Store(tmp_path / FILE, write=True) as store:
        store.begin({"study": "{}"}, [("a", "digest", "{}")])
        for replication in range(100):
            store.add(StoredRun("a", replication, "key", OK, 1.0, "now", ""), rows)
            longest = max(longest, (tmp_path / f"{FILE}-wal").stat().st_size)
    assert (tmp_path / FILE).stat().st_size > 10 * MEGA
    assert longest < 6 * MEGA


def test_two_readers_of_a_study_at_once_read_the_same(tmp_path: Path) -> None:
    run_batch(write_experiment(tmp_path), tmp_path / "out", workers=0, model=MODEL)
    found: list[str] = []
    begin = threading.Barrier(4)

    def read() -> None:
        begin.wait()
        for _ in range(3):
            found.append(repr(read_results(tmp_path / "out", METRICS)[1]))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert len(found) == 12
    assert len(set(found)) == 1


def test_who_writes_keeps_readers_out_with_a_sentence_and_readers_do_not_end_it(tmp_path: Path) -> None:
    experiment = write_experiment(tmp_path)
    run_batch(experiment, tmp_path / "out", workers=0, model=MODEL)
    with Store(tmp_path / "out" / FILE, write=True) as store:
        with pytest.raises(InputError, match="another"):
            Store(tmp_path / "out" / FILE)
        store.check()
    with Store(tmp_path / "out" / FILE), pytest.raises(InputError, match="another"):
        Store(tmp_path / "out" / FILE, write=True)
    assert run_batch(experiment, tmp_path / "out", workers=0, model=MODEL).played == 0


def marked(scenario: str, seed: int, replication: int, breakdown: bool) -> list[tuple[object, ...]]:
    """A run that leaves a mark."""
    (Path(scenario) / str(replication)).touch()
    return []


def test_a_slow_disk_holds_the_workers_back(tmp_path: Path) -> None:
    """Each worker is one run ahead at most: a slow disk costs time, never memory."""
    kept = 0
    for _ in play_all([Task(replication, 0) for replication in range(30)], Job((str(tmp_path),), 1, marked), 2):
        time.sleep(0.02)
        kept += 1
        assert len(list(tmp_path.iterdir())) <= kept + 2
    assert kept == 30
