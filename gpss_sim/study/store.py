"""The run store: an SQLite file, one transaction a run, so that a killed batch loses nothing."""

from __future__ import annotations

import errno
import json
import math
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from gpss_sim.errors import Fault, InputError
from gpss_sim.files import our_file
from gpss_sim.i18n import Message
from gpss_sim.study.model import MeasureRow

FILE = "store.sqlite"
OK, FAILED = "ok", "failed"
_UNWRITTEN = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR_SHMSIZE: errno.ENOSPC,
    sqlite3.SQLITE_IOERR_WRITE: errno.EIO,
}
"""What SQLite says where the disk takes no more → what the system calls it."""

_SCHEMA = """
CREATE TABLE facts (name TEXT PRIMARY KEY, content TEXT NOT NULL);
CREATE TABLE points (name TEXT PRIMARY KEY, position INTEGER NOT NULL, inputs TEXT NOT NULL, scenario TEXT NOT NULL);
CREATE TABLE runs (
    id INTEGER PRIMARY KEY, design_point TEXT NOT NULL REFERENCES points(name), replication INTEGER NOT NULL,
    key TEXT NOT NULL, status TEXT NOT NULL, seconds REAL NOT NULL, finished TEXT NOT NULL, error TEXT NOT NULL,
    digest TEXT NOT NULL, UNIQUE (design_point, replication));
CREATE TABLE measures (
    run INTEGER NOT NULL REFERENCES runs(id), metric TEXT NOT NULL, year TEXT NOT NULL, district TEXT NOT NULL,
    "group" TEXT NOT NULL, domain TEXT NOT NULL, form TEXT NOT NULL, method TEXT NOT NULL, value REAL,
    unit TEXT NOT NULL);
CREATE INDEX measures_by_run ON measures (run);
"""

_WHOLE = " AND ".join(f"{column} = ''" for column in ("district", '"group"', "domain", "form", "method"))


_MEASURE = 'metric, year, district, "group", domain, form, method, value, unit'
DIGEST = "digest"
"""Fact that holds the digest of all others and of the design points."""


def _stored(row: Sequence[Any]) -> list[Any]:
    """A row as SQLite gives it back: numbers as floats, zero without a sign, what is none as None."""
    *where, value, unit = row
    return [*where, None if math.isnan(value) else float(value) + 0.0, unit]


def _digest(place: Sequence[Any], rows: Sequence[Sequence[Any]]) -> str:
    """Digest of what belongs together in the store."""
    text = json.dumps([list(place), [list(row) for row in rows]], ensure_ascii=False)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


class StoredRun(NamedTuple):
    """One run as stored; times and errors stay in the store and out of the tables."""

    design_point: str
    replication: int
    key: str
    status: str
    seconds: float
    finished: str
    error: str


