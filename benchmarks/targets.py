"""How fast the program is, beside its targets: every ratio is taken in this one run, on this machine.

    python benchmarks/targets.py [--only demo peers limits cities plan sobol log] [--repeats N] [--scaled] [--largest]
                                 [--sizes N …] [--rivals grow stay] [--keep FILE]

Everything runs in processes of its own; what is compared takes turns, and the median of the ratios of pairs counts.
`--scaled` plays the demo with few replications and the Sobol study with few samples, each at two sizes, and draws the
line through both to the whole: rows so extrapolated say it. `--largest` adds the city of 13 million people, which takes
an hour. `--keep` writes the table as CSV. Contests on file are not solved again (GPSS_SIM_CACHE). Processor seconds
over two are what a clock would show on two idle cores at best; the last row says how busy the machine was.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import statistics
import tempfile
from collections.abc import Callable, Iterator
from math import log
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from measure import Spent, program, script

SIZES, LARGEST = (1, 3, 10, 31), 101
DEMO, SOBOL = 30, 256
SCALED = {"demo": (1, 3), "sobol": (2, 4)}
YEARS = (5, 10, 20)
RIVALS: dict[str, tuple[tuple[str, ...], str]] = {
    "grow": ((), "rivals in a tender grow with the city"),
    "stay": (("--reach",), "each agency reaches as many projects"),
}
"""How many rivals a tender of a larger city has."""
SOBOL_FACTORS = {
    "demand.load": (0.9, 1.4),
    "demand.survey_sd": (0.0, 0.4),
    "demand.patience_scale": (0.5, 2.0),
    "delivery.caseload": (15.0, 30.0),
    "delivery.admin_time": (0.05, 0.3),
    "delivery.leaving": (0.01, 0.03),
    "delivery.fill_months": (0.5, 3.0),
    "budget.coverage": (0.5, 1.0),
    "assessment.rater_noise": (2.0, 8.0),
    "agencies.capability_sd": (1.0, 6.0),
}


class Row(NamedTuple):
    """One measured number beside what it is to be."""

    work: str
    measure: str
    value: float
    unit: str
    target: str = ""
    remark: str = ""


def demo(asked: Any) -> Iterator[Row]:
    """The demo with one worker and two, as shipped."""
    told, remark = _grown_from(asked, DEMO, "demo", lambda runs, folder: _both(runs, folder, asked.repeats))
    yield Row("demo, 240 runs", "two workers", told[1], "s", "≤ 60", remark)
    yield Row("demo, 240 runs", "two workers, processor", told[2], "CPU s", "≤ 120", remark)
    yield Row("demo, 240 runs", "one worker over two", told[0] / told[1], "times", "≥ 1.85", remark)


def _both(replications: int, folder: Path, repeats: int) -> tuple[float, float, float]:
    walls: list[list[float]] = [[], []]
    used: list[float] = []
    for turn in range(repeats + 1):
        for workers in ((1, 2) if turn % 2 else (2, 1))[: 2 if turn else 1]:  # the first puts contests on file
            out = folder / f"{turn}-{workers}"
            words = ("--workers", str(workers), "--replications", str(replications), "--out", str(out))
            spent = program("batch", "shanghai_modes", *words)
            if turn:
                walls[workers - 1].append(spent.wall)
            if turn and workers == 2:
                used.append(spent.cpu)
            shutil.rmtree(out)
    return statistics.median(walls[0]), statistics.median(walls[1]), statistics.median(used)


def _grown_from(
    asked: Any, whole: int, name: str, measure: Callable[[int, Path], tuple[float, ...]]
) -> tuple[tuple[float, ...], str]:
    """Seconds of the whole; with `--scaled` by the line through two smaller sizes."""
    with tempfile.TemporaryDirectory() as folder:
        if not asked.scaled:
            return measure(whole, Path(folder)), ""
        small, large = SCALED[name]
        few, many = measure(small, Path(folder)), measure(large, Path(folder))
    slopes = [(b - a) / (large - small) for a, b in zip(few, many, strict=True)]
    told = tuple(b + (whole - large) * slope for b, slope in zip(many, slopes, strict=True))
    return told, f"extrapolated from {small} and {large} of {whole}"


def peers(asked: Any) -> Iterator[Row]:
    """Posts alone beside other simulators: customers a second over theirs."""
    fast = {"GPSS_SIM_FAST": "on"}
    targets = {
        ("market/ours.py", "SimPy Resource, same people and rows"): "≥ 15",
        ("market/peers.py", "ciw"): "≥ 30",
        ("market/peers.py", "salabim"): "≥ 300",
    }
    for (file, name), target in targets.items():
        ratios = []
        for seed in range(1, asked.repeats + 1):
            own = script("market/ours.py", "--case", "posts only", str(seed), variables=fast)
            other = script(file, "--case", name, str(seed))
            ratios.append(own["counted"] / own["seconds"] * other["seconds"] / other["counted"])
        yield Row("posts only", f"over {name.partition(',')[0]}", statistics.median(ratios), "times", target)


def limits(asked: Any) -> Iterator[Row]:
    """What lies below: SimPy's loop, a heap in Python, a compiled heap; what all of a run of posts alone takes."""
    for name, file, words, fast in (
        ("a bare SimPy timeout", "market/bare_simpy.py", ("--case", "callbacks", "1"), "off"),
        ("a person in the readable queues", "market/bare_queue.py", (), "off"),
        ("a person in compiled queues", "market/bare_queue.py", (), "on"),
        ("a person of posts alone, everything", "market/ours.py", ("--case", "posts only", "1"), "on"),
    ):
        told = [script(file, *words, variables={"GPSS_SIM_FAST": fast}) for _ in range(asked.repeats)]
        each = statistics.median(run["seconds"] / run["counted"] for run in told)
        yield Row("limits", name, 1e6 * each, "µs")


