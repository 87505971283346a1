"""Grants and capital plans become libraries; what their files do not say is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gpss_sim.errors import InputError
from gpss_sim.library.capital import read_capital
from gpss_sim.library.grants import read_grants
from gpss_sim.library.imported import distinct
from gpss_sim.library.pabulib import read_pabulib

PLAN = """"Capital plan, thousands of dollars",,,,,,
Project No,Title,Agency,Ward,Status,FY2027,FY2028
A1,Library roof,LIBRARIES,3,Ongoing Subprojects,1500,250
A1,Fire engine,FIRE,,New,"2,000",
B7,Study,PLANNING,5,Completed but not closed,0,0
"""
GRANTS = {
    "grants": [
        {
            "id": "g1",
            "title": "A hall",
            "currency": "GBP",
            "amountAwarded": 40000.5,
            "recipientOrganization": [{"name": "Hall Trust", "addressLocality": "Dale"}],
            "grantProgramme": [{"title": "Arts"}],
            "beneficiaryLocation": [{"name": "North"}],
        },
        {"id": "g2", "title": "A bus", "currency": "GBP", "amountAppliedFor": 900, "amountAwarded": 500},
        {"id": "g3", "title": "Nothing", "currency": "GBP", "amountAwarded": 0},
    ]
}


def written(folder: Path, name: str, content: object) -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_a_plan_has_its_years_in_the_unit_of_its_title(tmp_path: Path) -> None:
    found = read_capital(written(tmp_path, "plan.csv", PLAN))
    roof, engine = found.projects
    assert (roof.id, engine.id) == ("A1", "A1-2")
    assert roof.cost == {2027: 150_000_000, 2028: 25_000_000}
    assert engine.cost == {2027: 200_000_000}
    assert (roof.urgency, engine.urgency) == (5, 2)
    assert (roof.agency, roof.district, roof.benefit) == ("LIBRARIES", "3", 1_750_000)
    assert [name for name, _ in found.left_out] == ["Study"]
    assert [text.code for text in found.assumed][:2] == ["library.scale", "library.urgency_status"]


def test_a_plan_with_one_cost_and_a_place(tmp_path: Path) -> None:
    text = "ward,item,location,cost,priority\n1,Alley,Main St,157172.86,4\n2,Alley,2nd St,-,\n"
    (alley,) = read_capital(written(tmp_path, "menu.csv", text)).projects
    assert (alley.name, alley.cost, alley.urgency, alley.district) == ("Alley: Main St", 15_717_286, 4, "1")


@pytest.mark.parametrize(
    ("title", "cell", "fen"),
    [
        ("Dollars in thousands", "12", 1_200_000),
        ("Amounts in millions", "1.5", 150_000_000),
        ("($000)", "12", 1_200_000),
        ("Dollars in thousands", "12万", 12_000_000),
        ("Plan of Thousand Oaks", "12", 1_200),
    ],
)
def test_one_column_of_the_cost_counts_in_the_unit_of_the_title_too(
    title: str, cell: str, fen: int, tmp_path: Path
) -> None:
    (alley,) = read_capital(written(tmp_path, "menu.csv", f"{title},\nitem,cost\nAlley,{cell}\n")).projects
    assert alley.cost == fen


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "Title,FY2027,FY2028\nRoof,many,2\n"])
def test_what_is_no_plan_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError):
        read_capital(written(tmp_path, "plan.csv", text))


@pytest.mark.parametrize(
    ("cell", "fen"),
    [("$1,500.50", 150_050), ("$ 1500", 150_000), ("1,500", 150_000), ("-", None), ("20万", 20_000_000)],
)
def test_amounts_of_a_plan_are_read_as_every_other(cell: str, fen: int | None, tmp_path: Path) -> None:
    text = f'item,cost,priority\nAlley,"{cell}",4.0\nRoad,5,High\nPark,5,\n'
    found = read_capital(written(tmp_path, "menu.csv", text))
    assert [p.cost for p in found.projects if p.name == "Alley"] == ([] if fen is None else [fen])
    assert {p.name: p.urgency for p in found.projects} == ({"Alley": 4} if fen else {}) | {"Road": 3, "Park": 3}
    assert "High → 3" in " ".join(found.assumed)


@pytest.mark.parametrize("cell", ["200000,50", "1,5", "1,2,3", "15$00", "(500)", "1e14"])
def test_what_is_no_amount_of_a_plan_is_told(cell: str, tmp_path: Path) -> None:
    text = f'in millions\nitem,FY2027,FY2028\nAlley,"{cell}",\n'
    with pytest.raises(InputError, match="row 3, column 2"):
        read_capital(written(tmp_path, "menu.csv", text))


def test_grants_ask_for_what_was_applied_for(tmp_path: Path) -> None:
    found = read_grants(written(tmp_path, "grants.json", GRANTS))
    hall, bus = found.projects
    assert (hall.cost, hall.benefit, hall.urgency) == (4_000_050, 40_000, 3)
    assert (hall.domain, hall.district, hall.agency) == ("Arts", "North", "Hall Trust")
    assert (bus.cost, bus.domain, bus.district) == (90_000, "", "")
    assert [name for name, _ in found.left_out] == ["Nothing"]
    assert found.asked == 4_090_050
    assert str(found.assumed[0]) == "Amounts are in GBP and are not converted: read yuan as GBP"


def test_grants_in_two_currencies_are_refused(tmp_path: Path) -> None:
    grants = {"grants": [*GRANTS["grants"], {"id": "g4", "title": "x", "currency": "EUR", "amountAwarded": 1}]}
    with pytest.raises(InputError, match="EUR, GBP"):
        read_grants(written(tmp_path, "grants.json", grants))


@pytest.mark.parametrize("content", [[], {"grants": 3}, {"grants": [{"title": "x", "amountAwarded": "much"}]}])
def test_what_is_no_file_of_grants_is_refused(tmp_path: Path, content: object) -> None:
    with pytest.raises(InputError):
        read_grants(written(tmp_path, "grants.json", content))


def test_an_id_stands_once() -> None:
    assert distinct(["a", "a", "a"]) == ["a", "a-2", "a-3"]


ELECTION = """META
key;value
budget;9
categories;sport,green
budget_per_category;{caps}
PROJECTS
project_id;cost;votes;category;name
1;5;3;green;{name}
"""


def test_a_name_may_hold_signs_that_end_lines_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "a.pb").write_text(ELECTION.format(caps="1,2", name="Park\u2028by\u0085night"), "utf-8")
    assert [project.name for project in read_pabulib(tmp_path / "a.pb").projects] == ["Park\u2028by\u0085night"]


def test_cells_beyond_the_header_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.pb").write_text(ELECTION.format(caps="1,2", name="Park; by night"), "utf-8")
    with pytest.raises(InputError, match="row 8 = 1: has 6 cells, the header 5"):
        read_pabulib(tmp_path / "a.pb")
    (tmp_path / "a.pb").write_text(ELECTION.format(caps="1,2", name="Park;"), "utf-8")
    assert read_pabulib(tmp_path / "a.pb").projects[0].name == "Park"


@pytest.mark.parametrize(("caps", "found", "remarks"), [("1,2", (("green", 200),), 0), ("2", (), 1), ("1,2,3", (), 1)])
def test_amounts_of_categories_are_taken_where_it_is_known_whose_they_are(
    caps: str, found: object, remarks: int, tmp_path: Path
) -> None:
    (tmp_path / "a.pb").write_text(ELECTION.format(caps=caps, name="Park"), "utf-8")
    election = read_pabulib(tmp_path / "a.pb")
    assert (election.caps, len(election.remarks)) == (found, remarks)
