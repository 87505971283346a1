"""Batches in processes of their own: start them, wait for them, see what they leave."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from gpss_sim.study.store import _MEASURE, DIGEST, FILE, _digest
from gpss_sim.study.tables import TABLES

ROOT = Path(__file__).resolve().parents[2]


def drive(
    model: str, experiment: Path, out: Path, workers: int, replications: int, **environment: str
) -> subprocess.Popen[bytes]:
    """Start a batch that prints the number of its finished runs."""
    words = ["-m", "tests.study.drive", model, experiment, out, workers, replications]
    variables = os.environ | {"PYTHONPATH": str(ROOT)} | environment
    command = [sys.executable, *map(str, words)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=variables, stdout=pipe, stderr=pipe, start_new_session=True)


def at_work(process: subprocess.Popen[bytes], runs: int) -> None:
    """Wait until the batch says that it has so many finished runs."""
    assert process.stdout is not None
    for line in process.stdout:
        if int(line) >= runs:
            return
    pytest.fail(f"the batch ended before {runs} runs: {process.communicate()[1].decode()}")


def tables(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in TABLES}


def stored(out: Path) -> int:
    """Finished runs of a store whose batch has ended."""
    with closing(sqlite3.connect(out / FILE)) as database:
        return int(database.execute("SELECT count(*) FROM runs").fetchone()[0])


def alter(path: Path, *statements: tuple[str, tuple[object, ...]] | str) -> None:
    """Change a store as another program run would have written it: with digests that fit."""
    with closing(sqlite3.connect(path)) as database, database:
        for statement in statements:
            words, values = (statement, ()) if isinstance(statement, str) else statement
            assert database.execute(words, values).rowcount > 0
        fields = "id, design_point, replication, key, status, error"
        for number, *place in database.execute(f"SELECT {fields} FROM runs").fetchall():
            rows = database.execute(f"SELECT {_MEASURE} FROM measures WHERE run = ? ORDER BY rowid", (number,))
            database.execute("UPDATE runs SET digest = ? WHERE id = ?", (_digest(place, rows.fetchall()), number))
        facts = database.execute("SELECT name, content FROM facts WHERE name != ? ORDER BY rowid", (DIGEST,))
        points = database.execute("SELECT name, position, inputs, scenario FROM points ORDER BY position")
        digest = _digest(facts.fetchall(), points.fetchall())
        database.execute("UPDATE facts SET content = ? WHERE name = ?", (digest, DIGEST))


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in found.read_text().split()] if found.exists() else []


def ended(processes: list[int]) -> bool:
    """Whether all of them end within ten seconds."""
    deadline = time.monotonic() + 10
    while any(map(_alive, processes)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not any(map(_alive, processes))


def _alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] != "Z"
