"""The desk as a planner uses it, in a headless browser that reaches nothing but this machine."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.desk.browser import ROWS, browser, desk, marked, messy, missing, opened, settled, totals

LACKING = missing()
pytestmark = pytest.mark.skipif(bool(LACKING), reason=f"no tests in the browser: {LACKING} not found")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("desk")
    with desk(folder, "--lang", "zh") as address, browser() as chromium:
        shown = opened(chromium, address, accept_downloads=True)
        shown.address = address
        yield shown
        assert not shown.errors
        outside = [
            url for url in shown.asked if not url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:"))
        ]
        assert not outside


def grid(page: Any) -> dict[str, list[str]]:
    """Rows of the sheet that are not filtered away: name → status, urgency, asked."""
    script = """() => {
      const grid = document.querySelector('.at-grid'), found = [];
      getElement(parseInt(grid.id.slice(1))).api.forEachNodeAfterFilter(node => found.push(node.data));
      return found;
    }"""
    return {row["name"]: [row["status"], row["urgency"], row["cost"]] for row in page.evaluate(script)}


def edit(page: Any, name: str, column: str, text: str) -> None:
    """Edit a cell as a person does."""
    cell = page.locator(".ag-center-cols-container .ag-row", has_text=name).locator(f"[col-id={column}]")
    cell.dblclick()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def budget(page: Any, text: str) -> None:
    """Type a budget and wait for its decision."""
    marked(page, "tab-decide").click()
    marked(page, "budget").locator("input").fill(text)
    page.keyboard.press("Enter")


def test_words_for_urgency_are_told_by_choice(page: Any, tmp_path: Path) -> None:
    (tmp_path / "用语.csv").write_text(
        "项目名称,轻重缓急,金额（元）,服务人数\n送餐,火烧眉毛,60,60\n探访,一般,50,50\n", "utf-8"
    )
    page.set_input_files(".at-upload input[type=file]", tmp_path / "用语.csv")
    marked(page, "faults").wait_for()
    assert marked(page, "urgency-words").inner_text().count("火烧眉毛") == 1
    marked(page, "urgency-word-1").click()
    page.locator(".q-menu .q-item", has_text="5").click()
    marked(page, "mapping-apply").click()
    page.locator(".ag-row").first.wait_for(state="attached")
    settled(page)
    marked(page, "tab-decide").click()
    assert {name: row[1] for name, row in grid(page).items()} == {"送餐": 5, "探访": 2}
    marked(page, "tab-sheet").click()


def test_a_messy_sheet_is_loaded_and_its_mapping_mended(page: Any, tmp_path: Path) -> None:
    messy(tmp_path / "申报表.xlsx")
    page.set_input_files(".at-upload input[type=file]", tmp_path / "申报表.xlsx")
    marked(page, "faults").wait_for()
    assert "成本" in marked(page, "faults").inner_text()
    places = page.eval_on_selector_all(".mapping .heading", "all => all.map(e => e.getBoundingClientRect().left)")
    assert len(places) == 6
    assert len(set(places)) == 1
    marked(page, "field-E").click()
    page.locator(".q-menu .q-item", has_text="成本").click()
    marked(page, "unit-E").click()
    page.locator(".q-menu .q-item", has_text="万元").first.click()
    marked(page, "mapping-apply").click()
    page.locator(".ag-row").first.wait_for(state="attached")
    settled(page)
    marked(page, "tab-decide").click()
    assert {name: row[2] for name, row in grid(page).items()} == {row[0]: row[3] * 10_000 for row in ROWS}
    assert [row[1] for row in grid(page).values()] == [5, 5, 3, 1, 5]


def test_a_move_of_the_budget_says_what_leaves(page: Any) -> None:
    before = totals(page)
    budget(page, "80万")
    marked(page, "moves").locator(".leaves").wait_for()
    assert totals(page)["spent"] != before["spent"]
    settled(page)
    assert "排在候补" in marked(page, "moves").inner_text()
    track = marked(page, "budget-slider").locator(".q-slider__track-container")
    track.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.at-totals').dataset.total > 80000000")
    budget(page, "100万")
    page.wait_for_function("() => document.querySelector('.at-totals').dataset.total == 100000000")


def test_a_row_is_filtered_and_edited_and_no_other_changes(page: Any) -> None:
    before = grid(page)
    marked(page, "find").locator("input").fill("失独")
    page.wait_for_function("() => document.querySelectorAll('.ag-center-cols-container .ag-row').length == 1")
    edit(page, "失独老人关怀", "cost", "27.5万")
    marked(page, "find").locator("input").fill("")
    page.wait_for_function("() => document.querySelectorAll('.ag-center-cols-container .ag-row').length == 5")
    page.locator(".ag-row", has_text="275,000").first.wait_for()
    after = grid(page)
    assert after["失独老人关怀"][2] == 275_000
    assert {name: row[1:] for name, row in after.items() if name != "失独老人关怀"} == {
        name: row[1:] for name, row in before.items() if name != "失独老人关怀"
    }
    edit(page, "邻里互助", "urgency", "9")
    page.locator(".q-notification", has_text="1至5").first.wait_for()
    assert grid(page)["邻里互助"][1] == 1, "what is refused stands there as it was"


def test_three_edits_during_a_decision_are_all_kept(page: Any) -> None:
    """The edits come faster than any decision; a reload shows what the server has."""
    script = """() => {
      const api = getElement(parseInt(document.querySelector('.at-grid').id.slice(1))).api, nodes = {};
      api.forEachNode(node => { nodes[node.data.name] = node; });
      nodes['邻里互助'].setDataValue('urgency', '4');
      nodes['残疾人社区康复'].setDataValue('cost', '32万');
      nodes['独居老人探访'].setDataValue('beneficiaries', '310');
    }"""
    page.evaluate(script.replace("'beneficiaries'", "'benefit'"))
    settled(page)
    page.reload()
    page.locator(".ag-row").first.wait_for()
    rows = grid(page)
    assert (rows["邻里互助"][1], rows["残疾人社区康复"][2]) == (4, 320_000)
    assert (
        page.evaluate(
            """() => { let found; getElement(parseInt(document.querySelector('.at-grid').id.slice(1))).api
        .forEachNode(node => { if (node.data.name == '独居老人探访') found = node.data.benefit; }); return found; }"""
        )
        == 310
    )


def test_a_simulation_shows_how_far_it_is_and_is_stopped(page: Any) -> None:
    marked(page, "tab-simulate").click()
    marked(page, "runs").locator("input").fill("500")
    marked(page, "simulate").click()
    marked(page, "stop").wait_for()
    assert marked(page, "progress").is_visible()
    marked(page, "stop").click()
    marked(page, "simulate").wait_for()
    assert marked(page, "simulation-state").inner_text() == "已停止。"


def test_files_are_downloaded_and_opened_again(page: Any, tmp_path: Path) -> None:
    marked(page, "tab-plans").click()
    marked(page, "keep").click()
    marked(page, "compared").wait_for()
    marked(page, "files").click()
    digest = marked(page, "files-digest").inner_text().split()[-1]
    with page.expect_download() as workbook:
        marked(page, "get-workbook").click()
    workbook.value.save_as(tmp_path / "book.xlsx")
    front = load_workbook(tmp_path / "book.xlsx").worksheets[0]
    cells = [str(cell.value) for row in front.iter_rows() for cell in row if cell.value is not None]
    assert any(digest[:12] in cell for cell in cells)
    with page.expect_download() as bundle:
        marked(page, "get-bundle").click()
    bundle.value.save_as(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        decision = archive.read("decision/decision.json")
        library = archive.read("library.csv").decode("utf-8-sig")
        assert "gpss-sim allocate library.csv --budget 1000000.00" in archive.read("command.txt").decode()
    assert sha256(decision).hexdigest() == digest
    assert json.loads(decision)["verdict"] == "proven_optimal"
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(library))}
    assert (rows["邻里互助"]["urgency"], rows["失独老人关怀"]["cost"]) == ("4", "275000.00")


def test_another_language_the_dark_and_a_phone(page: Any) -> None:
    marked(page, "language").click()
    page.get_by_text("Planner's desk").wait_for()
    marked(page, "dark").click()
    page.locator("body.body--dark").wait_for()
    page.set_viewport_size({"width": 390, "height": 844})
    for tab in ("sheet", "decide", "simulate", "plans"):
        marked(page, f"tab-{tab}").click()
        page.wait_for_timeout(200)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 390, tab


def test_the_address_works_once_and_on_this_machine_alone(page: Any) -> None:
    stranger = page.context.browser.new_context().new_page()
    assert stranger.goto(page.address).status == 403
    stranger.close()
    sockets = Path("/proc/net/tcp").read_text().splitlines() if Path("/proc/net/tcp").exists() else []
    port = f":{int(page.address.partition('127.0.0.1:')[2].partition('/')[0]):04X}"
    listening = [line.split()[1] for line in sockets[1:] if line.split()[1].endswith(port) and line.split()[3] == "0A"]
    assert set(listening) <= {f"0100007F{port}"}
