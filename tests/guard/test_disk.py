"""Disks that are full or slow, a log that grows, and several readers of one study."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from gpss_sim.cli.ending import UNWRITTEN, failure
from gpss_sim.errors import InputError
from gpss_sim.files import write_whole
from gpss_sim.i18n import Message
from gpss_sim.study import read_results, run_batch
from gpss_sim.study.runner import play_all
from gpss_sim.study.store import FILE, OK, Store, StoredRun
from gpss_sim.study.worker import Job, Task
from tests.fuzz import seeds
from tests.study.fake import METRICS, MODEL, write_experiment

ROOT = Path(__file__).resolve().parents[2]
MEGA = 10**6


def limited(folder: Path, blocks: int, *words: str) -> tuple[int, str]:
    """Exit code and last line of a command that may write no file larger than so many blocks of 1,024 bytes."""
    seeds.write(folder)
    command = ["bash", "-c", f'ulimit -f {blocks}; exec "$@"', "bash", sys.executable, "-m", "gpss_sim", *words]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=folder, check=False, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    return done.returncode, done.stderr.splitlines()[-1]


@pytest.mark.skipif(os.name == "nt", reason="limits of the size of a file are set by a POSIX shell")
@pytest.mark.parametrize("blocks", [1, 4, 12])
def test_a_disk_that_is_full_leaves_nothing_and_the_file_is_named(blocks: int, tmp_path: Path) -> None:
    words = ("allocate", "projects.csv", "--budget", "80万", "--no-plots", "--out", "new")
    code, told = limited(tmp_path, blocks, *words)
    assert code == UNWRITTEN, told
    assert told.startswith(f"Error: {tmp_path / 'new'}{os.sep}")
    assert told.endswith(": File too large")
    assert not [path.name for path in tmp_path.iterdir() if "new" in path.name]


@pytest.mark.skipif(os.name == "nt", reason="limits of the size of a file are set by a POSIX shell")
@pytest.mark.parametrize(
    ("words", "file"), [("batch study.toml --out new", "new/store.sqlite"), ("init new --from baseline", "library.csv")]
)
def test_what_a_full_disk_did_not_take_is_named_where_it_would_stand(words: str, file: str, tmp_path: Path) -> None:
    code, told = limited(tmp_path, 1, *words.split())
    named = told.split(": ")[1]
    assert (code, named.endswith(file), f"new{os.sep}" in named) == (UNWRITTEN, True, True), told


def test_the_file_that_is_written_is_named_of_two() -> None:
    code = failure(OSError(errno.ENOSPC, "No space left on device", "given.csv", None, "new/given.csv"))
    assert code == (Message("ending.file", file="new/given.csv", why=Message("system.full")), UNWRITTEN)


def test_a_file_that_a_disk_does_not_take_is_named_and_not_its_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path, *_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(path))

    monkeypatch.setattr(Path, "write_bytes", refused)
    monkeypatch.setattr(Path, "unlink", refused)
    with pytest.raises(OSError, match=r"new\.csv") as error:
        write_whole(tmp_path / "new.csv", "a")
    assert error.value.filename == str(tmp_path / "new.csv")


def test_a_study_is_read_from_a_disk_that_takes_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_batch(write_experiment(tmp_path), tmp_path / "out", workers=0, model=MODEL)
    there = sorted(path.name for path in (tmp_path / "out").iterdir())
    monkeypatch.setattr("gpss_sim.study.store.os.access", lambda *_: False)
    with Store(tmp_path / "out" / FILE) as store:
        assert len(store.runs()) == 24
        assert sorted(path.name for path in (tmp_path / "out").iterdir()) == there


@pytest.mark.parametrize("code", ["SQLITE_FULL", "SQLITE_IOERR_SHMSIZE"])
def test_a_store_that_cannot_be_opened_for_want_of_room_is_no_damaged_one(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_batch(write_experiment(tmp_path), tmp_path / "out", workers=0, model=MODEL)

    def full(*_: object, **__: object) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = getattr(sqlite3, code)
        raise error

    monkeypatch.setattr("gpss_sim.study.store.sqlite3.connect", full)
    with pytest.raises(OSError, match=FILE) as told:
        Store(tmp_path / "out" / FILE)
    assert told.value.errno == errno.ENOSPC


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
