"""How long a move of the budget takes on the desk, as seen in the browser: ``python -m benchmarks.desk_latency``.

For 500 and 5,000 made-up projects the budget slider is moved by one step, again and again; the clock of the page runs
from the key press to the moment at which the new list stands in the grid and its totals over it. Beside it stand the
processor seconds that the desk's processes and the browser's used meanwhile, since other work may share the machine.
"""

from __future__ import annotations

import csv
import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from tests.desk.browser import browser, desk, marked, missing, opened, settled

MOVES = 15
SIZES = (500, 5000)
TICKS = os.sysconf("SC_CLK_TCK")

MEASURE = """() => new Promise(done => {
  const totals = document.querySelector('.at-totals'), slider = document.querySelector('.at-budget-slider');
  const track = slider.querySelector('.q-slider__track-container');
  const before = totals.dataset.total;
  track.focus();
  const began = performance.now();
  const watch = new MutationObserver(() => {
    if (totals.dataset.total !== before) {
      watch.disconnect();
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - began), 0));
    }
  });
  watch.observe(totals, {attributes: true});
  for (const kind of ['keydown', 'keyup'])
    track.dispatchEvent(new KeyboardEvent(kind, {keyCode: 39, which: 39, key: 'ArrowRight', bubbles: true}));
})"""


def library(path: Path, number: int) -> None:
    """Made-up projects of every urgency, in sixteen districts."""
    draw = np.random.default_rng(1)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "name", "urgency", "benefit", "cost", "district", "domain"])
        for k in range(number):
            urgency, benefit, cost = draw.integers(1, 6), draw.integers(20, 800), draw.integers(50, 900) * 1000
            writer.writerow([f"P{k:05d}", f"项目{k}", urgency, benefit, cost, f"区{k % 16}", f"领域{k % 8}"])


def spent() -> float:
    """Processor seconds of this process's children and theirs, dead or alive."""
    total = 0.0
    own = os.getpid()
    parents: dict[int, int] = {}
    times: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            parents[int(entry.name)] = int(fields[1])
            times[int(entry.name)] = (int(fields[11]) + int(fields[12])) / TICKS
    for process, seconds in times.items():
        above = process
        while above in parents and above != own:
            above = parents[above]
        total += seconds if above == own and process != own else 0.0
    return total


def measure(chromium: Any, address: str) -> tuple[list[float], float]:
    """Seconds of each move, and processor seconds a move."""
    page = opened(chromium, address)
    marked(page, "tab-decide").click()
    page.locator(".ag-row").first.wait_for()
    settled(page)
    page.wait_for_timeout(30_000)  # the frontier has had its time
    page.evaluate(MEASURE)
    page.wait_for_timeout(2000)
    found, used = [], 0.0
    for _ in range(MOVES):
        before = spent()
        found.append(page.evaluate(MEASURE) / 1000)
        used += spent() - before
        page.wait_for_timeout(1500)
    return found, used / MOVES


def main() -> int:
    """Print the table."""
    if lacking := missing():
        print(f"skipped: {lacking} not found")
        return 1
    print("projects\tmedian [s]\tworst [s]\tprocessor [s/move]\tload")
    with tempfile.TemporaryDirectory() as folder, browser() as chromium:
        for number in SIZES:
            library(Path(folder) / "library.csv", number)
            with desk(Path(folder), "library.csv") as address:
                found, used = measure(chromium, address)
            row = (statistics.median(found), max(found), used)
            print(f"{number}\t" + "\t".join(f"{value:.3f}" for value in row) + f"\t{os.getloadavg()[0]:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
