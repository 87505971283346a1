"""Every picture of the desk, made anew: ``make screenshots``.

Pages in the documentation show four of them; the others go to ``build/screenshots`` and are looked at after a change.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.desk.browser import browser, desk, lay_example, marked, messy, missing, opened, settled

ROOT = Path(__file__).resolve().parents[1]
DOCS, BUILD = ROOT / "docs" / "images", ROOT / "build" / "screenshots"
PHONE = (390, 844)
DRAWN = """() => {
  const chart = document.querySelector('.at-frontier');
  return getElement(parseInt(chart.id.slice(1))).chart.getOption().series[0].data.length > 2;
}"""
"""Whether the frontier is drawn; on a busy machine its thirty seconds end before its last points."""


def main() -> int:
    """Take the pictures; return 1 where something is lacking for them."""
    if lacking := missing():
        print(f"skipped: {lacking} not found")
        return 1
    BUILD.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, browser() as chromium:
        for lang in sys.argv[1:] or ("en", "zh"):
            with desk(Path(folder), "--lang", lang) as address:
                _tour(chromium, address, lang, Path(folder))
    return 0


def _tour(chromium: Any, address: str, lang: str, folder: Path) -> None:
    page = opened(chromium, address)
    _take(page, f"start-{lang}")
    _mapping(page, lang, folder)
    marked(page, "tab-sheet").click()
    lay_example(page)
    marked(page, "budget").locator("input").fill("900万")
    page.keyboard.press("Enter")
    page.locator(".moves .leaves").wait_for()
    page.locator('.ag-row[row-id="G03"] [col-id=name]').click()
    page.wait_for_function(DRAWN, timeout=120_000)
    _take(page, f"desk-{lang}", "desk-zh.png" if lang == "zh" else "desk.png")
    _simulate(page, lang)
    marked(page, "tab-plans").click()
    marked(page, "keep").click()
    marked(page, "tab-decide").click()
    marked(page, "budget").locator("input").fill("1000万")
    page.keyboard.press("Enter")
    page.wait_for_timeout(2000)
    settled(page)
    marked(page, "tab-plans").click()
    marked(page, "files").click()
    marked(page, "get-bundle").wait_for()
    _take(page, f"plans-{lang}")
    marked(page, "dark").click()
    for width, height, size in ((1280, 900, "dark"), (*PHONE, "phone-dark")):
        page.set_viewport_size({"width": width, "height": height})
        for tab in ("decide", "simulate"):
            marked(page, f"tab-{tab}").click()
            _take(page, f"{tab}-{size}-{lang}")
    marked(page, "dark").click()
    for tab in ("decide", "simulate", "plans"):
        marked(page, f"tab-{tab}").click()
        _take(page, f"{tab}-phone-{lang}")


def _mapping(page: Any, lang: str, folder: Path) -> None:
    """A sheet whose money stands under a heading that says nothing: its faults, and its mapping once it is mended."""
    messy(folder / "申报表.xlsx")
    page.set_input_files(".at-upload input[type=file]", folder / "申报表.xlsx")
    marked(page, "faults").wait_for()
    _take(page, f"faults-{lang}")
    for name, text in (("field-E", "成本" if lang == "zh" else "cost"), ("unit-E", "万元")):
        marked(page, name).click()
        page.locator(".q-menu .q-item", has_text=text).first.click()
    marked(page, "mapping-apply").click()
    page.locator(".ag-row").first.wait_for(state="attached")
    settled(page)
    marked(page, "tab-sheet").click()
    _take(page, f"sheet-{lang}")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    _take(page, f"sheet-phone-{lang}")
    page.set_viewport_size({"width": 1280, "height": 900})


def _simulate(page: Any, lang: str) -> None:
    marked(page, "tab-simulate").click()
    marked(page, "scenario").click()
    page.locator(".q-menu .q-item", has_text="small_city").click()
    marked(page, "runs").locator("input").fill("4")
    marked(page, "simulate").click()
    marked(page, "week").wait_for(timeout=300_000)
    marked(page, "week").locator(".q-slider__track-container").focus()
    for _ in range(19):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(1000)
    _take(page, f"simulate-{lang}")
    page.locator(".replayed").screenshot(path=DOCS / ("desk-replay-zh.png" if lang == "zh" else "desk-replay.png"))


def _take(page: Any, name: str, shown: str = "") -> None:
    """Take the whole page; keep it for the documentation where it is shown there."""
    page.wait_for_timeout(1500)
    page.screenshot(path=BUILD / f"{name}.png", full_page=True)
    if shown:
        page.screenshot(path=DOCS / shown, full_page=True)


if __name__ == "__main__":
    sys.exit(main())
