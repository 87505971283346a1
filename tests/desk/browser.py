"""A desk in a process of its own and a headless browser on it; used by the browser's tests and by the screenshots."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
WAIT = 60_000
"""Longest wait for anything [ms]: the machine may be busy with other tests."""


ROWS = (
    ("独居老人探访", "东湖街道", "高", 45.4, 300),
    ("青少年驻校社工", "临江街道", "高", 50, 260),
    ("残疾人社区康复", "临江街道", "中", 33, 120),
    ("邻里互助", "东湖街道", "低", 20, 90),
    ("失独老人关怀", "北岭镇", "高", 28, 85),
)


def browser_path() -> str | None:
    """Where Chromium is, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def missing() -> str:
    """What is lacking for tests in the browser; empty if nothing."""
    lacking = []
    for name in ("nicegui", "playwright"):
        try:
            __import__(name)
        except ImportError:
            lacking.append(name)
    if browser_path() is None:
        lacking.append("chromium")
    return ", ".join(lacking)


def main() -> None:
    """Say before the tests whether those in the browser are among them."""
    lacking = missing()
    print(f"desk: tests in the browser are SKIPPED, not found: {lacking}" if lacking else f"desk: {browser_path()}")


@contextmanager
def desk(folder: Path, *arguments: str) -> Iterator[str]:
    """Run ``gpss-sim desk`` in `folder`; give the address that opens it once."""
    command = [sys.executable, "-m", "gpss_sim", "desk", "--no-browser", *arguments]
    environment = os.environ | {"PYTHONUNBUFFERED": "1", "OPENBLAS_NUM_THREADS": "1"}
    environment = {name: value for name, value in environment.items() if not name.startswith("PYTEST")}
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    )
    try:
        assert process.stdout is not None
        told = []
        for line in process.stdout:
            told.append(line)
            if found := re.search(r"http://127\.0\.0\.1:\d+/\?token=\w+", line):
                yield found[0]
                break
        else:
            raise AssertionError("the desk did not start: " + "".join(told))
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def browser() -> Iterator[Any]:
    """A headless browser that reaches the loopback address and nothing else."""
    from playwright.sync_api import sync_playwright

    arguments = [
        "--no-sandbox",
        "--disable-background-networking",
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    ]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser_path(), args=arguments)
        try:
            yield opened
        finally:
            opened.close()


def marked(page: Any, name: str) -> Any:
    """The element of a name."""
    return page.locator(f".at-{name}")


def opened(browser: Any, address: str, width: int = 1280, height: int = 900, **more: Any) -> Any:
    """A page of the desk; every address it asks for is noted in ``page.asked``."""
    context = browser.new_context(viewport={"width": width, "height": height}, **more)
    page = context.new_page()
    page.set_default_timeout(WAIT)
    page.asked, page.errors = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.goto(address)
    marked(page, "tab-sheet").wait_for()
    return page


def messy(path: Path) -> None:
    """A sheet with a title, a total, a signature, and money under a heading that says nothing."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(["某区2027年社会工作服务项目申报表"])
    sheet.merge_cells("A1:F1")
    sheet.append(["序号", "项目名称", "所属区", "轻重缓急", "核报", "预计服务人数"])
    for number, row in enumerate(ROWS, start=1):
        sheet.append([number, *row])
    sheet.append(["合计", None, None, None, sum(row[3] for row in ROWS), sum(row[4] for row in ROWS)])
    sheet.append(["填表人：", None, None, "审核人："])
    book.save(path)


def lay_example(page: Any) -> None:
    """Open the example and wait for its decision."""
    marked(page, "example").click()
    page.locator(".ag-row").first.wait_for()
    settled(page)


def settled(page: Any) -> None:
    """Wait until the digest of a decision stands there."""
    page.wait_for_function("() => /[0-9a-f]{12}/.test(document.querySelector('.verdict')?.textContent ?? '')")


def totals(page: Any) -> dict[str, str]:
    """Today's figures."""
    names = ("selected", "spent", "left", "benefit", "urgent")
    return {name: marked(page, f"sum-{name}").inner_text() for name in names}


if __name__ == "__main__":
    main()
