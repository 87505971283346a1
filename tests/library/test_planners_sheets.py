"""Lifelike sheets of planners' offices against what each of them means."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gpss_sim.errors import InputError
from gpss_sim.library import read_library

WORDS = {"高": 5, "中": 3, "低": 1}
NAMES = (
    "titled.xlsx",
    "titled_old.xls",
    "two_row_header.xlsx",
    "second_sheet.xlsx",
    "merged_districts.xlsx",
    "list_gb18030.csv",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_is_read_as_it_is_meant(outside_data: Path, name: str) -> None:
    truth = json.loads((outside_data / "sheets/truth.json").read_text("utf-8"))[name]
    library = read_library(outside_data / "sheets" / name)
    found = {p.name: p for p in library.projects}
    assert len(library.projects) == len(found) == len(truth["projects"])
    for meant in truth["projects"]:
        p = found[meant["name"]]
        assert p.total == round(100 * meant["cost"])
        assert p.benefit == meant["beneficiaries"]
        assert p.urgency == WORDS.get(meant.get("three"), meant["urgency"])
        assert p.district in (meant["district"], "")
        assert p.mandatory is meant.get("mandatory", False)
        assert p.sources in ((meant.get("source"),), ())
        if "cost_2027" in meant:
            assert p.cost == {2027: 100 * meant["cost_2027"], 2028: 100 * meant["cost_2028"]}
    assert sum(p.total for p in library.projects) == round(100 * truth["total"])
    assert len({p.id for p in library.projects}) == len(found)


def test_leading_zeros_of_ids_are_kept(outside_data: Path) -> None:
    library = read_library(outside_data / "sheets/list_gb18030.csv")
    assert library.projects[0].id == "00001"


def test_a_formula_without_a_value_is_named_in_both_languages(outside_data: Path) -> None:
    with pytest.raises(InputError) as error:
        read_library(outside_data / "sheets/formula_without_value.xlsx")
    (fault,) = error.value.faults
    assert "sheet 项目库, row 5, column E 成本（元） = =1200000+0: is a formula whose value is not stored" in str(fault)
    assert "工作表“项目库”第5行E列“成本（元）”" in fault.sentence.said("zh")
