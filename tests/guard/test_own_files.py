"""Files that this program wrote, damaged in any way: a sentence that names the file, and no number on trust."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gpss_sim.chronicle.story import read_events
from gpss_sim.errors import InputError
from gpss_sim.report.assumptions_page import read_ledger
from gpss_sim.study import read_results, reproduce, run_batch
from gpss_sim.study.claims.cache import Cache
from gpss_sim.study.record import FILE as MANIFEST
from gpss_sim.study.store import FILE
from tests.records import seal
from tests.study.fake import METRICS, MODEL, write_experiment

ALTERED = {
    "a value": "UPDATE measures SET value = value + 1e-12 WHERE rowid = 7",
    "a value gone": "UPDATE measures SET value = NULL WHERE rowid = 7",
    "text for a value": "UPDATE measures SET value = 'x' WHERE rowid = 7",
    "bytes for a value": "UPDATE measures SET value = x'00ff' WHERE rowid = 7",
    "infinity": "UPDATE measures SET value = 9e999 WHERE rowid = 7",
    "a measure gone": "DELETE FROM measures WHERE rowid = 7",
    "measures of one run gone": "DELETE FROM measures WHERE run = 3",
    "a measure too many": "INSERT INTO measures SELECT * FROM measures WHERE rowid = 7",
    "a measure of no run": "INSERT INTO measures SELECT 99, '', '', '', '', '', '', '', 1, '' FROM measures LIMIT 1",
    "another unit": "UPDATE measures SET unit = 'yuan' WHERE rowid = 7",
    "another metric": "UPDATE measures SET metric = 'cost' WHERE metric = 'gain'",
    "another year": "UPDATE measures SET year = '2-5' WHERE year = '1'",
    "a status": "UPDATE runs SET status = 'failed' WHERE id = 3",
    "a key": "UPDATE runs SET key = 'x' WHERE id = 3",
    "two runs changed about": "UPDATE runs SET replication = 50 - replication",
    "a run gone and its measures left": "DELETE FROM runs WHERE id = 3",
    "a fact": "UPDATE facts SET content = '8' WHERE name = 'seed'",
    "a fact that is no JSON": "UPDATE facts SET content = '{' WHERE name = 'plan'",
    "a fact gone": "DELETE FROM facts WHERE name = 'plan'",
    "the digest gone": "DELETE FROM facts WHERE name = 'digest'",
    "a scenario": "UPDATE points SET scenario = replace(scenario, '1.15', '1.25')",
    "an empty scenario": "UPDATE points SET scenario = '{}'",
    "all facts gone": "DELETE FROM facts",
    "points gone": "DELETE FROM points WHERE position = 0",
    "a table gone": "DROP TABLE measures",
    "a column gone": "ALTER TABLE runs DROP COLUMN digest",
}


@pytest.fixture(scope="module", name="study")
def _study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("study")
    run_batch(write_experiment(folder), folder / "out", workers=0, model=MODEL)
    return folder


@pytest.fixture(name="copy")
def _copy(study: Path, tmp_path: Path) -> Path:
    shutil.copytree(study, tmp_path / "copy")
    return tmp_path / "copy"


def uses(folder: Path) -> list[str]:
    """What every use of a study says; empty where it goes well."""
    out = folder / "out"
    calls = (
        lambda: run_batch(folder / "study.toml", out, workers=0, model=MODEL),
        lambda: read_results(out, METRICS),
        lambda: reproduce(out, number=1, workers=0, model=MODEL),
    )
    said = []
    for call in calls:
        try:
            call()
        except InputError as error:
            said.append(str(error))
        else:
            said.append("")
    return said


@pytest.mark.parametrize("name", ALTERED)
def test_a_store_that_was_altered_is_named_and_no_table_is_written(name: str, copy: Path) -> None:
    with closing(sqlite3.connect(copy / "out" / FILE)) as database, database:
        database.execute(ALTERED[name])
    tables = {path: path.read_bytes() for path in (copy / "out").glob("*.csv")}
    said = uses(copy)
    assert all(f"out/{FILE}" in each for each in said), said
    assert {path: path.read_bytes() for path in (copy / "out").glob("*.csv")} == tables


@pytest.mark.parametrize("seed", range(20))
def test_a_store_with_turned_bits_is_named_or_whole(seed: int, copy: Path) -> None:
    path = copy / "out" / FILE
    content, luck = bytearray(path.read_bytes()), random.Random(seed)
    for _ in range(1 + seed // 4):
        content[luck.randrange(len(content))] ^= 1 << luck.randrange(8)
    path.write_bytes(content)
    tables = {path: path.read_bytes() for path in (copy / "out").glob("*.csv")}
    uses(copy)
    assert {path: path.read_bytes() for path in (copy / "out").glob("*.csv")} == tables


@pytest.mark.parametrize("length", [0, 1, 16, 100, 1000, 4096, 10_000])
def test_a_store_that_was_cut_is_named_or_played_anew(length: int, copy: Path) -> None:
    path = copy / "out" / FILE
    path.write_bytes(path.read_bytes()[:length])
    tables = {path: path.read_bytes() for path in (copy / "out").glob("*.csv")}
    uses(copy)
    assert {path: path.read_bytes() for path in (copy / "out").glob("*.csv")} == tables


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.data())
def test_a_manifest_that_was_damaged_is_named(copy: Path, study: Path, data: st.DataObject) -> None:
    content = (study / "out" / MANIFEST).read_bytes()
    cut = data.draw(st.integers(0, len(content) - 1))
    put = data.draw(st.sampled_from([b"", b"\0", b"\xff", b"[", b"9" * 5000, b'"', b"null", b"1e999", b"[" * 20_000]))
    (copy / "out" / MANIFEST).write_bytes(content[:cut] + put + data.draw(st.sampled_from([b"", content[cut:]])))
    for call in (
        lambda: read_results(copy / "out", METRICS),
        lambda: reproduce(copy / "out", number=1, workers=0, model=MODEL),
    ):
        try:
            call()
        except InputError as error:
            said = str(error)
            assert f"out/{MANIFEST}" in said


@pytest.mark.parametrize("content", ["{}", "[]", "null", '{"kind": "batch"}', '{"kind": "batch", "replications": "4"}'])
def test_a_manifest_of_another_shape_is_named(content: str, copy: Path) -> None:
    (copy / "out" / MANIFEST).write_text(content)
    with pytest.raises(InputError, match=MANIFEST):
        read_results(copy / "out", METRICS)


def test_after_a_kill_the_same_command_completes_what_is_missing(copy: Path) -> None:
    for name in ("runs.csv", MANIFEST):
        (copy / "out" / name).unlink()
    assert run_batch(copy / "study.toml", copy / "out", workers=0, model=MODEL).played == 0
    assert (copy / "out" / MANIFEST).is_file()


EVENTS = "day,event,entity,counterparty,amount\n1.0,arrived,recipient:a-1,cell:a,3\n"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "day,event\n1,2\n",
        EVENTS + "x,arrived,a,b,c\n",
        EVENTS + "1,2\n",
        EVENTS + '1,"2\n',
        EVENTS + "nan,a,b,c,d\n",
    ],
)
def test_an_event_log_that_was_damaged_is_named(content: str, tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text(content)
    seal(tmp_path)
    with pytest.raises(InputError, match=r"events\.csv"):
        read_events(tmp_path)


def test_an_event_log_that_was_altered_is_named(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text(EVENTS)
    seal(tmp_path)
    assert len(read_events(tmp_path)) == 1
    (tmp_path / "events.csv").write_text(EVENTS.replace("1.0", "2.0"))
    with pytest.raises(InputError, match=r"events\.csv.*is not what was written"):
        read_events(tmp_path)


def test_an_event_log_of_which_the_record_says_nothing_is_named(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text(EVENTS)
    with pytest.raises(InputError, match=r"manifest\.json.*is missing"):
        read_events(tmp_path)
    seal(tmp_path, sha256={})
    with pytest.raises(InputError, match=r"events\.csv.*not among the tables"):
        read_events(tmp_path)


def test_a_record_that_was_altered_is_named(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text(EVENTS)
    seal(tmp_path, scenario="town", seed=1)
    whole = (tmp_path / MANIFEST).read_text("utf-8")
    for old, new, said in (
        ("town", "city", "is not what was written"),
        ('"seed": 1', '"seed": 2', "is not what was written"),
        ('"digest": "', '"digest": "0', "is not what was written"),
        ('"digest"', '"digestion"', "no digest of its own"),
    ):
        (tmp_path / MANIFEST).write_text(whole.replace(old, new), "utf-8")
        with pytest.raises(InputError, match=rf"manifest\.json.*{said}"):
            read_events(tmp_path)
    (tmp_path / MANIFEST).write_text(
        whole.replace("\n", "\r\n").replace('"seed": 1', '"seed":   1'), "utf-8", newline=""
    )
    assert len(read_events(tmp_path)) == 1


def test_a_record_of_another_study_is_named(copy: Path) -> None:
    out = copy / "out"
    seal(out, seed=99)
    for call in (lambda: read_results(out, METRICS), lambda: reproduce(out, number=1, workers=0, model=MODEL)):
        with pytest.raises(InputError, match=r"manifest\.json.*another study"):
            call()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=100) | st.text(max_size=100).map(str.encode))
def test_any_bytes_are_a_log_or_named(tmp_path: Path, content: bytes) -> None:
    for name, read in (
        ("events.csv", lambda: read_events(tmp_path)),
        ("a.csv", lambda: read_ledger(tmp_path / "a.csv")),
    ):
        (tmp_path / name).write_bytes(content)
        seal(tmp_path)
        with pytest.raises(InputError, match=name):
            read()


def test_a_run_of_claims_that_was_altered_is_played_again(tmp_path: Path) -> None:
    file = tmp_path / "runs.jsonl"
    with Cache(file) as cache:
        cache.keep("a", {"wait": 1.5, "cost": float("nan")})
        cache.keep("b", {"wait": 2.5})
    whole = file.read_bytes()
    assert dict(Cache(file)["b"]) == {"wait": 2.5}
    for old, new in ((b"1.5", b"1.6"), (b'"a"', b'"c"'), (b"null", b"0.0"), (b"1.5", b"1.\xff")):
        file.write_bytes(whole.replace(old, new))
        assert ["a" in Cache(file), "b" in Cache(file), "c" in Cache(file)] == [False, True, False]
