"""The findings in README and docs are those of the tables that the named batches wrote."""

from __future__ import annotations

import csv
from math import nan
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from gpss_sim.metrics import METRICS
from gpss_sim.study.experiment_file import load_experiment
from gpss_sim.study.model import play
from gpss_sim.study.plan import make_plan

ROOT = Path(__file__).parents[2]
DATA = ROOT / "docs" / "data"
LEVELS = {
    "improvement_per_million": "{:.1f}",
    "cost_per_completed": "{:,.0f}",
    "wait_urgent": "{:.1f}",
    "quality": "{:.1f}",
    "lost_share": "{:.3f}",
}
SHIFTS = {
    "improvement_per_million": "{:+.1f} ({:+.1f} to {:+.1f})",
    "cost_per_completed": "{:+,.0f} ({:+,.0f} to {:+,.0f})",
    "wait_urgent": "{:+.1f} ({:+.1f} to {:+.1f})",
    "quality": "{:+.1f} ({:+.1f} to {:+.1f})",
    "lost_share": "{:+.3f} ({:+.3f} to {:+.3f})",
}
PRIMARY = "improvement_per_million"
COSTS = ("cost_per_completed", "social_cost_without_effort", "social_cost_per_completed")
EXACT = ", offers exact"
STUDIES = ("shanghai_modes", "shanghai_ladder", "shanghai_held_back")


