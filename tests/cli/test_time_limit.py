"""A time limit is the whole command's: what there is no time for is left out, and said."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from random import Random

from click.testing import CliRunner

from gpss_sim.cli.allocate import command
from gpss_sim.cli.explain import command as explain
from tests.clock import Clock, clock

__all__ = ["clock"]

YEARS = range(2027, 2035)


def hard(folder: Path, projects: int = 150) -> list[str]:
    """Several correlated years at once, which no solver proves in minutes; returns the arguments of the command."""
    luck = Random(5)
    costs = [[luck.randint(1, 1000) for _ in YEARS] for _ in range(projects)]
    with (folder / "library.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "urgency", "benefit", *(f"cost_{year}" for year in YEARS)))
        rows.writerows((f"p{k:03}", 1, sum(c) // 8 + luck.randint(1, 300), *c) for k, c in enumerate(costs))
    money = [a for k, y in enumerate(YEARS) for a in ("--budget", f"{y}={sum(c[k] for c in costs) // 2}")]
    return [str(folder / "library.csv"), *money, "--policy", "weighted", "--out", str(folder / "out")]


def test_a_library_that_takes_longer_to_write_than_there_is_gets_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text("id,urgency,benefit,cost\na,5,9,60\n", encoding="utf-8")
    common = [str(tmp_path / "l.csv"), "--budget", "100", "--out", str(tmp_path / "o"), "--no-plots", "--force"]
    done = CliRunner().invoke(command, [*common, "--time-limit", "1e-6"])
    assert done.exit_code == 0, done.output
    assert "allocation.xlsx" in done.stderr
    assert not (tmp_path / "o/allocation.xlsx").exists()
    assert (tmp_path / "o/allocation.csv").exists()
    assert "allocation.xlsx" not in CliRunner().invoke(command, [*common, "--time-limit", "10"]).stderr
    assert (tmp_path / "o/allocation.xlsx").exists()


def test_a_command_ends_in_its_time_and_says_what_it_left_out(tmp_path: Path, clock: Clock) -> None:
    with clock.within(0.4):
        done = CliRunner().invoke(command, [*hard(tmp_path), "--time-limit", "0.4"])
    assert done.exit_code == 0, done.output
    summary = json.loads((tmp_path / "out/summary.json").read_text("utf-8"))
    missing = {"urgency-first", "rank-and-cut", "core-plus"} - {view["policy"] for view in summary["policies"]}
    assert all(name in done.stderr for name in missing)
    assert ("No time was left for plots" in done.stderr) is not (tmp_path / "out/plots").exists()
    assert (tmp_path / "out/allocation.xlsx").is_file()


def test_explanations_end_in_their_time(tmp_path: Path, clock: Clock) -> None:
    CliRunner().invoke(command, [*hard(tmp_path), "--time-limit", "0.2", "--no-plots"])
    with clock.within(0.4):
        done = CliRunner().invoke(explain, [str(tmp_path / "out"), "--all", "--time-limit", "0.4"])
    assert done.exit_code == 0, done.output
    assert "not found in reasonable time" in (tmp_path / "out/explanations.csv").read_text("utf-8-sig")
