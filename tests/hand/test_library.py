"""The library of ``docs/explanation/library-by-hand.md``, played by the model: each step of the page, to the fen."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from gpss_sim import fiscal
from gpss_sim.market.buyers.budget import yearly_budget
from gpss_sim.market.library.living import LiveLibrary
from gpss_sim.market.state import State
from gpss_sim.metrics.accounts import AccountRow, final_accounts
from gpss_sim.metrics.evaluate import evaluate
from gpss_sim.scenario.load import load_scenario
from gpss_sim.simulate import Results, run
from tests.layers import ROOT

PAGE = ROOT / "docs" / "explanation" / "library-by-hand.md"
CHINESE = PAGE.with_name("library-by-hand.zh.md")
WAY_IN = ["applied", "inspected", "appraised", "estimate reviewed", "in the library"]
WAY_OUT = ["drawn", "bought", "in service", "accepted", "settled"]


@cache
def results() -> Results:
    found = re.search(r"```toml file=five_years.toml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found
    with TemporaryDirectory() as folder:
        file = Path(folder) / "five_years.toml"
        file.write_text(found[1], "utf-8")
        return run(load_scenario(file), seed=1)


def state() -> State:
    return results().world.state


def history(name: str) -> list[str]:
    library = state().library
    assert isinstance(library, LiveLibrary)
    return [status for each in library.proposals if each.id == name for _, status in each.history]


def days(name: str, status: str) -> list[tuple[int, int]]:
    """Year and whole day on which proposals for a project took on a status."""
    library = state().library
    assert isinstance(library, LiveLibrary)
    return [
        (fiscal.year_of(day), int(fiscal.day_of_year(day)))
        for each in library.proposals
        if each.id.startswith(f"{name}/")
        for day, found in each.history
        if found == status
    ]


def test_the_last_budget_stays() -> None:
    """Budgets of years 1 to 5 are stated; a sixth would be that of year 5."""
    desk = state().buyer_desk
    assert [yearly_budget(desk, year) for year in (1, 4, 5, 6)] == [60_000_000, *3 * [20_000_000]]


def test_twelve_apply_and_nine_enter() -> None:
    rows = [row for row in state().record.library if row.year == 1 and row.age == 0]
    names = [template.id for template in state().scenario.templates]
    found = {names[row.project]: row.status for row in rows}
    assert len(found) == 12
    assert {name for name, status in found.items() if status == "returned"} == {"weak1", "weak2"}
    assert {name for name, status in found.items() if status == "rejected"} == {"poor"}
    assert {name for name in found if name.startswith("p") and name != "poor"} == {f"p{k}" for k in range(1, 10)}


def test_what_is_returned_comes_again_and_what_is_rejected_does_not() -> None:
    assert days("weak1", "returned") == [(year, 0) for year in range(1, 6)]
    assert days("poor", "rejected") == [(1, 0)]
    assert days("poor", "applied") == [(1, 0)]


def test_what_is_drawn_in_each_year() -> None:
    drawn = {name: days(name, "drawn") for name in [t.id for t in state().scenario.templates]}
    assert {name for name, when in drawn.items() if (1, 0) in when} == {"p1", "p2", "p3", "p4"}
    assert {name for name, when in drawn.items() if (2, 0) in when} == {"p7", "p8"}
    assert drawn["p6"] == [(1, 182)]
    assert drawn["p5"] == [(3, 0)]
    assert drawn["flood"] == [(3, 60)]
    assert drawn["late"] == [(4, 0)]
    assert drawn["p9"] == [(5, 0)]


def test_every_project_goes_its_whole_way() -> None:
    for name in ("p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "late"):
        assert history(f"{name}/1") == WAY_IN + WAY_OUT
    assert history("flood/1") == ["applied", *WAY_OUT]
    assert history("p9/1") == [*WAY_IN, "expired"]
    assert days("p9", "expired") == [(4, 0)]
    assert history("p9/2") == WAY_IN + WAY_OUT[:3]
    assert days("p6", "settled") == [(2, 212)]


def accounts() -> dict[tuple[int, str], AccountRow]:
    moves = [(e.day, e.account_from, e.account_to, e.source, e.amount) for e in state().ledger.entries]
    return {(row.year, row.source): row for row in final_accounts(moves)}


def test_final_accounts_by_source_to_the_fen() -> None:
    found = accounts()
    told = {
        (int(year), source): tuple(round(100 * float(text)) for text in amounts.split("\t"))
        for year, source, amounts in re.findall(
            r"^(\d)\t(fiscal|lottery)\t(.*)$", PAGE.read_text("utf-8"), re.MULTILINE
        )
    }
    assert {key: tuple(row[2:]) for key, row in found.items()} == told
    assert sum(row.service for row in found.values() if row.source == "fiscal") == 93_000_000
    assert sum(row.service for row in found.values() if row.source == "lottery") == 24_000_000 + 3_000_000 + 9_600_000
    for row in found.values():
        spent = row.service + row.buying + row.other + row.lapsed
        assert row.opening + row.granted == spent + row.closing


def test_one_project_is_paid_by_two_sources() -> None:
    names = [contract.project.template.id for contract in state().contracts]
    paid: dict[str, int] = {}
    for entry in state().ledger.entries:
        if entry.account_from == "committed" and entry.contract >= 0 and names[entry.contract] == "p6":
            paid[entry.source] = paid.get(entry.source, 0) + entry.amount
    assert paid == {"lottery": 3_000_000, "fiscal": 9_000_000}


def test_indicators_of_the_library() -> None:
    """Ages at draws: 0 for four and p6, 1 for two, 2 for p5, 0 for flood, late and p9 when it came again."""
    found = {row.metric: row.value for row in evaluate(results()) if row.year == "1-5"}
    assert found["library_wait"] == 4 / 11
    assert found["library_wait_urgent"] == 0
    assert found["left_library"] == 1 / 5
    assert found["agency_ideas"] == 0
    assert found["estimate_cut"] == 0
    assert found["applications"] == (12 + 2 + 2 + 1 + 3 + 3) / 5
    assert found["entered_share"] == (9 + 0 + 1 + 1 + 1) / 23
    assert found["unaccounted"] == 0


def test_the_chinese_page_plays_the_same_library_and_tells_the_same_accounts() -> None:
    block, row = r"```toml file=five_years.toml\n.*?```", r"^(\d)\t(?:fiscal|财政资金|lottery|福彩公益金)\t(.*)$"
    texts = [page.read_text("utf-8") for page in (PAGE, CHINESE)]
    assert len({re.findall(block, text, re.DOTALL)[0] for text in texts}) == 1
    english, chinese = (re.findall(row, text, re.MULTILINE) for text in texts)
    assert english == chinese
    assert len(english) == 10
    names = [set(re.findall(r"`((?:p\d)|late|flood|poor|weak\d)`", text)) for text in texts]
    assert names[0] == names[1]
