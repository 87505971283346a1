"""The descriptor beside tables: every table, its digest, and types by which another program reads the same values."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from gpss_sim import folders
from gpss_sim.datapackage import FILE, type_of
from gpss_sim.tabular import write_csv

ROWS = [("a", 1, 0.5, True, None), ("b,c", -2, 3, False, None), ("", None, None, None, None)]
DTYPES = {"integer": "Int64", "number": "float64", "boolean": "boolean", "string": "str", "any": "object"}


@pytest.fixture(name="result")
def _result(tmp_path: Path) -> Path:
    with folders.result(tmp_path / "out", "run") as fresh:
        (fresh / "record").mkdir()
        write_csv(fresh / "one.csv", ("名称", "n", "x", "yes", "empty"), ROWS)
        write_csv(fresh / "record" / "two.csv", ("id",), [("7",)])
        (fresh / "plain.csv").write_text("id\nx\n", "utf-8")
    return tmp_path / "out"


def resources(folder: Path) -> dict[str, Any]:
    content = json.loads((folder / FILE).read_text("utf-8"))
    return {resource["path"]: resource for resource in content["resources"]}


def test_every_table_is_described_with_its_digest(result: Path) -> None:
    found = resources(result)
    assert list(found) == ["one.csv", "plain.csv", "record/two.csv"]
    for path, resource in found.items():
        assert resource["hash"] == f"sha256:{sha256((result / path).read_bytes()).hexdigest()}"
    assert [found[path]["encoding"] for path in found] == ["utf-8-sig", "utf-8", "utf-8-sig"]
    assert [found[path]["name"] for path in found] == ["one", "plain", "record-two"]


def test_another_program_reads_the_same_values_by_it(result: Path) -> None:
    told = resources(result)["one.csv"]
    types = {field["name"]: DTYPES[field["type"]] for field in told["schema"]["fields"]}
    table = pd.read_csv(
        result / "one.csv", encoding=told["encoding"], dtype=types, keep_default_na=False, na_values=[""]
    )
    assert table["名称"].tolist()[:2] == ["a", "b,c"]
    assert table["n"].tolist()[:2] == [1, -2]
    assert table["x"].tolist()[:2] == [0.5, 3.0]
    assert table["yes"].tolist()[:2] == [True, False]


def test_a_folder_without_tables_has_no_descriptor(tmp_path: Path) -> None:
    with folders.result(tmp_path / "out", "export") as fresh:
        (fresh / "a.json").write_text("{}")
    assert not (tmp_path / "out" / FILE).exists()


def test_an_infinite_value_is_a_number() -> None:
    assert type_of(["1.5", "inf"]) == "number"
    assert type_of(["1e5"]) == "number"