class Store:
    """An open run store; use it in a ``with`` statement.

    Parameters
    ----------
    path : Path
        The SQLite file.
    write : bool
        Open for the one process that adds runs; otherwise the file is only read.
    check : bool
        Compare everything in it with its digests first; left out only by who has just done so.

    Raises
    ------
    InputError
        If the file is no run store, is damaged, or another batch is writing to it.
    OSError
        If a new one does not fit on its disk.
    """

    def __init__(self, path: Path, *, write: bool = False, check: bool = True) -> None:
        self.path = path
        try:
            self._db = self._open(write)
        except sqlite3.DatabaseError as error:
            if (unwritten := _UNWRITTEN.get(error.sqlite_errorcode)) is not None:
                raise OSError(unwritten, os.strerror(unwritten), str(path)) from None
            busy = "locked" in str(error)
            rule = Message("store.busy") if busy else Message("store.none", why=str(error))
            raise InputError([Fault(str(path), "file", "", rule)]) from None
        if check:
            try:
                self.check()
            except BaseException:
                self.close()
                raise

    def _open(self, write: bool) -> sqlite3.Connection:
        if not write:
            if not self.path.is_file():
                raise InputError([Fault(str(self.path), "file", "", Message("store.missing"))])
            return self._read_only()
        database = sqlite3.connect(self.path, timeout=2, isolation_level=None)
        # Held from the first write to the end, so that two batches cannot share a folder.
        database.execute("PRAGMA locking_mode = EXCLUSIVE")
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute("BEGIN IMMEDIATE")
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'facts'").fetchone():
            for statement in _SCHEMA.split(";\n"):
                database.execute(statement)
        database.execute("COMMIT")
        return database

    def _read_only(self) -> sqlite3.Connection:
        """The store for reading; one that no batch is writing also from a disk that takes no files beside it."""
        where = self.path.resolve().as_uri()
        log = self.path.with_name(f"{self.path.name}-wal")
        if not os.access(self.path.parent, os.W_OK) and not (log.is_file() and log.stat().st_size):
            where += "?immutable=1"
        database = sqlite3.connect(where, timeout=2, uri=True)
        database.execute("PRAGMA query_only = ON")
        database.execute("SELECT count(*) FROM facts")
        return database

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was added is in it whatever happens next."""
        self._db.close()

    def check(self) -> None:
        """See that everything in the store is as it was written.

        Raises
        ------
        InputError
            If a page of the file, a fact, a scenario or a measure was altered or is gone.
        """
        with our_file(self.path, "store.damaged"):
            try:
                self._compare()
            except sqlite3.Error as error:
                raise ValueError(error) from None

    def _compare(self) -> None:
        (whole,) = self._db.execute("PRAGMA quick_check(1)").fetchone()
        if whole != "ok":
            raise ValueError(whole)
        told = dict(self._db.execute("SELECT name, content FROM facts"))
        begun = told or self._db.execute("SELECT 1 FROM points UNION ALL SELECT 1 FROM runs LIMIT 1").fetchone()
        if begun and told.get(DIGEST) != self._digest_of_study():
            raise ValueError("the study is not the one that was written")
        counted = 0
        fields = "id, design_point, replication, key, status, error, digest"
        for number, *place, digest in self._db.execute(f"SELECT {fields} FROM runs").fetchall():
            rows = self._db.execute(
                f"SELECT {_MEASURE} FROM measures WHERE run = ? ORDER BY rowid", (number,)
            ).fetchall()
            counted += len(rows)
            if digest != _digest(place, rows):
                raise ValueError(f"{place[0]}, replication {place[1]} is not what was written")
        (stored,) = self._db.execute("SELECT count(*) FROM measures").fetchone()
        if stored != counted:
            raise ValueError(f"{stored - counted} measures belong to no run")

    def _digest_of_study(self) -> str:
        facts = self._db.execute("SELECT name, content FROM facts WHERE name != ? ORDER BY rowid", (DIGEST,)).fetchall()
        points = self._db.execute("SELECT name, position, inputs, scenario FROM points ORDER BY position").fetchall()
        return _digest(facts, points)

    # What the study is

    def facts(self) -> dict[str, str]:
        """What the study was when the store was begun: by name, as JSON texts; empty for a new store."""
        return dict(self._db.execute("SELECT name, content FROM facts WHERE name != ? ORDER BY rowid", (DIGEST,)))

    def points(self) -> dict[str, str]:
        """Resolved scenario of every design point, as JSON, in the order of the design."""
        return dict(self._db.execute("SELECT name, scenario FROM points ORDER BY position"))

    def inputs(self) -> dict[str, str]:
        """Digest of the inputs of every design point, in the order of the design."""
        return dict(self._db.execute("SELECT name, inputs FROM points ORDER BY position"))

    def begin(self, facts: dict[str, str], points: Iterable[tuple[str, str, str]]) -> None:
        """Write down what the study is, in one transaction.

        Parameters
        ----------
        facts : dict
            JSON texts by name.
        points : iterable of (name, digest of the inputs, scenario as JSON)
            Design points in order.
        """
        self._db.execute("BEGIN IMMEDIATE")
        self._db.executemany("INSERT INTO facts VALUES (?, ?)", facts.items())
        rows = [(name, position, inputs, scenario) for position, (name, inputs, scenario) in enumerate(points)]
        self._db.executemany("INSERT INTO points VALUES (?, ?, ?, ?)", rows)
        self._db.execute("INSERT INTO facts VALUES (?, ?)", (DIGEST, self._digest_of_study()))
        self._db.execute("COMMIT")

    def note(self, name: str, content: str) -> None:
        """Write down a fact about a study that was begun, in place of what it said before."""
        self._db.execute("BEGIN IMMEDIATE")
        self._db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, content))
        self._db.execute("UPDATE facts SET content = ? WHERE name = ?", (self._digest_of_study(), DIGEST))
        self._db.execute("COMMIT")

    # Runs

    def add(self, run: StoredRun, rows: Sequence[tuple[Any, ...]]) -> None:
        """Store one run with all it measured, in one transaction; a failed run of its place is replaced."""
        place = (run.design_point, run.replication)
        self._db.execute("BEGIN IMMEDIATE")
        old = self._db.execute("SELECT id FROM runs WHERE design_point = ? AND replication = ?", place).fetchone()
        if old:
            self._db.execute("DELETE FROM measures WHERE run = ?", old)
            self._db.execute("DELETE FROM runs WHERE id = ?", old)
        cursor = self._db.execute(
            "INSERT INTO runs (design_point, replication, key, status, seconds, finished, error, digest)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*run, _digest((*place, run.key, run.status, run.error), [_stored(row) for row in rows])),
        )
        # SQLite keeps what is not a number as NULL.
        self._db.executemany(
            "INSERT INTO measures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [(cursor.lastrowid, *row) for row in rows]
        )
        self._db.execute("COMMIT")

    def runs(self) -> list[StoredRun]:
        """Every run in the store, by design point and replication."""
        query = "SELECT design_point, replication, key, status, seconds, finished, error FROM runs ORDER BY 1, 2"
        return [StoredRun(*row) for row in self._db.execute(query)]

    # What was measured

    def rows(self, design_point: str, replication: int) -> list[MeasureRow]:
        """Everything one run measured, in the order it was reported."""
        query = (
            'SELECT metric, year, district, "group", domain, form, method, value, unit FROM measures JOIN runs'
            " ON run = runs.id WHERE design_point = ? AND replication = ? ORDER BY measures.rowid"
        )
        found = self._db.execute(query, (design_point, replication))
        return [MeasureRow._make((*row[:7], math.nan if row[7] is None else row[7], row[8])) for row in found]

    def values(self, year: str) -> Iterator[tuple[str, int, str, float]]:
        """Yield (design point, replication, metric, value) over one year or window, no breakdown."""
        query = (
            "SELECT design_point, replication, metric, value FROM measures JOIN runs ON run = runs.id"
            f" WHERE year = ? AND {_WHOLE} ORDER BY 1, 2, measures.rowid"
        )
        for point, replication, metric, value in self._db.execute(query, (year,)):
            yield point, replication, metric, math.nan if value is None else value

    def breakdown(self, column: str, year: str) -> Iterator[tuple[str, int, str, str, float]]:
        """Yield (design point, replication, metric, part, value) over one year or window, by one column.

        Raises
        ------
        KeyError
            If `column` is not one of district, group, domain, form, method.
        """
        quoted = {"district": "district", "group": '"group"', "domain": "domain", "form": "form", "method": "method"}
        name = quoted[column]
        others = " AND ".join(f"{other} = ''" for other in quoted.values() if other != name)
        query = (
            f"SELECT design_point, replication, metric, {name}, value FROM measures JOIN runs ON run = runs.id"
            f" WHERE year = ? AND {name} != '' AND {others} ORDER BY 1, 2, measures.rowid"
        )
        for point, replication, metric, part, value in self._db.execute(query, (year,)):
            yield point, replication, metric, part, math.nan if value is None else value

    def years(self) -> list[str]:
        """Every year and window measured, sorted: ``"1"``, ``"1-5"``, ``"2"``, ``"2-5"`` …"""
        return [year for (year,) in self._db.execute("SELECT DISTINCT year FROM measures ORDER BY year")]
