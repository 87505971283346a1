"""Indicators of a stored run from its files alone: the same bytes, and sentences where a file is not what it was."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from gpss_sim.chronicle.recompute import stored_metrics
from gpss_sim.chronicle.run_files import METRICS, write_run
from gpss_sim.cli import main
from gpss_sim.errors import InputError
from gpss_sim.market.tables import ROWS, tables_of
from gpss_sim.metrics.evaluate import evaluate
from gpss_sim.metrics.stored import FILES, LAYOUT, read_tables, write_tables
from gpss_sim.scenario.load import load_scenario
from gpss_sim.simulate import Results, run
from tests import city
from tests.market.town import world
from tests.records import seal


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module", name="results")
def _results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    scenario = load_scenario(str(city.write(tmp_path_factory.mktemp("town"))), ["calendar.years=1"])
    return run(scenario, seed=3)


@pytest.fixture(scope="module", name="stored")
def _stored(results: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stored")
    write_run(folder, results, evaluate(results, breakdown=True), [])
    return folder


@pytest.fixture(name="copy")
def _copy(stored: Path, tmp_path: Path) -> Path:
    return shutil.copytree(stored, tmp_path / "run")


def test_what_is_read_back_is_what_was_in_memory(results: Results, stored: Path) -> None:
    made, found = tables_of(results.world), read_tables(stored)
    assert found.terms == made.terms
    assert list(found.tables) == list(LAYOUT)
    assert set(made.tables) == set(LAYOUT)
    for name, table in made.tables.items():
        assert set(table) == set(LAYOUT[name]), name
        for column, values in table.items():
            equal = np.array_equal(values, found.tables[name][column], equal_nan=values.dtype.kind == "f")
            assert equal, (name, column)
    assert all(len(next(iter(found.tables[name].values()))) for name in ("people", "months", "movements", "tenders"))


def test_a_day_that_never_came_stays_unknown(tmp_path: Path) -> None:
    write_tables(tmp_path, tables_of(world('demand.extra=[{district="north",domain="youth",day=3}]')))
    people = read_tables(tmp_path).tables["people"]
    assert people["arrival"].tolist() == [368.0]
    assert np.isnan(people["start"]).all()


def test_the_command_says_the_same_bytes(stored: Path) -> None:
    result = call("metrics", stored)
    assert result.exit_code == 0, result.output
    assert "the same as metrics.csv" in result.stdout
    assert "逐字节相同" in call("metrics", stored, "--lang", "zh").stdout


def test_the_table_is_written_where_it_is_asked_for(stored: Path, tmp_path: Path) -> None:
    out = tmp_path / "again.csv"
    assert call("metrics", stored, "--out", out).exit_code == 0
    assert out.read_bytes() == (stored / METRICS).read_bytes()
    assert call("metrics", stored, "--out", out).exit_code == 2


def test_every_number_of_a_table_counts(copy: Path) -> None:
    """A later end of one contract month, the record's digest corrected: another indicator is told by its name."""
    table = copy / "record" / "months.csv"
    rows = list(csv.DictReader(table.open(encoding="utf-8-sig", newline="")))
    rows[0]["staff"] = str(int(rows[0]["staff"]) + 1)
    with table.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(InputError, match="months"):
        stored_metrics(copy)
    seal(copy)
    result = call("metrics", copy)
    assert result.exit_code == 1
    assert "workers\t" in result.stdout
    assert "arrived\t" not in result.stdout


@pytest.mark.parametrize("name", FILES)
def test_a_missing_table_is_named(name: str, copy: Path) -> None:
    (copy / name).unlink()
    result = call("metrics", copy)
    assert result.exit_code == 2
    assert name in result.stderr
    assert "is missing" in result.stderr


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("people.csv", "cell\n1\n"),
        ("people.csv", ""),
        ("months.csv", "\x00"),
        ("cells.csv", "district,domain,group\n"),
        ("contracts.csv", "project,form,method\n99999,posts,x\n"),
        ("movements.csv", "day,from,to,contract,amount\n1,nobody,agency,1,1\n"),
        ("terms.json", "[]"),
        ("terms.json", '{"years": 1e300}'),
        ("terms.json", '{"first_year": 1, "years": 1000000000, "steady_from": 1}'),
    ],
)
def test_a_damaged_table_is_named(name: str, content: str, copy: Path) -> None:
    (copy / "record" / name).write_text(content, "utf-8")
    seal(copy)
    result = call("metrics", copy)
    assert result.exit_code == 2, result.output
    assert "record" in result.stderr


@pytest.mark.parametrize(("years", "read"), [(0, True), (200, True), (201, False), (-1, False), (3.5, False)])
def test_a_run_has_no_more_than_two_hundred_years(years: float, read: bool, tmp_path: Path) -> None:
    write_tables(tmp_path, tables_of(world()))
    path = tmp_path / "record" / "terms.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "steady_from": years}), "utf-8")
    if read:
        assert read_tables(tmp_path).terms.steady_from == years
    else:
        with pytest.raises(InputError, match=r"terms\.json"):
            read_tables(tmp_path)


def test_tables_without_rows_have_the_kinds_of_their_numbers(tmp_path: Path) -> None:
    made = tables_of(world()).tables
    write_tables(tmp_path, tables_of(world()))
    found = read_tables(tmp_path).tables
    for name in ("people", "movements", "months", "needs"):
        assert len(made[name]) == len(found[name])
        whole = {column for column, values in made[name].items() if values.dtype.kind in "iu"}
        assert {column for column, values in found[name].items() if values.dtype.kind == "i"} == whole
    assert found["contracts"]["project"].dtype.kind == "i"
    assert found["contracts"]["form"].dtype.kind == "U"


def test_terms_are_those_of_the_scenario(results: Results, stored: Path) -> None:
    terms = json.loads((stored / "record" / "terms.json").read_text())
    assert terms["years"] == 1
    assert terms["unaided"] == results.scenario.delivery.unaided
    assert set(ROWS) < set(LAYOUT)


@pytest.mark.parametrize("way", ["a row twice", "another order", "another end of lines"])
def test_indicators_altered_beside_their_values_are_not_called_the_same(way: str, copy: Path) -> None:
    lines = (copy / METRICS).read_bytes().splitlines(keepends=True)
    new = {
        "a row twice": [*lines, lines[-1]],
        "another order": [lines[0], *reversed(lines[1:])],
        "another end of lines": [line.replace(b"\n", b"\r\n") for line in lines],
    }[way]
    (copy / METRICS).write_bytes(b"".join(new))
    result = call("metrics", copy)
    assert (result.exit_code, "byte by byte" in result.stdout) == (1 if way == "a row twice" else 2, False)


def test_a_manifest_without_digests_by_name_is_damaged(copy: Path) -> None:
    seal(copy, sha256=[])
    result = call("metrics", copy)
    assert (result.exit_code, "manifest.json" in result.output) == (2, True)