def cities(asked: Any) -> Iterator[Row]:
    """Processor seconds a person of cities of several sizes."""
    sizes = (*asked.sizes, LARGEST) if asked.largest else asked.sizes
    for rivals in asked.rivals:
        reach, told = RIVALS[rivals]
        points = []
        for times in sizes:
            found = _city(times, reach, asked.repeats)
            people, seconds = found["counted"], found["seconds"]
            points.append((people, seconds))
            work = f"a city of {people / 1e6:.1f} million"
            yield Row(work, "a person", 1e6 * seconds / people, "µs", remark=told)
            yield Row(work, "a run", seconds, "CPU s", "≤ 12" if times == 10 else "", told)
            yield Row(work, "peak of memory", found["peak_mb"] / 1024, "GB", "≤ 24" if times == LARGEST else "", told)
        each = [seconds / people for people, seconds in points]
        largest = f"{points[-1][0] / 1e6:.1f} million over {points[0][0] / 1e6:.1f}"
        yield Row("cities", f"a person, {largest}", each[-1] / each[0], "times", "≤ 1.25", told)
        slope, error = _slope(points)
        yield Row("cities", f"exponent of people, {len(points)} sizes", slope, f"± {error:.2f}", "1", told)


def _city(times: int, reach: tuple[str, ...], repeats: int) -> dict[str, float]:
    """The median run; contests are on file after the first, which is left out where there are several."""
    runs = [script("market/grown.py", str(times), *reach) for _ in range(1 + (repeats if times <= 10 else 1))]
    kept = sorted(runs[1:], key=lambda run: run["seconds"])
    return kept[len(kept) // 2]


def _slope(points: list[tuple[float, float]]) -> tuple[float, float]:
    """Exponent by least squares of the logarithms, and half of its 95 % interval."""
    from scipy.stats import linregress, t

    found = linregress([log(people) for people, _ in points], [log(seconds) for _, seconds in points])
    return float(found.slope), float(t.ppf(0.975, len(points) - 2) * found.stderr)


def plan(asked: Any) -> Iterator[Row]:
    """A list of 40 projects decided, thirty replications and four budgets beside it."""
    spent: list[Spent] = []
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "forty.csv"
        _first_projects(40, library)
        for turn in range(asked.repeats + 1):  # the first puts contests on file
            words = ("plan", str(library), "--budget", "20000000", "--replications", "30", "--workers", "2")
            told = program(*words, "--lang", "en", "--out", f"{folder}/{turn}", until="First look")
            spent.append(told)
    work, told = "plan of 40 projects", spent[1:]
    yield Row(work, "first answer", statistics.median(each.first for each in told), "s", "≤ 5")
    yield Row(work, "all", statistics.median(each.wall for each in told), "s", "≤ 30")
    yield Row(work, "all, processor", statistics.median(each.cpu for each in told), "CPU s", "≤ 60")


def _first_projects(number: int, file: Path) -> None:
    import gpss_sim

    source = Path(gpss_sim.__file__).parents[1] / "scenarios" / "baseline" / "library.csv"
    file.write_text("".join(source.read_text("utf-8").splitlines(keepends=True)[: number + 1]), "utf-8")


def sobol(asked: Any) -> Iterator[Row]:
    """Ten factors of the small city by Sobol's indices: 256 blocks of twelve runs."""
    (wall, cpu), remark = _grown_from(asked, SOBOL, "sobol", _sobol)
    work = f"Sobol, 10 factors, {12 * SOBOL} runs"
    yield Row(work, "two workers", wall, "s", "≤ 180", remark)
    yield Row(work, "two workers, processor", cpu, "CPU s", "≤ 360", remark)


def _sobol(samples: int, folder: Path) -> tuple[float, float]:
    factors = "\n".join(f'"{name}" = {{ low = {low}, high = {high} }}' for name, (low, high) in SOBOL_FACTORS.items())
    study = folder / f"sobol{samples}.toml"
    study.write_text(
        f'[study]\nscenario = "small_city"\n[factors]\n{factors}\n[design]\nsampling = "saltelli"\n'
        f'samples = {samples}\nreplications = 1\n[outcomes]\nprimary = ["served"]\n',
        "utf-8",
    )
    spent = program("batch", str(study), "--workers", "2", "--out", str(folder / f"{samples}"))
    return spent.wall, spent.cpu


def logs(asked: Any) -> Iterator[Row]:
    """What the event log adds to the peak of memory, a year of the small city."""
    added = []
    for years in YEARS:
        peaks = [script("market/logged.py", str(years), log)["peak_mb"] for log in ("on", "off")]
        added.append(peaks[0] - peaks[1])
    slope = float(np.polyfit(YEARS, added, 1)[0])
    yield Row("event log", "memory added a year", slope, "MB", "0")


def machine(asked: Any) -> Iterator[Row]:
    """How many processes wanted the machine, those measured here included."""
    yield Row("the machine", "load, mean of 15 minutes", os.getloadavg()[2], f"on {os.cpu_count()} cores")


CASES: dict[str, Callable[[Any], Iterator[Row]]] = {
    "demo": demo,
    "peers": peers,
    "limits": limits,
    "cities": cities,
    "plan": plan,
    "sobol": sobol,
    "log": logs,
}


def main() -> None:
    """Print the table as it grows."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--only", nargs="+", choices=CASES, default=list(CASES))
    reader.add_argument("--repeats", type=int, default=3, help="pairs or runs of which the median counts")
    reader.add_argument("--scaled", action="store_true")
    reader.add_argument("--largest", action="store_true")
    reader.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="cities, in times the example")
    reader.add_argument("--rivals", nargs="+", choices=RIVALS, default=list(RIVALS), help="of a larger city")
    reader.add_argument("--keep", type=Path, metavar="FILE")
    asked = reader.parse_args()
    rows = []
    print("| work | measure | value | target | |\n|---|---|---|---|---|", flush=True)
    for case in (*(CASES[name] for name in asked.only), machine):
        for row in case(asked):
            rows.append(row)
            print(
                f"| {row.work} | {row.measure} | {row.value:.2f} {row.unit} | {row.target} | {row.remark} |", flush=True
            )
    if asked.keep:
        with asked.keep.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(Row._fields)
            writer.writerows(row._replace(value=round(row.value, 3)) for row in rows)


if __name__ == "__main__":
    main()