def rows(study: str, name: str) -> list[dict[str, str]]:
    with (DATA / study / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def points(study: str) -> list[str]:
    return sorted({row["design_point"] for row in rows(study, "summary.csv")})


def shift(study: str, point: str, baseline: str, metric: str) -> str:
    """A paired difference with its simultaneous interval; words where it is zero everywhere, or the baseline's own."""
    for row in rows(study, "comparisons.csv"):
        if (row["design_point"], row["baseline"], row["metric"]) == (point, baseline, metric):
            numbers = [float(row[key]) for key in ("difference", "ci_low", "ci_high")]
            return SHIFTS[metric].format(*numbers) if any(numbers) else "the same"
    return "baseline"


def table_row(page: str, first: str) -> list[str]:
    lines = (ROOT / page).read_text(encoding="utf-8").splitlines()
    line = next(line for line in lines if line.startswith(f"| {first} |"))
    return [cell.strip() for cell in line.strip("|").split("|")]


def cell(study: str, point: str, baseline: str) -> list[str]:
    """Level of the primary outcome, its difference from the baseline, levels of the others."""
    means = {r["metric"]: r["mean"] for r in rows(study, "summary.csv") if r["design_point"] == point}
    cells = [form.format(float(means[metric])) for metric, form in LEVELS.items()]
    return [point, cells[0], shift(study, point, baseline, PRIMARY), *cells[1:]]


def rung(point: str) -> list[str]:
    """Differences of every outcome: from formal on the way up, from competitive on the way down.

    A rung on which offers tell the truth is compared with the same rung without.
    """
    baseline = "competitive" if point.startswith("competitive - ") else "formal"
    if point.endswith(EXACT):
        baseline = point.removesuffix(EXACT)
    return [point, *(shift("shanghai_ladder", point, baseline, metric) for metric in SHIFTS)]


def test_all_cells_and_rungs_are_there() -> None:
    assert [len(points(study)) for study in STUDIES] == [8, 19, 8]


@pytest.mark.parametrize("point", points("shanghai_modes"))
def test_the_front_page_says_what_the_tables_say(point: str) -> None:
    assert table_row("README.md", point) == cell("shanghai_modes", point, "formal/post")


def mean(study: str, point: str, metric: str, form: str) -> str:
    found = next(r for r in rows(study, "summary.csv") if (r["design_point"], r["metric"]) == (point, metric))
    return form.format(float(found["mean"]))


def before_and_now(point: str) -> list[str]:
    """The primary outcome and its difference in the earlier table and in this one."""
    both = ("earlier/shanghai_modes", "shanghai_modes")
    means = [mean(study, point, PRIMARY, "{:.1f}") for study in both]
    return [point, *means, *(shift(study, point, "formal/post", PRIMARY) for study in both)]


def costs_before_and_now(point: str) -> list[str]:
    """Costs a completed case, public and social, and improvement for the latter."""
    now = [mean("shanghai_modes", point, metric, "{:,.0f}") for metric in COSTS]
    gained = mean("shanghai_modes", point, "improvement_per_social_million", "{:.1f}")
    return [point, mean("earlier/shanghai_modes", point, COSTS[0], "{:,.0f}"), *now, gained]


@pytest.mark.parametrize("point", points("shanghai_modes"))
def test_what_changed_is_what_both_tables_say(point: str) -> None:
    text = (ROOT / "docs/explanation/what-changed.md").read_text(encoding="utf-8")
    for cells in (before_and_now(point), costs_before_and_now(point)):
        assert "| " + " | ".join(cells) + " |" in text


@pytest.mark.parametrize("point", points("shanghai_held_back"))
def test_what_is_held_back_is_what_the_tables_say(point: str) -> None:
    assert table_row("docs/explanation/which-rule.md", point) == cell("shanghai_held_back", point, "formal/paid anyway")


@pytest.mark.parametrize("point", [point for point in points("shanghai_ladder") if point != "formal"])
def test_the_ladder_is_what_the_tables_say(point: str) -> None:
    assert table_row("docs/explanation/which-rule.md", point) == rung(point)


def near(value: float, unit: str) -> Any:
    """A value as tables keep it: money to the fen, all else to the last digits."""
    return pytest.approx(value, rel=1e-9, abs=0.0101 if unit.startswith("yuan") else 1e-12, nan_ok=True)


@pytest.mark.parametrize("study", STUDIES)
def test_a_table_is_the_mean_of_its_runs(study: str) -> None:
    runs = rows(study, "runs.csv")
    for row in rows(study, "summary.csv"):
        told = [run[row["metric"]] for run in runs if run["design_point"] == row["design_point"]]
        values = [float(value) for value in told if value]
        assert len(values) == int(row["n"])
        assert float(row["mean"] or "nan") == near(fmean(values) if values else nan, row["unit"])


@pytest.mark.slow
@pytest.mark.parametrize("study", STUDIES)
def test_a_run_of_a_table_comes_out_again(study: str) -> None:
    plan = make_plan(load_experiment(study, METRICS), METRICS)
    point = points(study)[-1]
    place = next(k for k, each in enumerate(plan.points) if each.name == point)
    played = play(plan.scenarios[place], plan.seed, 0, False)
    again = {row[0]: row[7] for row in played if row[1] == plan.window}
    kept = next(r for r in rows(study, "runs.csv") if (r["design_point"], r["replication"]) == (point, "0"))
    assert int(kept["seed"]) == plan.seed
    for metric in kept.keys() & set(plan.outcomes):  # an indicator that is younger than the table is not in it
        assert again[metric] == near(float(kept[metric] or "nan"), METRICS[metric].unit), metric


def test_the_front_page_names_every_assumption_that_turns_the_headline() -> None:
    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    turned = [row for row in rows("shanghai_assumptions", "assumptions.csv") if float(row["difference_high"]) < 0]
    for row in turned:
        numbers = [float(row[key]) for key in ("difference", "difference_low", "difference_high")]
        assert "{:.1f} ({:.1f} to {:.1f})".format(*numbers) in text
        assert f"`{row['parameter']}` = {row['value']}" in text
    assert f"turns within the range of {['no', 'one', 'two', 'three'][len(turned)]} assumptions" in text


def test_the_words_above_the_table_say_what_the_tables_say() -> None:
    """Recipients of the steady years 2 to 5, and replications."""
    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    row = next(row for row in rows("shanghai_modes", "summary.csv") if row["metric"] == "arrived")
    assert f"{row['n']} replications of five years" in text
    assert f"about {float(row['mean']) / 4:,.0f}"[:-3] + "000 arrivals a year" in text
